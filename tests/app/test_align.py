from typing import Any

import pytest

from tests.app.aligning import END_MS, MEDIA, WORDS, Room
from whisper_desktop.app.align import AlignRequest, TextAligned, align
from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.request import LongFormMode, MediaPart, RecognitionOptions
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, TextNotHeardError
from whisper_desktop.core.events import Progress, SegmentReady, Started, Warned
from whisper_desktop.core.recipe import Recipe, TimestampMode

ALL = " ".join(WORDS)
ENGLISH = RecognitionOptions(recipe=Recipe("en"))


def events_of(room: Room, *rows: GivenRow, options: RecognitionOptions = ENGLISH) -> list[Any]:
    request = AlignRequest(MediaPart(MEDIA), rows, options)
    return list(align(request, room.model(), room.engines, cancel=CancelToken()))


def aligned(room: Room, *texts: str) -> TextAligned:
    last = events_of(room, *map(GivenRow, texts))[-1]
    assert isinstance(last, TextAligned)
    return last


def row_of(first: int, last: int) -> str:
    return " ".join(WORDS[first:last])


def test_a_text_without_times_gets_those_of_its_words() -> None:
    result = aligned(Room(), ALL.capitalize())
    (row,) = result.rows
    starts = [word.start_ms for word in row.segment.words]
    assert starts == pytest.approx([at * 1_000 for at in range(len(WORDS))], abs=25)
    assert row.segment.text == ALL.capitalize()
    assert row.support == 1.0
    assert (result.language, result.unheard) == ("en", ())


def test_rows_begin_where_their_first_word_is_said() -> None:
    result = aligned(Room(), row_of(0, 7), row_of(7, 20), row_of(20, 40))
    starts = [row.segment.start_ms for row in result.rows]
    assert starts == pytest.approx([0, 7_000, 20_000], abs=25)
    ends = [row.segment.end_ms for row in result.rows]
    assert ends == pytest.approx([6_600, 19_600, 39_600], abs=25)


def test_what_nobody_says_is_told_and_what_is_not_written_passed_over() -> None:
    result = aligned(Room(), "A Big Title", row_of(3, 12), "xxxx qqqq", row_of(24, 40))
    assert result.unheard == (0, 2)
    starts = [row.segment.start_ms for row in result.rows]
    assert starts[1] == pytest.approx(3_000, abs=25)
    assert starts[3] == pytest.approx(24_000, abs=25)
    assert starts == sorted(starts)


def test_misheard_words_do_not_hinder() -> None:
    room = Room()
    room.talk.misheard = lambda at: "mumble" if at % 3 == 1 else WORDS[at]
    result = aligned(room, *(row_of(at, at + 4) for at in (0, 4, 8)))
    starts = [row.segment.start_ms for row in result.rows]
    assert starts == pytest.approx([0, 4_000, 8_000], abs=25)


@pytest.mark.parametrize("stretch", [1.0, 25 / 23.976])
def test_subtitles_at_wrong_times_get_the_right_ones(stretch: float) -> None:
    spans = [round((at * 1_000 + 7_000) * stretch) for at in range(0, 40, 4)]
    rows = [
        GivenRow(row_of(4 * at, 4 * at + 4), span_ms, span_ms + 3_000)
        for at, span_ms in enumerate(spans)
    ]
    rows[4] = GivenRow("(silence)", rows[4].start_ms, rows[4].end_ms)
    last = events_of(Room(), *rows)[-1]
    starts = [row.segment.start_ms for row in last.rows]
    assert starts == pytest.approx([at * 1_000 for at in range(0, 40, 4)], abs=60)
    assert last.unheard == (4,)


def test_rows_in_the_wrong_order_are_no_crash() -> None:
    result = aligned(Room(), row_of(20, 30), row_of(0, 20), row_of(30, 40))
    assert len(result.rows) == 3
    assert result.rows[2].segment.start_ms == pytest.approx(30_000, abs=25)


def test_a_text_that_belongs_elsewhere_is_refused() -> None:
    with pytest.raises(TextNotHeardError) as caught:
        aligned(Room(), "xxxx", "yyyy zzzz")
    assert caught.value.path == MEDIA


def test_a_text_of_which_a_few_words_are_said_by_chance_is_refused() -> None:
    other = [f"word{at} thing{at} house{at} place{at}" for at in range(20)]
    with pytest.raises(TextNotHeardError):
        aligned(Room(), *other[:10], row_of(7, 9), *other[10:])


def test_a_recording_of_a_little_of_the_text_is_no_other() -> None:
    other = [f"word{at} thing{at} house{at} place{at}" for at in range(99)]
    result = aligned(Room(), *other, row_of(0, 40))
    assert result.unheard == tuple(range(99))


def test_nothing_is_said_where_nothing_was_heard() -> None:
    room = Room()
    room.talk.misheard = lambda _: ""
    with pytest.raises(TextNotHeardError):
        aligned(room, ALL)
    assert not room.talk.placed.windows


def test_the_recording_is_heard_in_batches_with_words_and_nothing_of_it_is_announced() -> None:
    room = Room()
    events = events_of(room, GivenRow(ALL), options=RecognitionOptions(recipe=Recipe()))
    assert room.talk.options[0].mode is LongFormMode.BATCHED
    assert room.talk.options[0].recipe.timestamps is TimestampMode.WORDS
    assert not any(isinstance(event, SegmentReady) for event in events)
    assert sum(isinstance(event, Started) for event in events) == 1
    done = [event.done_ms for event in events if isinstance(event, Progress)]
    assert done == sorted(done)
    assert done[-1] == END_MS
    assert 0 < done[len(done) // 2] < END_MS


def test_a_word_placed_far_from_where_it_was_heard_is_where_it_was_heard() -> None:
    room = Room()
    room.talk.misheard = lambda at: WORDS[(at + 5) % 40]
    result = aligned(room, ALL)
    words = result.rows[0].segment.words
    assert words[5].start_ms == pytest.approx(100, abs=25)


def test_memory_that_runs_out_is_a_step_down() -> None:
    room = Room()
    room.run_out_of_memory()
    events = events_of(room, GivenRow(ALL))
    assert any(isinstance(event, Warned) for event in events)
    assert room.loads == 2
    assert events[-1].rows[0].support == 1.0


def test_each_window_is_said_in_the_language_that_was_heard() -> None:
    room = Room()
    room.talk.language = "de"
    events_of(room, GivenRow(ALL), options=RecognitionOptions(recipe=Recipe()))
    assert {window.language for window in room.talk.placed.windows} == {"de"}


def test_it_stops_when_asked_to() -> None:
    room, cancel = Room(), CancelToken()
    request = AlignRequest(MediaPart(MEDIA), (GivenRow(ALL),), ENGLISH)
    events = align(request, room.model(), room.engines, cancel=cancel)
    next(events)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(events)
