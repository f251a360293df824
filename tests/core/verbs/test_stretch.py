from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import MAX_TIME_MS
from whisper_desktop.core.verbs.stretch import Anchor, can_stretch, linear_map, stretch

CUES = [
    Cue(1, 1_000, 2_000, "one", (Word(1_000, 1_500, " one", 1.0),)),
    Cue(2, 11_000, 12_000, "two"),
]


def test_two_times_get_where_they_should_be() -> None:
    edit = stretch(CUES, [0, 1], Anchor(1_000, 2_000), Anchor(11_000, 22_000))
    first, second = edit.splices[0].inserted
    assert (first.start_ms, first.end_ms) == (2_000, 4_000)
    assert (second.start_ms, second.end_ms) == (22_000, 24_000)
    assert first.words == (Word(2_000, 3_000, " one", 1.0),)
    assert edit.verb is Verb.STRETCH


def test_what_would_come_before_zero_starts_there() -> None:
    edit = stretch(CUES, [0, 1], Anchor(2_000, 0), Anchor(12_000, 5_000))
    assert [(cue.start_ms, cue.end_ms) for cue in edit.splices[0].inserted] == [
        (0, 0),
        (4_500, 5_000),
    ]


def test_what_would_come_beyond_the_last_time_is_there() -> None:
    edit = stretch(CUES, [0, 1], Anchor(0, 0), Anchor(2, MAX_TIME_MS))
    assert {cue.start_ms for cue in edit.splices[0].inserted} == {MAX_TIME_MS}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Anchor(1, 1), Anchor(1, 5)),
        (Anchor(1, 5), Anchor(2, 5)),
        (Anchor(1, 5), Anchor(2, 4)),
    ],
)
def test_anchors_that_would_turn_time_round_are_refused(first: Anchor, second: Anchor) -> None:
    assert not can_stretch(first, second)
    with pytest.raises(ValueError, match="no stretch"):
        stretch(CUES, [0], first, second)


def test_the_order_of_the_anchors_does_not_matter() -> None:
    first, second = Anchor(1_000, 1_500), Anchor(11_000, 11_700)
    assert stretch(CUES, [0, 1], first, second) == stretch(CUES, [1, 0], second, first)


fractions = st.fractions(min_value=Fraction(1, 100), max_value=100, max_denominator=1_001)


@given(fractions, st.fractions(-10_000, 10_000, max_denominator=99), st.integers(0, 10**9))
def test_a_time_is_mapped_exactly_and_then_rounded(
    factor: Fraction, offset_ms: Fraction, time_ms: int
) -> None:
    exact_ms = max(factor * time_ms + offset_ms, Fraction(0))
    assert abs(linear_map(factor, offset_ms)(time_ms) - exact_ms) <= Fraction(1, 2)
