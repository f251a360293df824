from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.merge import merge
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.split import split
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.proposal_board import PROPOSALS, ProposalBoard, ProposalId
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.verb_names import step_name

ONE, TWO, THREE = ProposalId(1), ProposalId(2), ProposalId(3)
CUES = tuple(Cue(uid, 1_000 * uid, 1_000 * uid + 900, f"old {uid}") for uid in (1, 2, 3))


@pytest.fixture
def editing(window: QMainWindow) -> EditingController:
    return EditingController(Document(), step_name, window)


@pytest.fixture
def session(session: Session) -> Session:
    session.begin(NewWork(CUES))
    return session


@pytest.fixture
def board(editing: EditingController, session: Session, window: QMainWindow) -> ProposalBoard:
    return made(editing, session, window)


def made(editing: EditingController, session: Session, window: QMainWindow) -> ProposalBoard:
    def shaped(cue: Cue) -> Cue:
        return replace(cue, text=cue.text.upper(), translation=cue.translation.upper())

    board = ProposalBoard(editing, session, shaped, window)
    session.opened.emit()
    return board


def candidate(
    uid: int, *texts: str, task: Task = Task.TRANSCRIBE, is_locked: bool = True
) -> Candidate:
    start_ms = 1_000 * uid
    hearings = [
        tuple(
            Segment(start_ms + 100 * at, start_ms + 100 * at + 90, f" {part}", "en", task)
            for at, part in enumerate(text.split("|"))
        )
        for text in texts
    ]
    recipe = Recipe("en", task)
    return Candidate(
        uid, start_ms, start_ms + 900, is_locked, recipe, hearings[0], tuple(hearings[1:])
    )


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def offer(board: ProposalBoard, *uids: int) -> None:
    for uid in uids:
        board.add(candidate(uid, f"new {uid}"), is_translation=False)


def opened(board: ProposalBoard) -> tuple[ProposalId, ...]:
    return board.open


def take(board: ProposalBoard, *wanted: ProposalId) -> int:
    return board.accept(wanted, document_language="en")


def test_proposals_are_in_the_order_of_the_rows(board: ProposalBoard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.came):
        offer(board, 3)
    offer(board, 1, 2)
    assert opened(board) == (ONE, TWO, THREE)
    assert [board.row_of(one) for one in board.open] == [0, 1, 2]
    assert board.of_row(2) == TWO
    assert board.of_row(9) is None


def test_all_are_taken_in_one_step_in_the_form_of_rows_here(
    board: ProposalBoard, editing: EditingController
) -> None:
    editing.select([2])
    offer(board, 1, 3)
    assert take(board, *board.open) == 2
    assert texts(editing) == ["NEW 1", "old 2", "NEW 3"]
    assert opened(board) == ()
    assert editing.selection == (2,)
    assert editing.undo_stack.count() == 1


def test_what_is_undone_is_offered_again_and_goes_when_it_is_redone(
    board: ProposalBoard, editing: EditingController
) -> None:
    offer(board, 1, 3)
    take(board, ONE, THREE)
    editing.undo_stack.undo()
    assert texts(editing) == ["old 1", "old 2", "old 3"]
    assert opened(board) == (ONE, THREE)
    editing.undo_stack.redo()
    assert opened(board) == ()
    editing.undo_stack.undo()
    take(board, THREE)
    assert (texts(editing), board.open) == (["old 1", "old 2", "NEW 3"], (ONE,))


def test_texts_and_translations_are_taken_in_one_step(
    board: ProposalBoard, editing: EditingController
) -> None:
    offer(board, 1)
    board.add(candidate(1, "english", task=Task.TRANSLATE), is_translation=True)
    board.add(candidate(2, "english", task=Task.TRANSLATE), is_translation=True)
    assert opened(board) == (ONE, ProposalId(1, True), ProposalId(2, True))
    assert take(board, *board.open) == 2
    cues = editing.document
    assert [(cue.text, cue.translation) for cue in cues][:2] == [
        ("NEW 1", "ENGLISH"),
        ("old 2", "ENGLISH"),
    ]
    editing.undo_stack.undo()
    assert texts(editing) == ["old 1", "old 2", "old 3"]
    assert not editing.undo_stack.canUndo()
    assert len(board.open) == 3


def test_free_times_part_the_row_and_undo_joins_it_again(
    board: ProposalBoard, editing: EditingController
) -> None:
    board.add(candidate(2, "a|b", is_locked=False), is_translation=False)
    take(board, TWO)
    assert texts(editing) == ["old 1", "A", "B", "old 3"]
    editing.undo_stack.undo()
    assert opened(board) == (TWO,)


