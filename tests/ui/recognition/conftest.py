import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.recognition_jobs import RecognitionJob
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.verb_names import step_name


class FakeHost:
    """Hands on what the test puts into `reports`: events, errors to raise, None for the end."""

    def __init__(self) -> None:
        self.reports: queue.Queue[object] = queue.Queue()
        self.jobs: list[RecognitionJob] = []
        self.is_paused = False

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        self.jobs.append(job)
        while True:
            try:
                report = self.reports.get(timeout=0.01)
            except queue.Empty:
                if cancel.is_cancelled:
                    raise Cancelled from None
                continue
            if report is None:
                return
            if isinstance(report, Exception):
                raise report
            yield report

    def pause(self) -> None:
        self.is_paused = True

    def go_on(self) -> None:
        self.is_paused = False


@pytest.fixture
def host() -> FakeHost:
    return FakeHost()


@pytest.fixture
def editing(window: QMainWindow) -> EditingController:
    return EditingController(Document(), step_name, window)


@pytest.fixture
def session(editing: EditingController, window: QMainWindow, tmp_path: Path) -> Iterator[Session]:
    session = Session(editing, DraftFolder(tmp_path / "drafts"), window)
    session.begin(NewWork([Cue(1, 60_000, 61_000, "typed before")]))
    yield session
    session.leave(keep_draft=False)


@pytest.fixture
def run(
    editing: EditingController, session: Session, host: FakeHost, window: QMainWindow
) -> Iterator[LiveRun]:
    run = LiveRun(editing, session, host, lambda cue: cue, window)
    yield run
    run.stop()


@pytest.fixture
def desk(editing: EditingController, preferences: Preferences, window: QMainWindow) -> Desk:
    return Desk(editing, preferences, window)


@pytest.fixture
def record() -> RunRecord:
    return RunRecord("a", Recipe("en"))
