import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.views.table.cue_table import CueTable


@pytest.fixture
def table(table: CueTable, editing: EditingController, qtbot: QtBot) -> CueTable:
    with qtbot.waitActive(table):
        table.activateWindow()
    editing.select_rows([0])
    return table


def edited(table: CueTable) -> QPlainTextEdit:
    table.edit_current(Column.TEXT)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    return editor


def test_what_is_typed_is_an_edit_soon_and_one_step(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editor = edited(table)
    QTest.keyClicks(editor, "One ")
    qtbot.waitUntil(lambda: editing.document[0].text == "One ", timeout=1_000)
    QTest.keyClicks(editor, "two")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editing.document[0].text == "One two"
    assert editing.undo_stack.count() == 1
    QTest.keyClicks(edited(table), "Three")
    editing.commit_typing()
    assert editing.document[0].text == "Three"
    assert editing.undo_stack.count() == 2


def test_escape_takes_back_what_was_an_edit_already(
    table: CueTable, editing: EditingController, qtbot: QtBot
) -> None:
    editor = edited(table)
    QTest.keyClicks(editor, "gone")
    qtbot.waitUntil(lambda: editing.document[0].text == "gone", timeout=1_000)
    QTest.keyClicks(editor, " too")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editing.document[0].text == "Good morning."
    assert not editing.undo_stack.count()
