import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.views.waveform.segment_blocks import (
    Chosen,
    SegmentArea,
    blocks_of,
    covered_runs,
    selected_columns,
)
from whisper_desktop.ui.views.waveform.segment_spans import SegmentSpans
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

SCALE = TimeScale.of(1_000, 10_000)
AREA = SegmentArea(SCALE, 20, 100)


@given(st.lists(st.tuples(st.floats(-20, 120), st.floats(0, 30)), max_size=20))
def test_runs_cover_exactly_the_pixels_that_are_touched(spans: list[tuple[float, float]]) -> None:
    starts = np.array([start for start, _ in spans])
    ends = np.array([start + length for start, length in spans])
    covered = np.zeros(100, np.bool_)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        first = max(int(np.floor(start)), 0)
        covered[first : max(int(np.ceil(end)), first + 1, 0)] = True
    painted = np.zeros(100, np.bool_)
    for x, width in covered_runs(starts, ends, 100):
        assert not painted[x : x + width].any()
        painted[x : x + width] = True
    assert painted.tolist() == covered.tolist()


def test_wide_segments_stand_alone_and_narrow_ones_run_together() -> None:
    cues = [
        Cue(1, 0, 1_000, ""),
        *(Cue(2 + i, 2_000 + 20 * i, 2_020 + 20 * i, "") for i in range(50)),
    ]
    spans = SegmentSpans.of(cues).between(0, 10_000)
    blocks = blocks_of(spans, AREA, Chosen(frozenset({0, 5}), 0))
    (single,) = blocks.singles
    assert (single.row, single.is_selected, single.is_current) == (0, True, True)
    assert (single.box.left(), single.box.width()) == (0, 100)
    assert len(blocks.selected_crowd) == 1
    assert sum(box.width() for box in blocks.crowd) >= 98


def test_the_selected_columns_are_those_of_selected_segments() -> None:
    spans = SegmentSpans.of([Cue(1, 0, 1_000, ""), Cue(2, 2_000, 3_000, "")]).between(0, 10_000)
    mask = selected_columns(spans, frozenset({1}), SCALE, 2.0, 2_000)
    assert np.flatnonzero(mask).tolist() == list(range(400, 600))
