from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.rules import TimingRules
from whisper_desktop.core.verbs.snap import (
    snap_to_frames,
    snap_to_neighbours,
    snap_to_time,
    snap_to_words,
    to_frame,
)


def spans(edit: Edit) -> dict[int, tuple[int, int]]:
    """Return the new times by uid."""
    cues = [cue for splice in edit.splices for cue in splice.inserted]
    return {cue.uid: (cue.start_ms, cue.end_ms) for cue in cues}


@given(st.integers(0, 10**8), st.sampled_from([Fraction(25), Fraction(24_000, 1_001)]))
def test_a_frame_starts_within_half_a_frame_of_every_time(time_ms: int, rate: Fraction) -> None:
    snapped_ms = to_frame(time_ms, rate)
    assert abs(snapped_ms - time_ms) <= 500 / rate + 1
    assert to_frame(snapped_ms, rate) == snapped_ms


def test_rows_start_and_end_with_a_frame() -> None:
    cues = [Cue(1, 1_010, 1_999, "one"), Cue(2, 2_000, 2_030, "two")]
    edit = snap_to_frames(cues, [0, 1], 25)
    assert spans(edit) == {1: (1_000, 2_000), 2: (2_000, 2_040)}
    assert (edit.verb, edit.selection) == (Verb.SNAP, (1, 2))


def speech(uid: int, start_ms: int, end_ms: int, *edges_ms: int) -> Cue:
    words = zip(edges_ms[::2], edges_ms[1::2], strict=True)
    return Cue(uid, start_ms, end_ms, "x", tuple(Word(a, b, " x", 1.0) for a, b in words))


def test_rows_start_and_end_with_their_words() -> None:
    cues = [speech(1, 1_000, 2_000, 1_100, 1_300, 1_500, 2_200), Cue(2, 3_000, 4_000, "mute")]
    assert spans(snap_to_words(cues, [0, 1], 300)) == {1: (1_100, 2_200)}


def test_words_out_of_reach_are_left() -> None:
    cues = [speech(1, 1_000, 2_000, 1_400, 2_200)]
    assert spans(snap_to_words(cues, [0], 300)) == {1: (1_000, 2_200)}


def test_snapping_keeps_off_the_neighbours() -> None:
    cues = [speech(1, 1_000, 2_000, 1_000, 2_300), speech(2, 2_200, 3_000, 2_050, 3_000)]
    rules = TimingRules(min_gap_ms=50)
    assert spans(snap_to_words(cues, [0, 1], 300, rules)) == {1: (1_000, 2_150)}
    assert spans(snap_to_words(cues, [1], 300, rules)) == {2: (2_050, 3_000)}


def test_words_that_would_leave_no_time_are_left() -> None:
    assert snap_to_words([speech(1, 1_000, 1_100, 1_250, 1_250)], [0], 300).is_empty


def test_rows_touch_their_neighbours() -> None:
    cues = [Cue(1, 0, 1_000, "a"), Cue(2, 1_200, 2_000, "b"), Cue(3, 2_150, 3_000, "c")]
    rules = TimingRules(min_gap_ms=80)
    assert spans(snap_to_neighbours(cues, [1], 250, rules)) == {2: (1_080, 2_070)}
    assert spans(snap_to_neighbours(cues, [0, 1, 2], 250, rules)) == {
        1: (0, 1_120),
        2: (1_200, 2_070),
    }
    assert snap_to_neighbours(cues, [1], 20, rules).is_empty


@pytest.mark.parametrize(
    ("time_ms", "expected"),
    [
        (1_300, (1_300, 2_000)),
        (900, (900, 2_000)),
        (1_600, (1_000, 1_600)),
        (2_500, (1_000, 2_500)),
        (9_000, (1_000, 3_000)),
    ],
)
def test_the_nearer_edge_goes_to_a_time(time_ms: int, expected: tuple[int, int]) -> None:
    cues = [Cue(1, 1_000, 2_000, "a"), Cue(2, 3_000, 4_000, "b")]
    edit = snap_to_time(cues, 0, time_ms)
    assert spans(edit) == {1: expected}
    assert edit.verb is Verb.SNAP


def test_a_row_without_a_duration_is_not_snapped_inside_another() -> None:
    cues = [Cue(1, 0, 500, "one"), Cue(2, 10, 20, "two"), Cue(3, 40, 40, "three")]
    cues.append(Cue(4, 40, 40, "four"))
    assert snap_to_neighbours(cues, [2, 3], 500, TimingRules()).is_empty
