from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.verbs.rows import delete, sort
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.views.table.cue_table import CueTable

Editor = TypeVar("Editor", QLineEdit, QPlainTextEdit)


def place_of(table: CueTable, row: int, column: Column) -> QPoint:
    return table.visualRect(table.filter.index(row, column)).center()


def selected(table: CueTable) -> list[int]:
    return sorted(index.row() for index in table.selectionModel().selectedRows())


def click(qtbot: QtBot, table: CueTable, row: int, modifier: Qt.KeyboardModifier) -> None:
    place = place_of(table, row, Column.GAP)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def edit(table: CueTable, column: Column, kind: type[Editor]) -> Editor:
    """Begin to type into a cell of the current row, and return what takes the keys."""
    table.edit_current(column)
    editor = table.findChild(kind)
    assert isinstance(editor, kind)
    return editor


def test_a_click_selects_for_all_panes(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    click(qtbot, table, 1, Qt.KeyboardModifier.NoModifier)
    assert editing.selected_rows() == (1,)
    click(qtbot, table, 3, Qt.KeyboardModifier.ControlModifier)
    assert editing.selection == (2, 4)
    assert editing.current == 4
    click(qtbot, table, 2, Qt.KeyboardModifier.ShiftModifier)
    assert editing.selected_rows() == (2, 3)


def test_the_table_shows_what_others_select(table: CueTable, editing: EditingController) -> None:
    editing.select_rows([0, 1, 3], current=1)
    assert selected(table) == [0, 1, 3]
    assert table.currentIndex().row() == 1


def test_the_same_cues_are_selected_wherever_an_edit_puts_them(
    table: CueTable, editing: EditingController
) -> None:
    def shown_uids() -> list[int]:
        return [editing.document[row].uid for row in selected(table)]

    editing.load(Document([Cue(7, 20_000, 21_000, "last"), *editing.document]))
    editing.select_rows([0])
    editing.perform(sort(editing.document, range(5)))
    assert editing.selection == (7,)
    assert shown_uids() == [7]
    assert table.currentIndex().row() == editing.current_row()
    editing.undo_stack.undo()
    assert shown_uids() == [7]
    assert table.currentIndex().row() == editing.current_row()


def test_undo_brings_the_selection_back(table: CueTable, editing: EditingController) -> None:
    editing.select_rows([1, 2])
    removed = tuple(editing.document[1:3])
    editing.perform(Edit(Verb.DELETE, (Splice(1, removed, ()),), (4,), (2, 3)))
    assert selected(table) == [1]
    editing.undo_stack.undo()
    assert selected(table) == [1, 2]


def test_arrow_keys_move_through_the_rows(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert editing.current_row() == 1
    table.step(-1)
    assert editing.current_row() == 0
    table.step(-1)
    assert editing.current_row() == 0


def test_steps_pass_over_hidden_rows(table: CueTable, editing: EditingController) -> None:
    editing.select_rows([0])
    table.filter.show_only(lambda row: row in {0, 3})
    table.step(1)
    assert editing.current_row() == 3


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_means_the_current_row(
    table: CueTable, editing: EditingController, qtbot: QtBot, key: Qt.Key
) -> None:
    editing.select_rows([2])
    with qtbot.waitSignal(table.row_activated) as activated:
        QTest.keyClick(table, key)
    assert activated.args == [2]


def test_the_first_and_the_last_shown_row_are_selected_by_key(
    table: CueTable, editing: EditingController
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    editing.select_rows([1])
    QTest.keyClick(table, Qt.Key.Key_End, control)
    assert editing.selected_rows() == (3,)
    assert editing.current_row() == 3
    QTest.keyClick(table, Qt.Key.Key_Home, control)
    assert editing.selected_rows() == (0,)
    table.filter.show_only(lambda row: row in {1, 2})
    QTest.keyClick(table, Qt.Key.Key_End, control)
    assert editing.selected_rows() == (2,)
    table.filter.show_only(lambda row: False)
    QTest.keyClick(table, Qt.Key.Key_Home, control)
    assert editing.selected_rows() == ()


def test_all_rows_to_the_last_are_selected_by_key(
    table: CueTable, editing: EditingController
) -> None:
    editing.select_rows([1])
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(table, Qt.Key.Key_End, both)
    assert editing.selected_rows() == (1, 2, 3)
    QTest.keyClick(table, Qt.Key.Key_Home, both)
    assert editing.selected_rows() == (0, 1)
    editing.select([])
    QTest.keyClick(table, Qt.Key.Key_End, both)
    assert editing.selected_rows() == (3,)


def test_the_selection_grows_and_shrinks_with_shift(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    grown = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(table, key, Qt.KeyboardModifier.ShiftModifier)
        grown.append((editing.selected_rows(), editing.current_row()))
    assert grown == [((0, 1), 1), ((0, 1, 2), 2), ((0, 1, 2, 3), 3), ((0, 1, 2), 2)]
    # What another pane selected is where it goes on from.
    editing.select_rows([3])
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert editing.selected_rows() == (2, 3)
    QTest.keyClick(table, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    assert editing.selected_rows() == (0, 1, 2, 3)
    editing.select_rows([1])
    click(qtbot, table, 3, Qt.KeyboardModifier.ShiftModifier)
    assert (editing.selected_rows(), editing.current_row()) == ((1, 2, 3), 3)
    click(qtbot, table, 0, Qt.KeyboardModifier.ShiftModifier)
    assert (editing.selected_rows(), editing.current_row()) == ((0, 1), 0)


def test_rows_apart_are_selected_by_key(table: CueTable, editing: EditingController) -> None:
    editing.select_rows([0])
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert editing.selected_rows() == (0,)
    QTest.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert editing.selected_rows() == (0, 2)


def test_a_time_is_typed_in_place(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([1])
    editor = edit(table, Column.END, QLineEdit)
    QTest.keyClicks(editor, "0:00:06.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editing.document[1].end_ms == 6_500)


@pytest.mark.parametrize(
    ("column", "typed", "words"),
    [
        (Column.START, "1:99:99", "is not a time"),
        (Column.START, "9", "cannot start after its end"),
        (Column.END, "1", "cannot end before its start"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    table: CueTable,
    editing: EditingController,
    qtbot: QtBot,
    column: Column,
    typed: str,
    words: str,
) -> None:
    editing.select_rows([1])
    before = editing.document[1]
    editor = edit(table, column, QLineEdit)
    QTest.keyClicks(editor, typed)
    with qtbot.waitSignal(table.refused) as refused:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert refused.args is not None
    assert words in refused.args[0]
    assert editing.document[1] == before


def test_letters_are_no_time(table: CueTable, editing: EditingController, qtbot: QtBot) -> None:
    editing.select_rows([1])
    editor = edit(table, Column.START, QLineEdit)
    QTest.keyClicks(editor, "abc4")
    assert editor.text() == "4"


def test_text_is_typed_in_place_with_lines(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    editor = edit(table, Column.TEXT, QPlainTextEdit)
    QTest.keyClicks(editor, "One")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor, "two")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editing.document[0].text == "One\ntwo"


def test_escape_leaves_the_text_alone(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    editor = edit(table, Column.TEXT, QPlainTextEdit)
    QTest.keyClicks(editor, "gone")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editing.document[0].text == "Good morning."
    assert editing.undo_stack.count() == 0


def test_enter_goes_to_the_row(table: CueTable, editing: EditingController, qtbot: QtBot) -> None:
    editing.select_rows([2])
    with qtbot.waitSignal(table.row_activated) as activated:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert activated.args == [2]


def test_another_document_shows_nothing_of_the_old(
    table: CueTable, editing: EditingController
) -> None:
    editing.select_rows([3])
    editing.load(Document([Cue(9, 0, 10, "x")]))
    assert selected(table) == []
    editing.select([9])
    assert selected(table) == [0]


def test_a_menu_is_asked_for(table: CueTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.menu_requested) as asked:
        place = place_of(table, 0, Column.GAP)
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), event)
    assert asked.args is not None


def test_a_broken_rule_is_painted(table: CueTable, editing: EditingController) -> None:
    editing.select_rows([3])
    picture = table.grab().toImage()
    ratio = picture.devicePixelRatio()

    def color(row: int, column: Column) -> str:
        rect = table.visualRect(table.filter.index(row, column))
        place = table.viewport().mapTo(table, rect.bottomLeft() + QPoint(3, -3)) * ratio
        return picture.pixelColor(place).name()

    assert color(0, Column.GAP) != color(0, Column.START)


def test_f2_edits_the_text_or_the_cell_that_was_chosen(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    QTest.keyClick(table, Qt.Key.Key_F2)
    text = table.findChild(QPlainTextEdit)
    assert text is not None
    QTest.keyClicks(text, "New")
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert editing.document[0].text == "New"
    click(qtbot, table, 1, Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert table.currentIndex().column() == Column.TEXT
    QTest.keyClick(table.findChildren(QPlainTextEdit)[-1], Qt.Key.Key_Escape)
    place = place_of(table, 1, Column.END)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(table, Qt.Key.Key_F2)
    time = table.findChild(QLineEdit)
    assert time is not None
    QTest.keyClicks(time, "7")
    QTest.keyClick(time, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editing.document[1].end_ms == 7_000)


def test_f2_goes_on_in_the_editor_that_undo_left_open(
    table: CueTable, editing: EditingController
) -> None:
    """Qt warned that it could not open a second one; a warning fails the test."""
    editing.select_rows([0])
    table.edit_current(Column.TEXT)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    QTest.keyClicks(editor, "typed")
    editing.commit_typing()
    editing.undo_stack.undo()
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is editor


def test_a_text_without_end_is_not_edited_in_place(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.perform(set_text(editing.document, 0, "x" * 20_000))
    editing.select_rows([0])
    with qtbot.waitSignal(table.refused):
        QTest.keyClick(table, Qt.Key.Key_F2)
    assert table.findChild(QPlainTextEdit) is None


def test_a_row_may_go_while_it_is_edited(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    """Qt warned of an editor that it had taken away itself; a warning fails the test."""
    for leave in (
        lambda: editing.perform(delete(editing.document, [0])),
        lambda: table.filter.show_only(lambda row: row < 2),
        lambda: editing.load(Document()),
    ):
        editing.select_rows([0])
        table.edit_current(Column.TEXT)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QPlainTextEdit)
        QTest.keyClicks(editor, "gone")
        leave()
        editing.commit_typing()
    assert not len(editing.document)


def test_a_translation_is_edited_in_place(table: CueTable, editing: EditingController) -> None:
    table.show_column(Column.TRANSLATION, is_shown=True)
    editing.select_rows([0])
    editor = edit(table, Column.TRANSLATION, QPlainTextEdit)
    assert editor.accessibleName() == "Translation of the row"
    QTest.keyClicks(editor, "Hi")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editing.document[0].translation == "Hi"


def test_a_double_click_on_a_language_asks_for_another(table: CueTable, qtbot: QtBot) -> None:
    table.show_column(Column.LANGUAGE, is_shown=True)
    place = place_of(table, 1, Column.LANGUAGE)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.recipe_wanted):
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
