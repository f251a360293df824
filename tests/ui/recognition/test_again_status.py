from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from whisper_desktop.app.host_turns import Side, TurnAwaited
from whisper_desktop.app.recognition_jobs import JobHost, RerecogniseJob
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.retranscribe import CandidateReady, SpanFailed
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
from whisper_desktop.core.events import AudioDamaged, Progress, Warned
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
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock
from whisper_desktop.ui.views.notice_bar import NoticeBar
from whisper_desktop.ui.views.status_line import StatusLine

MEDIA, MODEL = Path("talk.mp4"), ModelRequest("base")
SPANS = {20: (30_000, 31_000), 21: (32_000, 33_000)}
DIED = RecogniserDiedError(-9, "it was killed", Path("recogniser.log"))


class Reports(Protocol):
    def put(self, report: object) -> None: ...


class Host(JobHost, Protocol):
    reports: Reports
    jobs: list[RerecogniseJob]


@pytest.fixture
def board(editing: EditingController, session: Session, window: QMainWindow) -> ProposalBoard:
    cues = [Cue(uid, 1_000 * uid, 1_000 * uid + 900, f"old {uid}") for uid in range(1, 12)]
    session.begin(NewWork([*cues, *(Cue(uid, *span, "") for uid, span in SPANS.items())]))
    return ProposalBoard(editing, session, lambda cue: cue, window)


@pytest.fixture
def work(
    desk: Desk, session: Session, host: Host, board: ProposalBoard, window: QMainWindow
) -> Iterator[Rerecognition]:
    work = Rerecognition(desk, session, host, board, window)
    yield work
    work.stop()


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


def say(host: Host, *reports: object) -> None:
    for report in reports:
        host.reports.put(report)


def sentence(notices: NoticeBar) -> str:
    return notices.notice.sentence if notices.notice else ""


def press(notices: NoticeBar, words: str) -> None:
    buttons = [one for one in notices.findChildren(QPushButton) if one.text() == words]
    buttons[0].click()


def test_it_is_shown_how_far_it_is(
    work: Rerecognition,
    host: Host,
    shown: Shown,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    work.start(order(1, 2))
    assert shown.line.progress_text == "Recognising again: row 1 of 2"
    assert Need.AGAIN in desk.run_needs
    assert Need.PROPOSALS not in desk.run_needs
    say(host, Progress(450, 900, 1.0, 1.0))
    qtbot.waitUntil(lambda: shown.dock.progress.value() == 50)
    say(host, Warned(AudioDamaged(0, 100, "broken")))
    say(host, heard(1))
    qtbot.waitUntil(lambda: shown.line.progress_text == "Recognising again: row 2 of 2")
    assert "broken" in shown.told[0]
    with qtbot.waitSignal(work.ended):
        say(host, heard(2), None)
    assert shown.line.progress_text == ""
    assert desk.run_needs == {Need.PROPOSALS}
    assert shown.told[-1].startswith("Recognised again: 2 ")


def test_it_says_when_the_queue_goes_first(
    work: Rerecognition, host: Host, shown: Shown, qtbot: QtBot
) -> None:
    work.start(order(1))
    say(host, TurnAwaited(Side.QUEUE))
    qtbot.waitUntil(lambda: shown.line.progress_text.startswith("Waiting for the queue."))
    say(host, Progress(0, 1_000, 0.0, None))
    qtbot.waitUntil(lambda: shown.line.progress_text.startswith("Recognising again"))


def test_what_was_filled_and_what_was_silent_is_said(
    work: Rerecognition, host: Host, shown: Shown, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(20, 21))
        say(host, heard(20), heard(21, ""), None)
    assert shown.told[-1].startswith("Filled: 1 ")
    assert "Nothing was heard in 1 " in shown.told[-1]


def test_while_a_transcription_goes_on_it_waits_and_says_so(
    work: Rerecognition,
    host: Host,
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
    assert shown.dock.progress_label.text() == "Recognising again: row 1 of 1"


def test_failures_are_told_by_row_with_their_reason(
    work: Rerecognition,
    host: Host,
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
        say(host, *failures, SpanFailed(11, cannot), None)
    assert "(1, 2, 3, 4, 5, 6, 7, 8, …): talk.mp4 cannot be read" in sentence(shown.notices)
    assert "(11): The model turbo was not made" in sentence(shown.notices)
    with qtbot.waitSignal(status.models_wanted):
        press(shown.notices, "Models…")
    with qtbot.waitSignal(work.finished):
        work.start(order(3))
        say(host, SpanFailed(3, no_audio), None)
    press(shown.notices, "Select the rows")
    assert editing.selection == (3,)


def test_the_rest_of_what_a_dead_recogniser_left_is_offered(
    work: Rerecognition,
    host: Host,
    shown: Shown,
    status: AgainStatus,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.fileName()))
    with qtbot.waitSignal(work.ended):
        work.start(order(1, 2))
        say(host, heard(1), DIED)
    assert "it was killed" in sentence(shown.notices)
    with qtbot.waitSignal(status.rest_wanted) as wanted:
        press(shown.notices, "Try again")
    assert [span.key for span in wanted.args[0].spans] == [2]
    with qtbot.waitSignal(work.ended):
        work.start(order(2))
        say(host, DIED)
    press(shown.notices, "Show the log")
    assert opened == ["recogniser.log"]


def test_all_that_was_ordered_is_tried_again(
    work: Rerecognition, host: Host, shown: Shown, status: AgainStatus, qtbot: QtBot
) -> None:
    status.rest_wanted.connect(work.start)
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        work.start(order(2, 3))
        say(host, DIED)
    with qtbot.waitSignal(work.finished):
        press(shown.notices, "Try again")
        say(host, heard(1), None, heard(2), heard(3), None)
    assert work.counts == (3, 3)


@pytest.mark.parametrize("report", [DIED, SpanFailed(1, NoAudioError(MEDIA, "", 0))])
def test_nothing_is_offered_for_a_document_that_was_closed(
    work: Rerecognition,
    host: Host,
    session: Session,
    shown: Shown,
    qtbot: QtBot,
    report: object,
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        say(host, report, None)
    assert shown.notices.notice is not None
    session.leave(keep_draft=False)
    assert shown.notices.notice is None


def test_a_missing_model_is_told_and_led_to(
    work: Rerecognition, host: Host, shown: Shown, status: AgainStatus, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        say(host, ModelNotInstalledError("small", is_known=True))
    with qtbot.waitSignal(status.models_wanted):
        press(shown.notices, "Models…")


def test_proposals_that_go_with_their_rows_are_told(
    work: Rerecognition,
    host: Host,
    editing: EditingController,
    shown: Shown,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(1))
        say(host, heard(1), None)
    editing.perform(delete(editing.document, [0]))
    assert "went with the row" in shown.told[-1]
    assert desk.run_needs == frozenset()
