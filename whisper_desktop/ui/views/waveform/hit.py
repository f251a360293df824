"""What of the waveform lies under the pointer."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from whisper_desktop.ui.views.waveform.segment_spans import Lane, VisibleSpans
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

GRAB_PX = 7.0
"""How far from an edge it can still be taken."""
_INSIDE_SHARE = 1 / 3
"""Of a narrow segment, how far an edge reaches into it, so that its middle remains."""
_TINY_PX = 6.0


class Part(Enum):
    """What a press takes hold of."""

    START = auto()
    END = auto()
    BODY = auto()
    TINY = auto()
    """A segment too narrow at this zoom to be dragged without harm; it can be chosen."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A segment, by its row, and the part of it."""

    row: int
    part: Part


@dataclass(frozen=True, slots=True)
class _Reached:
    """A part within reach; the smallest is taken."""

    rank: tuple[bool, bool, float, bool]
    hit: Hit


def lane_box(lane: int, top: float, height: float) -> tuple[float, float]:
    """Return top and height of a lane within the area of the segments."""
    half = height / 2
    if lane == Lane.UPPER:
        return top, half
    if lane == Lane.LOWER:
        return top + half, height - half
    return top, height


def hit_at(
    spans: VisibleSpans,
    scale: TimeScale,
    x: float,
    lane: Lane,
    preferred: frozenset[int],
) -> Hit | None:
    """Return what lies at a pixel in a lane; edges before bodies, the preferred rows before others.

    `spans` are those within `GRAB_PX` of it.
    """
    reached: list[_Reached] = []
    for index, row in enumerate(spans.rows.tolist()):
        if spans.lanes[index] in {Lane.WHOLE, lane}:
            start_x = scale.x_of(int(spans.starts_ms[index]))
            end_x = scale.x_of(int(spans.ends_ms[index]))
            reached += _parts(row, x - start_x, end_x - x, row in preferred)
    return min(reached, key=lambda found: found.rank).hit if reached else None


def _parts(
    row: int, after_start: float, before_end: float, is_preferred: bool
) -> Iterator[_Reached]:
    width = after_start + before_end
    is_inside = after_start >= 0 and before_end >= 0
    if width < _TINY_PX:
        distance = max(-after_start, -before_end, 0.0)
        if distance <= GRAB_PX / 2:
            yield _Reached((True, not is_preferred, distance, False), Hit(row, Part.TINY))
        return
    inside_px = min(GRAB_PX, width * _INSIDE_SHARE)
    for part, depth in ((Part.START, after_start), (Part.END, before_end)):
        if -GRAB_PX <= depth <= inside_px:
            # Where two segments meet, the side that the pointer is on decides.
            rank = (False, not is_preferred, abs(depth), depth < 0)
            yield _Reached(rank, Hit(row, part))
    if is_inside:
        yield _Reached((True, not is_preferred, 0.0, False), Hit(row, Part.BODY))
