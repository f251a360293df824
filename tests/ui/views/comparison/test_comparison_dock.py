import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.theme import DARK, palette_of
from whisper_desktop.ui.views.comparison.comparison_dock import ComparisonDock

ONE, TWO, THREE = ProposalId(1), ProposalId(2), ProposalId(3)
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def editing(window: QMainWindow) -> EditingController:
    return EditingController(Document(), parent=window)


@pytest.fixture
def session(session: Session) -> Session:
    texts = ("old", "", "old three", "old four")
    cues = [Cue(row + 1, 1_000 * row, 1_000 * row + 900, text) for row, text in enumerate(texts)]
    session.begin(NewWork(cues))
    return session


@pytest.fixture
def board(editing: EditingController, session: Session, window: QMainWindow) -> ProposalBoard:
    return ProposalBoard(editing, session, lambda cue: cue, window)


@pytest.fixture
def dock(
    editing: EditingController, board: ProposalBoard, window: QMainWindow, qtbot: QtBot
) -> ComparisonDock:
    dock = ComparisonDock(editing, board, lambda: ["base", "small"], window)
    model = dock.list.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.setCentralWidget(QLineEdit())
    window.resize(900, 500)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()

    def accept(wanted: tuple[ProposalId, ...]) -> None:
        board.accept(wanted, document_language=None)

    dock.accept_requested.connect(accept)
    dock.accept_all_requested.connect(lambda: accept(board.open))
    dock.reject_requested.connect(board.reject)
    return dock


def offer(board: ProposalBoard, uid: int, *texts: str) -> None:
    span = (1_000 * uid - 1_000, 1_000 * uid - 100)
    hearings = [(Segment(*span, text, "nl"),) if text else () for text in texts]
    candidate = Candidate(uid, *span, True, Recipe("nl"), hearings[0], tuple(hearings[1:]))
    board.add(candidate, is_translation=False)


def offer_three(board: ProposalBoard, dock: ComparisonDock, editing: EditingController) -> None:
    for uid in (1, 2, 3):
        offer(board, uid, f"new {uid}", f"other {uid}")
    editing.select_rows([0])
    dock.list.setFocus()


def current(dock: ComparisonDock) -> ProposalId | None:
    return dock.current


def opened(board: ProposalBoard) -> tuple[ProposalId, ...]:
    return board.open


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def test_what_comes_selects_nothing_and_takes_no_focus(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController, window: QMainWindow
) -> None:
    editing.select_rows([3])
    line = window.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    assert dock.windowTitle() == "Comparison"
    assert not dock.empty.isHidden()
    offer(board, 1, "new")
    offer(board, 2, "new")
    assert dock.windowTitle() == "Comparison (2)"
    assert dock.empty.isHidden()
    assert editing.selection == (4,)
    assert line.hasFocus()
    assert current(dock) is None
    assert not dock.accept_button.isEnabled()
    assert dock.accept_all_button.isEnabled()


def test_one_key_each_accepts_and_rejects_and_the_next_line_is_ready(
    dock: ComparisonDock,
    board: ProposalBoard,
    editing: EditingController,
    window: QMainWindow,
    qtbot: QtBot,
) -> None:
    shortcut = QShortcut(QKeySequence("Ctrl+Return"), window)
    pressed: list[bool] = []
    shortcut.activated.connect(lambda: pressed.append(True))
    offer_three(board, dock, editing)
    assert current(dock) == ONE
    with qtbot.assertNotEmitted(dock.play_requested):
        QTest.keyClick(dock.list, Qt.Key.Key_Return, CONTROL)
    assert texts(editing)[:3] == ["new 1", "", "old three"]
    assert (current(dock), editing.current) == (TWO, 2)
    QTest.keyClick(dock.list, Qt.Key.Key_Backspace, CONTROL)
    assert texts(editing)[1] == ""
    assert (current(dock), editing.current) == (THREE, 3)
    QTest.keyClick(
        dock.reject_button, Qt.Key.Key_Enter, CONTROL | Qt.KeyboardModifier.KeypadModifier
    )
    assert texts(editing)[2] == "new 3"
    assert current(dock) is None
    assert not pressed
    QTest.keyClick(dock.list, Qt.Key.Key_Backspace, CONTROL)
    assert dock.back_button.isEnabled()
    dock.back_button.click()
    assert board.open == (TWO,)


