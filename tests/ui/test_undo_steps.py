from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.ui.editing import EditingController

RUN = "run 1"


@pytest.fixture
def editing(qtbot: QtBot) -> EditingController:
    return EditingController(Document([Cue(1, 0, 800, "row 1"), Cue(2, 1_000, 1_800, "row 2")]))


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def heard(uid: int) -> Cue:
    return Cue(uid, uid * 1_000, uid * 1_000 + 100, f"heard {uid}")


def bringing(row: int, cue: Cue) -> Edit:
    return Edit(Verb.TRANSCRIBE, (Splice(row, (), (cue,)),), merge_key=RUN)


def changed(editing: EditingController, times: int) -> list[Edit]:
    """Return edits of the first row that follow each other, and are not applied."""
    cues = [replace(editing.document[0], text=f"new {number}") for number in range(times)]
    befores = [editing.document[0], *cues]
    return [
        replacing(Verb.SET_TEXT, [before], [(0, after)])
        for before, after in zip(befores, cues, strict=False)
    ]


def test_rows_do_not_arrive_after_reopening_when_their_step_is_undone(
    editing: EditingController,
) -> None:
    editing.load(Document(), [], [bringing(0, heard(10)), bringing(1, heard(11))])
    assert editing.undo_stack.count() == 1
    assert not editing.arrive([heard(12)], RUN)
    editing.undo_stack.redo()
    assert editing.arrive([heard(12)], RUN)
    assert texts(editing) == ["heard 10", "heard 11", "heard 12"]
    editing.undo_stack.undo()
    assert texts(editing) == []


def test_an_undone_step_is_no_part_of_the_last_that_was_done(editing: EditingController) -> None:
    first, second = (replace(edit, merge_key="typing") for edit in changed(editing, 2))
    document = Document(editing.document)
    document.apply(first)
    editing.load(document, [first], [second])
    editing.undo_stack.redo()
    editing.undo_stack.undo()
    assert texts(editing)[0] == "new 0"
    editing.undo_stack.undo()
    assert texts(editing)[0] == "row 1"


def test_steps_that_are_filled_in_are_told_of_once(editing: EditingController) -> None:
    done = changed(editing, 30)
    document = Document(editing.document)
    for edit in done:
        document.apply(edit)
    told: list[int] = []
    stack = editing.undo_stack
    stack.indexChanged.connect(told.append)
    editing.load(document, done)
    assert told == [30]
    for _ in range(20):
        stack.undo()
    told.clear()
    clean: list[bool] = []
    stack.cleanChanged.connect(clean.append)
    editing.arrive([heard(10)], RUN)
    assert (told, clean) == ([11], [False])
    assert (stack.canUndo(), stack.canRedo(), stack.count()) == (True, True, 31)


def test_whoever_shows_what_can_be_done_hears_of_steps_that_are_filled_in(
    editing: EditingController, qtbot: QtBot
) -> None:
    first, second = changed(editing, 2)
    document = Document(editing.document)
    document.apply(first)
    stack = editing.undo_stack
    names = (stack.undoTextChanged, stack.redoTextChanged)
    with qtbot.waitSignals([stack.canUndoChanged, stack.canRedoChanged, *names]):
        editing.load(document, [first], [second])
