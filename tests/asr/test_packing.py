import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.packing import PackingOptions, WindowPlan, plan_windows
from whisper_desktop.core.timecode import TimeSpan

DEFAULTS = PackingOptions()
SMALL = PackingOptions(max_window_ms=100, max_pause_ms=40, overlap_ms=20)


def _spans(steps: Sequence[tuple[int, int]]) -> list[TimeSpan]:
    """Turn pairs of (pause before, duration) into spans."""
    spans, now_ms = [], 0
    for pause_ms, duration_ms in steps:
        spans.append(TimeSpan(now_ms + pause_ms, now_ms + pause_ms + duration_ms))
        now_ms = spans[-1].end_ms
    return spans


def _times(windows: Sequence[WindowPlan]) -> list[tuple[int, int]]:
    return [(window.start_ms, window.end_ms) for window in windows]


spans_any = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 400)), max_size=12).map(_spans)
spans_short = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 100)), max_size=9).map(_spans)
options_any = st.builds(
    PackingOptions,
    max_window_ms=st.integers(40, 150),
    max_pause_ms=st.integers(0, 70),
    overlap_ms=st.integers(1, 13),
)


@given(spans=spans_any, options=options_any)
def test_windows_are_ordered_and_no_longer_than_allowed(
    spans: list[TimeSpan], options: PackingOptions
) -> None:
    windows = plan_windows(spans, 10_000, options)
    for window in windows:
        assert 0 < window.end_ms - window.start_ms <= options.max_window_ms
    for before, after in pairwise(windows):
        assert before.start_ms < after.start_ms
        assert before.end_ms < after.end_ms
    for before, after in zip(windows, windows[2:], strict=False):
        assert before.end_ms <= after.start_ms


@given(spans=spans_any, options=options_any)
def test_every_spoken_moment_is_in_a_window_and_in_its_spans(
    spans: list[TimeSpan], options: PackingOptions
) -> None:
    windows = plan_windows(spans, 10_000, options)
    spoken = {t for span in spans for t in range(span.start_ms, span.end_ms)}
    planned = {t for w in windows for span in w.spans for t in range(span.start_ms, span.end_ms)}
    assert planned == spoken
    for window in windows:
        expected = spoken.intersection(range(window.start_ms, window.end_ms))
        inside = [t for span in window.spans for t in range(span.start_ms, span.end_ms)]
        assert sorted(expected) == inside


@given(spans=spans_any, options=options_any)
def test_windows_begin_and_end_with_speech_and_hold_no_long_pause(
    spans: list[TimeSpan], options: PackingOptions
) -> None:
    for window in plan_windows(spans, 10_000, options):
        assert window.spans[0].start_ms == window.start_ms
        assert window.spans[-1].end_ms == window.end_ms
        for before, after in pairwise(window.spans):
            assert 0 <= after.start_ms - before.end_ms <= options.max_pause_ms


@given(spans=spans_any, options=options_any)
def test_windows_overlap_only_inside_speech_too_long_for_one(
    spans: list[TimeSpan], options: PackingOptions
) -> None:
    windows = plan_windows(spans, 10_000, options)
    assert not windows or not windows[0].overlaps_previous
    for before, after in pairwise(windows):
        assert after.overlaps_previous == (after.start_ms < before.end_ms)
        assert after.overlap_end_ms == max(after.start_ms, before.end_ms)
        if after.overlaps_previous:
            assert before.end_ms - after.start_ms == options.overlap_ms
            assert any(
                span.start_ms <= after.start_ms
                and before.end_ms <= span.end_ms
                and span.duration_ms > options.max_window_ms
                for span in spans
            )