def test_all_are_accepted_or_rejected(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController
) -> None:
    offer_three(board, dock, editing)
    dock.accept_all_button.click()
    assert texts(editing)[:3] == ["new 1", "new 2", "new 3"]
    assert dock.windowTitle() == "Comparison"
    editing.undo_stack.undo()
    assert dock.windowTitle() == "Comparison (3)"
    dock.reject_all_button.click()
    assert texts(editing)[:3] == ["old", "", "old three"]
    assert board.open == ()


@pytest.mark.parametrize("line", [0, 1, 2])
def test_whatever_is_decided_of_all_a_view_finds_its_lines_until_they_are_gone(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController, line: int
) -> None:
    editing.perform(set_text(editing.document, 2, "new 3"))
    offer_three(board, dock, editing)
    dock.list.go_to(line)
    dock.accept_all_button.click()
    assert opened(board) == ()
    editing.undo_stack.undo()
    assert opened(board) == (ONE, TWO, THREE)
    dock.list.go_to(line)
    dock.reject_all_button.click()
    assert (opened(board), current(dock)) == ((), None)
    dock.back_button.click()
    dock.list.go_to(line)
    assert opened(board) == (ONE, TWO, THREE)
    editing.perform(delete(editing.document, [0, 1, 2]))
    assert opened(board) == ()
    editing.undo_stack.undo()
    assert opened(board) == (ONE, TWO, THREE)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Backspace])
def test_lines_are_decided_one_by_one_from_the_last(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController, key: Qt.Key
) -> None:
    editing.perform(set_text(editing.document, 1, "new 2"))
    offer_three(board, dock, editing)
    dock.list.go_to(2)
    for left in ((ONE, TWO), (ONE,), ()):
        QTest.keyClick(dock.list, key, CONTROL)
        assert board.open == left
        assert dock.current == (left[-1] if left else None)


def test_a_line_goes_to_its_row_and_the_line_of_the_row_is_current(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController, qtbot: QtBot
) -> None:
    offer_three(board, dock, editing)
    QTest.keyClick(dock.list, Qt.Key.Key_Down)
    assert editing.selection == (2,)
    editing.select_rows([2])
    assert current(dock) == THREE
    editing.select_rows([3])
    assert current(dock) is None
    dock.go(1)
    assert editing.current == 1
    dock.go(-1)
    assert editing.current == 3
    board.reject([TWO])
    editing.select_rows([1])
    dock.go(1)
    assert editing.current == 3
    editing.select_rows([1])
    dock.go(-1)
    assert editing.current == 1
    with qtbot.waitSignal(dock.play_requested):
        QTest.keyClick(dock.list, Qt.Key.Key_Return)


def test_an_edit_elsewhere_does_not_move_the_person(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController
) -> None:
    offer_three(board, dock, editing)
    board.accept([ONE], document_language=None)
    assert editing.current == 1
    assert current(dock) is None
    editing.perform(set_text(editing.document, 2, "typed"))
    assert editing.current == 1


def test_a_hearing_is_chosen_by_the_box_or_the_arrows(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController, qtbot: QtBot
) -> None:
    offer_three(board, dock, editing)
    items = [dock.hearings.itemText(at) for at in range(dock.hearings.count())]
    assert items == ["1: new 1", "2: other 1"]
    QTest.keyClick(dock.list, Qt.Key.Key_Right)
    assert board.proposal(ONE).text == "other 1"
    assert dock.hearings.currentIndex() == 1
    QTest.keyClick(dock.list, Qt.Key.Key_Right)
    assert board.proposal(ONE).text == "new 1"
    dock.hearings.activated.emit(1)
    dock.accept_button.click()
    assert texts(editing)[0] == "other 1"


