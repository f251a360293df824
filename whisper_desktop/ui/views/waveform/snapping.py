"""Times that a dragged edge is drawn to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from whisper_desktop.core.verbs.frame_rate import exact_frame_rate
from whisper_desktop.core.verbs.snap import to_frame

SNAP_PX = 8.0
"""How near a time has to come to a target."""


class SnapKind(StrEnum):
    """What a time was drawn to."""

    PLAYHEAD = "playhead"
    SEGMENT = "segment"
    WORD = "word"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class SnapTarget:
    """A time worth meeting exactly."""

    time_ms: int
    kind: SnapKind


@dataclass(frozen=True, slots=True)
class Snapped:
    """The time to use, and what it met, if anything."""

    time_ms: int
    kind: SnapKind | None = None


_RANK = {SnapKind.PLAYHEAD: 0, SnapKind.SEGMENT: 1, SnapKind.WORD: 2}


def targets_of(kind: SnapKind, times_ms: Iterable[int]) -> list[SnapTarget]:
    """Return targets of one kind."""
    return [SnapTarget(time_ms, kind) for time_ms in times_ms]


def snap(
    time_ms: int,
    targets: Iterable[SnapTarget],
    reach_ms: float,
    frames_per_second: float | None,
) -> Snapped:
    """Return the nearest target within reach; without one the nearest frame, if there are frames.

    Of two equally near, the playhead comes before segments and those before words.
    """
    near = [target for target in targets if abs(target.time_ms - time_ms) <= reach_ms]
    if near:
        best = min(near, key=lambda target: (abs(target.time_ms - time_ms), _RANK[target.kind]))
        return Snapped(best.time_ms, best.kind)
    if frames_per_second:
        return Snapped(to_frame(time_ms, exact_frame_rate(frames_per_second)), SnapKind.FRAME)
    return Snapped(time_ms)


def snap_shift(
    edges_ms: Sequence[int],
    delta_ms: int,
    targets: Sequence[SnapTarget],
    reach_ms: float,
    frames_per_second: float | None,
) -> Snapped:
    """Return by how much to move edges together so that one of them meets a target.

    The first edge decides about frames; `time_ms` of the result is a distance.
    """
    moves = [
        (abs(found.time_ms - edge - delta_ms), found.time_ms - edge, found.kind)
        for edge in edges_ms
        if (found := snap(edge + delta_ms, targets, reach_ms, None)).kind is not None
    ]
    if moves:
        _, distance_ms, kind = min(moves, key=lambda move: move[0])
        return Snapped(distance_ms, kind)
    first = snap(edges_ms[0] + delta_ms, (), reach_ms, frames_per_second)
    return Snapped(first.time_ms - edges_ms[0], first.kind)
