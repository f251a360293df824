"""From the times that rows of a text had to where they should be, judged by some that are known."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from statistics import median

Fit = Callable[[int], int]

_MOST_PAIRS = 150
"""Lines through pairs of rows are drawn for so many rows: their number grows with the square."""
_TRUSTED_MS = 1_500
"""Old times that, moved and stretched, are right within this tell where the other rows are."""
_NEAREST = 5
"""So many known rows tell how far off the line its neighbourhood is: a film may have been cut."""


def time_map(known: Sequence[tuple[int, int]]) -> Fit | None:
    """Return what makes new times of old ones; None where there is no order in them.

    `known` are pairs of old and new times. The map is a straight line, moved from stretch to
    stretch by what the pairs near by are off it. The line is the median of those through two
    pairs (Theil 1950, Sen 1968): rows at quite wrong times do not bend it.
    """
    if not known:
        return None
    pairs = sorted(known)
    slope = _slope(pairs[:: max(1, len(pairs) // _MOST_PAIRS)])
    old_ms = [old for old, _ in pairs]
    rests_ms = [new - slope * old for old, new in pairs]

    def rest_ms(time_ms: int) -> float:
        first = bisect_left(old_ms, time_ms) - _NEAREST // 2
        first = max(0, min(first, len(pairs) - _NEAREST))
        return median(rests_ms[first : first + _NEAREST])

    if median(abs(rest - rest_ms(old)) for old, rest in zip(old_ms, rests_ms, strict=True)) > (
        _TRUSTED_MS
    ):
        return None
    return lambda time_ms: max(0, round(slope * time_ms + rest_ms(time_ms)))


def _slope(pairs: Sequence[tuple[int, int]]) -> float:
    slopes = [
        (other[1] - one[1]) / (other[0] - one[0])
        for place, one in enumerate(pairs)
        for other in pairs[place + 1 :]
        if other[0] > one[0]
    ]
    return median(slopes) if slopes else 1.0
