"""All segments in view, painted at once: bodies, edges, text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import format_seconds
from whisper_desktop.ui.theme import Colors
from whisper_desktop.ui.views.waveform.hit import lane_box
from whisper_desktop.ui.views.waveform.segment_spans import Lane, VisibleSpans
from whisper_desktop.ui.views.waveform.segment_text import ElidedText
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

_SINGLE_PX = 3.0
"""Narrower ones are painted as the part of the time that is covered."""
_TEXT_PX = 34.0
_FOOT_PX = 88.0
_FLAG_PX = 6.0
_FLAGGED_PX = 22.0
_PLATE_ALPHA = 165
_PADDING_PX = 6.0


@dataclass(frozen=True, slots=True)
class SegmentArea:
    """Where segments are painted, and in what colours."""

    scale: TimeScale
    top: float
    height: float
    colors: Colors


@dataclass(frozen=True, slots=True)
class _Block:
    """One segment that is wide enough to stand for itself."""

    row: int
    box: QRectF
    is_selected: bool
    is_current: bool


class SegmentPainter:
    """Paints the segments of a view; it keeps the shortened texts from picture to picture."""

    def __init__(self) -> None:
        self._elided = ElidedText()

    def forget_texts(self) -> None:
        """Measure texts anew; the font is another."""
        self._elided.forget()

    def paint(
        self,
        painter: QPainter,
        area: SegmentArea,
        spans: VisibleSpans,
        chosen: tuple[frozenset[int], int | None],
        cue_at: Callable[[int], Cue],
    ) -> None:
        """Paint the segments; `chosen` are the selected rows and the current one."""
        selected, current = chosen
        starts_x = (spans.starts_ms - area.scale.start_ms) / area.scale.ms_per_px
        ends_x = (spans.ends_ms - area.scale.start_ms) / area.scale.ms_per_px
        is_single = ends_x - starts_x >= _SINGLE_PX
        is_selected = np.isin(spans.rows, list(selected))
        _paint_crowd(painter, area, spans.lanes, (starts_x, ends_x), (~is_single, is_selected))
        blocks = [
            _Block(row, QRectF(start, top, end - start, height), row in selected, row == current)
            for row, start, end, lane in zip(
                spans.rows[is_single].tolist(),
                starts_x[is_single].tolist(),
                ends_x[is_single].tolist(),
                spans.lanes[is_single].tolist(),
                strict=True,
            )
            for top, height in (lane_box(lane, area.top, area.height),)
        ]
        _paint_bodies(painter, area.colors, blocks)
        _paint_edges(painter, area.colors, blocks)
        self._paint_texts(painter, area, blocks, cue_at)

    def _paint_texts(
        self,
        painter: QPainter,
        area: SegmentArea,
        blocks: Sequence[_Block],
        cue_at: Callable[[int], Cue],
    ) -> None:
        view = QRectF(0, area.top, area.scale.width_px, area.height)
        font = painter.font()
        metrics = QFontMetricsF(font)
        foot_font = QFont(font)
        foot_font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.0))
        for block in blocks:
            # The text of a segment that begins before the view stays in sight.
            box = block.box.intersected(view).adjusted(_PADDING_PX, 5, -_PADDING_PX, -4)
            if box.width() < _TEXT_PX - 2 * _PADDING_PX or box.height() < metrics.height():
                continue
            cue = cue_at(block.row)
            used = self._paint_text(painter, area.colors, box, cue, metrics)
            has_room = box.height() - used > 2 * metrics.height() and box.width() > _FOOT_PX
            if has_room:
                painter.setFont(foot_font)
                painter.setPen(QColor(area.colors.ruler_text))
                place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
                foot = f"#{block.row + 1}   {format_seconds(cue.duration_ms)} s"
                painter.drawText(box, place, foot)
                painter.setFont(font)

    def _paint_text(
        self, painter: QPainter, colors: Colors, box: QRectF, cue: Cue, metrics: QFontMetricsF
    ) -> float:
        """Paint the lines that there is room for on a plate; return the height used."""
        room = max(int(box.height() / metrics.lineSpacing()), 1)
        lines = self._elided.lines(cue.text, box.width(), min(room, 3), metrics)
        if not lines:
            return 0.0
        width = max(line.width for line in lines)
        height = len(lines) * metrics.lineSpacing()
        plate = QColor(colors.wave_background)
        plate.setAlpha(_PLATE_ALPHA)
        is_rtl = lines[0].is_right_to_left
        left = box.right() - width if is_rtl else box.left()
        painter.fillRect(QRectF(left - 3, box.top() - 1, width + 6, height + 2), plate)
        painter.setPen(QColor(colors.segment_text))
        baseline = box.top() + metrics.ascent()
        for line in lines:
            x = box.right() - line.width if line.is_right_to_left else box.left()
            painter.drawText(QPointF(x, baseline), line.text)
            baseline += metrics.lineSpacing()
        return height


def selected_columns(
    spans: VisibleSpans, selected: frozenset[int], scale: TimeScale, dots: float, count: int
) -> npt.NDArray[np.bool_]:
    """Return which physical columns lie within a selected segment."""
    mask = np.zeros(count, np.bool_)
    is_selected = np.isin(spans.rows, list(selected))
    for start_ms, end_ms in zip(
        spans.starts_ms[is_selected].tolist(), spans.ends_ms[is_selected].tolist(), strict=True
    ):
        first = max(round(scale.x_of(start_ms) * dots), 0)
        mask[first : max(round(scale.x_of(end_ms) * dots), 0)] = True
    return mask


_Positions = npt.NDArray[np.floating]
_Mask = npt.NDArray[np.bool_]


def _paint_crowd(
    painter: QPainter,
    area: SegmentArea,
    lanes: npt.NDArray[np.int8],
    edges_x: tuple[_Positions, _Positions],
    masks: tuple[_Mask, _Mask],
) -> None:
    """Paint narrow segments as runs of covered pixels."""
    is_narrow, is_selected = masks
    painter.setPen(Qt.PenStyle.NoPen)
    for lane in Lane:
        top, height = lane_box(lane, area.top, area.height)
        for mask, color in (
            (~is_selected, area.colors.segment),
            (is_selected, area.colors.segment_selected),
        ):
            chosen = is_narrow & mask & (lanes == lane)
            painter.setBrush(QColor(color))
            runs = covered_runs(edges_x[0][chosen], edges_x[1][chosen], area.scale.width_px)
            painter.drawRects([QRectF(x, top, width, height) for x, width in runs])


def covered_runs(starts_x: _Positions, ends_x: _Positions, width_px: int) -> list[tuple[int, int]]:
    """Return place and width of each run of whole pixels that some span touches."""
    if not len(starts_x):
        return []
    first = np.clip(np.floor(starts_x).astype(np.int64), 0, width_px)
    last = np.clip(np.maximum(np.ceil(ends_x).astype(np.int64), first + 1), 0, width_px)
    steps = np.zeros(width_px + 2, np.int64)
    np.add.at(steps, first + 1, 1)
    np.add.at(steps, last + 1, -1)
    covered = np.cumsum(steps) > 0
    changes = np.flatnonzero(np.diff(covered))
    return [(int(a), int(b - a)) for a, b in zip(changes[::2], changes[1::2], strict=True)]


def _paint_bodies(painter: QPainter, colors: Colors, blocks: Sequence[_Block]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.segment))
    painter.drawRects([block.box for block in blocks if not block.is_selected])
    painter.setBrush(QColor(colors.segment_selected))
    painter.drawRects([block.box for block in blocks if block.is_selected])
    # The current one has a frame as well: it is not told by its colour alone.
    painter.setBrush(QColor(colors.wave_selected))
    frames: list[QRectF] = []
    for block in blocks:
        thickness = 3.0 if block.is_current else 1.0
        if block.is_selected:
            box = block.box
            frames.append(QRectF(box.left(), box.top(), box.width(), thickness))
            frames.append(QRectF(box.left(), box.bottom() - thickness, box.width(), thickness))
    painter.drawRects(frames)


def _paint_edges(painter: QPainter, colors: Colors, blocks: Sequence[_Block]) -> None:
    """Paint a line and, with room for it, a flag into the segment at each start and end."""
    for color, direction in ((colors.segment_start, 1), (colors.segment_end, -1)):
        lines: list[QLineF] = []
        flags: list[QPolygonF] = []
        for block in blocks:
            box = block.box
            x = (box.left() if direction > 0 else box.right() - 1) + 0.5
            lines.append(QLineF(x, box.top(), x, box.bottom()))
            if box.width() >= _FLAGGED_PX:
                flags.append(_flag(x, box.bottom(), direction))
        painter.setPen(QColor(color))
        painter.drawLines(lines)
        painter.setBrush(QColor(color))
        for flag in flags:
            painter.drawConvexPolygon(flag)


def _flag(x: float, bottom: float, direction: int) -> QPolygonF:
    return QPolygonF(
        [
            QPointF(x, bottom),
            QPointF(x, bottom - _FLAG_PX),
            QPointF(x + direction * _FLAG_PX, bottom),
        ]
    )
