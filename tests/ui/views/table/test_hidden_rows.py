"""What a filter hides is not selected, so no command changes it unseen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.table.cue_table import CueTable


def test_select_all_leaves_hidden_rows_alone(table: CueTable, editing: EditingController) -> None:
    table.filter.show_only(lambda row: row in {1, 3})
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert editing.selected_rows() == (1, 3)
    editing.select_rows(range(4))
    table.selectAll()
    assert editing.selected_rows() == (1, 3)
    table.filter.show_only(None)
    table.selectAll()
    assert editing.selected_rows() == (0, 1, 2, 3)


def test_rows_that_a_filter_hides_are_selected_no_longer(
    table: CueTable, editing: EditingController
) -> None:
    editing.select_rows([0, 1, 2], current=0)
    table.filter.show_only(lambda row: row in {1, 3})
    assert editing.selected_rows() == (1,)
    assert editing.current_row() == 1


def test_the_first_shown_row_is_current_once_all_selected_ones_are_hidden(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editing.select_rows([0])
    with qtbot.assertNotEmitted(editing.seek_requested):
        table.filter.show_only(lambda row: row in {1, 3})
    assert editing.selected_rows() == (1,)
    assert table.currentIndex().row() == 0
    table.filter.show_only(lambda row: False)
    assert editing.selected_rows() == ()
    table.filter.show_only(lambda row: row in {2, 3})
    assert editing.selected_rows() == (2,)
    table.filter.show_only(None)
    assert editing.selected_rows() == (2,)


def test_the_next_shown_row_is_current_once_a_row_is_deleted(
    table: CueTable, editing: EditingController
) -> None:
    editing.select_rows([1])
    table.filter.show_only(lambda row: row in {1, 3})
    for left in ((4,), ()):
        editing.perform(delete(editing.document, editing.selected_rows()))
        assert editing.selection == left
    assert [cue.uid for cue in editing.document] == [1, 3]
    editing.undo_stack.undo()
    assert editing.selection == (4,)
    editing.undo_stack.undo()
    assert editing.selection == (2,)


def test_the_last_shown_row_is_current_once_the_one_below_is_deleted(
    table: CueTable, editing: EditingController
) -> None:
    editing.select_rows([3])
    table.filter.show_only(lambda row: row in {0, 3})
    editing.perform(delete(editing.document, [3]))
    assert editing.selection == (1,)


def test_undo_of_what_is_hidden_selects_nothing_unseen(
    table: CueTable, editing: EditingController
) -> None:
    editing.select_rows([2])
    editing.perform(set_text(editing.document, 2, "other"))
    editing.select_rows([0, 1])
    editing.perform(set_text(editing.document, 0, "mine"))
    editing.select_rows([1])
    table.filter.show_only(lambda row: row in {1, 3})
    editing.undo_stack.undo()
    assert editing.selection == (2,)
    editing.undo_stack.undo()
    assert editing.selection == (2,)
    editing.select([])
    editing.undo_stack.redo()
    assert editing.selected_rows() == ()
    table.filter.show_only(None)
    editing.undo_stack.undo()
    assert editing.selection == (3,)


def test_a_hidden_row_that_a_person_works_on_stays_selected(
    table: CueTable, editing: EditingController
) -> None:
    """The waveform shows it, whatever the table hides."""
    table.filter.show_only(lambda row: row in {1, 3})
    editing.select_rows([2])
    editing.perform(set_text(editing.document, 2, "dragged"))
    assert editing.selection == (3,)


def test_another_document_hides_nothing(table: CueTable, editing: EditingController) -> None:
    table.filter.show_only(lambda row: row in {1, 3})
    editing.load(Document([Cue(1, 0, 1_000, "new")]))
    assert table.filter.rowCount() == 1
    assert not editing.hidden
    assert editing.selection == ()
