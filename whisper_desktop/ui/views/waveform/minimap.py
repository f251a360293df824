"""The whole file in a strip: where there is sound and text, and what the waveform shows of it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from whisper_desktop.ui.theme import colors_of
from whisper_desktop.ui.views.waveform.segment_blocks import covered_runs
from whisper_desktop.ui.views.waveform.segment_spans import SegmentSpans
from whisper_desktop.ui.views.waveform.time_scale import TimeScale
from whisper_desktop.ui.views.waveform.wave_painter import (
    WaveArea,
    WavePainter,
    WaveSource,
    column_count,
)
from whisper_desktop.ui.views.waveform.waveform_state import WaveformState

MINIMAP_HEIGHT_PX = 36
_COVER_PX = 4
_LEAST_FRAME_PX = 6.0
_SHADE_ALPHA = 120
_KEY_PAGES = {
    Qt.Key.Key_Left: -0.5,
    Qt.Key.Key_Right: 0.5,
    Qt.Key.Key_PageUp: -1.0,
    Qt.Key.Key_PageDown: 1.0,
}


class Minimap(QWidget):
    """Shows all there is in its width; a press or a drag asks to look at a place."""

    place_requested = Signal(float)
    """A time, in milliseconds, that shall be in the middle of the view."""

    def __init__(self, state: WaveformState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._source: WaveSource | None = None
        self._wave = WavePainter()
        self._view = TimeScale.of(1, 1)
        self._picture = QPixmap()
        self._is_stale = True
        self._spans = state.resting_spans
        """Those that were looked at last."""
        self._runs: Sequence[tuple[int, int]] = ()
        """Where segments were painted: place and width in pixels."""
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Overview of the whole recording"))
        self.setToolTip(self.tr("The whole recording: click or drag to look at another part"))
        state.rows_changed.connect(self._on_rows_changed)
        state.total_changed.connect(self.repaint_all)
        state.editing.playhead_moved.connect(self._on_playhead_moved)

    def set_source(self, source: WaveSource | None) -> None:
        """Show another sound, or none."""
        self._source = source
        self.repaint_all()

    def set_view(self, view: TimeScale) -> None:
        """Show what the waveform shows."""
        self._view = view
        self.update()

    @Slot()
    def repaint_all(self) -> None:
        """Paint everything again, soon."""
        self._is_stale = True
        self.update()

    @Slot()
    def _on_rows_changed(self) -> None:
        """Paint again if it can be seen: few edits reach from one pixel to the next."""
        spans = self._state.resting_spans
        if spans is not self._spans and self._covered(spans) != self._runs:
            self.repaint_all()
        self._spans = spans

    @Slot(object)
    def _on_playhead_moved(self, _time_ms: int) -> None:
        self.update()

    def _scale(self) -> TimeScale:
        return TimeScale.of(self.width(), self._state.total_ms).fitting_all()

    def _covered(self, spans: SegmentSpans) -> Sequence[tuple[int, int]]:
        scale = self._scale()
        starts_x, ends_x = spans.starts_ms / scale.ms_per_px, spans.ends_ms / scale.ms_per_px
        return covered_runs(starts_x, ends_x, scale.width_px)

    def _render(self) -> None:
        dots = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * dots)
        self._picture.setDevicePixelRatio(dots)
        colors = colors_of(self.palette())
        self._picture.fill(QColor(colors.wave_background))
        painter = QPainter(self._picture)
        scale = self._scale()
        self._runs = self._covered(self._state.resting_spans)
        area = WaveArea(scale, 1.0, self.height() - _COVER_PX - 2.0, dots)
        if self._source is not None:
            nothing_selected = np.zeros(column_count(area), np.bool_)
            self._wave.paint(painter, self._source, area, 1.0, (colors, nothing_selected))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.segment_start))
        top = self.height() - _COVER_PX
        painter.drawRects([QRectF(x, top, width, _COVER_PX - 1) for x, width in self._runs])
        painter.end()
        self._is_stale = False

    def _look_at(self, x: float) -> None:
        self.place_requested.emit(float(self._scale().time_at(x)))

    def sizeHint(self) -> QSize:
        """Return a strip."""
        return QSize(400, MINIMAP_HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Return a strip that may be short."""
        return QSize(80, MINIMAP_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the kept picture, shade what the waveform does not show, mark the playhead."""
        if self._is_stale or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._render()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, self._picture)
        colors, scale = colors_of(self.palette()), self._scale()
        left = scale.x_of(self._view.start_ms)
        width = max(self._view.span_ms / scale.ms_per_px, _LEAST_FRAME_PX)
        left = min(left, self.width() - width)
        shade = QColor(colors.wave_background)
        shade.setAlpha(_SHADE_ALPHA)
        painter.fillRect(QRectF(0, 0, left, self.height()), shade)
        painter.fillRect(QRectF(left + width, 0, self.width(), self.height()), shade)
        edge = colors.playhead if self.hasFocus() else colors.ruler_text
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.drawRect(QRectF(left, 0, width, self.height()).adjusted(0.5, 0.5, -0.5, -0.5))
        playhead_x = int(scale.x_of(self._state.editing.playhead_ms))
        painter.fillRect(playhead_x, 0, 1, self.height(), QColor(colors.playhead))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint in another size."""
        self._is_stale = True
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Paint in other colours."""
        self.repaint_all()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at what was pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._look_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what the pointer is dragged to."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look further to the left or right."""
        middle_ms = (self._view.start_ms + self._view.end_ms) / 2
        key = Qt.Key(event.key())
        pages = _KEY_PAGES.get(key)
        if key == Qt.Key.Key_Home:
            self.place_requested.emit(0.0)
        elif key == Qt.Key.Key_End:
            self.place_requested.emit(float(self._state.total_ms))
        elif pages is not None:
            self.place_requested.emit(middle_ms + pages * self._view.span_ms)
        else:
            super().keyPressEvent(event)
