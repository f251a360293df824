from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.commands.test_again import FACTS
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.document import Document
from whisper_desktop.core.segment import LeftOut, LeftOutReason
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.doubts import DoubtCommands, DoubtParts
from whisper_desktop.ui.models.doubts_board import DoubtsBoard
from whisper_desktop.ui.models.doubts_model import Shown
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.recognition.speech_keeper import SpeechKeeper
from whisper_desktop.ui.views.doubts_dock import DoubtsDock
from whisper_desktop.ui.views.findings_dock import FindingsDock
from whisper_desktop.ui.views.notice_bar import NoticeBar

SPANS = (TimeSpan(20_000, 22_500), TimeSpan(30_000, 34_000))


@dataclass
class Keeper:
    """Stands in for what remembers speech."""

    board: DoubtsBoard
    is_known: bool = True
    left: set[TimeSpan] = field(default_factory=set)

    def list_again(self, spans: Iterable[TimeSpan]) -> None:
        self.left -= set(spans)
        self.board.set_speech(SPANS, self.left)

    def forget_left_out(self, _one: LeftOut) -> None:
        self.board.set_left_out({})

    def note_left_out(self, one: LeftOut, uid: int | None = None) -> None:
        self.board.set_left_out({one: uid})

    def leave_alone(self, spans: Iterable[TimeSpan]) -> None:
        self.left |= set(spans)
        self.board.set_speech(SPANS, self.left)


