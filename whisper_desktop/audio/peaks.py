"""The outline of a sound at every zoom: its lowest and highest sample per stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]
Columns = npt.NDArray[np.float32]

PEAKS_RATE_HZ = 16_000
"""The rate of the samples that a pyramid is made of."""
BIN_SAMPLES = 32
"""A stretch of the finest level: 2 ms, less than a pixel where words are set apart."""
FOLD = 4
"""How many stretches of one level make one of the next coarser level."""
LEVEL_COUNT = 8
"""The coarsest level has 33 s a stretch: 400 of them in 4 hours."""

_SAMPLES_PER_MS = PEAKS_RATE_HZ // 1000
# A promise of more than a day is not believed.
_MOST_EXPECTED_MS = 24 * 3_600_000
# A column is read from a level with at least so many stretches in it, so that a loud stretch
# that reaches over the edge of its column widens the picture by a quarter of a pixel at most.
_STRETCHES_PER_COLUMN = 4


@dataclass(frozen=True, slots=True, eq=False)
class PeakLevel:
    """One zoom level; only the first `count` stretches hold anything."""

    extremes: npt.NDArray[np.int16]  # (2, room): lowest and highest samples
    count: int


def bin_counts(sample_count: int) -> tuple[int, ...]:
    """Return how many stretches each level has for so many samples."""
    counts = [-(-sample_count // BIN_SAMPLES)]
    while len(counts) < LEVEL_COUNT:
        counts.append(-(-counts[-1] // FOLD))
    return tuple(counts)


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What readers see: published in one step, never changed but for what they do not read."""

    levels: tuple[PeakLevel, ...]
    sample_count: int


class PeakPyramid:
    """Lowest and highest samples in levels, readable by other threads while one adds to it.

    Time 0 is the media's own 0:00. A picture may be taken at any moment; what has not been added
    yet is silent.
    """

    def __init__(self) -> None:
        self._state = _State(
            tuple(PeakLevel(np.empty((2, 0), dtype=np.int16), 0) for _ in range(LEVEL_COUNT)), 0
        )
        self._rest = np.empty(0, dtype=np.int16)

    def expect(self, duration_ms: int) -> None:
        """Make room for so much, so that nothing moves while it fills; call it before `append`.

        Memory is only used as it fills.
        """
        bins = bin_counts(min(duration_ms, _MOST_EXPECTED_MS) * _SAMPLES_PER_MS)
        levels = tuple(PeakLevel(np.empty((2, room), dtype=np.int16), 0) for room in bins)
        self._state = _State(levels, 0)

    @classmethod
    def of_levels(cls, extremes: Sequence[npt.NDArray[np.int16]], count: int) -> "PeakPyramid":
        """Make a finished pyramid of `count` samples from the full levels of another one."""
        counts = bin_counts(count)
        if [level.shape for level in extremes] != [(2, bins) for bins in counts]:
            raise ValueError(f"bad levels for {count} samples")
        pyramid = cls()
        levels = tuple(PeakLevel(level, bins) for level, bins in zip(extremes, counts, strict=True))
        pyramid._state = _State(levels, count)
        return pyramid

    @property
    def levels(self) -> tuple[PeakLevel, ...]:
        """All levels as they are now, the finest first."""
        return self._state.levels

    @property
    def sample_count(self) -> int:
        """How many samples the levels show; until `finish`, some of the last 2 ms may wait."""
        return self._state.sample_count

    @property
    def duration_ms(self) -> int:
        """Up to where the picture is ready."""
        return self._state.sample_count // _SAMPLES_PER_MS

    @property
    def peak(self) -> float:
        """How far the loudest sample so far is from silence, from 0 to 1."""
        coarsest = self._state.levels[-1]
        if not coarsest.count:
            return 0.0
        return float(np.abs(coarsest.extremes[:, : coarsest.count].astype(np.int32)).max()) / 32_768

    def append(self, samples: Samples) -> None:
        """Add mono samples at the end."""
        waiting = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        whole = len(waiting) // BIN_SAMPLES * BIN_SAMPLES
        self._rest = waiting[whole:].copy()
        if whole:
            bins = waiting[:whole].reshape(-1, BIN_SAMPLES)
            self._publish(np.stack([bins.min(axis=1), bins.max(axis=1)]), whole)

    def finish(self) -> None:
        """Show the last samples, too; nothing can be added any more."""
        if len(self._rest):
            last = np.array([[self._rest.min()], [self._rest.max()]], dtype=np.int16)
            self._publish(last, len(self._rest))
            self._rest = self._rest[:0]

    def take_over(self, other: "PeakPyramid") -> None:
        """Become the same as another one, in one step."""
        self._rest = other._rest
        self._state = other._state

    def window(self, start_ms: float, end_ms: float, columns: int) -> tuple[Columns, Columns]:
        """Return the lowest and highest sample, in [-1, 1], of each column of a picture.

        The columns share the stretch of time evenly. What lies outside of the sound is silent.
        """
        if not start_ms < end_ms or columns < 1:
            raise ValueError(f"bad window: {start_ms}..{end_ms} ms in {columns} columns")
        column_bins = (end_ms - start_ms) * _SAMPLES_PER_MS / columns / BIN_SAMPLES
        depth = _depth(column_bins)
        level = self._state.levels[depth]
        bin_ms = BIN_SAMPLES * FOLD**depth / _SAMPLES_PER_MS
        edges = np.linspace(start_ms / bin_ms, end_ms / bin_ms, columns + 1)
        first = np.floor(edges[:-1]).astype(np.int64)
        last = np.maximum(np.ceil(edges[1:]).astype(np.int64), first + 1)
        spans = np.clip(np.stack([first, last], axis=1), 0, level.count)  # (columns, 2)
        return _extreme(level, spans, 0, np.minimum), _extreme(level, spans, 1, np.maximum)

    def _publish(self, extremes: npt.NDArray[np.int16], sample_count: int) -> None:
        """Add whole stretches to the finest level, and what follows from them to the others."""
        state = self._state
        start = state.levels[0].count
        levels = [_extended(state.levels[0], extremes, start)]
        for level in state.levels[1:]:
            finer = levels[-1]
            start = start // FOLD
            levels.append(_extended(level, _folded(finer, start * FOLD), start))
        self._state = _State(tuple(levels), state.sample_count + sample_count)


