"""A thread that drains one generator of events and can be asked to stop."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled

Job = Callable[[CancelToken], Iterable[object]]
"""Starts the work; it is called in the thread, and the token stops what it returns."""


class JobThread(QThread):
    """Runs one job and reports in the thread that it was made in.

    Each event arrives as `event_ready`, an error as `failed`; `finished` comes last, always. A
    job that was cancelled reports nothing more of itself, not even what was on its way already:
    it belongs to what was open before.
    """

    event_ready = Signal(object)
    failed = Signal(object)
    ended = Signal()
    """The job came to its end and nobody had stopped it."""
    _event_sent = Signal(object)
    _error_sent = Signal(object)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._token = CancelToken()
        self._event_sent.connect(self._on_event_sent)
        self._error_sent.connect(self._on_error_sent)
        self.finished.connect(self._on_finished)

    def cancel(self) -> None:
        """Ask the job to stop, and return at once."""
        self._token.cancel()

    def stop(self) -> None:
        """Ask the job to stop and wait until its thread has ended."""
        self.cancel()
        self.wait()

    def run(self) -> None:
        """Drain the job; Qt calls it in the new thread."""
        try:
            for event in self._job(self._token):
                if self._token.is_cancelled:
                    return
                self._event_sent.emit(event)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - the border of the thread
            self._error_sent.emit(error)

    @Slot(object)
    def _on_event_sent(self, event: object) -> None:
        if not self._token.is_cancelled:
            self.event_ready.emit(event)

    @Slot(object)
    def _on_error_sent(self, error: object) -> None:
        if not self._token.is_cancelled:
            self.failed.emit(error)

    @Slot()
    def _on_finished(self) -> None:
        if not self._token.is_cancelled:
            self.ended.emit()
