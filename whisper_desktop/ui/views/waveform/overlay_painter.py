"""What moves over the waveform: the playhead, a new span, an edge under the pointer, a drag."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.theme import Colors
from whisper_desktop.ui.views.waveform.ruler import RULER_HEIGHT_PX
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

PLAYHEAD_MARGIN_PX = 8
"""What its head takes on either side of its line."""
_HEAD_PX = 6.0
_CHIP_PADDING_PX = 7.0
_CHIP_RADIUS_PX = 4.0
NOTICE_MARGIN_PX = 8
"""Between a sentence and the edge of the view."""
_PLATE_ALPHA = 215


@dataclass(frozen=True, slots=True)
class OverlayArea:
    """Where the overlay is painted, and in what colours."""

    scale: TimeScale
    height: float
    colors: Colors


def paint_playhead(painter: QPainter, area: OverlayArea, time_ms: int) -> None:
    """Paint where playback is: a line with a head in the ruler."""
    x = int(area.scale.x_of(time_ms)) + 0.5
    if not -_HEAD_PX <= x <= area.scale.width_px + _HEAD_PX:
        return
    painter.setPen(QColor(area.colors.playhead))
    painter.drawLine(QLineF(x, RULER_HEIGHT_PX - 2, x, area.height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(area.colors.playhead))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top, tip = RULER_HEIGHT_PX - 9.0, float(RULER_HEIGHT_PX)
    painter.drawConvexPolygon(
        QPolygonF([QPointF(x - _HEAD_PX, top), QPointF(x + _HEAD_PX, top), QPointF(x, tip)])
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def paint_new_span(
    painter: QPainter, area: OverlayArea, span: TimeSpan, words: tuple[str, str]
) -> None:
    """Paint a span that waits to become a segment, with its length and what to do about it."""
    box = _box(area, span.start_ms, span.end_ms)
    fill = QColor(area.colors.playhead)
    fill.setAlpha(36)
    painter.fillRect(box, fill)
    pen = QPen(QColor(area.colors.playhead), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    metrics = QFontMetricsF(painter.font())
    inside = box.adjusted(6, 4, -6, -4)
    label = " · ".join(words)
    if metrics.horizontalAdvance(label) <= inside.width():
        used = painter.boundingRect(inside, Qt.AlignmentFlag.AlignCenter, label)
        painter.fillRect(used.adjusted(-4, -2, 4, 2), _plate(area.colors))
        painter.setPen(QColor(area.colors.segment_text))
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, label)
    else:
        paint_chip(painter, area, box.right(), words)


def paint_edge(
    painter: QPainter, area: OverlayArea, time_ms: int, lane: tuple[float, float], color: str
) -> None:
    """Paint an edge thicker, for it can be taken hold of, or is."""
    x = area.scale.x_of(time_ms)
    painter.fillRect(QRectF(x - 1.5, lane[0], 3, lane[1]), QColor(color))


def paint_guide(painter: QPainter, area: OverlayArea, time_ms: int) -> None:
    """Paint the line of what a dragged edge was drawn to."""
    x = int(area.scale.x_of(time_ms)) + 0.5
    painter.setPen(QPen(QColor(area.colors.wave_selected), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(x, RULER_HEIGHT_PX, x, area.height))


def paint_chip(painter: QPainter, area: OverlayArea, x: float, lines: Sequence[str]) -> None:
    """Paint short lines of text beside a place, wholly in sight."""
    metrics = QFontMetricsF(painter.font())
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _CHIP_PADDING_PX
    height = len(lines) * metrics.lineSpacing() + _CHIP_PADDING_PX
    left = x + 12 if x + 12 + width <= area.scale.width_px else x - 12 - width
    left = min(max(left, 2.0), max(area.scale.width_px - width - 2.0, 2.0))
    top = max((area.height + RULER_HEIGHT_PX - height) / 2, RULER_HEIGHT_PX + 2.0)
    box = QRectF(left, top, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(area.colors.wave_selected))
    painter.setBrush(QColor(area.colors.wave_background))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _CHIP_RADIUS_PX, _CHIP_RADIUS_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QColor(area.colors.segment_text))
    baseline = top + _CHIP_PADDING_PX / 2 + metrics.ascent()
    for line in lines:
        painter.drawText(QPointF(left + _CHIP_PADDING_PX, baseline), line)
        baseline += metrics.lineSpacing()


def paint_notice(painter: QPainter, colors: Colors, view: QRectF, text: str) -> None:
    """Paint a sentence at the bottom of a view, readable over whatever is there."""
    place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
    margin = NOTICE_MARGIN_PX
    room = view.adjusted(2 * margin, margin, -2 * margin, -margin)
    used = painter.boundingRect(room, place, text)
    painter.fillRect(used.adjusted(-8, -4, 8, 4), _plate(colors))
    painter.setPen(QColor(colors.segment_text))
    painter.drawText(room, place, text)


def _plate(colors: Colors) -> QColor:
    plate = QColor(colors.wave_background)
    plate.setAlpha(_PLATE_ALPHA)
    return plate


def _box(area: OverlayArea, start_ms: int, end_ms: int) -> QRectF:
    left, right = area.scale.x_of(start_ms), area.scale.x_of(end_ms)
    return QRectF(left, RULER_HEIGHT_PX, max(right - left, 1.0), area.height - RULER_HEIGHT_PX)