def test_free_times_part_the_translation_that_is_taken_with_them(
    board: ProposalBoard, editing: EditingController
) -> None:
    board.add(candidate(2, "a|b", is_locked=False), is_translation=False)
    board.add(candidate(2, "one two", task=Task.TRANSLATE), is_translation=True)
    take(board, *board.open)
    rows = [(cue.text, cue.translation) for cue in editing.document]
    assert rows[1:3] == [("A", "ONE"), ("B", "TWO")]
    editing.undo_stack.undo()
    assert opened(board) == (TWO, ProposalId(2, True))
    editing.undo_stack.redo()
    assert opened(board) == ()


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_row_that_was_split_merged_or_moved_since_is_left_alone(
    board: ProposalBoard, editing: EditingController, is_locked: bool
) -> None:
    board.add(candidate(1, "new 1", is_locked=is_locked), is_translation=False)
    board.add(candidate(1, "english", task=Task.TRANSLATE), is_translation=True)
    board.add(candidate(3, "new 3"), is_translation=False)
    document = editing.document
    moved = replace(document[0], start_ms=900)
    for edit in (
        split(document, 0, 3),
        merge(document, [0, 1]),
        Edit(Verb.MOVE, (Splice(0, (document[0],), (moved,)),)),
    ):
        editing.perform(edit)
        before = list(document)
        assert not board.fits(ONE)
        assert take(board, *board.open) == 1
        assert [cue for cue in document if cue.uid != 3] == [cue for cue in before if cue.uid != 3]
        assert opened(board) == (ONE, ProposalId(1, True))
        editing.undo_stack.undo()
        editing.undo_stack.undo()
        assert board.fits(ONE)
        assert opened(board) == (ONE, ProposalId(1, True), THREE)


def test_a_row_that_moved_and_is_heard_again_is_taken(
    board: ProposalBoard, editing: EditingController
) -> None:
    offer(board, 1)
    moved = replace(editing.document[0], end_ms=1_800)
    editing.perform(Edit(Verb.MOVE, (Splice(0, (CUES[0],), (moved,)),)))
    heard = replace(candidate(1, "new 1", "other"), end_ms=1_800)
    board.add(heard, is_translation=False, is_more=True)
    assert [one.end_ms for one in board.proposal(ONE).hearings] == [1_800, 1_800, 1_900]
    assert take(board, ONE) == 1
    assert (texts(editing)[0], editing.document[0].end_ms) == ("NEW 1", 1_800)


def test_a_proposal_whose_row_is_gone_does_not_fit(
    board: ProposalBoard, editing: EditingController
) -> None:
    offer(board, 1)
    editing.perform(delete(editing.document, [0]))
    assert not board.fits(ONE)


def test_the_chosen_hearing_is_taken(board: ProposalBoard, editing: EditingController) -> None:
    board.add(candidate(1, "one", "two"), is_translation=False)
    board.choose(ONE, 1)
    board.add(candidate(1, "three"), is_translation=False, is_more=True)
    assert board.proposal(ONE).text == "two"
    assert len(board.proposal(ONE).hearings) == 3
    board.add(candidate(1, "four"), is_translation=False)
    assert board.proposal(ONE).text == "four"
    board.choose(ONE, 2)
    take(board, ONE)
    assert texts(editing)[0] == "TWO"


def test_what_the_row_says_already_is_no_step(
    board: ProposalBoard, editing: EditingController
) -> None:
    editing.perform(set_text(editing.document, 0, "NEW 1"))
    offer(board, 1)
    take(board, ONE)
    count = editing.undo_stack.count()
    offer(board, 1)
    assert take(board, ONE) == 0
    assert editing.undo_stack.count() == count
    assert opened(board) == ()
    assert take(board, ONE) == 0


def test_a_proposal_that_changed_nothing_comes_and_goes_with_those_taken_beside_it(
    board: ProposalBoard,
    editing: EditingController,
    session: Session,
    window: QMainWindow,
) -> None:
    editing.perform(set_text(editing.document, 1, "NEW 2"))
    offer(board, 1, 2, 3)
    assert take(board, ONE, TWO) == 1
    assert opened(board) == (THREE,)
    editing.undo_stack.undo()
    assert opened(board) == (ONE, TWO, THREE)
    editing.undo_stack.redo()
    assert opened(board) == (THREE,)
    again = made(editing, session, window)
    editing.undo_stack.undo()
    assert opened(again) == (ONE, TWO, THREE)


