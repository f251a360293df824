"""Where the segments in view stand on the picture."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from whisper_desktop.ui.views.waveform.hit import lane_box
from whisper_desktop.ui.views.waveform.segment_spans import Lane, VisibleSpans
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

_LINED_MS_PER_PX = 130.0
_SINGLE_PX = 3.0
"""Narrower ones are painted as the part of the time that is covered."""
_Positions = npt.NDArray[np.floating]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SegmentArea:
    """Where segments are painted."""

    scale: TimeScale
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """The selected rows, and the current one among them."""

    rows: frozenset[int]
    current: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """One segment that is wide enough to stand for itself."""

    row: int
    box: QRectF
    is_selected: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class SegmentBlocks:
    """All segments in view: single ones, and runs of pixels that many narrow ones cover."""

    singles: tuple[Block, ...]
    is_lined: bool
    """Whether edges are drawn; further away they would hide the segments and the sound."""
    crowd: tuple[QRectF, ...]
    selected_crowd: tuple[QRectF, ...]


def blocks_of(spans: VisibleSpans, area: SegmentArea, chosen: Chosen) -> SegmentBlocks:
    """Place segments on an area."""
    starts_x = (spans.starts_ms - area.scale.start_ms) / area.scale.ms_per_px
    ends_x = (spans.ends_ms - area.scale.start_ms) / area.scale.ms_per_px
    is_single = ends_x - starts_x >= _SINGLE_PX
    singles = [
        Block(
            row,
            QRectF(start, box[0], end - start, box[1]),
            row in chosen.rows,
            row == chosen.current,
        )
        for row, start, end, lane in zip(
            spans.rows[is_single].tolist(),
            starts_x[is_single].tolist(),
            ends_x[is_single].tolist(),
            spans.lanes[is_single].tolist(),
            strict=True,
        )
        for box in (lane_box(lane, area.top, area.height),)
    ]
    is_lined = area.scale.ms_per_px <= _LINED_MS_PER_PX
    if is_single.all():
        return SegmentBlocks(tuple(singles), is_lined, (), ())
    is_selected = np.isin(spans.rows, list(chosen.rows))
    crowds = [
        _crowd(spans.lanes, (starts_x, ends_x), ~is_single & mask, area)
        for mask in (~is_selected, is_selected)
    ]
    return SegmentBlocks(tuple(singles), is_lined, *crowds)


def selected_columns(
    spans: VisibleSpans, selected: frozenset[int], scale: TimeScale, dots: float, count: int
) -> _Mask:
    """Return which physical columns lie within a selected segment."""
    mask = np.zeros(count, np.bool_)
    is_selected = np.isin(spans.rows, list(selected))
    for start_ms, end_ms in zip(
        spans.starts_ms[is_selected].tolist(), spans.ends_ms[is_selected].tolist(), strict=True
    ):
        first = max(round(scale.x_of(start_ms) * dots), 0)
        mask[first : max(round(scale.x_of(end_ms) * dots), 0)] = True
    return mask


def covered_runs(starts_x: _Positions, ends_x: _Positions, width_px: int) -> list[tuple[int, int]]:
    """Return place and width of each run of whole pixels that some span touches."""
    if not len(starts_x):
        return []
    first = np.clip(np.floor(starts_x).astype(np.int64), 0, width_px)
    last = np.clip(np.maximum(np.ceil(ends_x).astype(np.int64), first + 1), 0, width_px)
    begun, ended = (np.bincount(edges + 1, minlength=width_px + 2) for edges in (first, last))
    covered = np.cumsum(begun - ended) > 0
    changes = np.flatnonzero(np.diff(covered))
    return [(int(a), int(b - a)) for a, b in zip(changes[::2], changes[1::2], strict=True)]


def _crowd(
    lanes: npt.NDArray[np.int8],
    edges_x: tuple[_Positions, _Positions],
    mask: _Mask,
    area: SegmentArea,
) -> tuple[QRectF, ...]:
    boxes: list[QRectF] = []
    for lane in Lane:
        top, height = lane_box(lane, area.top, area.height)
        chosen = mask & (lanes == lane)
        runs = covered_runs(edges_x[0][chosen], edges_x[1][chosen], area.scale.width_px)
        boxes += [QRectF(x, top, width, height) for x, width in runs]
    return tuple(boxes)
