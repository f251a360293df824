import gc
import random
import weakref
from contextlib import suppress
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project_trail import Step
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.presets import Preset
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.verb_names import step_name


@pytest.fixture
def editing(qtbot: QtBot) -> EditingController:
    rows = [Cue(uid, uid * 1_000, uid * 1_000 + 800, f"row {uid}") for uid in range(1, 6)]
    return EditingController(Document(rows), name_of=lambda edit: edit.verb.value.upper())


def set_text(editing: EditingController, row: int, text: str, key: str | None = None) -> Edit:
    cue = replace(editing.document[row], text=text)
    return replacing(Verb.SET_TEXT, editing.document, [(row, cue)], key)


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def test_an_edit_is_one_step_with_a_name(editing: EditingController) -> None:
    assert editing.perform(set_text(editing, 1, "new"))

    assert texts(editing)[1] == "new"
    assert editing.undo_stack.undoText() == "SET-TEXT"
    editing.undo_stack.undo()
    assert texts(editing)[1] == "row 2"


def test_an_empty_edit_is_no_step(editing: EditingController) -> None:
    assert not editing.perform(set_text(editing, 1, "row 2"))
    assert editing.undo_stack.count() == 0


def test_an_edit_for_other_rows_is_refused_before_the_stack_sees_it(
    editing: EditingController,
) -> None:
    stale = set_text(editing, 1, "stale")
    editing.perform(set_text(editing, 1, "fresh"))

    with pytest.raises(ValueError, match="does not fit"):
        editing.perform(stale)
    assert editing.undo_stack.count() == 1


def test_edits_with_one_merge_key_are_one_step(editing: EditingController) -> None:
    for text in ("a", "ab", "abc"):
        editing.perform(set_text(editing, 2, text, "typing 3"))
    editing.perform(set_text(editing, 2, "abcd", "typing again"))

    assert editing.undo_stack.count() == 2
    editing.undo_stack.undo()
    assert texts(editing)[2] == "abc"
    editing.undo_stack.undo()
    assert texts(editing)[2] == "row 3"
    editing.undo_stack.redo()
    assert texts(editing)[2] == "abc"


def test_merged_edits_of_different_rows_are_undone_in_reverse(editing: EditingController) -> None:
    editing.perform(set_text(editing, 0, "a", "drag"))
    editing.perform(set_text(editing, 1, "b", "drag"))
    editing.perform(set_text(editing, 0, "c", "drag"))

    editing.undo_stack.undo()
    assert texts(editing)[:2] == ["row 1", "row 2"]
    editing.undo_stack.redo()
    assert texts(editing)[:2] == ["c", "b"]


def test_undo_restores_the_selection(editing: EditingController) -> None:
    editing.select([2, 3], current=3)
    removed = tuple(editing.document[1:3])
    editing.perform(Edit(Verb.DELETE, (Splice(1, removed, ()),), (4,), (2, 3)))
    assert editing.selected_rows() == (1,)
    assert editing.current == 4

    editing.undo_stack.undo()
    assert editing.selection == (2, 3)
    assert editing.current == 3


def test_undo_selects_what_was_selected_and_not_what_was_touched(
    editing: EditingController,
) -> None:
    editing.select([5, 1], current=5)
    editing.perform(set_text(editing, 2, "a", "typing"))
    editing.perform(set_text(editing, 2, "ab", "typing"))
    editing.select([2])
    editing.undo_stack.undo()
    assert editing.selection == (1, 5)
    assert editing.current == 5


def test_a_selection_stays_whole_when_only_a_part_of_it_is_changed(
    editing: EditingController,
) -> None:
    editing.select([1, 2, 3], current=2)
    editing.perform(set_text(editing, 2, "new"))
    assert editing.selection == (1, 2, 3)
    assert editing.current == 2
    editing.undo_stack.undo()
    editing.undo_stack.redo()
    assert editing.selection == (1, 2, 3)


def test_an_edit_elsewhere_selects_nothing_but_new_rows(editing: EditingController) -> None:
    editing.select([3, 4], current=4)
    editing.perform(set_text(editing, 0, "new"))
    editing.perform(Edit(Verb.FIX, (Splice(0, (editing.document[0],), ()),), (2,)))
    assert (editing.selection, editing.current) == ((3, 4), 4)
    new = Cue(editing.document.new_uid(), 0, 100, "first")
    editing.perform(Edit(Verb.INSERT, (Splice(0, (), (new,)),), (new.uid,)))
    assert editing.selection == (new.uid,)


def test_an_edit_without_new_rows_leaves_nothing_selected(editing: EditingController) -> None:
    rows = [(row, replace(cue, text="new")) for row, cue in enumerate(editing.document)]
    editing.perform(replacing(Verb.REPLACE_ALL, editing.document, rows))
    assert (editing.selection, editing.current) == ((), None)
    editing.perform(Edit(Verb.FIX, (Splice(0, (editing.document[0],), ()),), (2,)))
    assert (editing.selection, editing.current) == ((), None)
    for move in (editing.undo_stack.undo, editing.undo_stack.redo):
        move()
        assert (editing.selection, editing.current) == ((), None)


