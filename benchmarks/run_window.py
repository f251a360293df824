"""The real window, without a screen, with a recogniser at work: opened, asked, waited for."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QEventLoop, QObject, QTimer, SignalInstance, Slot
from PySide6.QtWidgets import QApplication

from benchmarks.host_jobs import Measured, Spent
from benchmarks.open_window import OpenWindow, settle
from whisper_desktop.app.paths import HOME_VARIABLE, app_paths
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob, TranscribeJob
from whisper_desktop.app.settings import Settings, save_settings
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import TimestampMode
from whisper_desktop.ui.dialogs.transcribe_dialog import TranscribeDialog
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.views.status_line import StatusLine

LANGUAGE = "en"
_LIMIT_S = 1_800

HostRun = Callable[[RecognitionHost, RecognitionJob, CancelToken], Iterator[object]]


@dataclass(frozen=True, slots=True)
class Weights:
    """What is recognised with, on the processor."""

    path: Path
    threads: int = 1


@dataclass(slots=True)
class RecogniserCost:
    """How much processor time the last transcription took in the recogniser's process."""

    cpu_s: float = 0.0

    def watched(self, run: HostRun) -> HostRun:
        """Return `RecognitionHost.run` with an ear for what transcriptions cost."""

        def run_measured(
            host: RecognitionHost, job: RecognitionJob, cancel: CancelToken
        ) -> Iterator[object]:
            is_measured = isinstance(job, TranscribeJob)
            for event in run(host, Measured(job) if is_measured else job, cancel):
                if isinstance(event, Spent):
                    self.cpu_s = event.cpu_s
                else:
                    yield event

        return run_measured


class RunTimes(QObject):
    """Notes when something of a run was heard of for the first time in the window."""

    def __init__(self, window: "RunWindow") -> None:
        super().__init__(window.workplace.window)
        self.at_s: dict[str, float] = {}
        window.run.event_ready.connect(self._on_event)
        window.run.ended.connect(self._on_ended)
        window.editing.rows_changed.connect(self._on_rows)

    @Slot(object)
    def _on_event(self, event: object) -> None:
        self._note(type(event).__name__)

    @Slot()
    def _on_rows(self) -> None:
        self._note("rows")

    @Slot()
    def _on_ended(self) -> None:
        self._note("ended")

    def _note(self, name: str) -> None:
        self.at_s.setdefault(name, time.perf_counter())


class RunWindow(OpenWindow):
    """A window with a home of its own, whose settings name the weights."""

    def __init__(self, application: QApplication, home: Path, weights: Weights) -> None:
        self._restoring = ExitStack()
        self._restoring.enter_context(mock.patch.dict(os.environ, {HOME_VARIABLE: str(home)}))
        settings = Settings(model=str(weights.path), device="cpu", threads=weights.threads)
        save_settings(app_paths(os.environ).settings_file, settings)
        self.recogniser = RecogniserCost()
        run = self.recogniser.watched(RecognitionHost.run)
        self._restoring.enter_context(mock.patch.object(RecognitionHost, "run", run))
        super().__init__(application, home)
        self.times = RunTimes(self)

    @property
    def run(self) -> LiveRun:
        """The transcription."""
        found = self.workplace.window.findChild(LiveRun)
        assert found is not None
        return found

    @property
    def progress_text(self) -> str:
        """What the status line says of the work that goes on."""
        return self._pane(StatusLine).progress_text

    def hear(self, *paths: Path) -> None:
        """Open a recording, alone or with rows, and wait until it can be transcribed."""
        action = self.workplace.window.actions_by_name["transcribe"]
        self.workplace.opening.open(paths)
        wait_until(action.isEnabled, action.changed)

    def hear_anew(self, media: Path) -> None:
        """Throw away what is open, and open a recording."""
        self.workplace.session.leave(keep_draft=False)
        self.hear(media)
        settle()

    def transcribe(self) -> None:
        """Say yes to the question that comes before a transcription, for English with words."""
        self.times.at_s.clear()
        self.workplace.window.actions_by_name["transcribe"].trigger()
        dialog = self.workplace.window.findChildren(TranscribeDialog)[-1]
        for box, value in (
            (dialog.language_box, LANGUAGE),
            (dialog.times_box, TimestampMode.WORDS.value),
        ):
            box.setCurrentIndex(box.findData(value))
        dialog.verb_button.click()

    def click_stop(self) -> None:
        """Choose to stop the transcription."""
        self.workplace.window.actions_by_name["stop-run"].trigger()

    def wait_for(self, name: str) -> float:
        """Return when a kind of event, "rows" or "ended" came since `transcribe`."""
        times = self.times.at_s
        told = (self.run.event_ready, self.run.ended, self.editing.rows_changed)
        wait_until(lambda: name in times or "ended" in times, *told)
        if name not in times:
            raise RuntimeError(f"the transcription ended without {name}")
        return times[name]

    def close(self) -> None:
        """Stop every thread and process."""
        super().close()
        self._restoring.close()


def wait_until(is_so: Callable[[], bool], *told_by: SignalInstance) -> None:
    """Run the event loop until something holds; a signal tells of every change of it."""
    loop, alarm = QEventLoop(), QTimer()
    alarm.setInterval(1_000)
    for signal in (*told_by, alarm.timeout):
        signal.connect(loop.quit)
    alarm.start()
    limit_s = time.monotonic() + _LIMIT_S
    try:
        while not is_so():
            if time.monotonic() > limit_s:
                raise TimeoutError(f"it did not come within {_LIMIT_S} s")
            loop.exec()
    finally:
        alarm.stop()
        for signal in told_by:
            signal.disconnect(loop.quit)


def pass_time(duration_s: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(duration_s * 1_000), loop.quit)
    loop.exec()
