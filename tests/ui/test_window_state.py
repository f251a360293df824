from collections.abc import Callable

from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.session import NewWork
from whisper_desktop.ui.wiring import Workplace


def test_rows_that_arrive_are_not_told_as_what_the_person_did(
    make_workplace: Callable[[], Workplace],
) -> None:
    workplace = make_workplace()
    workplace.session.begin(NewWork())
    line = workplace.window.status_line
    workplace.editing.arrive([Cue(1, 0, 900, "heard")], "run 1")
    assert line.text == ""
    workplace.editing.undo_stack.undo()
    assert line.text == "Undone: Transcribe, 1 row(s)"


def test_all_rows_of_a_transcription_are_told_of_when_it_is_undone_and_redone(
    make_workplace: Callable[[], Workplace],
) -> None:
    workplace = make_workplace()
    workplace.session.begin(NewWork([Cue(9, 5_000, 5_900, "typed")]))
    line, editing = workplace.window.status_line, workplace.editing
    editing.arrive([Cue(1, 6_000, 6_900, "a"), Cue(2, 7_000, 7_900, "b")], "run 1")
    editing.arrive([Cue(3, 0, 900, "c")], "run 1")
    editing.undo_stack.undo()
    assert line.text == "Undone: Transcribe, 3 row(s)"
    editing.undo_stack.redo()
    assert line.text == "Transcribe: 3 row(s)"
