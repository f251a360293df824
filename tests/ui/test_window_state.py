from collections.abc import Callable
from pathlib import Path

from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.verbs.text import set_text
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


def delete(workplace: Workplace, *rows: int) -> None:
    document = workplace.editing.document
    splices = tuple(Splice(row, (document[row],), ()) for row in sorted(rows, reverse=True))
    workplace.editing.perform(Edit(Verb.DELETE, splices))


def test_a_way_through_several_steps_is_told_by_their_number(
    make_workplace: Callable[[], Workplace],
) -> None:
    workplace = make_workplace()
    cues = [Cue(uid, uid * 1_000, uid * 1_000 + 900, "typed") for uid in range(1, 6)]
    workplace.session.begin(NewWork(cues))
    line, stack = workplace.window.status_line, workplace.editing.undo_stack
    delete(workplace, 0, 1)
    workplace.editing.perform(set_text(workplace.editing.document, 0, "new"))
    stack.setIndex(0)
    assert line.text == "Undone: 2 step(s)"
    stack.setIndex(2)
    assert line.text == "Redone: 2 step(s)"
    stack.setIndex(1)
    assert line.text == "Undone: Edit text, 1 row(s)"
    stack.undo()
    assert line.text == "Undone: Delete, 2 row(s)"


def test_the_first_undo_after_reopening_is_told_as_one(
    make_workplace: Callable[[], Workplace], tmp_path: Path
) -> None:
    workplace = make_workplace()
    session, line = workplace.session, workplace.window.status_line
    cues = [Cue(uid, uid * 1_000, uid * 1_000 + 900, "typed") for uid in range(1, 6)]
    session.begin(NewWork(cues))
    session.save_as(tmp_path / "a.wdproj", overwrite=False)
    delete(workplace, 0)
    delete(workplace, 0, 1)
    session.leave(keep_draft=True)
    session.go_on(Project.open(tmp_path / "a.wdproj", ProjectOptions()))
    workplace.editing.undo_stack.undo()
    assert line.text == "Undone: Delete, 2 row(s)"
