from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.rerecognition import Rerecognition
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.verb_names import step_name


@pytest.fixture
def host() -> FakeHost:
    return FakeHost()


@pytest.fixture
def editing(window: QMainWindow) -> EditingController:
    return EditingController(Document(), step_name, window)


@pytest.fixture
def session(session: Session) -> Session:
    session.begin(NewWork([Cue(1, 60_000, 61_000, "typed before")]))
    return session


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
def work(
    desk: Desk, session: Session, host: FakeHost, board: ProposalBoard, window: QMainWindow
) -> Iterator[Rerecognition]:
    """What recognises rows again, for the board of the test."""
    work = Rerecognition(desk, session, host, board, window)
    yield work
    work.stop()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Qt.MouseButton]:
    """Return what holds the mouse button that is down, or none."""
    held = [Qt.MouseButton.LeftButton]
    monkeypatch.setattr(QGuiApplication, "mouseButtons", lambda: held[0])
    return held


@pytest.fixture
def record() -> RunRecord:
    return RunRecord("a", Recipe("en"))
