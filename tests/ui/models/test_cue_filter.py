import pytest
from PySide6.QtTest import QAbstractItemModelTester

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.models.cue_filter import CueFilter
from whisper_desktop.ui.models.cue_table_model import CueTableModel


@pytest.fixture
def rows(model: CueTableModel) -> CueFilter:
    rows = CueFilter(model)
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)
    return rows


def test_all_rows_are_shown_at_first(rows: CueFilter) -> None:
    assert not rows.is_filtering
    assert rows.shown_rows([0, 2]) == [0, 2]
    assert rows.source_row(3) == 3


def test_only_accepted_rows_are_shown(rows: CueFilter) -> None:
    rows.show_only(lambda row: row % 2 == 1)
    assert rows.rowCount() == 2
    assert [rows.source_row(row) for row in range(2)] == [1, 3]
    assert rows.shown_rows([0, 1, 3]) == [0, 1]
    assert rows.shown_row(2) is None
    assert rows.index(0, Column.TEXT).data() == "Two ↵ lines"


def test_all_rows_come_back(rows: CueFilter) -> None:
    rows.show_only(lambda _: False)
    assert rows.rowCount() == 0
    rows.show_only(None)
    assert rows.rowCount() == 4


def test_a_row_stays_while_it_is_edited(rows: CueFilter, editing: EditingController) -> None:
    rows.show_only(lambda row: "morning" in editing.document[row].text)
    editing.perform(set_text(editing.document, 0, "Good"))
    assert rows.rowCount() == 1


def test_a_new_row_is_shown_though_it_does_not_match(
    rows: CueFilter, editing: EditingController
) -> None:
    rows.show_only(lambda row: "morning" in editing.document[row].text)
    new = Cue(editing.document.new_uid(), 3_500, 3_600, "")
    editing.perform(Edit(Verb.INSERT, (Splice(1, (), (new,)),)))
    assert [rows.source_row(row) for row in range(rows.rowCount())] == [0, 1]


def test_the_numbers_of_shown_rows_are_told_when_hidden_ones_go(
    rows: CueFilter, editing: EditingController
) -> None:
    rows.show_only(lambda row: row == 3)
    told: list[tuple[int, int]] = []
    rows.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    editing.perform(delete(editing.document, [0]))
    for change, number in ((editing.undo_stack.undo, "4"), (editing.undo_stack.redo, "3")):
        told.clear()
        change()
        assert told == [(0, 0)]
        assert rows.index(0, Column.NUMBER).data() == number
