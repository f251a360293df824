"""The marks and times along the top of the waveform."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from whisper_desktop.core.timecode import format_clock
from whisper_desktop.ui.theme import Colors
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

RULER_HEIGHT_PX = 20
_LABEL_DISTANCE_PX = 96
_LABEL_PX = 12
_STEPS_MS = (
    *(10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000),
    *(60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000),
)
_HOUR_MS = 3_600_000
_PARTS = {15_000: 3, 30_000: 3, 60_000: 6, 120_000: 4, 900_000: 3, 1_800_000: 3, 3_600_000: 6}
"""Into how many parts small marks cut a step; five where it is not said."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark; small ones carry no time."""

    x: float
    label: str


def step_ms(scale: TimeScale) -> int:
    """Return the time between two labels: round, and not too dense."""
    wanted_ms = _LABEL_DISTANCE_PX * scale.ms_per_px
    for step in _STEPS_MS:
        if step >= wanted_ms:
            return step
    return math.ceil(wanted_ms / _HOUR_MS) * _HOUR_MS


def ticks(scale: TimeScale) -> Iterator[Tick]:
    """Yield the marks in view, and those whose label reaches into it."""
    step = step_ms(scale)
    parts = _PARTS.get(step, 5)
    first = math.floor(scale.start_ms / step) * parts
    last = math.ceil(scale.end_ms / step * parts)
    for index in range(first, last + 1):
        time_ms = index * step // parts
        yield Tick(scale.x_of(time_ms), _label(time_ms, step) if index % parts == 0 else "")


def paint_ruler(painter: QPainter, scale: TimeScale, colors: Colors, height: float) -> None:
    """Paint marks and times along the top, and a thin line down to `height` under each time."""
    marks, lines, labels = [], [], []
    for tick in ticks(scale):
        x = math.floor(tick.x) + 0.5
        length = 7 if tick.label else 4
        marks.append(QLineF(x, RULER_HEIGHT_PX - length, x, RULER_HEIGHT_PX))
        if tick.label:
            lines.append(QLineF(x, RULER_HEIGHT_PX, x, height))
            labels.append((QRectF(x + 4, 0, 120, RULER_HEIGHT_PX - 3), tick.label))
    painter.setPen(QColor(colors.grid))
    painter.drawLines(lines)
    painter.drawLine(QPointF(0, RULER_HEIGHT_PX - 0.5), QPointF(scale.width_px, RULER_HEIGHT_PX))
    painter.setPen(QColor(colors.ruler_text))
    painter.drawLines(marks)
    painter.save()
    font = painter.font()
    # The ruler is not higher for a big font.
    font.setPixelSize(min(painter.fontInfo().pixelSize(), _LABEL_PX))
    painter.setFont(font)
    for box, label in labels:
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
    painter.restore()


def _label(time_ms: int, step: int) -> str:
    clock = format_clock(time_ms)
    return clock if step >= 1_000 else f"{clock}.{time_ms % 1_000:03d}"
