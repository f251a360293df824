from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import FIRST_ORDER, Column
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.models.findings_board import FindingsBoard

INFINITY = "\N{INFINITY}"
MINUS = "\N{MINUS SIGN}"


def shown(model: CueTableModel, row: int, column: Column, role: int = 0) -> Any:
    return model.index(row, column).data(role)


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        (0, f"1|0:00:01.000|0:00:03.500|2.500||||Good morning.||5.2|{MINUS}0.500"),
        (1, "2|0:00:03.000|0:00:05.000|2.000||||Two ↵ lines||4.0|1:01:35"),
        (3, f"4|1:01:42.000|1:01:42.000|0.000||||مرحبا||{INFINITY}|"),
    ],
)
def test_a_row_reads_as_people_write(model: CueTableModel, row: int, texts: str) -> None:
    assert "|".join(shown(model, row, column) for column in FIRST_ORDER[:-1]) == texts


def test_what_is_edited_has_its_lines(model: CueTableModel) -> None:
    assert shown(model, 1, Column.TEXT, Qt.ItemDataRole.EditRole) == "Two\nlines"


def test_a_finding_is_named_and_its_cell_marked(model: CueTableModel) -> None:
    assert shown(model, 0, Column.FINDINGS) == "Overlap"
    assert model.cell(0, Column.GAP).breaks_rule
    assert not model.cell(0, Column.TEXT).breaks_rule
    assert "0.500" in shown(model, 0, Column.GAP, Qt.ItemDataRole.ToolTipRole)
    assert model.cell(2, Column.TEXT).breaks_rule
    assert shown(model, 0, Column.START, Qt.ItemDataRole.ToolTipRole) is None


def test_arabic_stands_on_the_right(model: CueTableModel) -> None:
    def side(row: int) -> Any:
        return shown(model, row, Column.TEXT, Qt.ItemDataRole.TextAlignmentRole)

    assert side(3) & Qt.AlignmentFlag.AlignRight
    assert not side(0) & Qt.AlignmentFlag.AlignRight


@pytest.mark.parametrize(
    ("column", "value", "cue"),
    [
        (Column.START, 500, Cue(1, 500, 3_500, "Good morning.")),
        (Column.START, 4_500, Cue(1, 4_500, 7_000, "Good morning.")),
        (Column.END, 2_000, Cue(1, 1_000, 2_000, "Good morning.")),
        (Column.DURATION, 700, Cue(1, 1_000, 1_700, "Good morning.")),
        (Column.TEXT, "Hi", Cue(1, 1_000, 3_500, "Hi")),
        (Column.TRANSLATION, "Hi", Cue(1, 1_000, 3_500, "Good morning.", translation="Hi")),
    ],
)
def test_a_typed_value_becomes_one_step(
    model: CueTableModel, editing: EditingController, column: Column, value: object, cue: Cue
) -> None:
    assert model.setData(model.index(0, column), value)

    assert editing.document[0] == cue
    assert editing.undo_stack.count() == 1


def test_a_time_may_be_typed_into_another_row(
    model: CueTableModel, editing: EditingController
) -> None:
    model.setData(model.index(1, Column.START), 1_500)
    assert editing.document[1].start_ms == 1_500


@pytest.mark.parametrize("column", [Column.NUMBER, Column.SPEED, Column.GAP, Column.FINDINGS])
def test_what_follows_from_the_rest_cannot_be_typed(model: CueTableModel, column: Column) -> None:
    index = model.index(0, column)
    assert not model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(index, "9")


def test_the_row_before_hears_of_its_gap(model: CueTableModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.dataChanged) as heard:
        model.setData(model.index(1, Column.START), 3_600)
    assert heard.args is not None
    assert heard.args[0].row() == 0


def test_other_findings_are_shown_at_once(model: CueTableModel) -> None:
    model.setData(model.index(0, Column.END), 2_900)
    assert shown(model, 0, Column.FINDINGS) == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 3)), max_size=8))