class Proposals(QObject):
    """Stands in for the board of what was heard again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.open: list[int] = []

    def offer(self, *uids: int) -> None:
        self.open = list(uids)
        self.changed.emit()


@dataclass
class Bench:
    dock: DoubtsDock
    keeper: Keeper
    commands: DoubtCommands | None = None
    told: list[str] = field(default_factory=list)
    played: list[tuple[int, int]] = field(default_factory=list)
    shown: list[TimeSpan] = field(default_factory=list)
    otherwise: list[list[int]] = field(default_factory=list)
    free: list[list[int]] = field(default_factory=list)
    notices: NoticeBar = field(default_factory=NoticeBar)
    proposals: Proposals = field(default_factory=Proposals)


@pytest.fixture
def bench(
    desk: Desk, actions: Actions, doubtful_rows: Document, window: QMainWindow, qtbot: QtBot
) -> Bench:
    desk.editing.load(doubtful_rows)
    desk.show_media(FACTS)
    board = DoubtsBoard(desk.editing, window)
    board.set_speech(SPANS)
    dock = DoubtsDock(desk.editing, board, window)
    findings = FindingsDock(
        desk.editing, FindingsBoard(desk.editing, Rules(desk.preset), window), window
    )
    bench = Bench(dock, Keeper(board))
    desk.told.connect(bench.told.append)
    parts = DoubtParts(
        board,
        dock,
        findings,
        cast("SpeechKeeper", bench.keeper),
        lambda start_ms, end_ms: bench.played.append((start_ms, end_ms)),
        bench.shown.append,
        lambda rows: bench.otherwise.append(list(rows)),
        lambda rows: bench.free.append(list(rows)),
        bench.notices,
        cast("ProposalBoard", bench.proposals),
    )
    bench.commands = DoubtCommands(desk, actions, parts)
    actions["doubts"].toggled.connect(dock.setVisible)
    dock.hide()
    with qtbot.waitExposed(window):
        window.show()
    return bench


def show(bench: Bench, actions: Actions, qtbot: QtBot) -> None:
    actions["doubts"].setChecked(True)
    qtbot.waitUntil(lambda: not bench.dock.visibleRegion().isEmpty())


def test_the_key_for_findings_goes_through_the_list_in_front(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    actions["next-finding"].trigger()
    assert bench.played == []
    show(bench, actions, qtbot)
    actions["next-finding"].trigger()
    assert desk.editing.current == 4
    assert bench.played == [(9_000, 11_000)]
    actions["next-finding"].trigger()
    assert desk.editing.current == 2
    actions["previous-finding"].trigger()
    assert desk.editing.current == 4


def test_speech_without_a_row_is_shown_and_heard(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    sought: list[int] = []
    desk.editing.seek_requested.connect(sought.append)
    show(bench, actions, qtbot)
    actions["previous-finding"].trigger()
    assert desk.editing.current is None
    assert bench.shown == [SPANS[1]]
    assert bench.played == [(30_000, 34_000)]
    assert sought == [30_000]


def test_a_row_that_is_right_is_accepted(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    show(bench, actions, qtbot)
    actions["next-finding"].trigger()
    bench.dock.accept_button.click()
    assert desk.editing.current == 2
    actions["accept-rows"].trigger()
    assert bench.dock.board.suspect_count == 0
    assert desk.editing.undo_stack.count() == 2
    desk.editing.select([2])
    actions["accept-rows"].trigger()
    assert bench.told == ["There was nothing to accept."]


def test_a_row_goes_or_is_heard_in_other_ways(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    show(bench, actions, qtbot)
    actions["next-finding"].trigger()
    bench.dock.again_button.click()
    assert bench.otherwise == [[3]]
    bench.dock.delete_button.click()
    assert [cue.uid for cue in desk.editing.document] == [1, 2, 3]
    assert desk.editing.current == 2
    actions["again-otherwise"].trigger()
    assert bench.otherwise == [[3], [1]]
    desk.editing.select([])
    actions["again-otherwise"].trigger()
    assert bench.told == ["Select rows first."]


def test_where_no_row_is_needed_none_is_asked_for(
    bench: Bench, actions: Actions, qtbot: QtBot
) -> None:
    show(bench, actions, qtbot)
    actions["previous-finding"].trigger()
    bench.dock.accept_button.click()
    assert bench.keeper.left == {SPANS[1]}
    assert list(bench.dock.board.uncovered) == [SPANS[0]]
    [notice] = bench.notices.notices
    notice.answers[0][1]()
    assert bench.dock.board.uncovered == SPANS


@pytest.mark.parametrize("brings_back", [True, False])
def test_what_was_left_out_comes_back_or_stays_out(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot, brings_back: bool
) -> None:
    show(bench, actions, qtbot)
    left_out = LeftOut(9_500, 10_500, "Thank you.", LeftOutReason.NO_SPEECH)
    bench.dock.board.set_left_out({left_out: None})
    bench.dock.kinds.setCurrentIndex(Shown.LEFT_OUT)
    bench.dock.kinds.activated.emit(Shown.LEFT_OUT)
    actions["next-finding"].trigger()
    assert bench.played == [(9_500, 10_500)]
    button = bench.dock.again_button if brings_back else bench.dock.accept_button
    button.click()
    texts = [cue.text for cue in desk.editing.document]
    assert ("Thank you." in texts) is brings_back
    board = bench.dock.board
    assert board.left_out_count == 0
    if brings_back:
        desk.editing.undo_stack.undo()
    else:
        [notice] = bench.notices.notices
        notice.answers[0][1]()
    assert board.left_out_count == 1


def test_one_stretch_of_speech_is_recognised(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    show(bench, actions, qtbot)
    actions["previous-finding"].trigger()
    bench.dock.again_button.click()
    row = desk.editing.document[4]
    assert (row.start_ms, row.end_ms, row.text) == (30_000, 34_000, "")
    assert bench.free == [[4]]


def test_all_speech_without_rows_is_recognised_at_once(
    bench: Bench, desk: Desk, actions: Actions
) -> None:
    actions["again-uncovered"].trigger()
    assert bench.free == [[4, 5]]
    assert desk.editing.undo_stack.count() == 1
    actions["again-uncovered"].trigger()
    assert bench.free == [[4, 5], [4, 5]]
    assert len(desk.editing.document) == 6


@pytest.mark.parametrize(
    ("is_known", "sentence"),
    [
        (True, "All speech that was found has rows."),
        (False, "Nobody has listened for speech yet: transcribe the recording first."),
    ],
)
def test_without_such_speech_it_says_so(
    bench: Bench, actions: Actions, is_known: bool, sentence: str
) -> None:
    bench.keeper.is_known = is_known
    bench.dock.board.set_speech(())
    actions["again-uncovered"].trigger()
    assert bench.told == [sentence]


def test_why_shows_the_list(bench: Bench, desk: Desk, actions: Actions) -> None:
    desk.editing.select([1])
    actions["why"].trigger()
    assert actions["doubts"].isChecked()
    assert bench.told == []
    desk.editing.load(Document())
    actions["why"].trigger()
    assert bench.told == ["Nothing is known of how this row was recognised."]


def test_without_doubts_the_key_says_so(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    show(bench, actions, qtbot)
    desk.editing.load(Document())
    actions["next-finding"].trigger()
    assert bench.told == ["There is no doubt left."]


def test_after_a_transcription_it_is_told_how_much_there_is(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    qtbot.addWidget(bench.notices)
    commands = bench.commands
    assert commands is not None
    commands.offer()
    (notice,) = bench.notices.notices
    assert notice.sentence == "Doubtful: 2 row(s). Speech without a row: 2 time(s)."
    _, go_through = notice.answers[0]
    go_through()
    assert actions["doubts"].isChecked()
    assert desk.editing.current == 4
    commands.withdraw()
    desk.editing.load(Document())
    commands.offer()
    assert not bench.notices.notices


def test_no_row_is_left_where_nothing_was_heard(
    bench: Bench, desk: Desk, actions: Actions, qtbot: QtBot
) -> None:
    commands = bench.commands
    assert commands is not None
    actions["again-uncovered"].trigger()
    first, second = (cue.uid for cue in desk.editing.document[4:6])
    desk.editing.perform(set_text(desk.editing.document, 4, "Heard."))
    commands.clear_silent([second, 1])
    assert [cue.uid for cue in desk.editing.document] == [1, 2, 3, 4, first]
    qtbot.waitUntil(lambda: list(bench.dock.board.uncovered) == [SPANS[1]])
    commands.clear_silent([first])
    assert len(desk.editing.document) == 5


def test_once_other_hearings_are_compared_the_doubts_go_on(
    bench: Bench, actions: Actions, qtbot: QtBot
) -> None:
    show(bench, actions, qtbot)
    actions["next-finding"].trigger()
    bench.dock.again_button.click()
    bench.proposals.offer(4)
    actions["doubts"].setChecked(False)
    bench.proposals.offer()
    assert actions["doubts"].isChecked()
    actions["doubts"].setChecked(False)
    bench.proposals.offer(2)
    bench.proposals.offer()
    assert not actions["doubts"].isChecked()