def test_more_is_asked_of_the_same_or_of_another_model(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController
) -> None:
    asked: list[tuple[object, object]] = []
    dock.more_requested.connect(lambda wanted, model: asked.append((wanted, model)))
    dock.more_menu.aboutToShow.emit()
    actions = [one for one in dock.more_menu.actions() if not one.isSeparator()]
    actions[0].trigger()
    assert asked == []
    offer_three(board, dock, editing)
    assert [one.text() for one in actions] == [
        "Other &hearings",
        "With the model base",
        "With the model small",
    ]
    actions[0].trigger()
    actions[2].trigger()
    assert asked == [(ONE, None), (ONE, "small")]


def test_a_model_that_cannot_hear_the_row_is_grey_and_says_why(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController
) -> None:
    dock.refusal = lambda wanted, model: f"not {wanted.uid}" if model == "small" else ""
    offer_three(board, dock, editing)
    dock.more_menu.aboutToShow.emit()
    *_, base, small = dock.more_menu.actions()
    assert base.isEnabled()
    assert (small.isEnabled(), small.toolTip()) == (False, "not 1")
    assert dock.more_menu.toolTipsVisible()


def test_nothing_is_gone_to_where_there_is_nothing(
    dock: ComparisonDock, editing: EditingController, qtbot: QtBot
) -> None:
    dock.go(1)
    dock.list.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_A):
        QTest.keyClick(dock.list, key, CONTROL)
    QTest.keyClick(dock.list, Qt.Key.Key_Right)
    dock.hearings.activated.emit(0)
    assert editing.selection == ()


def test_work_is_shown_and_can_be_cancelled(dock: ComparisonDock, qtbot: QtBot) -> None:
    assert not dock.progress.isVisible()
    dock.show_progress("Recognising again: row 1 of 2", 40)
    assert dock.progress.isVisible()
    assert dock.progress.value() == 40
    with qtbot.waitSignal(dock.cancel_requested):
        dock.cancel_button.click()
    dock.show_progress("Waits", None)
    assert dock.progress.maximum() == 0
    dock.end_progress()
    assert not dock.progress.isVisible()


def test_escape_leads_back_to_the_rows(dock: ComparisonDock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dock.left):
        QTest.keyClick(dock.accept_all_button, Qt.Key.Key_Escape)


def test_lines_are_as_high_as_their_texts(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController, qtbot: QtBot
) -> None:
    offer(board, 1, "short")
    offer(board, 3, "a text that is far too long for one line " * 4)
    qtbot.waitUntil(lambda: dock.list.rowHeight(1) > 2 * dock.list.rowHeight(0))
    low = dock.list.rowHeight(0)
    font = dock.list.font()
    font.setPointSize(2 * font.pointSize())
    dock.list.setFont(font)
    qtbot.waitUntil(lambda: dock.list.rowHeight(0) > low)


def test_it_can_be_dark(dock: ComparisonDock, board: ProposalBoard) -> None:
    light = dock.play_button.icon().cacheKey()
    offer(board, 1, "new")
    dock.setPalette(palette_of(DARK))
    assert dock.play_button.icon().cacheKey() != light
    assert not dock.grab().isNull()


def test_an_empty_dock_has_one_sentence_and_no_dead_buttons(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController, qtbot: QtBot
) -> None:
    buttons = dock.widget().findChildren(QAbstractButton)
    assert dock.empty.isVisible()
    assert not [one.text() for one in buttons if one.isVisible()]
    offer_three(board, dock, editing)
    assert dock.accept_all_button.isVisible()
    assert not dock.empty.isVisible()
    dock.reject_all_button.setFocus()
    with qtbot.waitSignal(dock.left):
        dock.reject_all_button.click()
    assert [one.text() for one in buttons if one.isVisible()] == ["Bring back"]
    dock.back_button.click()
    assert len(board.open) == 3


def test_an_empty_dock_asks_for_the_room_that_proposals_will_need(
    dock: ComparisonDock, board: ProposalBoard, editing: EditingController
) -> None:
    before = dock.sizeHint()
    offer_three(board, dock, editing)
    assert dock.sizeHint() == before
    dock.window().resize(before)
    QApplication.processEvents()
    lines = dock.list.viewport().height() // dock.list.verticalHeader().defaultSectionSize()
    assert lines >= 6
