"""When the segments are, as arrays, so that those in view are found and placed at once."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from whisper_desktop.core.cue import Cue

Times = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


class Lane(IntEnum):
    """Where a segment is painted: those that overlap share the height."""

    WHOLE = 0
    UPPER = 1
    LOWER = 2


@dataclass(frozen=True, slots=True)
class VisibleSpans:
    """The segments in a stretch of time, in the order of their starts; one index for all arrays."""

    rows: Times
    starts_ms: Times
    ends_ms: Times
    lanes: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _InOrder:
    """The segments in the order of their starts."""

    rows: Times
    starts_ms: Times
    ends_ms: Times
    latest_ends_ms: Times
    """Of each segment and all before it."""


class SegmentSpans:
    """The times of all rows of a document; rows may stand in any order."""

    def __init__(self, starts_ms: Times, ends_ms: Times) -> None:
        self._starts_ms, self._ends_ms = starts_ms, ends_ms

    @staticmethod
    def of(cues: Sequence[Cue]) -> "SegmentSpans":
        """Return the times of cues."""
        return SegmentSpans(_times(cues, "start_ms"), _times(cues, "end_ms"))

    def with_rows(self, changes: Iterable[tuple[int, Cue]]) -> "SegmentSpans":
        """Return the spans with other times in some rows."""
        starts_ms, ends_ms = self._starts_ms.copy(), self._ends_ms.copy()
        for row, cue in changes:
            starts_ms[row], ends_ms[row] = cue.start_ms, cue.end_ms
        return SegmentSpans(starts_ms, ends_ms)

    def replaced(self, first_row: int, end_row: int, cues: Sequence[Cue]) -> "SegmentSpans":
        """Return the spans with other segments, more or fewer, where some rows are.

        They are themselves where only texts are others.
        """
        before, rows, behind = slice(first_row), slice(first_row, end_row), slice(end_row, None)
        starts_ms, ends_ms = _times(cues, "start_ms"), _times(cues, "end_ms")
        same_starts = np.array_equal(starts_ms, self._starts_ms[rows])
        if same_starts and np.array_equal(ends_ms, self._ends_ms[rows]):
            return self
        return SegmentSpans(
            np.concatenate((self._starts_ms[before], starts_ms, self._starts_ms[behind])),
            np.concatenate((self._ends_ms[before], ends_ms, self._ends_ms[behind])),
        )

    @property
    def starts_ms(self) -> Times:
        """When the segment of each row starts."""
        return self._starts_ms

    @property
    def ends_ms(self) -> Times:
        """When the segment of each row ends."""
        return self._ends_ms

    @property
    def end_ms(self) -> int:
        """When the last segment ends."""
        return int(self._ends_ms.max(initial=0))

    def between(self, start_ms: float, end_ms: float) -> VisibleSpans:
        """Return the segments that touch a stretch of time."""
        ordered = self._in_order
        # Whole numbers: for another NumPy would make numbers with a fraction of all times.
        first_ms, last_ms = math.ceil(start_ms), math.floor(end_ms)
        first = int(np.searchsorted(ordered.latest_ends_ms, first_ms, side="left"))
        last = int(np.searchsorted(ordered.starts_ms, last_ms, side="right"))
        touching = slice(first, max(last, first))
        is_in = ordered.ends_ms[touching] >= start_ms
        return VisibleSpans(
            ordered.rows[touching][is_in],
            ordered.starts_ms[touching][is_in],
            ordered.ends_ms[touching][is_in],
            self._lanes(touching)[is_in],
        )

    def are_at(self, time_ms: int) -> bool:
        """Tell whether a segment goes on at a time; one that ends there does not."""
        found = self.between(time_ms, time_ms)
        return bool((found.ends_ms > time_ms).any())

    def edges_between(self, start_ms: float, end_ms: float, without: frozenset[int]) -> list[int]:
        """Return starts and ends within a stretch of time, but those of some rows."""
        found = self.between(start_ms, end_ms)
        is_other = ~np.isin(found.rows, list(without))
        edges = np.concatenate((found.starts_ms[is_other], found.ends_ms[is_other]))
        return [int(edge) for edge in edges if start_ms <= edge <= end_ms]

    @cached_property
    def _in_order(self) -> _InOrder:
        rows = np.argsort(self._starts_ms, kind="stable")
        ends_ms = self._ends_ms[rows]
        return _InOrder(rows, self._starts_ms[rows], ends_ms, np.maximum.accumulate(ends_ms))

    def _lanes(self, wanted: slice) -> npt.NDArray[np.int8]:
        """Return the lanes of some segments in order; they are the same whatever is in view."""
        # The lanes of a chain of overlaps begin with its first segment, and whether a segment is
        # in a chain depends on the next one.
        ordered = self._in_order
        is_apart = ordered.starts_ms[1:] >= ordered.latest_ends_ms[:-1]
        before = np.flatnonzero(is_apart[: wanted.start])
        first = int(before[-1]) + 1 if len(before) else 0
        chain = slice(first, wanted.stop + 1)
        starts_ms, ends_ms = ordered.starts_ms[chain], ordered.ends_ms[chain]
        lanes = _lanes(starts_ms, ends_ms, ~is_apart[first : wanted.stop])
        return lanes[wanted.start - first : wanted.stop - first]


def _times(cues: Sequence[Cue], name: str) -> Times:
    return np.fromiter(map(attrgetter(name), cues), np.int64, len(cues))


def _lanes(starts_ms: Times, ends_ms: Times, is_chained: _Mask) -> npt.NDArray[np.int8]:
    """Give each segment of a chain of overlaps the lane that is free, others the whole height.

    `is_chained` tells of each but the first whether it overlaps one before it.
    """
    lanes = np.zeros(len(starts_ms), np.int8)
    previous, upper_end_ms, lower_end_ms = -1, 0, 0
    for index in (np.flatnonzero(is_chained) + 1).tolist():
        if index - 1 != previous:
            lanes[index - 1] = Lane.UPPER
            upper_end_ms, lower_end_ms = int(ends_ms[index - 1]), 0
        if starts_ms[index] >= upper_end_ms or upper_end_ms < lower_end_ms:
            lanes[index] = Lane.UPPER
            upper_end_ms = max(upper_end_ms, int(ends_ms[index]))
        else:
            lanes[index] = Lane.LOWER
            lower_end_ms = max(lower_end_ms, int(ends_ms[index]))
        previous = index
    return lanes