def test_all_rows_are_meant_unless_several_are_selected(editing: EditingController) -> None:
    everything = range(len(editing.document))
    assert list(editing.rows_meant()) == list(everything)
    editing.select_rows([2])
    assert list(editing.rows_meant()) == list(everything)
    editing.select_rows([3, 1])
    assert list(editing.rows_meant()) == [1, 3]


def test_the_selection_follows_its_cues(editing: EditingController) -> None:
    editing.select_rows([3, 1, 99], current=3)
    assert editing.selection == (2, 4)
    assert editing.selected_rows() == (1, 3)
    assert editing.current_row() == 3

    new = Cue(editing.document.new_uid(), 0, 100, "first")
    editing.document.apply(Edit(Verb.INSERT, (Splice(0, (), (new,)),)))
    assert editing.selected_rows() == (2, 4)


def test_a_selection_is_told_once(editing: EditingController, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editing.selection_changed):
        editing.select([2])
    with qtbot.assertNotEmitted(editing.selection_changed):
        editing.select([2])


def test_another_document_has_nothing_to_undo(editing: EditingController, qtbot: QtBot) -> None:
    editing.perform(set_text(editing, 0, "x"))
    editing.select([2])
    with qtbot.waitSignals([editing.replaced, editing.selection_changed]):
        editing.load(Document())

    assert editing.undo_stack.count() == 0
    assert editing.selection == ()
    assert editing.current_row() is None


def test_every_pane_hears_where_playback_is(editing: EditingController, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editing.playhead_moved) as heard:
        editing.set_playhead(1_234)
    assert heard.args == [1_234]
    assert editing.playhead_ms == 1_234


def test_steps_of_the_last_session_can_be_undone_and_redone(editing: EditingController) -> None:
    first, second = set_text(editing, 0, "a", "typing"), set_text(editing, 1, "b", "typing")
    document = Document(editing.document)
    document.apply(first)
    editing.load(document, [first], [second])
    assert texts(editing)[:2] == ["a", "row 2"]
    assert (editing.undo_stack.count(), editing.undo_stack.index()) == (2, 1)
    assert editing.undo_stack.isClean()
    editing.undo_stack.redo()
    assert texts(editing)[:2] == ["a", "b"]
    editing.undo_stack.setIndex(0)
    assert texts(editing)[:2] == ["row 1", "row 2"]


@pytest.mark.parametrize("seed", range(10))
def test_the_collector_may_meet_the_parts_in_any_order(qtbot: QtBot, seed: int) -> None:
    # PySide ends the program when it is let at a stack that still has steps.
    chance = random.Random(seed)
    editing = EditingController(Document([Cue(1, 0, 1_000, "one"), Cue(2, 1_000, 2_000, "two")]))
    model = CueTableModel(editing, FindingsBoard(editing, Rules(Preset("custom"), "en")))
    for number in range(3):
        editing.perform(set_text(editing, number % 2, f"new {number}"))
    stack, gone = editing.undo_stack, weakref.ref(editing)
    steps = [stack.command(at) for at in range(stack.count())]
    held: list[object] = [editing, model, stack, *steps]
    del editing, model, stack, steps

    while held:
        held.pop(chance.randrange(len(held)))
        gc.collect()

    assert gone() is None


def test_letters_that_became_one_step_are_let_go_of(editing: EditingController) -> None:
    def alive() -> int:
        gc.collect()
        return sum(type(one) is Edit for one in gc.get_objects())

    before = alive()
    for number in range(20):
        editing.perform(set_text(editing, 1, f"letter {number}", "typing"))
    assert editing.undo_stack.count() == 1
    assert alive() <= before + 1
    editing.load(Document())
    assert alive() == before


def test_rows_that_are_selected_between_part_two_steps(editing: EditingController) -> None:
    editing.select_rows([2])
    editing.perform(set_text(editing, 2, "a", "key"))
    editing.select_rows([1])
    editing.select_rows([2])
    editing.perform(set_text(editing, 2, "ab", "key"))
    editing.perform(set_text(editing, 2, "abc", "key"))
    assert editing.undo_stack.count() == 2
    editing.undo_stack.undo()
    assert texts(editing)[2] == "a"


def test_the_steps_of_two_sessions_stay_apart(editing: EditingController) -> None:
    applied: list[Edit] = []
    editing.edited.connect(applied.append)
    editing.perform(set_text(editing, 2, "a", "key"))
    editing.load(Document(list(editing.document)), applied[:])
    editing.undo_stack.resetClean()
    editing.perform(set_text(editing, 2, "ab", "key"))
    assert editing.undo_stack.count() == 2


def test_what_an_edit_is_to_the_stack_is_told(editing: EditingController) -> None:
    steps: list[Step] = []
    editing.edited.connect(lambda _edit: steps.append(editing.step))
    for text in ("a", "ab", "row 2"):
        editing.perform(set_text(editing, 1, text, "typing"))
    editing.perform(set_text(editing, 1, "new"))
    editing.undo_stack.undo()
    editing.undo_stack.redo()
    assert steps == [Step.DO, Step.GROW, Step.DROP, Step.DO, Step.UNDO, Step.REDO]


