import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.views.waveform.hit import GRAB_PX, Hit, Part, hit_at, lane_box
from whisper_desktop.ui.views.waveform.segment_spans import Lane, SegmentSpans
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

SCALE = TimeScale.of(1_200, 60_000)
"""Ten milliseconds a pixel."""
NOBODY: frozenset[int] = frozenset()


def hit(
    cues: list[Cue], x: float, lane: Lane = Lane.UPPER, preferred: frozenset[int] = NOBODY
) -> Hit | None:
    spans = SegmentSpans.of(cues).between(SCALE.time_at(x) - 80, SCALE.time_at(x) + 80)
    return hit_at(spans, SCALE, x, lane, preferred)


@pytest.mark.parametrize(
    ("x", "part"),
    [
        (93, Part.START),
        (100, Part.START),
        (107, Part.START),
        (150, Part.BODY),
        (193, Part.END),
        (207, Part.END),
    ],
)
def test_edges_reach_some_pixels_to_both_sides(x: float, part: Part) -> None:
    assert hit([Cue(1, 1_000, 2_000, "")], x) == Hit(0, part)


def test_edges_are_at_least_six_pixels_to_grab() -> None:
    assert GRAB_PX >= 6


def test_nothing_is_where_nothing_is() -> None:
    assert hit([Cue(1, 1_000, 2_000, "")], 80) is None
    assert hit([], 80) is None


@given(st.integers(6, 60))
def test_the_middle_of_a_narrow_segment_can_still_be_moved(width_px: int) -> None:
    cue = Cue(1, 1_000, 1_000 + 10 * width_px, "")
    assert hit([cue], 100 + width_px / 2) == Hit(0, Part.BODY)


def test_a_tiny_segment_can_only_be_chosen() -> None:
    assert hit([Cue(1, 1_000, 1_030, "")], 101) == Hit(0, Part.TINY)
    assert hit([Cue(1, 1_000, 1_000, "")], 102) == Hit(0, Part.TINY)


def test_where_two_meet_the_side_of_the_pointer_decides() -> None:
    cues = [Cue(1, 1_000, 2_000, ""), Cue(2, 2_000, 3_000, "")]
    assert hit(cues, 198) == Hit(0, Part.END)
    assert hit(cues, 202) == Hit(1, Part.START)


def test_the_edge_of_a_selected_segment_comes_first() -> None:
    cues = [Cue(1, 1_000, 2_000, ""), Cue(2, 2_000, 3_000, "")]
    assert hit(cues, 202, preferred=frozenset({0})) == Hit(0, Part.END)


def test_of_overlapping_segments_the_lane_decides() -> None:
    cues = [Cue(1, 1_000, 3_000, ""), Cue(2, 2_000, 4_000, "")]
    assert hit(cues, 250, Lane.UPPER) == Hit(0, Part.BODY)
    assert hit(cues, 250, Lane.LOWER) == Hit(1, Part.BODY)


def test_the_lanes_fill_the_height() -> None:
    assert lane_box(Lane.WHOLE, 20, 100) == (20, 100)
    assert lane_box(Lane.UPPER, 20, 100) == (20, 50)
    assert lane_box(Lane.LOWER, 20, 100) == (70, 50)
