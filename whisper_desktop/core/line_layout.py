"""The best lines for a stretch of pieces: balanced, and ending where a reader would pause."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from whisper_desktop.core.line_pieces import Piece
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import count_halves

_EXTRA_LINE = 200.0
_TOP_HEAVY = 4.0

Lines = tuple[float, tuple[int, ...]]
"""What lines cost, and before which piece each ends; infinite where there are none."""
NO_LINES: Lines = (math.inf, ())


class LineLayout:
    """The ways to break pieces into lines; a stretch is given by its first piece and its end."""

    def __init__(self, pieces: Sequence[Piece], limits: Limits) -> None:
        self._max_halves = 2 * limits.max_line_characters
        self._penalties = [piece.joint.penalty for piece in pieces]
        self._starts: list[int] = []
        """Where each piece would begin were all on one line, in halves; `_ends` where it ends."""
        self._ends: list[int] = []
        at = 0
        widths: dict[str, int] = {}
        for piece in pieces:
            blank = piece.blank
            if blank not in widths:
                widths[blank] = count_halves(blank, limits.counting)
            at += widths[blank] if at else 0
            self._starts.append(at)
            at += piece.halves
            self._ends.append(at)

    def halves(self, first: int, end: int) -> int:
        """Return how wide a stretch is on one line, in halves of characters."""
        return self._ends[end - 1] - self._starts[first]

    def best(self, first: int, end: int, max_lines: int) -> Lines:
        """Return the best lines that are all short enough.

        One more line than needed is taken only to avoid a break that should never be.
        """
        best = NO_LINES
        for count in range(1, max_lines + 1):
            cost, ends = self._best_of(first, end, count)
            if cost + (_EXTRA_LINE if best[1] else 0) < best[0]:
                best = cost, ends
            elif best[1]:
                break
        return best

    def even(self, first: int, end: int, count: int) -> tuple[int, ...]:
        """Return lines that are too long, but about equally so."""
        ends: list[int] = []
        origin = self._starts[first]
        for line in range(1, count):
            target = origin + self.halves(first, end) * line / count
            earliest = 1 + (ends[-1] if ends else first)
            near = bisect_left(self._ends, target - self._max_halves / 2) + 1
            beyond = bisect_right(self._ends, target + self._max_halves / 2) + 1
            choice = range(max(earliest, near), min(max(beyond, near + 1), end))
            if choice:
                ends.append(min(choice, key=lambda place: self._cost_near(place, target)))
        return (*ends, end)

    def _best_of(self, first: int, end: int, count: int) -> Lines:
        if count == 1:
            return (0.0, (end,)) if self.halves(first, end) <= self._max_halves else NO_LINES
        if count == 2:
            return self._best_two(first, end)
        even = self.halves(first, end) / count
        reached: dict[int, Lines] = {first: (0.0, ())}
        for line in range(count):
            following: dict[int, Lines] = {}
            for start, (so_far, ends) in reached.items():
                for line_end, line_cost in self._lines_from(start, end, count - 1 - line, even):
                    cost = so_far + line_cost
                    if cost < following.get(line_end, NO_LINES)[0]:
                        following[line_end] = cost, (*ends, line_end)
            reached = following
        return reached.get(end, NO_LINES)

    def _best_two(self, first: int, end: int) -> Lines:
        """Return the best pair of lines: the usual case, asked for a million times a film."""
        starts, ends, penalties = self._starts, self._ends, self._penalties
        widest, origin, last = self._max_halves, starts[first], ends[end - 1]
        even = (last - origin) / 2
        best, best_place = math.inf, 0
        lowest = bisect_left(starts, last - widest, first + 1, end)
        for place in range(lowest, end):
            halves = ends[place - 1] - origin
            if halves > widest:
                break
            cost = (
                100.0 * ((halves - even) / widest) ** 2
                + 100.0 * ((last - starts[place] - even) / widest) ** 2
                + _TOP_HEAVY * halves / widest
                + penalties[place]
            )
            if cost < best:
                best, best_place = cost, place
        return (best, (best_place, end)) if best_place else NO_LINES

    def _lines_from(
        self, start: int, end: int, lines_left: int, even_halves: float
    ) -> Iterator[tuple[int, float]]:
        """Yield where a line may end that `lines_left` follow, and what that costs."""
        for line_end in range(start + 1, end) if lines_left else (end,):
            halves = self._ends[line_end - 1] - self._starts[start]
            if halves > self._max_halves:
                return
            cost = self._unevenness(halves - even_halves)
            cost += _TOP_HEAVY * lines_left * halves / self._max_halves
            yield line_end, cost + (self._penalties[line_end] if lines_left else 0.0)

    def _cost_near(self, place: int, target: float) -> float:
        return self._unevenness(self._ends[place - 1] - target) + self._penalties[place]

    def _unevenness(self, halves: float) -> float:
        return 100.0 * (halves / self._max_halves) ** 2