def test_there_and_back_again_is_no_step(editing: EditingController) -> None:
    editing.perform(set_text(editing, 1, "other"))
    editing.undo_stack.setClean()
    editing.select_rows([2])
    editing.perform(set_text(editing, 2, "a", "key"))
    editing.perform(set_text(editing, 2, "row 3", "key"))
    assert editing.undo_stack.count() == 1
    assert editing.undo_stack.isClean()
    editing.undo_stack.undo()
    assert texts(editing) == [f"row {uid}" for uid in range(1, 6)]


def test_a_step_that_goes_on_has_the_name_of_its_last_part(qtbot: QtBot) -> None:
    editing = EditingController(Document([Cue(1, 0, 900, "")]), step_name)
    for text in ("G", "Good", "Good morning"):
        editing.perform(set_text(editing, 0, text, "key"))
    assert editing.undo_stack.count() == 1
    assert editing.undo_stack.undoText() == "Edit text, row 1: “Good morning”"


RUN = "run 1"


def new_row(uid: int, start_ms: int) -> Cue:
    return Cue(uid, start_ms, start_ms + 100, f"heard {uid}")


def test_rows_that_arrive_are_one_step_beneath_those_of_the_person(
    editing: EditingController,
) -> None:
    before = texts(editing)
    assert editing.arrive([new_row(10, 2_900)], RUN)
    editing.perform(set_text(editing, 4, "mine"))
    assert editing.arrive([new_row(11, 3_900), new_row(12, 3_950)], RUN)

    heard = ["row 1", "row 2", "heard 10", "row 3", "heard 11", "heard 12"]
    assert texts(editing) == [*heard, "mine", "row 5"]
    editing.undo_stack.undo()
    assert texts(editing) == [*heard, "row 4", "row 5"]
    editing.undo_stack.undo()
    assert texts(editing) == before
    editing.undo_stack.redo()
    editing.undo_stack.redo()
    assert texts(editing) == [*heard, "mine", "row 5"]
    assert editing.undo_stack.count() == 2


def test_rows_that_arrive_leave_the_selection_and_what_can_be_redone(
    editing: EditingController,
) -> None:
    editing.arrive([new_row(10, 900)], RUN)
    editing.select([5])
    editing.perform(set_text(editing, 5, "mine"))
    editing.undo_stack.undo()
    editing.arrive([new_row(11, 950)], RUN)

    assert editing.selection == (5,)
    editing.undo_stack.redo()
    assert texts(editing)[:2] == ["heard 10", "heard 11"]
    assert texts(editing)[-1] == "mine"


def test_the_first_rows_that_arrive_leave_what_can_be_redone(editing: EditingController) -> None:
    editing.perform(set_text(editing, 0, "first"))
    for text in ("mine", "mine too"):
        editing.perform(set_text(editing, 4, text))
    for _ in range(2):
        editing.undo_stack.undo()
    editing.undo_stack.setClean()
    before = texts(editing)
    assert editing.arrive([new_row(10, 100)], RUN)
    assert editing.arrive([new_row(11, 150)], RUN)
    assert not editing.undo_stack.isClean()
    assert (editing.undo_stack.index(), editing.undo_stack.count()) == (2, 4)

    for _ in range(2):
        editing.undo_stack.redo()
    assert "mine too" in texts(editing)
    assert {"first", "heard 10", "heard 11"} < set(texts(editing))
    for _ in range(3):
        editing.undo_stack.undo()
    assert texts(editing) == before


def test_rows_do_not_arrive_after_their_step_was_undone(editing: EditingController) -> None:
    editing.arrive([new_row(10, 900)], RUN)
    editing.undo_stack.undo()

    assert not editing.arrive([new_row(11, 950)], RUN)
    assert len(editing.document) == 5


def test_a_file_written_before_rows_arrived_is_not_up_to_date(editing: EditingController) -> None:
    editing.arrive([new_row(10, 900)], RUN)
    editing.undo_stack.setClean()
    editing.arrive([new_row(11, 950)], RUN)

    assert not editing.undo_stack.isClean()
    assert editing.undo_stack.count() == 1


class Failing:
    """Hears of a change and raises."""

    def before_insert(self, row: int, count: int) -> None:
        raise OverflowError

    after_insert = before_remove = after_remove = after_replace = before_insert

    def after_edit(self, edit: Edit) -> None:
        raise OverflowError


def test_the_project_hears_of_an_edit_even_where_a_listener_fails(
    editing: EditingController, qtbot: QtBot
) -> None:
    edits: list[Edit] = []
    editing.edited.connect(edits.append)
    edit = set_text(editing, 1, "new")
    failing = Failing()
    editing.document.listen(failing)
    with qtbot.capture_exceptions(), suppress(OverflowError):
        editing.perform(edit)
    editing.document.forget(failing)
    assert texts(editing)[1] == "new"
    editing.undo_stack.undo()
    assert texts(editing)[1] == "row 2"
    assert [done.splices for done in edits] == [edit.splices, edit.inverted().splices]
    assert not editing.is_changing
