"""The peaks of one media file, built in a thread while they are looked at."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.media_peaks import (
    PeakPyramid,
    PeaksCache,
    PeaksGrew,
    PeaksReady,
    build_peaks,
)
from whisper_desktop.ui.workers.job_slot import JobSlot
from whisper_desktop.ui.workers.job_thread import Job


class PeaksLoader(QObject):
    """Fills a pyramid in the background; one loader for one track of one file."""

    grew = Signal(object)
    """More can be looked at: a `PeaksGrew`."""
    ready = Signal(object)
    """All can be looked at: a `PeaksReady`."""
    failed = Signal(object)

    def __init__(
        self, path: Path, track: int | None, cache: PeaksCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        pyramid = self.pyramid = PeakPyramid()
        self._job: Job = lambda token: build_peaks(path, track, pyramid, cache, token)
        self._jobs = JobSlot(self)
        self._jobs.event_ready.connect(self._on_event)
        self._jobs.failed.connect(self.failed)

    def start(self) -> None:
        """Begin."""
        self._jobs.start(self._job)

    def stop(self) -> None:
        """Stop and wait for the thread; nothing is said any more."""
        self._jobs.stop()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, PeaksGrew):
            self.grew.emit(event)
        elif isinstance(event, PeaksReady):
            self.ready.emit(event)
