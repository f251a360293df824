"""Where subtitles end, found for all of a text at once.

Of all ways to part the text, the cheapest is taken (dynamic programming over the places where a
subtitle may end, with the best lines of each). What a subtitle costs depends on nothing but its
own pieces and on when the next begins, so the best way up to a place is part of the best way on.
Costs are whole numbers: the same places are found whatever was cut before them.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from whisper_desktop.core.bonds import LOOK_AROUND
from whisper_desktop.core.break_costs import AFTER_SENTENCE, NEVER
from whisper_desktop.core.checks import begins_speech
from whisper_desktop.core.line_layout import NO_LINES, LineLayout, Lines
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.reading_cues.cue_times import LINGER_MS
from whisper_desktop.core.reading_cues.timed_pieces import TimedPiece

LONGEST_PAUSE_MS = 1_500
"""No subtitle goes on over a longer silence: a reader takes what is there for what is said."""
MAX_PIECES = 120
"""Of one subtitle, whatever a preset allows: the work grows with it."""

# In the unit of `break_costs`. A cut in the middle of a phrase costs as much as two lines of which
# one is twice as long as the other; at the end of a sentence it is free.
_ANYWHERE = -2 * AFTER_SENTENCE
_EACH = 20.0
"""Of every subtitle: two short sentences without a pause between them are one."""
_PAUSE_PER_S = 90.0
"""What a pause takes off: one of a second makes up for a cut in the middle of a phrase."""
_HANGING = 30.0
"""Of a subtitle that ends in a sentence which another one in it had to wait for."""
_FRAGMENT, _SHORT_LINE = 60.0, 0.3
"""Of a subtitle with less than this share of a line that is only part of a sentence."""
_INSIDE_LINE = 15.0
"""Of a sentence that ends inside a line: the next one had better have a line of its own."""
_FULLNESS = 40.0
"""Of a full subtitle, with the square of its length: two half ones are better than one and a
rest."""
_TOO_SHORT, _TOO_FAST, _TOO_FAST_PER_S = 150.0, 150.0, 150.0
"""Rules that speech may leave no way to keep: each is worth two cuts in the middle of a phrase, and
what is missing counts by the second. Of 1 050 subtitles in 63 minutes of eight recordings 2.5 %
are too fast so, with 88 % of the ends at marks; at 60 it is 4.7 % and 90 %, at 300 1.2 % and 85 %
(`benchmarks/reading.py`)."""
_UNBALANCED = 60.0
_FINENESS = 16
"""Into how many parts of a cost whole numbers are."""
_LEAST_LINES = -40.0
"""What the best lines cost at least."""
_ENDLESS = 1 << 62


@dataclass(frozen=True, slots=True)
class Cut:
    """One subtitle: pieces `first` to `end_piece`; its lines end before those of `line_ends`."""

    first: int
    end_piece: int
    line_ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What limits subtitles: what follows the last, the end of the media, and how long they stay.

    `linger_ms` is how long they stay behind their last words.
    """

    next_ms: int | None = None
    last_ms: int | None = None
    linger_ms: int = LINGER_MS


def cuts(pieces: Sequence[TimedPiece], limits: Limits, bounds: Bounds) -> list[Cut]:
    """Return the subtitles of all pieces, none of which is lost.

    Where one piece alone is too long for the limits it is a subtitle of its own; all others keep
    to lines, characters and the longest duration.
    """
    return _chain(_Cutter(pieces, limits, bounds).steps(len(pieces)), len(pieces))


def settled_cuts(pieces: Sequence[TimedPiece], limits: Limits) -> list[Cut]:
    """Return the subtitles that stay as they are whatever comes behind the pieces.

    They are those on which all ways to go on agree.
    """
    known = len(pieces) - LOOK_AROUND
    if known <= 0:
        return []
    cutter = _Cutter(pieces, limits, Bounds())
    steps = cutter.steps(known)
    open_places = [place for place in range(known + 1) if cutter.may_hold(place, known + 1)]
    agreed = {cut.end_piece for cut in _chain(steps, open_places[0])} | {0}
    for place in open_places[1:]:
        agreed &= {cut.end_piece for cut in _chain(steps, place)} | {0}
    # A way may go on from a place itself.
    last = max((end for end in agreed if end <= open_places[0]), default=0)
    return _chain(steps, last)