def _depth(column_bins: float) -> int:
    """Return the coarsest level that is fine enough for columns as wide as so many bins."""
    if column_bins < _STRETCHES_PER_COLUMN * FOLD:
        return 0
    return min(int(log(column_bins / _STRETCHES_PER_COLUMN, FOLD)), LEVEL_COUNT - 1)


def _extreme(level: PeakLevel, spans: npt.NDArray[np.int64], row: int, fold: np.ufunc) -> Columns:
    """Return the extreme of each span of stretches; 0 for those that are empty."""
    is_full = spans[:, 0] < spans[:, 1]
    result = np.zeros(len(spans), dtype=np.float32)
    if is_full.any():
        full = spans[is_full]
        start, end = int(full[0, 0]), int(full[-1, 1])
        # One more at the end, for `reduceat` cannot be told to go to the end and no further.
        values = np.append(level.extremes[row, start:end], np.int16(0))
        result[is_full] = fold.reduceat(values, (full - start).ravel())[::2]
        result /= 32_768
    return result


def _folded(finer: PeakLevel, start: int) -> npt.NDArray[np.int16]:
    """Return the extremes of every `FOLD` stretches from `start` on; the last may have fewer."""
    places = np.arange(0, finer.count - start, FOLD)
    part = finer.extremes[:, start : finer.count]
    return np.stack([np.minimum.reduceat(part[0], places), np.maximum.reduceat(part[1], places)])


def _extended(level: PeakLevel, extremes: npt.NDArray[np.int16], start: int) -> PeakLevel:
    """Return the level with other contents from `start` on, in the same memory if it has room.

    Readers may hold the memory: all that changes for them is that the last stretch gets wider.
    """
    count = start + extremes.shape[1]
    room = level.extremes
    if count > room.shape[1]:
        room = np.empty((2, max(count, 2 * room.shape[1])), dtype=np.int16)
        room[:, :start] = level.extremes[:, :start]
    room[:, start:count] = extremes
    return PeakLevel(room, count)