def test_what_was_rejected_can_be_brought_back(board: ProposalBoard) -> None:
    offer(board, 1, 2, 3)
    assert board.reject([ONE]) == 1
    assert board.reject([TWO, THREE]) == 2
    assert (board.open, board.rejected_count) == ((), 2)
    assert board.bring_back() == 2
    assert (board.open, board.rejected_count) == ((TWO, THREE), 0)
    assert board.reject([ONE]) == 0


def test_what_was_heard_anew_is_not_brought_back_over_it(board: ProposalBoard) -> None:
    offer(board, 1)
    board.reject([ONE])
    board.add(candidate(1, "anew"), is_translation=False)
    assert board.bring_back() == 0
    assert board.proposal(ONE).text == "anew"


def test_proposals_go_and_come_back_with_their_rows(
    board: ProposalBoard, editing: EditingController, qtbot: QtBot
) -> None:
    offer(board, 1, 2)
    with qtbot.waitSignal(board.lost) as lost:
        editing.perform(delete(editing.document, [0]))
    assert lost.args == [1]
    assert opened(board) == (TWO,)
    with qtbot.assertNotEmitted(board.lost):
        editing.undo_stack.undo()
    assert opened(board) == (ONE, TWO)


def test_an_empty_row_is_filled_at_once_and_nothing_of_it_is_lost(
    board: ProposalBoard, editing: EditingController, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(board.came):
        for uid in (1, 2):
            board.fill(
                candidate(uid, f"new {uid}"),
                is_translation=False,
                document_language="en",
                merge_key="a",
            )
    assert texts(editing) == ["NEW 1", "NEW 2", "old 3"]
    editing.undo_stack.undo()
    assert texts(editing) == ["old 1", "old 2", "old 3"]
    assert opened(board) == (ONE, TWO)


def test_it_is_told_once_however_many_are_taken_or_filled(
    board: ProposalBoard, editing: EditingController
) -> None:
    offer(board, 1, 2)
    told: list[tuple[ProposalId, ...]] = []
    board.changed.connect(lambda: told.append(board.open))
    take(board, *board.open)
    assert told == [()]
    board.fill(candidate(3, "a"), is_translation=False, document_language=None, merge_key="a")
    assert told == [(), ()]


def test_everything_is_remembered_with_the_project(
    board: ProposalBoard,
    editing: EditingController,
    session: Session,
    window: QMainWindow,
    tmp_path: Path,
) -> None:
    session.save_as(tmp_path / "a.wdproj", overwrite=False)
    offer(board, 1, 2, 3)
    board.choose(ONE, 0)
    board.reject([TWO])
    take(board, THREE)
    session.leave(keep_draft=False)
    assert opened(board) == ()
    session.go_on(session.read_project(tmp_path / "a.wdproj"))
    assert opened(board) == (ONE,)
    assert board.proposal(ONE).text == "new 1"
    editing.undo_stack.undo()
    assert texts(editing)[2] == "old 3"
    assert opened(board) == (ONE, THREE)


def test_new_work_gets_a_draft_that_survives_a_crash_with_what_was_heard(
    board: ProposalBoard, session: Session, editing: EditingController, window: QMainWindow
) -> None:
    assert not session.is_drafted
    offer(board, 1, 2)
    project = session.project
    assert project is not None
    assert project.is_draft
    assert project.setting(PROPOSALS) == ["proposal-1", "proposal-2"]
    take(board, ONE)
    assert texts(editing)[0] == "NEW 1"
    assert made(editing, session, window).open == (TWO,)


def test_what_is_damaged_is_left_out(
    board: ProposalBoard, session: Session, editing: EditingController, window: QMainWindow
) -> None:
    offer(board, 1, 2)
    good = session.setting("proposal-1")
    assert isinstance(good, dict)
    session.remember("proposal-2", {**good, "state": "of tomorrow"})
    session.remember(PROPOSALS, ["proposal-1", "proposal-2", "proposal-9"])
    assert made(editing, session, window).open == (ONE,)
    session.remember(PROPOSALS, 7)
    assert made(editing, session, window).open == ()


def test_not_more_is_known_of_what_was_taken_than_can_be_undone_in_an_hour(
    board: ProposalBoard, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whisper_desktop.ui.models.proposal_board._MOST_TAKEN", 2)
    offer(board, 1, 2, 3)
    take(board, *board.open)
    assert session.setting(PROPOSALS) == ["proposal-2", "proposal-3"]
    assert session.setting("proposal-1") is None
