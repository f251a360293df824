"""How cues make room for others that grow or move."""

from collections.abc import Collection, Iterable, Sequence

from whisper_desktop.core.cue import Cue

Place = tuple[int, int, int]
"""Start and end in milliseconds and the row; times are mirrored, that is below zero, where the
push goes towards the beginning. A plain tuple, because there are as many as rows."""


def places_from(cues: Iterable[Cue], time_ms: int) -> list[Place]:
    """Return the times of the rows that start at a time or later, in order."""
    return sorted(
        [(cue.start_ms, cue.end_ms, row) for row, cue in enumerate(cues) if cue.start_ms >= time_ms]
    )


def mirrored_places_until(cues: Iterable[Cue], time_ms: int) -> list[Place]:
    """Return the times of the rows that end at a time or earlier, mirrored, in order."""
    return sorted(
        [(-cue.end_ms, -cue.start_ms, row) for row, cue in enumerate(cues) if cue.end_ms <= time_ms]
    )


def push(
    movers: Collection[int],
    by_ms: int,
    ordered: Sequence[Place],
    min_gap_ms: int,
    last_ms: int | None,
) -> dict[int, int]:
    """Return by how much each row moves later so that the rows `movers` can, by `by_ms` or less.

    Between two cues that did not overlap before, `min_gap_ms` is kept, or what gap there was if
    it was smaller. What overlaps a mover stays. Nothing is pushed beyond `last_ms`; who is there
    already does not move.
    """
    pushes = _swept(movers, by_ms, ordered, min_gap_ms)
    if last_ms is not None:
        excess_ms = max([min(push_ms, end_ms + push_ms - last_ms) for end_ms, _, push_ms in pushes])
        if excess_ms > 0:
            pushes = _swept(movers, by_ms - excess_ms, ordered, min_gap_ms)
    return {row: push_ms for _, row, push_ms in pushes if push_ms}


def _swept(
    movers: Collection[int], by_ms: int, ordered: Sequence[Place], min_gap_ms: int
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
