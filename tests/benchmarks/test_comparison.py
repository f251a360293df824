from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.comparison import (
    WordTimes,
    common_length,
    compare_word_times,
    first_segment_difference,
    first_token_difference,
)
from benchmarks.transcript import TimedText, Transcript, Window

FIRST, SECOND = Window((), (1, 2, 3), 0), Window((1, 2, 3), (4, 5), 2_800)
SPOKEN = Transcript((TimedText(0, 900, "One two."),), (FIRST, SECOND))
WORDS = (TimedText(0, 400, "One"), TimedText(400, 900, "two."))


def test_equal_transcripts_have_no_difference() -> None:
    assert first_token_difference(SPOKEN, SPOKEN) is None
    assert first_segment_difference(SPOKEN, SPOKEN) is None


def test_the_first_window_and_token_that_differ_are_named() -> None:
    changed = replace(SPOKEN, windows=(FIRST, replace(SECOND, tokens=(4, 6))))
    difference = first_token_difference(SPOKEN, changed)
    assert difference is not None
    assert (difference.window_index, difference.position) == (1, 1)
    assert difference.is_input_equal


def test_equal_tokens_read_from_another_place_are_a_difference() -> None:
    moved = replace(SPOKEN, windows=(FIRST, replace(SECOND, seek_frame=2_801)))
    difference = first_token_difference(SPOKEN, moved)
    assert difference is not None
    assert not difference.is_input_equal
    assert difference.position == len(SECOND.tokens)


def test_another_prompt_is_another_input() -> None:
    forgetful = replace(SPOKEN, windows=(FIRST, replace(SECOND, prompt=())))
    difference = first_token_difference(SPOKEN, forgetful)
    assert difference is not None
    assert not difference.is_input_equal


def test_a_missing_window_is_a_difference() -> None:
    shorter = replace(SPOKEN, windows=(FIRST,))
    for reference, ours in ((SPOKEN, shorter), (shorter, SPOKEN)):
        difference = first_token_difference(reference, ours)
        assert difference is not None
        assert difference.window_index == 1
        assert difference.position == 0
        assert not difference.is_input_equal


def test_segments_differ_in_time_text_or_number() -> None:
    (only,) = SPOKEN.segments
    later = replace(only, end_ms=920)
    assert first_segment_difference(SPOKEN, replace(SPOKEN, segments=(later,))) == (only, later)
    assert first_segment_difference(SPOKEN, replace(SPOKEN, segments=())) == (only, None)


@given(start=st.lists(st.integers()), one=st.lists(st.integers()), other=st.lists(st.integers()))
def test_the_common_start_is_equal_and_cannot_be_longer(
    start: list[int], one: list[int], other: list[int]
) -> None:
    left, right = [*start, *one], [*start, *other]
    length = common_length(left, right)
    assert length >= len(start)
    assert left[:length] == right[:length]
    assert left[length : length + 1] != right[length : length + 1] or len(left) == len(right)


def test_word_times_differ_by_the_largest_of_starts_and_ends() -> None:
    reference = replace(SPOKEN, words=WORDS)
    ours = replace(SPOKEN, words=(replace(WORDS[0], end_ms=430), replace(WORDS[1], start_ms=390)))
    assert compare_word_times(reference, ours) == WordTimes(2, True, 30)


def test_words_after_another_word_are_not_compared() -> None:
    reference = replace(SPOKEN, words=WORDS)
    ours = replace(SPOKEN, words=(TimedText(0, 400, "Won"), TimedText(9_000, 9_900, "two.")))
    assert compare_word_times(reference, ours) == WordTimes(2, False, 0)
    assert not compare_word_times(reference, SPOKEN).is_text_equal
