"""Columns of the table: which are shown, in what order, and how wide."""

from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.views.table.cue_table import CueTable


def test_columns_are_hidden_shown_and_remembered(table: CueTable, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(Column.GAP), 0)
    speed = next(one for one in table.column_menu.actions() if one.data() == Column.SPEED)
    speed.trigger()
    table.show_column(Column.TEXT, is_shown=False)
    assert not table.is_column_shown(Column.SPEED)
    assert table.is_column_shown(Column.TEXT)

    state = table.column_state()
    table.show_column(Column.SPEED, is_shown=True)
    header.moveSection(0, 3)
    assert table.restore_columns(state)
    assert not table.is_column_shown(Column.SPEED)
    assert header.visualIndex(Column.GAP) == 0
    assert not table.restore_columns(b"something else")
    table.show_column(Column.GAP, is_shown=False)
    table.column_menu.aboutToShow.emit()
    hidden = [one.data() for one in table.column_menu.actions() if not one.isChecked()]
    at_times = [Column.TRANSLATION, Column.LANGUAGE, Column.TASK, Column.RECIPE]
    assert sorted(hidden) == [Column.SPEED, Column.GAP, *at_times]


def test_the_number_comes_first(table: CueTable) -> None:
    assert table.horizontalHeader().visualIndex(Column.NUMBER) == 0


def test_the_gaps_of_a_day_are_shown_whole(table: CueTable, editing: EditingController) -> None:
    starts_ms = (0, 90_000_000, 1_000)
    cues = [Cue(uid, start_ms, start_ms + 1_000, "") for uid, start_ms in enumerate(starts_ms, 1)]
    editing.load(Document(cues))
    gaps = [table.filter.index(row, Column.GAP).data() for row in range(2)]
    assert gaps == ["24:59:59", "\N{MINUS SIGN}25:00:00"]
    for gap in gaps:
        # Three pixels beside it on either side.
        assert table.fontMetrics().horizontalAdvance(gap) + 6 <= table.columnWidth(Column.GAP)


def test_columns_keep_their_widths_when_rows_are_filtered(table: CueTable) -> None:
    table.setColumnWidth(Column.START, 133)
    table.filter.show_only(lambda row: row == 0)
    table.filter.show_only(None)
    assert table.columnWidth(Column.START) == 133


def test_columns_of_an_older_program_are_taken_over(table: CueTable) -> None:
    old = QTableView()
    old.setModel(QStandardItemModel(0, 8, old))
    header = old.horizontalHeader()
    header.setSectionsMovable(True)
    header.moveSection(header.visualIndex(Column.NUMBER), 0)
    header.hideSection(Column.GAP)

    assert table.restore_columns(bytes(header.saveState().data()))
    place = table.horizontalHeader().visualIndex
    assert place(Column.NUMBER) == 0
    assert place(Column.LANGUAGE) < place(Column.TASK) < place(Column.RECIPE) < place(Column.TEXT)
    assert place(Column.TRANSLATION) == place(Column.TEXT) + 1
    shown = {column for column in Column if table.is_column_shown(column)}
    new = {Column.LANGUAGE, Column.TASK, Column.RECIPE, Column.TRANSLATION}
    assert shown == set(Column) - new - {Column.GAP}


def test_a_column_that_is_new_finds_its_place_among_those_that_were_kept(table: CueTable) -> None:
    old = QTableView()
    old.setModel(QStandardItemModel(0, Column.RECIPE, old))
    header = old.horizontalHeader()
    header.setSectionsMovable(True)
    header.moveSection(header.visualIndex(Column.TRANSLATION), 0)

    state = bytes([Column.RECIPE]) + bytes(header.saveState().data())
    assert table.restore_columns(state)
    place = table.horizontalHeader().visualIndex
    assert place(Column.TRANSLATION) == 0
    assert table.is_column_shown(Column.TRANSLATION)
    assert place(Column.RECIPE) == place(Column.TEXT) - 1
    assert not table.is_column_shown(Column.RECIPE)


def test_texts_stay_legible_in_a_narrow_table(table: CueTable) -> None:
    header = table.horizontalHeader()
    table.resize(1_600, 300)
    table.show_column(Column.TRANSLATION, is_shown=True)
    assert abs(header.sectionSize(Column.TEXT) - header.sectionSize(Column.TRANSLATION)) <= 1
    assert header.length() == table.viewport().width()
    table.resize(500, 300)
    least = table.fontMetrics().horizontalAdvance("e" * 30)
    assert header.sectionSize(Column.TEXT) == header.sectionSize(Column.TRANSLATION) == least
    table.resize(1_600, 300)
    assert header.length() == table.viewport().width()
    header.resizeSection(Column.GAP, 1_300)
    assert header.sectionSize(Column.TEXT) == least


def test_it_asks_for_room_in_which_no_column_has_to_be_scrolled_to(table: CueTable) -> None:
    table.show_column(Column.RECIPE, is_shown=True)
    for width, is_whole in ((table.sizeHint().width(), True), (400, False)):
        table.resize(width, 300)
        assert (table.horizontalScrollBar().maximum() == 0) is is_whole
