"""Words are chosen by when they were said."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.span_words import (
    as_one_segment,
    is_word_inside,
    segments_inside,
    without_words,
)
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.timecode import TimeSpan


def segment(*words: Word, text: str = "") -> Segment:
    spoken = text or "".join(word.text for word in words).strip()
    return Segment(words[0].start_ms, words[-1].end_ms, spoken, "en", words=words)


def word(start_ms: int, end_ms: int, text: str) -> Word:
    return Word(start_ms, end_ms, text, 0.5)


HELLO = segment(word(0, 400, " Oh,"), word(400, 900, " hello"), word(900, 1_500, " there."))


def test_a_segment_inside_stays_as_it_is() -> None:
    assert segments_inside([HELLO], TimeSpan(0, 1_500)) == (HELLO,)


def test_what_the_neighbours_said_is_left_out() -> None:
    (inside,) = segments_inside([HELLO], TimeSpan(420, 880))
    assert (inside.text, inside.start_ms, inside.end_ms) == ("hello", 420, 880)
    assert inside.words == (word(420, 880, " hello"),)


def test_nothing_is_left_of_a_segment_elsewhere() -> None:
    assert segments_inside([HELLO], TimeSpan(3_000, 4_000)) == ()


def test_a_pause_before_the_first_word_does_not_lose_it() -> None:
    assert is_word_inside(word(0, 1_200, " Hello"), TimeSpan(1_000, 2_000))
    assert not is_word_inside(word(0, 1_050, " Hello"), TimeSpan(1_000, 2_000))


def test_a_segment_without_words_is_chosen_by_its_middle() -> None:
    bare = Segment(1_000, 2_000, "Hello.", "en")
    (inside,) = segments_inside([bare], TimeSpan(1_400, 1_600))
    assert inside == Segment(1_400, 1_600, "Hello.", "en")
    assert segments_inside([bare], TimeSpan(1_600, 2_000)) == ()


def test_marks_alone_are_no_text() -> None:
    assert segments_inside([segment(word(0, 100, " "), text="-")], TimeSpan(0, 100)) != ()
    two = segment(word(0, 100, " "), word(100, 200, " b"))
    assert segments_inside([two], TimeSpan(0, 100)) == ()


def test_one_segment_fills_the_span() -> None:
    span = TimeSpan(0, 5_000)
    second = segment(word(2_000, 2_100, " Who"), word(2_100, 2_500, " there?"))
    (whole,) = as_one_segment(segments_inside([HELLO, second], span), span)
    assert (whole.start_ms, whole.end_ms) == (0, 5_000)
    assert whole.text == "Oh, hello there. Who there?"
    assert whole.words == HELLO.words + second.words
    assert as_one_segment((), span) == ()


def test_segments_of_which_one_has_no_words_are_joined_by_their_texts() -> None:
    bare = Segment(2_000, 3_000, "Who?", "en")
    (whole,) = as_one_segment((HELLO, bare), TimeSpan(0, 3_000))
    assert whole.text == "Oh, hello there. Who?"


def test_languages_without_spaces_get_none() -> None:
    first, second = segment(word(0, 500, "你好")), segment(word(500, 900, "世界"))
    (whole,) = as_one_segment((first, second), TimeSpan(0, 900))
    assert whole.text == "你好世界"


def test_words_can_be_dropped() -> None:
    (bare,) = without_words([HELLO])
    assert (bare.words, bare.text) == ((), HELLO.text)


times = st.lists(st.integers(0, 20_000), min_size=2, max_size=30, unique=True).map(sorted)


@given(times, times)
def test_every_word_is_in_just_one_of_spans_that_meet(
    of_words: list[int], of_spans: list[int]
) -> None:
    spoken = segment(*(word(a, b, f" {i}") for i, (a, b) in enumerate(pairwise(of_words))))
    spans = [TimeSpan(a, b) for a, b in pairwise([0, *(t + 1 for t in of_spans), 30_000])]
    found = [part for span in spans for part in segments_inside([spoken], span)]
    assert " ".join(part.text for part in found) == spoken.text
    for span in spans:
        for part in segments_inside([spoken], span):
            assert span.start_ms <= part.start_ms < part.end_ms <= span.end_ms
            assert all(span.start_ms <= w.start_ms <= w.end_ms <= span.end_ms for w in part.words)


@pytest.mark.parametrize("end_ms", [1, 10])
def test_a_span_shorter_than_any_word_takes_none_or_one(end_ms: int) -> None:
    assert len(segments_inside([HELLO], TimeSpan(0, end_ms))) <= 1
