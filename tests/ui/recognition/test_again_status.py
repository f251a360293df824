from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.retranscribe import CandidateReady, SpanBegun, SpanFailed
from whisper_desktop.app.run_record import RunRecord
from whisper_desktop.app.span_orders import SpanOrder
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import (
    ModelCapabilityError,
    ModelNotInstalledError,
    NoAudioError,
    RecogniserDiedError,
)
from whisper_desktop.core.events import (
    AudioDamaged,
    ModelIdentity,
    Preparing,
    Progress,
    Stage,
    Started,
    Warned,
)
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.menus import Need
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.recognition.again_status import AgainStatus
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.rerecognition import AgainOrder, Rerecognition
from whisper_desktop.ui.recognition.row_pace import RowPace
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock
from whisper_desktop.ui.views.notice_bar import NoticeBar
from whisper_desktop.ui.views.status_line import StatusLine

MEDIA, MODEL = Path("talk.mp4"), ModelRequest("base")
SPANS = {20: (30_000, 31_000), 21: (32_000, 33_000)}
DIED = RecogniserDiedError(-9, "it was killed", Path("recogniser.log"))


@pytest.fixture
def board(editing: EditingController, session: Session, window: QMainWindow) -> ProposalBoard:
    cues = [Cue(uid, 1_000 * uid, 1_000 * uid + 900, f"old {uid}") for uid in range(1, 12)]
    session.begin(NewWork([*cues, *(Cue(uid, *span, "") for uid, span in SPANS.items())]))
    return ProposalBoard(editing, session, lambda cue: cue, window)


@dataclass
class Shown:
    """Where the work is shown, and what was told of it."""

    line: StatusLine
    notices: NoticeBar
    dock: ComparisonDock
    told: list[str] = field(default_factory=list)


@pytest.fixture
def shown(desk: Desk, board: ProposalBoard, qtbot: QtBot) -> Shown:
    shown = Shown(StatusLine(), NoticeBar(), ComparisonDock(desk.editing, board, list, desk.window))
    for widget in (shown.line, shown.notices):
        qtbot.addWidget(widget)
    desk.told.connect(shown.told.append)
    return shown


@pytest.fixture(autouse=True)
def status(
    desk: Desk, work: Rerecognition, run: LiveRun, board: ProposalBoard, shown: Shown
) -> AgainStatus:
    return AgainStatus(desk, work, run, board, (shown.line, shown.notices, shown.dock))


def order(*uids: int) -> AgainOrder:
    spans = tuple(SpanOrder(uid, 1_000 * uid, 1_000 * uid + 900, Recipe(), True) for uid in uids)
    return AgainOrder(spans, MEDIA, None, MODEL)


def heard(uid: int, text: str = "new") -> CandidateReady:
    start_ms, end_ms = SPANS.get(uid, (1_000 * uid, 1_000 * uid + 900))
    segments = (Segment(start_ms, end_ms, text, "en"),) if text else ()
    return CandidateReady(Candidate(uid, start_ms, end_ms, True, Recipe("en"), segments))


def sentence(notices: NoticeBar) -> str:
    return notices.notice.sentence if notices.notice else ""


def press(notices: NoticeBar, words: str) -> None:
    buttons = [one for one in notices.findChildren(QPushButton) if one.text() == words]
    buttons[0].click()


