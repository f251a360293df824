from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.recognition.fake_host import FakeHost
from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.retranscribe import CandidateReady, SpanFailed
from whisper_desktop.app.span_orders import SpanOrder
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.errors import NoAudioError, RecogniserDiedError
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.recognition.rerecognition import AgainOrder, Rerecognition
from whisper_desktop.ui.session import NewWork, Session

MEDIA, MODEL = Path("talk.mp4"), ModelRequest("base")
CUES = (
    Cue(1, 1_000, 1_900, "old"),
    Cue(2, 2_000, 2_900, ""),
    Cue(3, 3_000, 3_900, " "),
    Cue(4, 4_000, 4_900, "ouder", language="nl", recipe=RecipeOverride(language="de")),
)


@pytest.fixture
def board(editing: EditingController, session: Session, window: QMainWindow) -> ProposalBoard:
    session.begin(NewWork(CUES))
    return ProposalBoard(editing, session, lambda cue: cue, window)


def order(*uids: int, is_translation: bool = False, alternatives: int = 0) -> AgainOrder:
    spans = tuple(SpanOrder(uid, 1_000 * uid, 1_000 * uid + 900, Recipe(), True) for uid in uids)
    return AgainOrder(spans, MEDIA, 2, MODEL, is_translation, alternatives)


def heard(uid: int, text: str, task: Task = Task.TRANSCRIBE) -> CandidateReady:
    segments = (Segment(1_000 * uid, 1_000 * uid + 900, text, "en", task),) if text else ()
    recipe = Recipe("en", task)
    return CandidateReady(Candidate(uid, 1_000 * uid, 1_000 * uid + 900, True, recipe, segments))


def texts(editing: EditingController) -> list[str]:
    return [cue.text for cue in editing.document]


def opened(board: ProposalBoard) -> list[int]:
    return [one.uid for one in board.open]