class _Cutter:
    """Tries all subtitles that the limits allow."""

    def __init__(self, pieces: Sequence[TimedPiece], limits: Limits, bounds: Bounds) -> None:
        self._limits, self._count = limits, len(pieces)
        self._layout = LineLayout([timed.piece for timed in pieces], limits)
        self._joints = [timed.piece.joint for timed in pieces]
        self._texts = [timed.piece.text for timed in pieces]
        self._starts_ms = [timed.start_ms for timed in pieces]
        self._ends_ms = [timed.end_ms for timed in pieces]
        self._pauses_ms = [
            max(following.start_ms - timed.end_ms, 0) for timed, following in pairwise(pieces)
        ]
        """Before each piece but the first."""
        self._rooms_ms = [*self._starts_ms, _ENDLESS if bounds.next_ms is None else bounds.next_ms]
        """When the next begins, for each place where a subtitle may end."""
        self._last_ms = bounds.last_ms
        self._cut_costs = [*map(self._cut_cost, range(len(pieces))), _EACH]
        self._sentence_counts = list(accumulate(one.ends_sentence for one in self._joints))
        self._speakers = [place for place, one in enumerate(self._joints) if one.begins_speech]

    def steps(self, last: int) -> list[Cut | None]:
        """Return for each place up to `last` the subtitle that best ends there."""
        costs = [0] + [_ENDLESS] * last
        best: list[Cut | None] = [None] * (last + 1)
        least = round(_LEAST_LINES * _FINENESS)
        for first in range(last):
            for end, own_cost in self._candidates(first, last):
                total = costs[first] + own_cost
                if total + least >= costs[end]:
                    continue
                line_cost, line_ends = self._lines(first, end)
                if line_ends and total + round(line_cost * _FINENESS) < costs[end]:
                    costs[end] = total + round(line_cost * _FINENESS)
                    best[end] = Cut(first, end, line_ends)
        return best

    def may_hold(self, first: int, end: int) -> bool:
        """Tell whether a subtitle from a piece on may last to a place, or beyond it."""
        if end - first == 1:
            return True
        limits = self._limits
        widest = 2 * limits.max_line_characters * limits.max_lines
        is_apart = any(pause >= LONGEST_PAUSE_MS for pause in self._pauses_ms[first : end - 1])
        duration_ms = self._ends_ms[end - 1] - self._starts_ms[first]
        is_small = end - first <= MAX_PIECES and self._layout.halves(first, end) <= widest
        return is_small and duration_ms <= limits.max_duration_ms and not is_apart

    def _candidates(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the ends of all subtitles from a piece on, and what they cost but for the lines."""
        limits, halves_of, ends_ms = self._limits, self._layout.halves, self._ends_ms
        widest = 2 * limits.max_line_characters * limits.max_lines
        short_halves = _SHORT_LINE * 2 * limits.max_line_characters
        start_ms = self._starts_ms[first]
        latest_ms = start_ms + limits.max_duration_ms
        if self._last_ms is not None:
            latest_ms = min(latest_ms, max(self._last_ms, start_ms))
        for end in range(first + 1, min(last, first + MAX_PIECES) + 1):
            halves = halves_of(first, end)
            if end - first > 1 and (
                halves > widest
                or ends_ms[end - 1] - start_ms > limits.max_duration_ms
                or self._pauses_ms[end - 2] >= LONGEST_PAUSE_MS
            ):
                return
            room_ms = self._rooms_ms[end] - limits.min_gap_ms
            shown_ms = max((room_ms if room_ms < latest_ms else latest_ms) - start_ms, 1)
            cost = self._cut_costs[end] + _FULLNESS * (halves / widest) ** 2
            missing_ms = halves * 500 / limits.max_cps - shown_ms
            if missing_ms > 0:
                cost += _TOO_FAST + _TOO_FAST_PER_S * missing_ms / 1_000
            if shown_ms < limits.min_duration_ms:
                cost += _TOO_SHORT * (2 - shown_ms / limits.min_duration_ms)
            if halves < short_halves:
                cost += self._fragment_cost(first, end)
            yield end, round((cost + self._hanging_cost(first, end)) * _FINENESS)

    def _hanging_cost(self, first: int, end: int) -> float:
        counts = self._sentence_counts
        if counts[end - 1] == counts[first] or end == self._count:
            return 0.0
        return 0.0 if self._joints[end].ends_sentence else _HANGING

    def _fragment_cost(self, first: int, end: int) -> float:
        is_begin = self._joints[first].ends_sentence
        is_end = end == self._count or self._joints[end].ends_sentence
        return 0.0 if is_begin and is_end else _FRAGMENT

    def _cut_cost(self, place: int) -> float:
        """Return what it costs to end a subtitle before a piece."""
        joint = self._joints[place]
        pause_ms = self._pauses_ms[place - 1] if place else 0
        relief = _PAUSE_PER_S * min(pause_ms, LONGEST_PAUSE_MS) / 1_000
        own = NEVER if joint.is_never else _ANYWHERE + 2 * joint.penalty
        return _EACH + own - relief

    def _lines(self, first: int, end: int) -> Lines:
        """Return the best lines of a subtitle; what one piece needs cannot be less."""
        limits = self._limits
        at = bisect_right(self._speakers, first)
        if at < len(self._speakers) and self._speakers[at] < end:
            return self._speeches(first, end)
        if end - first == 1:
            return 0.0, (end,)
        cost, line_ends = self._layout.best(first, end, limits.max_lines)
        counts, start = self._sentence_counts, first
        for line_end in line_ends:
            cost += _INSIDE_LINE * (counts[line_end - 1] - counts[start])
            start = line_end
        if len(line_ends) > 1 and limits.min_balance_percent:
            widths = self._widths(first, line_ends)
            is_even = min(widths) * 100 >= max(widths) * limits.min_balance_percent
            cost += 0.0 if is_even else _UNBALANCED
        return cost, line_ends

    def _speeches(self, first: int, end: int) -> Lines:
        """Return a line for each of several who speak, if all of them have a dash and room."""
        inside = [place for place in self._speakers if first < place < end]
        line_ends = (*inside, end)
        is_dialogue = begins_speech(visible_text(self._texts[first]))
        widest = 2 * self._limits.max_line_characters
        fits = len(line_ends) <= self._limits.max_lines
        if not is_dialogue or not fits or max(self._widths(first, line_ends)) > widest:
            return NO_LINES
        return 0.0, line_ends

    def _widths(self, first: int, line_ends: Sequence[int]) -> list[int]:
        starts = (first, *line_ends[:-1])
        return [
            self._layout.halves(start, end) for start, end in zip(starts, line_ends, strict=True)
        ]


def _chain(steps: Sequence[Cut | None], last: int) -> list[Cut]:
    """Return the subtitles of the best way to a place."""
    found: list[Cut] = []
    while last:
        step = steps[last]
        if step is None:
            raise AssertionError("a subtitle of one piece is always possible")
        found.append(step)
        last = step.first
    found.reverse()
    return found
