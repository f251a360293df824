"""What the mouse does on the waveform: choose, seek, drag, make a span, scroll and zoom."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

from whisper_desktop.core.edit import Edit
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.views.waveform.canvas import DragFeedback, WaveformCanvas
from whisper_desktop.ui.views.waveform.drag import SegmentDrag, snap_targets
from whisper_desktop.ui.views.waveform.hit import GRAB_PX, Hit, Part, hit_at
from whisper_desktop.ui.views.waveform.ruler import RULER_HEIGHT_PX
from whisper_desktop.ui.views.waveform.segment_spans import Lane
from whisper_desktop.ui.views.waveform.snapping import SNAP_PX, SnapTarget, snap
from whisper_desktop.ui.views.waveform.waveform_state import WaveformState

_DRAG_AFTER_PX = 3
_SCROLL_EVERY_MS = 30
_SCROLL_SHARE = 0.25
"""Of the distance beyond the edge, how far the view scrolls each time."""
_Modifier = Qt.KeyboardModifier


@dataclass(frozen=True, slots=True)
class ContextPlace:
    """Where a menu is wanted: on the screen, in time, and on which row, if on one."""

    position: QPoint
    time_ms: int
    row: int | None


@dataclass(frozen=True, slots=True)
class _Press:
    """Where and on what the left button went down."""

    position: QPointF
    time_ms: int
    hit: Hit | None
    modifiers: Qt.KeyboardModifier
    is_ruler: bool


class WaveformPointer(QObject):
    """Watches the canvas: a press becomes a click, a drag of segments, a new span or a seek."""

    context_requested = Signal(object)
    """A menu is wanted: a `ContextPlace`."""
    activated = Signal()
    """A span became a segment or the current one was double-clicked: its text is meant."""
    previewed = Signal(object)
    """The segments that a drag would change as they would be, a tuple of Cue; empty at its end."""

    def __init__(self, state: WaveformState, canvas: WaveformCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        self._press: _Press | None = None
        self._drag: SegmentDrag | None = None
        self._is_spanning = False
        self._edit: Edit | None = None
        self._position = QPointF()
        self._modifiers = _Modifier.NoModifier
        self._pan_from: QPointF | None = None
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_EVERY_MS)
        self._scrolling.timeout.connect(self._on_scroll)
        state.rows_changed.connect(self._on_rows_changed)
        canvas.installEventFilter(self)

    def cancel(self) -> bool:
        """End a drag with nothing changed; tell whether there was one."""
        if self._press is None:
            return False
        if self._is_spanning:
            self._state.set_new_span(None)
        self._edit = None
        self._finish()
        return True

    def hit_at(self, position: QPointF) -> Hit | None:
        """Return what lies at a position."""
        canvas, scale = self._canvas, self._canvas.scale
        if position.y() < RULER_HEIGHT_PX:
            return None
        spans = self._state.spans.between(
            scale.time_at(position.x() - GRAB_PX) - 1, scale.time_at(position.x() + GRAB_PX) + 1
        )
        middle = canvas.segments_top() + canvas.segments_height() / 2
        lane = Lane.UPPER if position.y() < middle else Lane.LOWER
        return hit_at(spans, scale, position.x(), lane, self._state.selected_rows)

    def _begin(self, event: QMouseEvent) -> None:
        position = event.position()
        hit = self.hit_at(position)
        time_ms = self._canvas.scale.time_at(position.x())
        is_ruler = position.y() < RULER_HEIGHT_PX
        self._press = _Press(position, time_ms, hit, event.modifiers(), is_ruler)
        self._position, self._modifiers = position, event.modifiers()
        self._state.is_held = True
        if is_ruler:
            self._state.seek(time_ms)
        elif hit is not None:
            self._choose(hit.row, event.modifiers())

    def _choose(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        editing = self._state.editing
        selected = set(self._state.selected_rows)
        if modifiers & _Modifier.ControlModifier:
            editing.select_rows(selected ^ {row}, row)
        elif row in selected:
            editing.select_rows(selected, row)
        else:
            editing.select_rows([row], row)

    def _move(self, event: QMouseEvent) -> None:
        self._position, self._modifiers = event.position(), event.modifiers()
        if self._pan_from is not None:
            self._canvas.set_scale(
                self._canvas.scale.scrolled(self._pan_from.x() - self._position.x())
            )
            self._pan_from = self._position
        elif self._press is None:
            self._show_hover()
        else:
            self._continue(self._press)

    def _continue(self, press: _Press) -> None:
        time_ms = self._canvas.scale.time_at(self._position.x())
        if press.is_ruler:
            self._state.seek(time_ms)
            return
        if self._drag is None and not self._is_spanning:
            if abs(self._position.x() - press.position.x()) < _DRAG_AFTER_PX:
                return
            self._start_drag(press)
        self._scroll_at_edges()
        if self._drag is not None:
            self._drag_to(self._drag, time_ms)
        elif self._is_spanning:
            self._span_to(press, time_ms)

    def _start_drag(self, press: _Press) -> None:
        hit = press.hit
        if hit is None or press.modifiers & _Modifier.AltModifier:
            self._is_spanning = True
            return
        if hit.part is Part.TINY:
            return
        is_together = hit.part is Part.BODY and hit.row in self._state.selected_rows
        rows = tuple(sorted(self._state.selected_rows)) if is_together else (hit.row,)
        self._drag = SegmentDrag(hit.part, hit.row, rows, press.time_ms)
        if hit.part is Part.BODY:
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _drag_to(self, drag: SegmentDrag, pointer_ms: int) -> None:
        state, cues = self._state, self._state.editing.document
        reach_ms, fps = self._reach_ms(), self._fps()
        targets = self._targets(drag, pointer_ms, reach_ms)
        snapped = drag.snapped(cues, pointer_ms, targets, reach_ms, fps)
        self._edit = drag.edit(cues, snapped.time_ms, state.rules)
        state.preview(self._edit)
        cue = state.cue_at(drag.row)
        reached_ms = drag.edge_ms(cue)
        is_met = reached_ms == snapped.time_ms
        hit = Hit(drag.row, drag.part)
        self._canvas.set_feedback(
            DragFeedback(hit, cue, reached_ms, snapped.kind if is_met else None)
        )
        self.previewed.emit(state.previewed())

    def _targets(self, drag: SegmentDrag, pointer_ms: int, reach_ms: float) -> list[SnapTarget]:
        if not reach_ms:
            return []
        state, cues = self._state, self._state.editing.document
        cue = cues[drag.row]
        delta_ms = pointer_ms - drag.pressed_ms
        edges_ms = (cue.start_ms + delta_ms, cue.end_ms + delta_ms)
        stretch_ms = (min(edges_ms) - reach_ms, max(edges_ms) + reach_ms)
        playhead_ms = state.editing.playhead_ms
        return snap_targets(cues, state.resting_spans, drag, stretch_ms, playhead_ms)

    def _span_to(self, press: _Press, time_ms: int) -> None:
        reach_ms = self._reach_ms()
        start_ms, end_ms = sorted(
            (self._snapped(press.time_ms, reach_ms), self._snapped(time_ms, reach_ms))
        )
        limit_ms = self._state.media_ms
        if limit_ms is not None:
            end_ms = min(end_ms, limit_ms)
        self._state.set_new_span(TimeSpan(start_ms, end_ms) if start_ms < end_ms else None)

    def _snapped(self, time_ms: int, reach_ms: float) -> int:
        state = self._state
        around = (time_ms - reach_ms, time_ms + reach_ms)
        nobody = SegmentDrag(Part.BODY, -1, (), time_ms)
        playhead_ms = state.editing.playhead_ms
        targets = snap_targets(
            state.editing.document, state.resting_spans, nobody, around, playhead_ms
        )
        return snap(time_ms, targets if reach_ms else (), reach_ms, None).time_ms

    def _reach_ms(self) -> float:
        return SNAP_PX * self._canvas.scale.ms_per_px if self._is_snapping() else 0.0

    def _fps(self) -> float | None:
        wants_frames = self._state.options.is_snapping_to_frames and self._is_snapping()
        return self._state.fps if wants_frames else None

    def _is_snapping(self) -> bool:
        is_inverted = bool(self._modifiers & _Modifier.ShiftModifier)
        return self._state.options.is_snapping != is_inverted

    def _release(self) -> None:
        press = self._press
        if press is None:
            return
        is_click = self._drag is None and not self._is_spanning and not press.is_ruler
        edit = self._edit
        self._finish()
        if edit is not None:
            self._state.editing.perform(edit)
        elif is_click:
            self._click(press)

    def _click(self, press: _Press) -> None:
        if press.hit is None:
            self._state.set_new_span(None)
        elif not press.modifiers & _Modifier.ControlModifier:
            self._state.editing.select_rows([press.hit.row], press.hit.row)
        # Last, because the picture goes to the start of a row that is selected.
        self._state.seek(press.time_ms)

    def _finish(self) -> None:
        self._scrolling.stop()
        self._press = self._drag = self._edit = None
        self._is_spanning = self._state.is_held = False
        self._state.preview(None)
        self._canvas.set_feedback(None)
        self.previewed.emit(())
        self._show_hover()

    def _double_click(self, event: QMouseEvent) -> None:
        if self._is_in_new_span(event.position()):
            if self._state.insert_new_span():
                self.activated.emit()
        elif self.hit_at(event.position()) is not None:
            self.activated.emit()

    def _is_in_new_span(self, position: QPointF) -> bool:
        span, time_ms = self._state.new_span, self._canvas.scale.time_at(position.x())
        return span is not None and span.start_ms <= time_ms <= span.end_ms

    def _ask_for_menu(self, event: QContextMenuEvent) -> None:
        position = QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            position = self._current_position()
        hit = self.hit_at(position)
        is_row_meant = hit is not None and not self._is_in_new_span(position)
        if hit is not None and is_row_meant and hit.row not in self._state.selected_rows:
            self._select_for_menu(hit.row)
        place = self._canvas.mapToGlobal(position.toPoint())
        time_ms = self._canvas.scale.time_at(position.x())
        self.context_requested.emit(ContextPlace(place, time_ms, None if hit is None else hit.row))

    def _select_for_menu(self, row: int) -> None:
        # The menu stands at the place that was clicked, so that this must not move away.
        was_held, self._state.is_held = self._state.is_held, True
        # What the menu does at the playhead is meant where the playhead is.
        self._state.editing.select_in_place([row], row)
        self._state.is_held = was_held

    def _current_position(self) -> QPointF:
        """Return the middle of the current segment, as far as it is in view, else of the view."""
        middle = self._canvas.segments_top() + self._canvas.segments_height() / 4
        row, scale = self._state.editing.current_row(), self._canvas.scale
        if row is not None:
            cue = self._state.cue_at(row)
            x = scale.x_of((cue.start_ms + cue.end_ms) / 2)
            return QPointF(min(max(x, 0.0), scale.width_px - 1.0), middle)
        return QPointF(scale.width_px / 2, middle)

    def _show_hover(self) -> None:
        hit = self.hit_at(self._position) if self._canvas.underMouse() else None
        self._canvas.set_hover(hit)
        is_edge = hit is not None and hit.part in {Part.START, Part.END}
        if is_edge:
            self._canvas.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self._canvas.unsetCursor()

    def _scroll_at_edges(self) -> None:
        is_beyond = not 0 <= self._position.x() <= self._canvas.width()
        if is_beyond and not self._scrolling.isActive():
            self._scrolling.start()
        elif not is_beyond:
            self._scrolling.stop()

    @Slot()
    def _on_scroll(self) -> None:
        x = self._position.x()
        beyond = x if x < 0 else x - self._canvas.width()
        self._canvas.set_scale(self._canvas.scale.scrolled(beyond * _SCROLL_SHARE))
        if self._press is not None:
            self._continue(self._press)

    @Slot()
    def _on_rows_changed(self) -> None:
        # What was under the pointer may be gone.
        self.cancel()
        self._canvas.set_hover(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse, and Shift while something is dragged."""
        if isinstance(event, QMouseEvent) and watched is self._canvas:
            return self._on_mouse(event)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Shift and self._press:
            is_down = event.type() == QEvent.Type.KeyPress
            self._modifiers = _Modifier.ShiftModifier if is_down else _Modifier.NoModifier
            self._continue(self._press)
        elif isinstance(event, QContextMenuEvent):
            self._ask_for_menu(event)
            return True
        elif event.type() == QEvent.Type.WindowDeactivate:
            # The release of the button would go to another window.
            self.cancel()
        elif event.type() == QEvent.Type.Leave and self._press is None:
            self._canvas.set_hover(None)
        return False

    def _on_mouse(self, event: QMouseEvent) -> bool:
        kind, button = event.type(), event.button()
        if kind == QEvent.Type.MouseMove:
            self._move(event)
        elif kind == QEvent.Type.MouseButtonPress and button == Qt.MouseButton.LeftButton:
            self._begin(event)
        elif kind == QEvent.Type.MouseButtonRelease and button == Qt.MouseButton.LeftButton:
            self._release()
        elif kind == QEvent.Type.MouseButtonDblClick and button == Qt.MouseButton.LeftButton:
            self._double_click(event)
        elif button == Qt.MouseButton.MiddleButton:
            is_down = kind == QEvent.Type.MouseButtonPress
            self._pan_from = event.position() if is_down else None
        else:
            return False
        return True
