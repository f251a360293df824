"""Which cue comes before and after another in time, whatever the order of the rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from whisper_desktop.core.cue import Cue


class Timeline:
    """The starts and ends of many cues, sorted, as they were when it was made."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._starts_ms = sorted([cue.start_ms for cue in cues])
        self._ends_ms = sorted([cue.end_ms for cue in cues])
        self._points_ms = sorted([cue.start_ms for cue in cues if not cue.duration_ms])
        """Of cues that last no time at all."""

    def first_start_from(self, time_ms: int) -> int | None:
        """Return the first start at a time or later."""
        return self._start_at(bisect_left(self._starts_ms, time_ms))

    def last_end_until(self, time_ms: int) -> int | None:
        """Return the last end at a time or earlier."""
        return self._end_at(bisect_right(self._ends_ms, time_ms) - 1)

    def next_start_ms(self, cue: Cue) -> int | None:
        """Return when the first of the others starts that lies wholly after one of the cues."""
        is_own_after = cue.start_ms == cue.end_ms
        return self._start_at(bisect_left(self._starts_ms, cue.end_ms) + is_own_after)

    def previous_end_ms(self, cue: Cue) -> int | None:
        """Return when the last of the others ends that lies wholly before one of the cues."""
        is_own_before = cue.start_ms == cue.end_ms
        return self._end_at(bisect_right(self._ends_ms, cue.start_ms) - 1 - is_own_before)

    def is_met(self, cue: Cue) -> bool:
        """Tell whether another starts while one of the cues is shown, or stays when that goes."""
        is_own = cue.start_ms < cue.end_ms
        begun = bisect_left(self._starts_ms, cue.end_ms)
        starting = begun - bisect_left(self._starts_ms, cue.start_ms) - is_own
        staying = begun - bisect_right(self._ends_ms, cue.end_ms) + (not is_own)
        return starting > 0 or staying > 0

    def is_inside(self, time_ms: int) -> bool:
        """Tell whether one of the cues starts before a time and ends after it."""
        points = bisect_right(self._points_ms, time_ms) - bisect_left(self._points_ms, time_ms)
        ended = bisect_right(self._ends_ms, time_ms) - points
        return bisect_left(self._starts_ms, time_ms) > ended

    def _start_at(self, place: int) -> int | None:
        return self._starts_ms[place] if place < len(self._starts_ms) else None

    def _end_at(self, place: int) -> int | None:
        return self._ends_ms[place] if place >= 0 else None
