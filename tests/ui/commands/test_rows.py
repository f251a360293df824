import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QInputDialog, QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.core.checks import Checker, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.presets import NETFLIX
from whisper_desktop.core.segment import Word
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.commands.rows import RowCommands
from whisper_desktop.ui.dialogs.case_dialog import CaseDialog
from whisper_desktop.ui.editing import EditingController


class Box:
    """A text box whose cursor stands where the test wants it."""

    def __init__(self) -> None:
        self.index: int | None = None
        self.has_focus = False

    def cursor_index(self) -> int | None:
        return self.index

    def focus_text(self) -> None:
        self.has_focus = True


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture(autouse=True)
def commands(desk: Desk, actions: Actions, box: Box) -> RowCommands:
    return RowCommands(desk, actions, box, lambda: Rules(NETFLIX, "en"))


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def test_a_row_that_nobody_sees_is_not_merged(
    editing: EditingController, actions: Actions, desk: Desk
) -> None:
    told: list[str] = []
    desk.told.connect(told.append)
    editing.select_rows([0])
    editing.hidden = frozenset({2})
    actions["merge-next"].trigger()
    assert len(editing.document) == 3
    assert told == ["The next row is hidden: show all rows to merge with it."]
    editing.hidden = frozenset({3})
    actions["merge-next"].trigger()
    assert len(editing.document) == 2


@pytest.mark.parametrize(
    ("action", "selected"),
    [
        ("insert-at-playhead", []),
        ("insert-before", [1]),
        ("insert-after", [0]),
        ("insert-before", []),
        ("insert-after", []),
    ],
)
def test_a_row_is_inserted_and_can_be_typed_into(
    editing: EditingController,
    actions: Actions,
    box: Box,
    action: str,
    selected: list[int],
) -> None:
    editing.select_rows(selected)
    editing.set_playhead(2_083)
    actions[action].trigger()
    new = editing.document[1]
    assert (new.start_ms, new.end_ms) == (2_083, 2_917)
    assert editing.current == new.uid
    assert box.has_focus


@pytest.mark.parametrize("action", ["insert-at-playhead", "insert-before"])
def test_where_there_is_no_room_for_a_row_is_said(
    editing: EditingController, actions: Actions, desk: Desk, box: Box, action: str
) -> None:
    told: list[str] = []
    desk.told.connect(told.append)
    editing.select_rows([0])
    editing.set_playhead(1_000)
    actions[action].trigger()
    assert len(editing.document) == 3
    assert told == ["There is no room for a row there: make some first."]
    assert not box.has_focus


def test_a_row_is_split_at_the_cursor(
    editing: EditingController, actions: Actions, box: Box
) -> None:
    editing.select_rows([0])
    box.index = 5
    actions["split"].trigger()
    assert texts(editing)[:2] == ["One,", "two three."]


def test_a_row_is_split_at_the_playhead(
    editing: EditingController, actions: Actions, box: Box
) -> None:
    editing.select_rows([0])
    editing.set_playhead(1_200)
    box.index = 0
    actions["split-at-playhead"].trigger()
    # Two frames, of 24 a second, lie between the two: so the rules want it.
    assert editing.document[0].end_ms == 1_159
    assert editing.document[1].start_ms == 1_242
    assert Checker(Rules(NETFLIX, "en")).check(editing.document, 0) == ()


def test_rows_are_merged(
    qtbot: QtBot, editing: EditingController, actions: Actions, desk: Desk
) -> None:
    editing.select_rows([2])
    with qtbot.waitSignal(desk.told):
        actions["merge"].trigger()
    with qtbot.waitSignal(desk.told):
        actions["merge-next"].trigger()
    editing.select_rows([0, 2])
    with qtbot.waitSignal(desk.told) as told:
        actions["merge"].trigger()
    assert told.args == ["Rows can only become one that follow each other."]
    editing.select_rows([1, 2])
    actions["merge"].trigger()
    editing.select_rows([0])
    actions["merge-next"].trigger()
    assert texts(editing) == ["One, two three.\nUm, four five.\nsix"]


