"""What a filter hides is not selected, so no command changes it unseen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.views.table.cue_table import CueTable


@pytest.fixture
def table(editing: EditingController, model: CueTableModel, qtbot: QtBot) -> CueTable:
    table = CueTable(editing, model)
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    return table


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
    table.filter.show_only(lambda row: row == 3)
    assert editing.selected_rows() == ()
    table.filter.show_only(None)
    assert editing.selected_rows() == ()
