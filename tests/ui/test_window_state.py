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