def test_rows_come_and_go_by_qts_rules(
    model: CueTableModel, editing: EditingController, steps: list[tuple[int, int, int]]
) -> None:
    document = editing.document
    before = tuple(document)
    for place, gone, new in steps:
        row = min(place, len(document))
        removed = tuple(document[row : row + gone])
        inserted = tuple(Cue(document.new_uid(), 0, 1_000, "new") for _ in range(new))
        editing.perform(Edit(Verb.PASTE, (Splice(row, removed, inserted),)))
        assert model.rowCount() == len(document)
        assert not model.is_changing
    while editing.undo_stack.canUndo():
        editing.undo_stack.undo()
    assert tuple(document) == before
    editing.undo_stack.clear()


def test_another_document_takes_the_place(model: CueTableModel, editing: EditingController) -> None:
    old = editing.document
    editing.load(Document([Cue(1, 0, 900, "only")]))
    assert model.rowCount() == 1
    assert shown(model, 0, Column.TEXT) == "only"
    old.apply(set_text(old, 0, "nobody listens"))
    assert shown(model, 0, Column.TEXT) == "only"


def test_headers_have_a_long_name(model: CueTableModel) -> None:
    assert model.headerData(Column.SPEED, Qt.Orientation.Horizontal) == "Char/s"
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.headerData(Column.SPEED, Qt.Orientation.Horizontal, tip) == "Characters a second"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_many_changed_findings_are_told_at_once(
    model: CueTableModel, board: FindingsBoard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(model.dataChanged) as heard:
        board.changed.emit(None)
    assert heard.args is not None
    assert (heard.args[0].row(), heard.args[1].row()) == (0, 3)


def test_a_text_without_end_is_shown_in_part_and_not_edited_in_place(
    model: CueTableModel, editing: EditingController
) -> None:
    endless = "x" * 200_000
    editing.perform(set_text(editing.document, 0, endless))
    index = model.index(0, Column.TEXT)
    assert len(index.data()) == 1_000
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert index.data(Qt.ItemDataRole.EditRole) == endless


def test_a_row_tells_what_is_wanted_of_it(model: CueTableModel, editing: EditingController) -> None:
    wanted = RecipeOverride(language="nl", task=Task.TRANSLATE)
    editing.perform(set_recipe(editing.document, [1], wanted))
    assert shown(model, 1, Column.LANGUAGE) == "Dutch"
    assert shown(model, 1, Column.TASK) == "Translate"
    tip = shown(model, 1, Column.LANGUAGE, Qt.ItemDataRole.ToolTipRole)
    assert tip == "To be recognised again: language: Dutch, task: Translate into English"
    assert shown(model, 0, Column.TASK, Qt.ItemDataRole.ToolTipRole) is None
    changed: list[object] = []
    model.dataChanged.connect(lambda *_: changed.append(None))
    model.set_recipe(Recipe("nl"))
    model.set_recipe(Recipe("nl"))
    assert len(changed) == 1
    assert shown(model, 0, Column.LANGUAGE) == "Dutch"


def test_a_row_tells_what_else_it_is_to_be_recognised_with(
    model: CueTableModel, editing: EditingController
) -> None:
    wanted = RecipeOverride(model="tiny.en", initial_prompt="", hotwords="Anna")
    editing.perform(set_recipe(editing.document, [1], wanted))
    assert shown(model, 0, Column.RECIPE) == ""
    assert shown(model, 1, Column.RECIPE) == "tiny.en, vocabulary"
    assert "vocabulary: Anna" in shown(model, 1, Column.RECIPE, Qt.ItemDataRole.ToolTipRole)
    model.set_recipe(Recipe(model="base", initial_prompt="said before", hotwords="Anna"))
    assert shown(model, 1, Column.RECIPE) == "tiny.en, context"
    editing.perform(set_recipe(editing.document, [1], RecipeOverride(model="")))
    assert shown(model, 1, Column.RECIPE) == "that of the settings, context"


def test_a_finding_of_the_translation_marks_its_cell(
    model: CueTableModel, board: FindingsBoard, editing: EditingController
) -> None:
    board.set_rules(replace(board.rules, has_translation=True))
    editing.perform(set_translation(editing.document, 0, "A translation that is too long"))
    assert model.cell(0, Column.TRANSLATION).breaks_rule
    assert not model.cell(0, Column.TEXT).breaks_rule
    tip = shown(model, 0, Column.TRANSLATION, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Translation: A line of 30 characters, at most 20"