def test_rows_with_text_are_compared_and_rows_without_filled_in_one_step(
    work: Rerecognition,
    host: FakeHost,
    board: ProposalBoard,
    editing: EditingController,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    desk.set_language("en")
    with qtbot.waitSignal(work.finished) as finished:
        work.start(order(1, 2, 3))
        host.say(heard(1, "new"), heard(2, "two"), heard(3, "three"), None)
    assert finished.args == [2]
    assert texts(editing) == ["old", "two", "three", "ouder"]
    assert opened(board) == [1]
    assert not work.is_running
    request = host.jobs[0].request
    assert (request.media, request.audio_track, request.alternatives) == (MEDIA, 2, 0)
    assert request.likely_languages == ("en", "de", "nl")
    assert host.jobs[0].model == MODEL
    editing.undo_stack.undo()
    assert texts(editing) == ["old", "", " ", "ouder"]
    assert opened(board) == [1, 2, 3]


def test_rows_are_filled_at_the_end_once_the_person_did_something_since(
    work: Rerecognition,
    host: FakeHost,
    board: ProposalBoard,
    editing: EditingController,
    qtbot: QtBot,
) -> None:
    more = [Cue(uid, 1_000 * uid, 1_000 * uid + 900, "") for uid in (5, 6, 7)]
    row_count = len(editing.document)
    editing.perform(Edit(Verb.INSERT, (Splice(row_count, (), tuple(more)),)))
    stack = editing.undo_stack
    first = stack.count()
    with qtbot.assertNotEmitted(board.came):
        work.start(order(2, 3, 5, 6, 7))
        host.say(heard(2, "two"))
        qtbot.waitUntil(lambda: texts(editing)[1] == "two")
        editing.perform(set_text(editing.document, 0, "typed"))
        host.say(heard(3, "three"), heard(5, "five"), heard(6, "six"))
        qtbot.waitUntil(lambda: opened(board) == [3, 5, 6])
    editing.perform(set_text(editing.document, row_count, "own"))
    board.reject([ProposalId(6)])
    with qtbot.waitSignal(work.finished) as finished:
        host.say(heard(7, "seven"), None)
    assert finished.args == [3]
    assert texts(editing) == ["typed", "two", "three", "ouder", "own", "", "seven"]
    assert opened(board) == [5]
    assert stack.count() == first + 4
    stack.undo()
    assert texts(editing) == ["typed", "two", " ", "ouder", "own", "", ""]


def test_a_translation_fills_what_has_none_and_leaves_the_text(
    work: Rerecognition,
    host: FakeHost,
    board: ProposalBoard,
    editing: EditingController,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(work.finished):
        work.start(order(1, is_translation=True))
        host.say(heard(1, "english", Task.TRANSLATE), None)
    assert (editing.document[0].text, editing.document[0].translation) == ("old", "english")
    with qtbot.waitSignal(work.finished):
        work.start(order(1, is_translation=True))
        host.say(heard(1, "better", Task.TRANSLATE), None)
    assert board.open == (ProposalId(1, True),)


def test_steps_that_can_be_redone_are_not_lost_to_a_row_that_is_filled(
    work: Rerecognition,
    host: FakeHost,
    board: ProposalBoard,
    editing: EditingController,
    qtbot: QtBot,
) -> None:
    editing.perform(set_text(editing.document, 0, "typed"))
    editing.undo_stack.undo()
    with qtbot.waitSignal(board.came):
        work.start(order(2))
        host.say(heard(2, "two"))
    assert editing.undo_stack.canRedo()
    assert opened(board) == [2]


def test_a_row_that_moved_meanwhile_is_not_filled(
    work: Rerecognition,
    host: FakeHost,
    board: ProposalBoard,
    editing: EditingController,
    qtbot: QtBot,
) -> None:
    before = editing.document[1]
    moved = Splice(1, (before,), (replace(before, end_ms=2_500),))
    editing.perform(Edit(Verb.MOVE, (moved,)))
    with qtbot.waitSignal(board.came):
        work.start(order(2))
        host.say(heard(2, "two"))
    assert texts(editing)[1] == ""
    assert opened(board) == [2]


def test_nothing_is_proposed_where_there_is_nothing(
    work: Rerecognition, host: FakeHost, board: ProposalBoard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.finished):
        work.start(order(1, 2, 99))
        host.say(heard(1, ""), heard(2, ""), heard(99, "gone"), None)
    assert opened(board) == [1]
    assert work.silent == [2]


def test_more_hearings_go_behind_those_there_are(
    work: Rerecognition, host: FakeHost, board: ProposalBoard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.finished):
        work.start(order(1))
        host.say(heard(1, "first"), None)
    with qtbot.waitSignal(work.finished):
        work.start(order(1, alternatives=3))
        host.say(heard(1, "second"), None)
    assert host.jobs[1].request.alternatives == 3
    proposal = board.proposal(ProposalId(1))
    assert (proposal.text, len(proposal.hearings)) == ("first", 2)


def test_orders_wait_for_each_other(
    work: Rerecognition, host: FakeHost, board: ProposalBoard, qtbot: QtBot
) -> None:
    work.start(order(1))
    work.start(order(4))
    assert work.counts == (0, 2)
    with qtbot.waitSignal(board.came):
        host.say(heard(1, "new"))
    assert len(host.jobs) == 1
    with qtbot.waitSignal(work.ended):
        host.say(None, heard(4, "new"), None)
    assert [job.request.orders[0].key for job in host.jobs] == [1, 4]
    assert opened(board) == [1, 4]
    assert work.counts == (2, 2)


def test_what_failed_is_told_row_by_row_and_the_others_go_on(
    work: Rerecognition, host: FakeHost, board: ProposalBoard, qtbot: QtBot
) -> None:
    error = NoAudioError(MEDIA, "it ends before", 100)
    with qtbot.waitSignal(work.finished):
        work.start(order(1, 4))
        host.say(SpanFailed(1, error), heard(4, "new"), None)
    assert dict(work.failures) == {1: error}
    assert opened(board) == [4]
    assert work.unheard == ()


def test_what_a_dead_recogniser_left_can_be_ordered_again(
    work: Rerecognition, host: FakeHost, board: ProposalBoard, qtbot: QtBot
) -> None:
    error = RecogniserDiedError(-9, "it was killed", Path("log"))
    with qtbot.waitSignals([work.failed, work.ended]):
        work.start(order(1, 2, 4))
        work.start(order(3))
        host.say(heard(1, "new"), error)
    assert not work.is_running
    assert opened(board) == [1]
    assert [[span.key for span in rest.spans] for rest in work.unheard] == [[2, 4], [3]]
    assert len(host.jobs) == 1


@pytest.mark.parametrize("end", ["cancel", "stop"])
def test_it_ends_when_it_is_told_and_keeps_what_was_heard(
    work: Rerecognition, host: FakeHost, board: ProposalBoard, qtbot: QtBot, end: str
) -> None:
    work.start(order(1, 2))
    work.start(order(4))
    with qtbot.waitSignal(board.came):
        host.say(heard(1, "new"))
    with qtbot.waitSignal(work.ended), qtbot.assertNotEmitted(work.finished):
        getattr(work, end)()
    assert opened(board) == [1]
    assert len(host.jobs) == 1


def test_it_stops_when_another_document_is_opened(
    work: Rerecognition, host: FakeHost, session: Session, board: ProposalBoard
) -> None:
    work.start(order(1))
    session.leave(keep_draft=False)
    assert not work.is_running
    assert board.open == ()


def test_what_was_left_undone_goes_with_its_document(
    work: Rerecognition, host: FakeHost, session: Session, board: ProposalBoard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(work.ended):
        work.start(order(1, 2))
        host.say(SpanFailed(1, NoAudioError(MEDIA, "", 0)), heard(3, ""))
        host.say(RecogniserDiedError(-9, "it was killed", Path("log")))
    assert work.unheard
    with qtbot.waitSignals([work.forgotten] * 2):
        session.leave(keep_draft=False)
        session.begin(NewWork(CUES))
    assert (work.unheard, work.failures, work.silent) == ((), {}, [])


def test_it_stops_when_another_recording_is_chosen(
    work: Rerecognition, host: FakeHost, board: ProposalBoard, desk: Desk, qtbot: QtBot
) -> None:
    desk.show_media(MediaFacts(MEDIA, 60_000, ()))
    work.start(order(1, 2))
    with qtbot.waitSignal(board.came):
        host.say(heard(1, "new"))
    with qtbot.assertNotEmitted(work.ended):
        desk.show_media(None)
        desk.show_media(MediaFacts(MEDIA, 60_000, ()))
    with qtbot.waitSignal(work.forgotten):
        desk.show_media(MediaFacts(Path("other.mp4"), 60_000, ()))
    assert not work.is_running
    assert opened(board) == [1]


def test_no_row_is_filled_while_a_mouse_button_is_down(
    work: Rerecognition,
    host: FakeHost,
    editing: EditingController,
    board: ProposalBoard,
    qtbot: QtBot,
    held: list[Qt.MouseButton],
) -> None:
    work.start(order(2))
    with qtbot.waitSignal(work.event_ready):
        host.say(heard(2, "two"))
    assert texts(editing)[1] == ""
    held[0] = Qt.MouseButton.NoButton
    qtbot.waitUntil(lambda: texts(editing)[1] == "two")
