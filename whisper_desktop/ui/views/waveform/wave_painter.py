"""The outline of the sound as columns of pixels."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from shiboken6 import Shiboken

from whisper_desktop.ui.theme import Colors
from whisper_desktop.ui.views.waveform.time_scale import TimeScale

Columns = npt.NDArray[np.float32]
Rectangles = npt.NDArray[np.float64]
"""Left, top, width and height of each, as Qt has them in memory."""
_FINEST_MS = 2.0
"""What peaks know of; closer than that they are joined by straight lines."""
_QUIET = Qt.PenStyle.NoPen


class WaveSource(Protocol):
    """Where the lowest and highest samples of stretches of time come from."""

    @property
    def duration_ms(self) -> int:
        """Up to where it knows the sound."""
        ...

    def window(self, start_ms: float, end_ms: float, columns: int) -> tuple[Columns, Columns]:
        """Return the lowest and highest sample, in [-1, 1], of each column."""
        ...


@dataclass(frozen=True, slots=True)
class WaveArea:
    """Where the sound is painted: `dots` physical pixels to each logical one."""

    scale: TimeScale
    top: float
    height: float
    dots: float


def columns_of(source: WaveSource, area: WaveArea) -> tuple[Columns, Columns]:
    """Return the extremes for each physical pixel column of an area."""
    scale, count = area.scale, column_count(area)
    column_ms = scale.ms_per_px / area.dots
    end_ms = scale.start_ms + count * column_ms
    if column_ms >= _FINEST_MS:
        return source.window(scale.start_ms, end_ms, count)
    first = math.floor(scale.start_ms / _FINEST_MS)
    bins = math.ceil(end_ms / _FINEST_MS) - first + 1
    lowest, highest = source.window(first * _FINEST_MS, (first + bins) * _FINEST_MS, bins)
    known_ms = (first + np.arange(bins) + 0.5) * _FINEST_MS
    wanted_ms = scale.start_ms + (np.arange(count) + 0.5) * column_ms
    return (
        np.interp(wanted_ms, known_ms, lowest).astype(np.float32),
        np.interp(wanted_ms, known_ms, highest).astype(np.float32),
    )


def column_count(area: WaveArea) -> int:
    """Return how many physical pixels an area is wide."""
    return max(math.ceil(area.scale.width_px * area.dots), 1)


class WavePainter:
    """Paints a sound; keeps the places of its columns until another part of it is to be seen."""

    def __init__(self) -> None:
        self._seen: tuple[WaveSource, int, WaveArea, float] | None = None
        self._columns: Rectangles = np.empty((0, 4))

    def paint(
        self,
        painter: QPainter,
        source: WaveSource,
        area: WaveArea,
        amplitude: float,
        tint: tuple[Colors, npt.NDArray[np.bool_]],
    ) -> None:
        """Paint what is known of the sound; `tint` tells which columns are selected."""
        seen = (source, source.duration_ms, area, amplitude)
        if seen != self._seen:
            self._seen, self._columns = seen, _placed(source, area, amplitude)
        colors, is_selected = tint
        painter.setPen(_QUIET)
        painter.setBrush(QColor(colors.wave))
        draw_rectangles(painter, self._columns)
        painter.setBrush(QColor(colors.wave_selected))
        draw_rectangles(painter, self._columns[is_selected[: len(self._columns)]])


def draw_rectangles(painter: QPainter, places: Rectangles) -> None:
    """Draw many rectangles at once; to make an object of each takes longer than to paint them."""
    if not len(places):
        return
    first: object = Shiboken.wrapInstance(places.ctypes.data, QRectF)
    if isinstance(first, QRectF):
        painter.drawRects(first, len(places))
    else:
        # Qt deleted what was there before, and Python's stand-in for it is left.
        painter.drawRects([QRectF(*place) for place in places.tolist()])


def _placed(source: WaveSource, area: WaveArea, amplitude: float) -> Rectangles:
    count = column_count(area)
    known = (source.duration_ms - area.scale.start_ms) / area.scale.ms_per_px * area.dots
    end = min(max(math.ceil(known), 0), count)
    placed: Rectangles = np.empty((end, 4))
    if not end:
        return placed
    lowest, highest = columns_of(source, area)
    half = area.height / 2
    middle = area.top + half
    tops = middle - np.clip(highest[:end] * amplitude, -1.0, 1.0) * half
    heights = middle - np.clip(lowest[:end] * amplitude, -1.0, 1.0) * half - tops
    placed[:, 0] = np.arange(end) / area.dots
    placed[:, 1], placed[:, 2] = tops, 1 / area.dots
    placed[:, 3] = np.maximum(heights, 1.0)
    return placed
