"""Which stretch of time the waveform shows: scrolled, zoomed, following playback or selection."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent

from whisper_desktop.ui.views.waveform.canvas import WaveformCanvas
from whisper_desktop.ui.views.waveform.time_scale import TimeScale
from whisper_desktop.ui.views.waveform.waveform_state import WaveformState

_ZOOM_STEP = 1.5
_AMPLITUDE_STEP = 1.25
_WHEEL_NOTCH = 120.0
_LEAST_PINCH = 0.1
_JUMP_MS = 1_000
"""Further than playback gets from one report to the next: somebody went there."""
_SCROLL_SHARE = 0.12
"""Of the width, for one notch of the wheel or one press of a key."""
_TURN_AT_SHARE, _TURN_TO_SHARE = 0.92, 0.08
"""Where the playhead turns the page, and where it is on the next."""


class WaveformNavigation(QObject):
    """Moves the view of the canvas, at somebody's wish or after the playhead."""

    def __init__(self, state: WaveformState, canvas: WaveformCanvas) -> None:
        super().__init__(canvas)
        self._state, self.canvas = state, canvas
        self._is_following = True
        self._playhead_ms = state.editing.playhead_ms
        state.editing.playhead_moved.connect(self._on_playhead_moved)
        canvas.installEventFilter(self)

    @property
    def is_following(self) -> bool:
        """Whether the view turns the page for the playhead."""
        return self._is_following

    @Slot(bool)
    def set_following(self, is_following: bool) -> None:
        """Let the view go with the playhead, or stay."""
        self._is_following = is_following
        if is_following:
            self._turn_to(self._state.editing.playhead_ms)

    @Slot()
    def zoom_in(self) -> None:
        """Show less time, around the playhead if it is in view."""
        self._zoom(_ZOOM_STEP, self._anchor_x())

    @Slot()
    def zoom_out(self) -> None:
        """Show more time, around the playhead if it is in view."""
        self._zoom(1 / _ZOOM_STEP, self._anchor_x())

    @Slot()
    def fit_all(self) -> None:
        """Show everything."""
        self.canvas.set_scale(self._scale.fitting_all())

    @Slot()
    def fit_selection(self) -> None:
        """Show the selected segments, or the new span, from edge to edge."""
        span = self._state.new_span
        cues = [self._state.editing.document[row] for row in self._state.selected_rows]
        if cues:
            first_ms = min(cue.start_ms for cue in cues)
            last_ms = max(cue.end_ms for cue in cues)
            self.canvas.set_scale(self._scale.fitting(first_ms, last_ms))
        elif span is not None:
            self.canvas.set_scale(self._scale.fitting(span.start_ms, span.end_ms))

    @Slot()
    def scroll_back(self) -> None:
        """Show what comes before, up to a page."""
        self.canvas.set_scale(self._scale.scrolled(-self._scale.width_px * 0.9))

    @Slot()
    def scroll_on(self) -> None:
        """Show what comes next, up to a page."""
        self.canvas.set_scale(self._scale.scrolled(self._scale.width_px * 0.9))

    def show_time(self, time_ms: int) -> None:
        """Scroll so far that a time is in view."""
        if not self._scale.shows(time_ms):
            self.canvas.set_scale(self._scale.centred_on(time_ms))

    @Slot()
    def show_current(self) -> None:
        """Scroll to the current segment unless it is in view, or fills it."""
        row = self._state.editing.current_row()
        if row is None:
            return
        cue, scale = self._state.editing.document[row], self._scale
        is_in = scale.start_ms <= cue.start_ms and cue.end_ms <= scale.end_ms
        is_filling = cue.duration_ms > scale.span_ms and (
            cue.start_ms < scale.end_ms and scale.start_ms < cue.end_ms
        )
        if not is_in and not is_filling:
            middle_ms = (cue.start_ms + cue.end_ms) / 2
            is_longer = cue.duration_ms > scale.span_ms
            self.canvas.set_scale(scale.centred_on(cue.start_ms if is_longer else middle_ms))

    @Slot()
    def raise_amplitude(self) -> None:
        """Paint the sound higher."""
        self.canvas.set_amplitude(self.canvas.amplitude * _AMPLITUDE_STEP)

    @Slot()
    def lower_amplitude(self) -> None:
        """Paint the sound lower."""
        self.canvas.set_amplitude(self.canvas.amplitude / _AMPLITUDE_STEP)

    @property
    def _scale(self) -> TimeScale:
        return self.canvas.scale

    def _anchor_x(self) -> float:
        playhead_ms = self._state.editing.playhead_ms
        if self._scale.shows(playhead_ms):
            return self._scale.x_of(playhead_ms)
        return self._scale.width_px / 2

    def _zoom(self, factor: float, anchor_x: float) -> None:
        self.canvas.set_scale(self._scale.zoomed(factor, anchor_x))

    @Slot(object)
    def _on_playhead_moved(self, time_ms: int) -> None:
        before_ms, self._playhead_ms = self._playhead_ms, time_ms
        # Somebody who scrolled away to look at something else is left alone.
        was_in_view = self._scale.shows(before_ms) or abs(time_ms - before_ms) > _JUMP_MS
        if self._is_following and was_in_view and not self._state.is_held:
            self._turn_to(time_ms)

    def _turn_to(self, time_ms: int) -> None:
        scale = self._scale
        share = scale.x_of(time_ms) / scale.width_px
        if not 0 <= share <= _TURN_AT_SHARE:
            start_ms = time_ms - scale.span_ms * _TURN_TO_SHARE
            self.canvas.set_scale(scale.starting_at(start_ms))

    def _wheel(self, event: QWheelEvent) -> None:
        notches = (event.angleDelta().y() or event.angleDelta().x()) / _WHEEL_NOTCH
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_ZOOM_STEP**notches, event.position().x())
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.canvas.set_amplitude(self.canvas.amplitude * _AMPLITUDE_STEP**notches)
        else:
            self.canvas.set_scale(self._scale.scrolled(-self._scroll_px(event)))

    def _scroll_px(self, event: QWheelEvent) -> float:
        pixels = event.pixelDelta()
        if not pixels.isNull():
            return float(pixels.x() if abs(pixels.x()) > abs(pixels.y()) else pixels.y())
        notches = (event.angleDelta().y() or event.angleDelta().x()) / _WHEEL_NOTCH
        return notches * _SCROLL_SHARE * self._scale.width_px

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll and zoom with the wheel and with two fingers."""
        if isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        if isinstance(event, QNativeGestureEvent) and watched is self.canvas:
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(max(1 + event.value(), _LEAST_PINCH), event.position().x())
            return True
        return False
