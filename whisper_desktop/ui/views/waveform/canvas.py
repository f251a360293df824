"""The picture of a stretch of sound with its segments; it paints and knows nothing of the mouse."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.reading import characters_per_second
from whisper_desktop.core.timecode import format_seconds, format_time
from whisper_desktop.ui.theme import Colors, colors_of
from whisper_desktop.ui.views.waveform.hit import Hit, Part, lane_box
from whisper_desktop.ui.views.waveform.overlay_painter import (
    NOTICE_MARGIN_PX,
    PLAYHEAD_MARGIN_PX,
    OverlayArea,
    paint_chip,
    paint_edge,
    paint_guide,
    paint_new_span,
    paint_notice,
    paint_playhead,
)
from whisper_desktop.ui.views.waveform.ruler import RULER_HEIGHT_PX, paint_ruler
from whisper_desktop.ui.views.waveform.segment_blocks import (
    Chosen,
    SegmentArea,
    blocks_of,
    selected_columns,
)
from whisper_desktop.ui.views.waveform.segment_painter import SegmentPainter, paint_ground
from whisper_desktop.ui.views.waveform.segment_spans import VisibleSpans
from whisper_desktop.ui.views.waveform.snapping import SnapKind
from whisper_desktop.ui.views.waveform.time_scale import TimeScale
from whisper_desktop.ui.views.waveform.wave_painter import (
    WaveArea,
    WavePainter,
    WaveSource,
    column_count,
)
from whisper_desktop.ui.views.waveform.waveform_state import WaveformState

MAX_AMPLITUDE = 32.0


@dataclass(frozen=True, slots=True)
class DragFeedback:
    """What a drag would do right now: the segment as it would be, and what its edge has met."""

    hit: Hit
    cue: Cue
    time_ms: int
    met: SnapKind | None


class SpectrogramLayer(Protocol):
    """Paints the frequencies of a stretch of sound instead of its outline."""

    def paint(self, painter: QPainter, area: WaveArea, colors: Colors) -> None:
        """Paint what is known, and see to what is not."""
        ...


class WaveformCanvas(QWidget):
    """Shows what lies in the view: all that rests is painted once and kept as a picture."""

    view_changed = Signal()
    """Another stretch of time is shown, or the same at another zoom."""

    def __init__(self, state: WaveformState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._scale = TimeScale.of(self.width(), state.total_ms)
        self._is_first_view = True
        self._source: WaveSource | None = None
        self._wave = WavePainter()
        self._spectrogram: SpectrogramLayer | None = None
        self._amplitude = 1.0
        self._notice = ""
        self._hover: Hit | None = None
        self._feedback: DragFeedback | None = None
        self._segments = SegmentPainter()
        self._picture = QPixmap()
        self._is_stale = True
        self._playhead_ms = state.editing.playhead_ms
        # Time runs to the right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(80)
        state.segments_changed.connect(self.repaint_all)
        state.overlay_changed.connect(self.update)
        state.total_changed.connect(self._on_total_changed)
        state.editing.playhead_moved.connect(self._on_playhead_moved)

    @property
    def scale(self) -> TimeScale:
        """Which time is where."""
        return self._scale

    @property
    def amplitude(self) -> float:
        """How much higher than it is the sound is painted."""
        return self._amplitude

    @property
    def notice(self) -> str:
        """The sentence that is shown over everything."""
        return self._notice

    @property
    def readout(self) -> tuple[str, ...]:
        """What a drag would do, in the lines that are shown beside it; none without a drag."""
        return () if self._feedback is None else self._feedback_lines(self._feedback)

    def set_scale(self, scale: TimeScale) -> None:
        """Show another stretch of time."""
        if scale != self._scale:
            self._is_first_view = False
            self._scale = scale
            self.repaint_all()
            self.view_changed.emit()

    def show_beginning(self) -> None:
        """Show the first seconds, as when a recording was just opened."""
        self.set_scale(TimeScale.of(self.width(), self._state.total_ms))
        self._is_first_view = True

    def set_amplitude(self, amplitude: float) -> None:
        """Paint the sound higher or lower."""
        self._amplitude = min(max(amplitude, 1.0), MAX_AMPLITUDE)
        self.repaint_all()

    def set_source(self, source: WaveSource | None) -> None:
        """Show another sound, or none."""
        self._source = source
        self.repaint_all()

    def set_spectrogram(self, layer: SpectrogramLayer | None) -> None:
        """Show frequencies, or with None the outline."""
        self._spectrogram = layer
        self.repaint_all()

    def set_notice(self, text: str) -> None:
        """Say something where no sound is painted; empty for nothing."""
        if text != self._notice:
            self._notice = text
            self.repaint_all()

    def set_hover(self, hit: Hit | None) -> None:
        """Show what could be taken hold of."""
        if hit != self._hover:
            self._hover = hit
            self.update()

    def set_feedback(self, feedback: DragFeedback | None) -> None:
        """Show what a drag would do; None when there is no drag."""
        self._feedback = feedback
        self.update()

    def segments_top(self) -> float:
        """Return where the area of the segments begins."""
        return float(RULER_HEIGHT_PX)

    def segments_height(self) -> float:
        """Return how high the area of the segments is: above what is said instead of a sound."""
        is_silent = self._notice and self._source is None
        foot = self.fontMetrics().lineSpacing() + 2 * NOTICE_MARGIN_PX if is_silent else 0
        return max(self.height() - self.segments_top() - foot, 1.0)

    @Slot()
    def repaint_all(self) -> None:
        """Paint everything again, soon."""
        self._is_stale = True
        self.update()

    @Slot()
    def _on_total_changed(self) -> None:
        if self._is_first_view:
            self.show_beginning()
        else:
            self.set_scale(self._scale.lasting(self._state.total_ms))

    @Slot(object)
    def _on_playhead_moved(self, time_ms: int) -> None:
        for moment_ms in (self._playhead_ms, time_ms):
            x = int(self._scale.x_of(moment_ms))
            if -PLAYHEAD_MARGIN_PX <= x <= self.width() + PLAYHEAD_MARGIN_PX:
                left = x - PLAYHEAD_MARGIN_PX
                self.update(QRect(left, 0, 2 * PLAYHEAD_MARGIN_PX + 1, self.height()))
        self._playhead_ms = time_ms

    def _aligned_scale(self) -> TimeScale:
        """Return the view from a whole column on: peaks do not shimmer while it scrolls."""
        column_ms = self._scale.ms_per_px / self.devicePixelRatioF()
        first = int(self._scale.start_ms / column_ms)
        scale = self._scale
        return TimeScale(first * column_ms, scale.ms_per_px, scale.width_px, scale.total_ms)

    def _render(self) -> None:
        dots = self.devicePixelRatioF()
        size = self.size() * dots
        if self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(dots)
        colors = colors_of(self.palette())
        self._picture.fill(QColor(colors.wave_background))
        painter = QPainter(self._picture)
        painter.setFont(self.font())
        scale = self._aligned_scale()
        area = SegmentArea(scale, self.segments_top(), self.segments_height())
        spans = self._state.spans.between(scale.start_ms, scale.end_ms)
        chosen = Chosen(self._state.selected_rows, self._state.editing.current_row())
        blocks = blocks_of(spans, area, chosen)
        if self._spectrogram is None:
            paint_ground(painter, colors, blocks, is_over_image=False)
            paint_ruler(painter, scale, colors, self.height())
            self._paint_outline(painter, scale, colors, spans)
        else:
            paint_ruler(painter, scale, colors, self.height())
            self._spectrogram.paint(painter, self._wave_area(scale), colors)
            paint_ground(painter, colors, blocks, is_over_image=True)
        view = QRectF(0, area.top, self.width(), area.height)
        self._segments.paint(painter, colors, blocks, view, self._state.cue_at)
        if self._notice:
            paint_notice(painter, colors, QRectF(self.rect()), self._notice)
        painter.end()
        self._is_stale = False

    def _wave_area(self, scale: TimeScale) -> WaveArea:
        height = self.segments_height()
        return WaveArea(scale, self.segments_top(), height, self.devicePixelRatioF())

    def _paint_outline(
        self, painter: QPainter, scale: TimeScale, colors: Colors, spans: VisibleSpans
    ) -> None:
        area = self._wave_area(scale)
        middle = round(area.top + area.height / 2)
        painter.setPen(QColor(colors.grid))
        painter.drawLine(0, middle, self.width(), middle)
        if self._source is not None:
            rows, count = self._state.selected_rows, column_count(area)
            mask = selected_columns(spans, rows, scale, area.dots, count)
            self._wave.paint(painter, self._source, area, self._amplitude, (colors, mask))

    def _paint_overlay(self, painter: QPainter) -> None:
        area = OverlayArea(self._scale, self.height(), colors_of(self.palette()))
        span = self._state.new_span
        if span is not None and self._scale.shows_part_of(span.start_ms, span.end_ms):
            length = self.tr("{0} s").format(format_seconds(span.duration_ms))
            paint_new_span(painter, area, span, (length, self.tr("Enter makes a segment")))
        hit = self._hover if self._feedback is None else self._feedback.hit
        if hit is not None:
            self._paint_held_edge(painter, area, hit)
        paint_playhead(painter, area, self._playhead_ms)
        if self._feedback is not None:
            feedback = self._feedback
            if feedback.met not in {None, SnapKind.FRAME}:
                paint_guide(painter, area, feedback.time_ms)
            x = self._scale.x_of(feedback.time_ms)
            paint_chip(painter, area, x, self.readout)

    def _paint_held_edge(self, painter: QPainter, area: OverlayArea, hit: Hit) -> None:
        if hit.part not in {Part.START, Part.END}:
            return
        cue = self._state.cue_at(hit.row)
        is_start = hit.part is Part.START
        time_ms = cue.start_ms if is_start else cue.end_ms
        near = self._state.spans.between(time_ms, time_ms)
        lanes = near.lanes[near.rows == hit.row].tolist()
        box = lane_box(lanes[0] if lanes else 0, self.segments_top(), self.segments_height())
        color = area.colors.segment_start if is_start else area.colors.segment_end
        paint_edge(painter, area, time_ms, box, color)

    def _feedback_lines(self, feedback: DragFeedback) -> tuple[str, ...]:
        cue = feedback.cue
        times = self.tr("{0} → {1}").format(format_time(cue.start_ms), format_time(cue.end_ms))
        length = self.tr("{0} s").format(format_seconds(cue.duration_ms))
        if cue.text.strip() and cue.duration_ms:
            speed = characters_per_second(cue.text, cue.duration_ms)
            length = self.tr("{0} · {1} characters/s").format(length, f"{speed:.1f}")
        met = self._met_words(feedback.met)
        return (times, length, met) if met else (times, length)

    def _met_words(self, met: SnapKind | None) -> str:
        if met is SnapKind.PLAYHEAD:
            return self.tr("at the playhead")
        if met is SnapKind.SEGMENT:
            return self.tr("at the edge of a segment")
        return self.tr("at a word") if met is SnapKind.WORD else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the kept picture and paint over it what moves."""
        if self._is_stale or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._render()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, self._picture)
        painter.setFont(self.font())
        self._paint_overlay(painter)
        if self.hasFocus():
            # With the dark ground on both sides: at the edge it would be white on a light window.
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors_of(self.palette()).playhead), 2))
            painter.drawRect(self.rect().adjusted(3, 3, -3, -3))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or less time at the same zoom."""
        self._is_stale = True
        if self._is_first_view:
            # A window finds its size in steps; all of them show as much of the beginning.
            self.show_beginning()
        else:
            self.set_scale(self._scale.resized(event.size().width()))

    def changeEvent(self, event: QEvent) -> None:
        """Paint all in another font or other colours."""
        self._segments.forget_texts()
        self.repaint_all()
        super().changeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no frame."""
        super().focusOutEvent(event)
        self.update()