def test_it_is_shown_how_far_it_is(
    work: Rerecognition,
    host: FakeHost,
    shown: Shown,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    work.start(order(1, 2))
    assert shown.line.progress_text == "Loading the model…"
    assert shown.dock.progress.maximum() == 0, "nobody knows how long that takes"
    assert Need.WORK in desk.run_needs
    assert Need.PROPOSALS not in desk.run_needs
    host.say(Preparing(Stage.READING, 900, 1_000))
    qtbot.waitUntil(lambda: shown.line.progress_text == "Reading the sound…")
    assert shown.dock.progress.maximum() == 0
    host.say(SpanBegun(1), Progress(450, 1_800, 1.0, 1.0))
    qtbot.waitUntil(lambda: shown.dock.progress.value() == 25)
    assert shown.line.progress_text == "Hearing row 1, 1 of 2"
    host.say(Warned(AudioDamaged(0, 100, "broken")), heard(1), SpanBegun(2))
    qtbot.waitUntil(lambda: shown.line.progress_text == "Hearing row 2, 2 of 2")
    assert "broken" in shown.told[-1]
    with qtbot.waitSignal(work.ended):
        host.say(heard(2), None)
    assert shown.line.progress_text == ""
    assert desk.run_needs == {Need.PROPOSALS}
    assert shown.told[-1].startswith("Recognised again: 2 ")


def test_progress_is_that_of_all_orders(
    work: Rerecognition, host: FakeHost, shown: Shown, qtbot: QtBot
) -> None:
    work.start(order(1))
    work.start(order(2, 3, 4))
    with qtbot.waitSignal(work.began):
        host.say(heard(1), Progress(900, 900, 1.0, 0.0), None)
    host.say(SpanBegun(2), Progress(0, 2_700, 1.0, None))
    qtbot.waitUntil(lambda: shown.line.progress_text == "Hearing row 2, 2 of 4")
    assert shown.dock.progress.value() == 25


def test_the_rows_that_are_done_tell_the_time_that_is_left(
    work: Rerecognition,
    host: FakeHost,
    shown: Shown,
    status: AgainStatus,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    now_s = 100.0
    monkeypatch.setattr(status, "_pace", RowPace(lambda: now_s))
    work.start(order(1, 2, 3))
    host.say(SpanBegun(1))
    qtbot.waitUntil(lambda: shown.line.progress_text == "Hearing row 1, 1 of 3")
    now_s += 20
    host.say(heard(1), SpanBegun(2))
    words = "Hearing row 2, 2 of 3 · 0:40 left"
    qtbot.waitUntil(lambda: shown.line.progress_text == words)
    now_s += 5
    qtbot.waitUntil(lambda: shown.line.progress_text.endswith("· 0:35 left"))
    assert shown.dock.progress_label.text() == shown.line.progress_text
    work.set_paused(True)
    assert shown.line.progress_text == "Hearing row 2, 2 of 3 · paused"
    now_s += 60
    work.set_paused(False)
    assert shown.line.progress_text.endswith("· 0:35 left")
    with qtbot.waitSignal(work.ended):
        work.stop()


def test_a_pause_is_said_and_holds_the_next_order_too(
    work: Rerecognition, host: FakeHost, shown: Shown, qtbot: QtBot
) -> None:
    work.start(order(1))
    work.start(order(2))
    work.set_paused(True)
    assert shown.line.progress_text == "Loading the model… · paused"
    host.is_paused = False
    with qtbot.waitSignal(work.began):
        host.say(heard(1), None)
    assert work.is_paused
    assert host.is_paused
    with qtbot.waitSignal(work.paused_changed):
        work.stop()
    assert not host.is_paused


def test_rows_that_are_translated_are_not_said_to_be_heard_again(
    work: Rerecognition, host: FakeHost, shown: Shown, editing: EditingController, qtbot: QtBot
) -> None:
    work.start(replace(order(2), is_translation=True))
    host.say(SpanBegun(2))
    qtbot.waitUntil(lambda: shown.line.progress_text == "Translating row 2")
    editing.perform(delete(editing.document, [1]))
    host.say(SpanBegun(2))
    qtbot.waitUntil(lambda: "not there any more" in shown.line.progress_text)


def test_what_was_said_before_does_not_stay_beside_it(
    work: Rerecognition, host: FakeHost, shown: Shown, desk: Desk, qtbot: QtBot
) -> None:
    desk.told.emit("The model tiny.en was not made to translate.")
    work.start(order(1))
    host.say(Started(ModelIdentity("base", "", "cpu", "int8", "there is no GPU"), 900))
    qtbot.waitUntil(lambda: shown.told[-1] == "Recognising rows with base (cpu, int8)")
    with qtbot.waitSignal(work.ended):
        host.say(Warned(AudioDamaged(0, 100, "broken")), DIED)
    assert shown.told[-1] == ""


def test_it_says_when_the_queue_goes_first(
    work: Rerecognition, host: FakeHost, shown: Shown, qtbot: QtBot
) -> None:
    work.start(order(1))
    host.say(TurnAwaited(Side.QUEUE))
    qtbot.waitUntil(lambda: shown.line.progress_text.startswith("Waiting for the queue."))
    host.say(Progress(0, 1_000, 0.0, None))
    qtbot.waitUntil(lambda: shown.line.progress_text == "Loading the model…")


def test_what_was_filled_and_what_was_silent_is_said(
    work: Rerecognition, host: FakeHost, shown: Shown, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(20, 21))
        host.say(heard(20), heard(21, ""), None)
    assert shown.told[-1].startswith("Filled: 1 ")
    assert "Nothing was heard in 1 " in shown.told[-1]


def test_while_a_transcription_goes_on_it_waits_and_says_so(
    work: Rerecognition,
    host: FakeHost,
    run: LiveRun,
    shown: Shown,
    record: RunRecord,
    qtbot: QtBot,
) -> None:
    run.start(record, MODEL, MEDIA)
    work.start(order(1))
    assert shown.line.progress_text == ""
    assert shown.dock.progress_label.text() == "Waits for the transcription"
    with qtbot.waitSignal(run.ended):
        run.stop()
    assert shown.dock.progress_label.text() == "Loading the model…"


def test_failures_are_told_by_row_with_their_reason(
    work: Rerecognition,
    host: FakeHost,
    shown: Shown,
    editing: EditingController,
    status: AgainStatus,
    qtbot: QtBot,
) -> None:
    no_audio = NoAudioError(MEDIA, "it ends before", 100)
    cannot = ModelCapabilityError("turbo", "translate", ("base",))
    with qtbot.waitSignal(work.finished):
        work.start(order(*range(1, 12)))
        failures = [SpanFailed(uid, no_audio) for uid in range(1, 11)]
        host.say(*failures, SpanFailed(11, cannot), None)
    assert "(1, 2, 3, 4, 5, 6, 7, 8, …): talk.mp4 cannot be read" in sentence(shown.notices)
    assert "(11): The model turbo was not made" in sentence(shown.notices)
    with qtbot.waitSignal(status.models_wanted):
        press(shown.notices, "Models…")
    with qtbot.waitSignal(work.finished):
        work.start(order(3))
        host.say(SpanFailed(3, no_audio), None)
    press(shown.notices, "Select the rows")
    assert editing.selection == (3,)


def test_the_rest_of_what_a_dead_recogniser_left_is_offered(
    work: Rerecognition,
    host: FakeHost,
    shown: Shown,
    status: AgainStatus,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.fileName()))
    with qtbot.waitSignal(work.ended):
        work.start(order(1, 2))
        host.say(heard(1), DIED)
    assert "it was killed" in sentence(shown.notices)
    with qtbot.waitSignal(status.rest_wanted) as wanted:
        press(shown.notices, "Try again")
    assert [span.key for span in wanted.args[0].spans] == [2]
    with qtbot.waitSignal(work.ended):
        work.start(order(2))
        host.say(DIED)
    press(shown.notices, "Show the log")
    assert opened == ["recogniser.log"]


def test_all_that_was_ordered_is_tried_again(
    work: Rerecognition, host: FakeHost, shown: Shown, status: AgainStatus, qtbot: QtBot
) -> None:
    status.rest_wanted.connect(work.start)
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        work.start(order(2, 3))
        host.say(DIED)
    with qtbot.waitSignal(work.finished):
        press(shown.notices, "Try again")
        host.say(heard(1), None, heard(2), heard(3), None)
    assert work.counts == (3, 3)


@pytest.mark.parametrize("report", [DIED, SpanFailed(1, NoAudioError(MEDIA, "", 0))])
def test_nothing_is_offered_for_a_document_that_was_closed(
    work: Rerecognition,
    host: FakeHost,
    session: Session,
    shown: Shown,
    qtbot: QtBot,
    report: object,
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        host.say(report, None)
    assert shown.notices.notice is not None
    session.leave(keep_draft=False)
    assert shown.notices.notice is None


def test_a_missing_model_is_told_and_led_to(
    work: Rerecognition, host: FakeHost, shown: Shown, status: AgainStatus, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        host.say(ModelNotInstalledError("small", is_known=True))
    with qtbot.waitSignal(status.models_wanted):
        press(shown.notices, "Models…")


def test_proposals_that_go_with_their_rows_are_told(
    work: Rerecognition,
    host: FakeHost,
    editing: EditingController,
    shown: Shown,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        host.say(heard(1), None)
    editing.perform(delete(editing.document, [0]))
    assert "went with the row" in shown.told[-1]
    assert desk.run_needs == frozenset()
