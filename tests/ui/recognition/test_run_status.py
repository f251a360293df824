from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow, QProgressBar
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.app.media_facts import AudioTrackFacts, MediaFacts
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.core.errors import ModelNotInstalledError, RecogniserDiedError
from whisper_desktop.core.events import (
    Finished,
    LanguageDetected,
    ModelIdentity,
    NothingRecognised,
    Preparing,
    Progress,
    ResumePoint,
    SegmentReady,
    Stage,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.segment import Segment
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.menus import Need
from whisper_desktop.ui.recognition.document_recipe import DocumentRecipe
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.run_status import RunStatus
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.notice_bar import NoticeBar
from whisper_desktop.ui.views.status_line import StatusLine

MODEL = ModelRequest("base")
TRACK = AudioTrackFacts(1, None, "", "aac", 2, is_default=True)
FACTS = MediaFacts(Path("talk.mp4"), 60_000, (TRACK,))


class Screen:
    """What the person sees, and what was asked for by it."""

    def __init__(self, desk: Desk, session: Session, run: LiveRun, window: QMainWindow) -> None:
        self.line, self.notices = StatusLine(window), NoticeBar(window)
        self.told: list[str] = []
        self.gone_on = 0
        desk.told.connect(self.told.append)
        self.status = RunStatus(
            desk, session, DocumentRecipe(desk, session), run, (self.line, self.notices)
        )
        self.status.go_on_wanted.connect(self._go_on)
        self.status.models_wanted.connect(self._show_models)
        self.models_shown = 0

    def _go_on(self) -> None:
        self.gone_on += 1

    def _show_models(self) -> None:
        self.models_shown += 1

    @property
    def progress(self) -> str:
        return self.line.progress_text

    def answers(self) -> list[str]:
        notice = self.notices.notice
        return [] if notice is None else [answer for answer, _ in notice.answers]


@pytest.fixture
def screen(desk: Desk, session: Session, run: LiveRun, window: QMainWindow) -> Screen:
    return Screen(desk, session, run, window)


def test_it_shows_how_far_a_run_is(
    screen: Screen, run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot, desk: Desk
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    assert screen.progress == "Loading the model…"
    assert desk.run_needs == {Need.RUN, Need.WORK}
    host.say(Preparing(Stage.READING, 1, 2))
    qtbot.waitUntil(lambda: screen.progress == "Reading the sound…")
    host.say(Progress(30_000, 60_000, 5.0, 5.0))
    qtbot.waitUntil(lambda: "0:30 of 1:00" in screen.progress)
    run.set_paused(True)
    assert screen.progress == "0:30 of 1:00 · paused"
    run.stop()
    assert screen.progress == ""


def test_it_tells_that_it_goes_on_between_windows(
    screen: Screen, run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    model = ModelIdentity("base", "", "cpu", "int8", "there is no GPU")
    for report in (Started(model, 60_000), Progress(0, 60_000, 0.0, None)):
        host.say(report)
    qtbot.waitUntil(lambda: screen.progress == "0:00 of 1:00")
    bar = screen.line.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.maximum(), bar.toolTip()) == (0, "base works on cpu in int8: there is no GPU")
    assert screen.told == ["Transcribing with base (cpu, int8)"]
    qtbot.waitUntil(lambda: screen.progress.startswith("0:00 of 1:00 · hearing the next part: "))
    run.set_paused(True)
    assert screen.progress == "0:00 of 1:00 · paused"
    host.say(Progress(30_000, 60_000, 5.0, 55.0))
    run.set_paused(False)
    qtbot.waitUntil(lambda: screen.progress.endswith(" left"))
    shown = screen.progress
    qtbot.waitUntil(lambda: screen.progress.endswith(" left") and screen.progress < shown)
    assert bar.value() == 50


def test_it_says_when_the_queue_goes_first(
    screen: Screen, run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    host.say(TurnAwaited(Side.QUEUE))
    qtbot.waitUntil(lambda: screen.progress.startswith("Waiting for the queue."))
    host.say(TurnAwaited(Side.DOCUMENT))
    qtbot.waitUntil(lambda: screen.progress == "Waits for the rows that are recognised again")


def test_the_language_that_is_found_becomes_that_of_the_text(
    screen: Screen, run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot, desk: Desk
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    host.say(LanguageDetected("nl", 0.9))
    qtbot.waitUntil(lambda: desk.language == "nl")
    assert "Dutch" in screen.told[-1]
    host.say(LanguageDetected("de", 0.9))
    qtbot.waitUntil(lambda: "German" in screen.told[-1])
    assert desk.language == "nl"


def test_what_a_person_should_know_is_told(
    screen: Screen, run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    host.say(Warned(NothingRecognised()))
    for report in (Finished((), "en"), None):
        host.say(report)
    qtbot.waitUntil(lambda: not run.is_running)
    assert screen.told[-1] == "No speech was found."


def test_a_run_that_failed_says_what_is_kept_and_offers_to_go_on(
    screen: Screen,
    run: LiveRun,
    host: FakeHost,
    record: RunRecord,
    qtbot: QtBot,
    desk: Desk,
) -> None:
    desk.show_media(FACTS)
    run.start(record, MODEL, Path("talk.mp4"))
    segment = Segment(0, 900, "one", "en")
    for report in (SegmentReady(segment), WindowDone(ResumePoint(30_000))):
        host.say(report)
    host.say(RecogniserDiedError(-9, "it was killed", Path("/logs/recogniser.log")))
    qtbot.waitUntil(lambda: not run.is_running)

    notice = screen.notices.notice
    assert notice is not None
    assert notice.is_problem
    assert "killed" in notice.sentence
    assert screen.told[-1] == "The transcription has stopped at 0:30."
    assert "kept" in notice.sentence
    assert screen.answers() == ["Go on", "Show the log"]
    assert desk.run_needs == {Need.UNFINISHED_RUN}


def test_a_model_that_is_missing_can_be_installed(
    screen: Screen, run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    segment = Segment(0, 900, "one", "en")
    for report in (SegmentReady(segment), WindowDone(ResumePoint(30_000))):
        host.say(report)
    host.say(ModelNotInstalledError("base", is_known=True))
    qtbot.waitUntil(lambda: not run.is_running)
    notice = screen.notices.notice
    assert notice is not None
    assert "1 row" in notice.sentence
    assert screen.answers() == ["Go on", "Models…"]
    notice.answers[1][1]()
    assert screen.models_shown == 1


def test_the_log_is_one_click_away(
    screen: Screen, run: LiveRun, record: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    run.failed.emit(RecogniserDiedError(None, "it was killed", Path("/logs/recogniser.log")))
    notice = screen.notices.notice
    assert notice is not None
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    notice.answers[1][1]()
    assert opened == ["/logs/recogniser.log"]


def test_a_bug_is_not_a_sentence(
    screen: Screen, run: LiveRun, host: FakeHost, record: RunRecord, qtbot: QtBot
) -> None:
    run.start(record, MODEL, Path("talk.mp4"))
    with qtbot.captureExceptions() as caught:
        host.say(ZeroDivisionError("ours"))
        qtbot.waitUntil(lambda: not run.is_running)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert screen.notices.notice is None


def test_a_project_with_an_unfinished_run_offers_to_go_on_or_to_leave_it(
    screen: Screen, session: Session, run: LiveRun, record: RunRecord, desk: Desk
) -> None:
    run.start(record.at(ResumePoint(75_000)), MODEL, Path("talk.mp4"))
    run.stop()
    assert desk.run_needs == frozenset()
    desk.show_media(FACTS)

    notice = screen.notices.notice
    assert notice is not None
    assert notice.sentence == "The transcription has stopped at 1:15."
    notice.answers[0][1]()
    assert screen.gone_on == 1
    assert desk.run_needs == {Need.UNFINISHED_RUN}
    notice.answers[1][1]()
    assert run.record is None
    assert desk.run_needs == frozenset()
    session.leave(keep_draft=False)
    assert screen.notices.notice is None
