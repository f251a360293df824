from collections.abc import Iterable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.segment import LeftOut, LeftOutReason
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.accept import accept_rows
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.doubts_board import DoubtsBoard


@pytest.fixture
def doubts(editing: EditingController, doubtful_rows: Document) -> DoubtsBoard:
    editing.load(doubtful_rows)
    return DoubtsBoard(editing)


def uids(doubts: DoubtsBoard) -> list[int | None]:
    return [doubt.uid for doubt in doubts.suspects()]


def test_the_most_doubtful_row_comes_first(doubts: DoubtsBoard) -> None:
    assert uids(doubts) == [4, 2]
    scores = [doubt.suspicion.score for doubt in doubts.suspects() if doubt.suspicion]
    assert scores == sorted(scores, reverse=True)
    assert doubts.suspicion_of(1) is None
    assert len(doubts) == 2


def test_whoever_writes_or_accepts_a_row_has_no_doubt(
    doubts: DoubtsBoard, editing: EditingController
) -> None:
    editing.perform(set_text(editing.document, 1, "Good evening."))
    assert uids(doubts) == [4]
    editing.perform(accept_rows(editing.document, [3]))
    assert uids(doubts) == []
    editing.undo_stack.undo()
    editing.undo_stack.undo()
    assert uids(doubts) == [4, 2]


def test_rows_that_go_and_come_are_followed(
    doubts: DoubtsBoard, editing: EditingController
) -> None:
    editing.perform(delete(editing.document, [1, 3]))
    assert uids(doubts) == []
    editing.undo_stack.undo()
    assert uids(doubts) == [4, 2]


def test_rows_that_arrive_are_looked_at(doubts: DoubtsBoard, editing: EditingController) -> None:
    cue = replace(editing.document[3], uid=9, start_ms=90_000, end_ms=92_000)
    editing.arrive([cue], "run")
    assert set(uids(doubts)) == {4, 2, 9}


def test_of_many_rows_it_is_told_once_all_are_known(
    editing: EditingController, doubtful_rows: Document, qtbot: QtBot
) -> None:
    bad = doubtful_rows[3]
    cues = [replace(bad, uid=uid, text=f"{bad.text} {uid}") for uid in range(1, 2_501)]
    doubts = DoubtsBoard(editing)
    editing.load(Document(cues))
    assert len(doubts) < 2_500
    qtbot.waitUntil(lambda: len(doubts) == 2_500)


def spans(pairs: Iterable[tuple[int, int]]) -> list[TimeSpan]:
    return [TimeSpan(start_ms, end_ms) for start_ms, end_ms in pairs]


def test_speech_without_a_row_is_listed_until_it_has_one_or_needs_none(
    doubts: DoubtsBoard, editing: EditingController, qtbot: QtBot
) -> None:
    speech = spans([(1_000, 2_000), (40_000, 43_000), (50_000, 54_000)])
    doubts.set_speech(speech)
    assert doubts.uncovered == tuple(speech[1:])
    assert [doubt.span for doubt in doubts.speech_without_rows()] == speech[1:]
    assert len(doubts) == 4
    doubts.set_speech(speech, [speech[2]])
    assert doubts.uncovered == (speech[1],)
    editing.arrive([Cue(9, 40_000, 43_000, "Here.")], "run")
    qtbot.waitUntil(lambda: doubts.uncovered == ())


def test_text_that_was_left_out_is_no_doubt_and_can_be_looked_at(doubts: DoubtsBoard) -> None:
    late, early = (
        LeftOut(start_ms, start_ms + 500, "you", LeftOutReason.NO_SPEECH) for start_ms in (9_000, 0)
    )
    doubts.set_left_out({late: None, early: 77})
    assert doubts.left_out_count == 2
    assert [doubt.left_out for doubt in doubts.texts_left_out()] == [early, late]
    assert len(doubts) == 2


def test_another_document_has_doubts_of_its_own(
    doubts: DoubtsBoard, editing: EditingController
) -> None:
    doubts.set_speech(spans([(40_000, 43_000)]))
    editing.load(Document([Cue(1, 0, 900, "Typed by hand.")]))
    assert len(doubts) == 0
    assert bool(doubts)
