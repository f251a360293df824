import threading
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.audio.peaks import LEVEL_COUNT, PeakPyramid, bin_counts

Samples = npt.NDArray[np.int16]

_BIN_MS = 2


def _noise(count: int, seed: int = 0) -> Samples:
    numbers = np.random.default_rng(seed).integers(-32_768, 32_768, count)
    return numbers.astype(np.int16)


def _pyramid(samples: Samples, *cuts: int) -> PeakPyramid:
    pyramid = PeakPyramid()
    for part in np.split(samples, sorted(cuts)):
        pyramid.append(part)
    pyramid.finish()
    return pyramid


def _brute_force(
    samples: Samples, start_ms: float, end_ms: float, columns: int, slack: int
) -> list[tuple[float, float]]:
    """Return the extremes of each column, and of so many samples on either side of it."""
    edges = np.linspace(start_ms * 16, end_ms * 16, columns + 1)
    found = []
    for first, last in pairwise(edges):
        part = samples[max(int(first) - slack, 0) : max(int(np.ceil(last)) + slack, 0)]
        found.append((part.min() / 32_768, part.max() / 32_768) if len(part) else (0.0, 0.0))
    return found


@given(
    count=st.integers(1, 200_000),
    place=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    columns=st.integers(1, 300),
)
def test_every_column_holds_its_samples_and_little_else(
    count: int, place: tuple[float, float], columns: int
) -> None:
    samples = _noise(count)
    start_ms, end_ms = sorted(part * count / 16 for part in place)
    end_ms = max(end_ms, start_ms + 1)

    mins, maxs = _pyramid(samples).window(start_ms, end_ms, columns)

    # No more than a quarter of a column, or else a whole stretch, is taken from beside it.
    slack = max(int((end_ms - start_ms) * 16 / columns / 4), 32) + 2
    inner = _brute_force(samples, start_ms, end_ms, columns, -1)
    outer = _brute_force(samples, start_ms, end_ms, columns, slack)
    for low, high, inside, around in zip(mins, maxs, inner, outer, strict=True):
        assert around[0] <= low <= inside[0] <= inside[1] <= high <= around[1] or (
            inside == (0.0, 0.0) and around[0] <= low <= high <= around[1]
        )


@given(
    count=st.integers(0, 50_000),
    cuts=st.lists(st.integers(0, 50_000), max_size=8),
    room=st.booleans(),
)
def test_the_size_of_the_blocks_does_not_matter(count: int, cuts: list[int], room: bool) -> None:
    samples = _noise(count)
    whole = _pyramid(samples)
    pyramid = PeakPyramid()
    if room:
        pyramid.expect(1_000)
    for part in np.split(samples, sorted(min(cut, count) for cut in cuts)):
        pyramid.append(part)
    pyramid.finish()

    assert pyramid.sample_count == count
    assert [level.count for level in pyramid.levels] == list(bin_counts(count))
    for level, expected in zip(pyramid.levels, whole.levels, strict=True):
        np.testing.assert_array_equal(
            level.extremes[:, : level.count], expected.extremes[:, : expected.count]
        )


@pytest.mark.parametrize("end_ms", [300, 30_000, 14_400_000, 90_000_000])
def test_any_zoom_gives_exactly_the_wanted_columns(end_ms: int) -> None:
    pyramid = _pyramid(_noise(16_000 * 30))

    for columns in (1, 7, 1_920):
        mins, maxs = pyramid.window(0, end_ms, columns)
        assert mins.shape == maxs.shape == (columns,)
        assert mins.dtype == maxs.dtype == np.float32
        assert mins.min() < -0.99
        assert maxs.max() > 0.99


def test_outside_of_the_sound_it_is_silent() -> None:
    pyramid = _pyramid(np.full(16_384, 8_192, dtype=np.int16))

    mins, maxs = pyramid.window(-1_024, 3_072, 4)
    assert mins.tolist() == maxs.tolist() == [0, 0.25, 0, 0]
    for start_ms in (-9_000, 1_024, 1e12):
        mins, maxs = pyramid.window(start_ms, start_ms + 1_000, 3)
        assert not mins.any()
        assert not maxs.any()


