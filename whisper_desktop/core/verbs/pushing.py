"""How cues make room for others that grow or move."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import tee
from operator import attrgetter, itemgetter

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document, fall_count

_start_ms, _end_ms = attrgetter("start_ms"), attrgetter("end_ms")
_span = itemgetter(0, 1)

Place = tuple[int, int, int]
"""Start and end in milliseconds and the row; times are mirrored, that is below zero, where the
push goes towards the beginning. A plain tuple, because there may be as many as rows."""


def rows_near(cues: Sequence[Cue], from_ms: int | None, until_ms: int | None) -> range:
    """Return rows among which all are that end at a time or later, and start at one or earlier.

    These are all there are, unless they stand in the order of time: of a long film few are near.
    """
    first_row, end_row = 0, len(cues)
    if _are_in_order(cues):
        if from_ms is not None:
            first_row = bisect_left(cues, from_ms, key=_end_ms)
        if until_ms is not None:
            end_row = bisect_right(cues, until_ms, key=_start_ms)
    return range(first_row, max(end_row, first_row))


def shown_at(cues: Sequence[Cue], time_ms: int) -> Iterator[Cue]:
    """Yield the cues that start before a time and end after it."""
    near = (cues[row] for row in rows_near(cues, time_ms, time_ms))
    return (cue for cue in near if cue.start_ms < time_ms < cue.end_ms)


def places_from(cues: Sequence[Cue], time_ms: int) -> Iterable[Place]:
    """Return the times of the rows that start at a time or later, in order."""
    near = ((row, cues[row]) for row in rows_near(cues, time_ms, None))
    places = ((cue.start_ms, cue.end_ms, row) for row, cue in near if cue.start_ms >= time_ms)
    return places if _are_in_order(cues) else sorted(places, key=_span)


def mirrored_places_until(cues: Sequence[Cue], time_ms: int) -> Iterable[Place]:
    """Return the times of the rows that end at a time or earlier, mirrored, in order."""
    near = ((row, cues[row]) for row in reversed(rows_near(cues, None, time_ms)))
    places = ((-cue.end_ms, -cue.start_ms, row) for row, cue in near if cue.end_ms <= time_ms)
    return places if _are_in_order(cues) else sorted(places, key=_span)


def push(
    movers: Collection[int],
    by_ms: int,
    ordered: Iterable[Place],
    min_gap_ms: int,
    last_ms: int | None,
) -> dict[int, int]:
    """Return by how much each row moves later so that the rows `movers` can, by `by_ms` or less.

    Between two cues that did not overlap before, `min_gap_ms` is kept, or what gap there was if
    it was smaller. What overlaps a mover stays. Nothing is pushed beyond `last_ms`; who is there
    already does not move.
    """
    ordered, again = tee(ordered)
    pushes = _swept(movers, by_ms, ordered, min_gap_ms)
    if last_ms is not None:
        excess_ms = max([min(push_ms, end_ms + push_ms - last_ms) for end_ms, _, push_ms in pushes])
        if excess_ms > 0:
            pushes = _swept(movers, by_ms - excess_ms, again, min_gap_ms)
    return {row: push_ms for _, row, push_ms in pushes if push_ms}


def _are_in_order(cues: Sequence[Cue]) -> bool:
    return cues.is_in_order if isinstance(cues, Document) else not fall_count(cues)


def _swept(
    movers: Collection[int], by_ms: int, ordered: Iterable[Place], min_gap_ms: int
) -> list[Place]:
    """Return (end, row, push) of all that are pushed and of the movers.

    The push is passed on from cue to cue, and every gap that is wider than need be takes some.
    """
    pushes: list[Place] = []
    movers_left = len(movers)
    push_ms = 0
    first_end_ms = last_end_ms = 0
    for start_ms, end_ms, row in ordered:
        if row in movers:
            movers_left -= 1
            if not push_ms:
                first_end_ms = last_end_ms = end_ms
            push_ms = by_ms
        elif push_ms and start_ms >= first_end_ms:
            slack_ms = max(start_ms - last_end_ms - min_gap_ms, 0)
            push_ms = max(push_ms - slack_ms, 0)
        else:
            if not (push_ms or movers_left):
                break
            continue
        pushes.append((end_ms, row, push_ms))
        first_end_ms, last_end_ms = min(first_end_ms, end_ms), max(last_end_ms, end_ms)
    return pushes