def test_text_is_wrapped(editing: EditingController, actions: Actions) -> None:
    editing.select_rows([0, 1])
    actions["merge"].trigger()
    pointers: list[QCursor | None] = []
    editing.edited.connect(lambda: pointers.append(QGuiApplication.overrideCursor()))
    actions["wrap"].trigger()
    assert texts(editing)[0] == "One, two three. Um, four five."
    assert [pointer and pointer.shape() for pointer in pointers] == [Qt.CursorShape.WaitCursor]
    assert QGuiApplication.overrideCursor() is None


def spoken(uid: int, start_ms: int, text: str) -> Cue:
    words = [
        Word(start_ms + 400 * place, start_ms + 400 * place + 400, f" {token}", 0.9)
        for place, token in enumerate(text.split())
    ]
    return Cue(uid, start_ms, words[-1].end_ms, text, tuple(words))


def test_rows_are_cut_for_reading(editing: EditingController, actions: Actions, desk: Desk) -> None:
    told: list[str] = []
    desk.told.connect(told.append)
    actions["cut-for-reading"].trigger()
    assert told.pop() == "No row has times of its words: select the rows to cut."
    first = spoken(1, 0, "So we went to the")
    editing.load(Document([first, spoken(2, 2_000, "market."), Cue(3, 9_000, 9_500, "By hand.")]))
    actions["cut-for-reading"].trigger()
    assert texts(editing) == ["So we went to the market.", "By hand."]
    actions["cut-for-reading"].trigger()
    assert told == ["The rows are cut for reading already."]
    editing.undo_stack.undo()
    assert len(editing.document) == 3
    editing.select_rows([1, 2])
    actions["cut-for-reading"].trigger()
    # One without words is cut when it is selected, and lasts long enough to be read.
    assert [cue.end_ms for cue in editing.document][1:] == [2_900, 9_833]


def test_case_is_changed_by_a_dialog(
    editing: EditingController, actions: Actions, window: QMainWindow
) -> None:
    editing.select_rows([2])
    actions["change-case"].trigger()
    dialog = window.findChild(CaseDialog)
    assert isinstance(dialog, CaseDialog)
    dialog.accept()
    assert texts(editing)[2] == "Six"


def test_fillers_are_removed(
    qtbot: QtBot, editing: EditingController, actions: Actions, desk: Desk
) -> None:
    with qtbot.waitSignal(actions["language"].triggered):
        actions["remove-fillers"].trigger()
    with qtbot.waitSignal(desk.told):
        desk.language_asked.emit()
    desk.set_language("en")
    desk.language_asked.emit()
    assert texts(editing)[1] == "Um, four five."
    actions["remove-fillers"].trigger()
    assert texts(editing)[1] == "Four five."


def test_fillers_are_removed_once_the_language_is_known(
    editing: EditingController, actions: Actions, desk: Desk
) -> None:
    actions["remove-fillers"].trigger()
    desk.set_language("en")
    desk.language_asked.emit()
    assert texts(editing)[1] == "Four five."
    desk.language_asked.emit()
    assert editing.undo_stack.count() == 1


def test_rows_are_deleted_duplicated_and_sorted(
    editing: EditingController, actions: Actions
) -> None:
    editing.select_rows([0])
    actions["duplicate"].trigger()
    assert texts(editing)[:2] == ["One, two three."] * 2
    editing.select_rows(range(len(editing.document)))
    assert len(editing.selection) == 4
    actions["sort"].trigger()
    editing.select_rows([0, 1])
    actions["delete"].trigger()
    assert texts(editing) == ["Um, four five.", "six"]


def test_a_row_is_gone_to_by_its_number(
    editing: EditingController, actions: Actions, window: QMainWindow
) -> None:
    actions["go-to"].trigger()
    dialog = window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setIntValue(3)
    dialog.accept()
    assert editing.selected_rows() == (2,)