@given(spans=spans_any, options=options_any)
def test_the_number_of_windows_is_bounded(spans: list[TimeSpan], options: PackingOptions) -> None:
    gain_ms = (options.max_window_ms - options.overlap_ms) // 2
    bound = sum(1 + span.duration_ms // gain_ms for span in spans)
    assert len(plan_windows(spans, 10_000, options)) <= bound


@given(spans=spans_short)
def test_no_plan_has_fewer_windows(spans: list[TimeSpan]) -> None:
    @lru_cache
    def fewest(first: int) -> int:
        """Try every window that begins with a span."""
        if first == len(spans):
            return 0
        counts, last = [], first
        while last < len(spans):
            is_apart = last > first and (
                spans[last].start_ms - spans[last - 1].end_ms > SMALL.max_pause_ms
            )
            if is_apart or spans[last].end_ms - spans[first].start_ms > SMALL.max_window_ms:
                break
            last += 1
            counts.append(1 + fewest(last))
        return min(counts)

    assert len(plan_windows(spans, 10_000, SMALL)) == fewest(0)


def test_neighbours_share_a_window_while_they_fit() -> None:
    spans = [TimeSpan(1_000, 9_000), TimeSpan(9_500, 20_000), TimeSpan(21_000, 31_000)]
    assert _times(plan_windows(spans, 40_000)) == [(1_000, 31_000)]
    (window,) = plan_windows(spans, 40_000)
    assert window.spans == tuple(spans)
    assert not window.overlaps_previous


def test_windows_break_at_the_longest_pause() -> None:
    spans = _spans([(0, 9_000), (200, 9_000), (1_500, 9_000), (200, 9_000)])
    assert _times(plan_windows(spans, 60_000)) == [(0, 18_200), (19_700, 37_900)]


def test_without_a_better_pause_windows_are_alike() -> None:
    spans = _spans([(0, 4_000)] * 10)
    assert _times(plan_windows(spans, 60_000)) == [(0, 20_000), (20_000, 40_000)]


def test_a_long_silence_begins_a_new_window() -> None:
    spans = [TimeSpan(0, 2_000), TimeSpan(5_000, 9_000), TimeSpan(12_001, 16_000)]
    assert _times(plan_windows(spans, 60_000)) == [(0, 9_000), (12_001, 16_000)]


def test_speech_without_a_pause_is_cut_into_overlapping_windows() -> None:
    first, second, third = plan_windows([TimeSpan(1_000, 71_000)], 80_000)
    assert (first.start_ms, third.end_ms) == (1_000, 71_000)
    assert (first.overlaps_previous, second.overlaps_previous, third.overlaps_previous) == (
        False,
        True,
        True,
    )
    assert first.end_ms - second.start_ms == DEFAULTS.overlap_ms
    assert second.overlap_end_ms == first.end_ms


def test_the_end_of_a_long_span_shares_its_window_with_what_follows() -> None:
    windows = plan_windows([TimeSpan(0, 31_000), TimeSpan(31_500, 41_000)], 60_000)
    assert len(windows) == 2
    assert windows[1].end_ms == 41_000


def test_what_lies_beyond_the_end_is_ignored() -> None:
    spans = [TimeSpan(0, 900), TimeSpan(950, 1_009), TimeSpan(2_000, 2_500)]
    assert _times(plan_windows(spans, 1_000)) == [(0, 1_000)]
    assert plan_windows(spans, 0) == ()


def test_no_speech_needs_no_window() -> None:
    assert plan_windows([], 100_000) == ()


def test_a_full_day_is_planned() -> None:
    chance = random.Random(1)
    steps = [(chance.randrange(100, 3_000), chance.randrange(300, 9_000)) for _ in range(10_000)]
    spans = _spans(steps)
    windows = plan_windows(spans, spans[-1].end_ms)
    assert sum(len(window.spans) for window in windows) == len(spans)


@pytest.mark.parametrize("spans", [[(5, 9), (0, 4)], [(0, 5), (4, 9)]])
def test_spans_out_of_order_are_a_bug(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="in order"):
        plan_windows([TimeSpan(*span) for span in spans], 100)


@pytest.mark.parametrize(
    ("max_window_ms", "max_pause_ms", "overlap_ms"),
    [(30_000, 5_000, 0), (30_000, 5_000, 10_001), (30_000, -1, 5_000), (0, 0, 0)],
)
def test_options_are_checked_at_birth(
    max_window_ms: int, max_pause_ms: int, overlap_ms: int
) -> None:
    with pytest.raises(ValueError, match="bad packing options"):
        PackingOptions(max_window_ms, max_pause_ms, overlap_ms)