def test_nothing_is_silent_and_has_no_peak() -> None:
    pyramid = PeakPyramid()

    assert (pyramid.duration_ms, pyramid.peak) == (0, 0.0)
    assert not np.any(pyramid.window(0, 1_000, 10))


def test_a_click_is_where_it_was() -> None:
    samples = np.zeros(16_000 * 60, dtype=np.int16)
    samples[16 * 12_345] = -20_000
    pyramid = _pyramid(samples)

    mins, maxs = pyramid.window(12_000, 13_000, 500)
    assert np.flatnonzero(mins).tolist() == [345 // _BIN_MS]
    assert not maxs.any()
    mins, _ = pyramid.window(0, 60_000, 60)
    assert np.flatnonzero(mins).tolist() == [12]


def test_the_peak_is_that_of_the_loudest_sample() -> None:
    pyramid = PeakPyramid()
    pyramid.append(np.array([3, -32_768, 100] * 40, dtype=np.int16))
    assert pyramid.peak == 1.0
    assert _pyramid(np.full(100, 16_384, dtype=np.int16)).peak == 0.5


def test_time_grows_with_the_sound_and_the_last_samples_are_shown_in_the_end() -> None:
    pyramid = PeakPyramid()
    pyramid.append(np.full(16_010, 100, dtype=np.int16))
    assert pyramid.duration_ms == 1_000
    pyramid.append(np.full(40, 100, dtype=np.int16))
    assert pyramid.sample_count == 16_032
    pyramid.finish()
    assert pyramid.sample_count == 16_050
    assert pyramid.window(1_002, 1_004, 1)[1].tolist() == [np.float32(100 / 32_768)]


def test_a_pyramid_can_become_another_one() -> None:
    mine, other = PeakPyramid(), _pyramid(_noise(5_000))
    mine.take_over(other)

    assert mine.duration_ms == other.duration_ms
    np.testing.assert_array_equal(mine.window(0, 300, 50), other.window(0, 300, 50))


def test_an_unbelievable_promise_takes_no_more_room_than_a_day() -> None:
    pyramid = PeakPyramid()
    pyramid.expect(10**12)
    assert pyramid.levels[0].extremes.shape == (2, 24 * 3_600 * 500)
    assert (pyramid.duration_ms, pyramid.levels[0].count) == (0, 0)


@pytest.mark.parametrize("window", [(1_000, 1_000, 5), (0, 1_000, 0), (5, 4, 1)])
def test_an_empty_window_is_a_bug(window: tuple[float, float, int]) -> None:
    with pytest.raises(ValueError, match="bad window"):
        PeakPyramid().window(*window)


def test_levels_that_do_not_fit_together_are_a_bug() -> None:
    levels: Sequence[Samples] = [np.zeros((2, 1), dtype=np.int16)] * LEVEL_COUNT
    assert PeakPyramid.of_levels(levels, 32).duration_ms == 2
    with pytest.raises(ValueError, match="bad levels"):
        PeakPyramid.of_levels(levels, 33)


def test_it_can_be_looked_at_while_it_grows() -> None:
    pyramid, is_done = PeakPyramid(), threading.Event()
    ramp = np.repeat(np.arange(1, 20_001, dtype=np.int16), 32)  # One value for each 2 ms.

    def build() -> None:
        for part in np.split(ramp, range(5_000, len(ramp), 5_000)):
            pyramid.append(part)
        is_done.set()

    builder = threading.Thread(target=build)
    builder.start()
    seen = 0
    while not is_done.is_set():
        known_ms = pyramid.duration_ms // _BIN_MS * _BIN_MS
        if known_ms:
            mins, maxs = pyramid.window(0, known_ms, known_ms // _BIN_MS)
            assert np.rint(maxs[-1] * 32_768) == known_ms // _BIN_MS
            assert (mins[1:] > mins[:-1]).all()
            assert known_ms >= seen
            seen = known_ms
    builder.join()
    assert pyramid.duration_ms == 40_000
