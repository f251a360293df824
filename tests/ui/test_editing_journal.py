from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project_trail import Trail
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb, replacing
from whisper_desktop.core.verbs.inserting import insert_after
from whisper_desktop.core.verbs.merge import merge
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.split import split
from whisper_desktop.ui.editing import EditingController


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("itbxsdmuurrac"), st.integers(0, 9)), max_size=30))
def test_the_journal_keeps_the_history_that_the_stack_has(
    qtbot: QtBot, acts: list[tuple[str, int]]
) -> None:
    rows = [Cue(uid, uid * 1_000, uid * 1_000 + 800, f"row {uid}") for uid in range(1, 6)]
    editing, trail = EditingController(Document(rows)), Trail()
    editing.edited.connect(lambda edit: trail.follow(edit, editing.step))
    editing.arrived.connect(trail.arrive)
    for act, number in acts:
        perform(editing, act, number)
    again = EditingController(Document())
    again.load(Document(editing.document), trail.history.done, trail.history.undone)

    assert again.undo_stack.index() == editing.undo_stack.index()
    assert states(again) == states(editing)
    for controller in (editing, again):
        controller.undo_stack.clear()


def states(editing: EditingController) -> list[list[Cue]]:
    """Return the rows after every step on the stack."""
    stack = editing.undo_stack
    stack.setIndex(0)
    found = [list(editing.document)]
    while stack.canRedo():
        stack.redo()
        found.append(list(editing.document))
    return found


def perform(editing: EditingController, act: str, number: int) -> None:
    document, stack = editing.document, editing.undo_stack
    row = min(number, len(document) - 1)
    text, key = ("", "") if row < 0 else (document[row].text, f"typing {document[row].uid}")
    edits: dict[str, Callable[[], Edit]] = {
        "i": lambda: insert_after(document, row, 300),
        "t": lambda: retexting(document, row, f"{text}!", key),
        "b": lambda: retexting(document, row, text[:-1], key),
        "x": lambda: retexting(document, row, f"{text}?", "all"),
        "s": lambda: split(document, row),
        "d": lambda: delete(document, [row]),
        "m": lambda: merge(document, (row, min(row + 1, len(document) - 1))),
    }
    if act in edits and row >= 0:
        editing.perform(edits[act]())
    elif act == "a":
        uid, start_ms = document.new_uid(), 600 * number
        editing.arrive([Cue(uid, start_ms, start_ms + 100, f"heard {uid}")], "run")
    elif act == "c":
        stack.setClean()
    elif act == "u" and stack.canUndo():
        stack.undo()
    elif act == "r" and stack.canRedo():
        stack.redo()


def retexting(cues: Sequence[Cue], row: int, text: str, merge_key: str) -> Edit:
    return replacing(Verb.SET_TEXT, cues, [(row, replace(cues[row], text=text))], merge_key)
