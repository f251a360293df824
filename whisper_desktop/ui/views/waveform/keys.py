"""What the plain keys do while the waveform has the focus; all others are the window's."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.views.waveform.navigation import WaveformNavigation
from whisper_desktop.ui.views.waveform.pointer import WaveformPointer
from whisper_desktop.ui.views.waveform.waveform_state import WaveformState

_STEP_PX = 10
"""How far an arrow moves the playhead where there are no frames to step by."""
_Modifier = Qt.KeyboardModifier
_IGNORED = _Modifier.KeypadModifier


class WaveformKeys(QObject):
    """Watches the canvas: arrows seek, with Shift they draw a span; Enter, Escape and the rest."""

    activated = Signal()
    """A span became a segment, or Enter was pressed on the current one: its text is meant."""

    def __init__(
        self, state: WaveformState, navigation: WaveformNavigation, pointer: WaveformPointer
    ) -> None:
        canvas = navigation.canvas
        super().__init__(canvas)
        self._state, self._navigation, self._pointer = state, navigation, pointer
        self._anchor_ms: int | None = None
        """Where a span drawn with the keys began."""
        self._keys: dict[tuple[int, bool], Callable[[], None]] = {
            (Qt.Key.Key_Left, False): lambda: self._step(-1),
            (Qt.Key.Key_Right, False): lambda: self._step(1),
            (Qt.Key.Key_Left, True): lambda: self._draw(-1),
            (Qt.Key.Key_Right, True): lambda: self._draw(1),
            (Qt.Key.Key_Up, False): lambda: self._go_by_rows(-1),
            (Qt.Key.Key_Down, False): lambda: self._go_by_rows(1),
            (Qt.Key.Key_Home, False): lambda: self._seek(0),
            (Qt.Key.Key_End, False): lambda: self._seek(state.total_ms),
            (Qt.Key.Key_PageUp, False): navigation.scroll_back,
            (Qt.Key.Key_PageDown, False): navigation.scroll_on,
            (Qt.Key.Key_Plus, False): navigation.zoom_in,
            (Qt.Key.Key_Plus, True): navigation.zoom_in,
            (Qt.Key.Key_Minus, False): navigation.zoom_out,
            (Qt.Key.Key_Return, False): self._enter,
            (Qt.Key.Key_Enter, False): self._enter,
        }
        canvas.installEventFilter(self)

    def _step(self, direction: int) -> None:
        self._anchor_ms = None
        self._seek(self._state.editing.playhead_ms + direction * self._step_ms())

    def _draw(self, direction: int) -> None:
        playhead_ms = self._state.editing.playhead_ms
        span = self._state.new_span
        if self._anchor_ms is None or span is None:
            self._anchor_ms = far_ms = playhead_ms
        else:
            is_after = span.start_ms == self._anchor_ms
            far_ms = span.end_ms if is_after else span.start_ms
        far_ms = min(max(far_ms + direction * self._step_ms(), 0), self._state.total_ms)
        start_ms, end_ms = sorted((self._anchor_ms, far_ms))
        self._state.set_new_span(TimeSpan(start_ms, end_ms) if start_ms < end_ms else None)
        if start_ms == end_ms:
            self._anchor_ms = None
        self._navigation.show_time(far_ms)

    def _step_ms(self) -> int:
        per_px = _STEP_PX * self._navigation.canvas.scale.ms_per_px
        return max(round(1_000 / self._state.fps) if self._state.fps else 1, round(per_px))

    def _seek(self, time_ms: int) -> None:
        time_ms = min(max(time_ms, 0), self._state.total_ms)
        self._state.seek(time_ms)
        self._navigation.show_time(time_ms)

    def _go_by_rows(self, direction: int) -> None:
        editing = self._state.editing
        row, count = editing.current_row(), len(editing.document)
        if not count:
            return
        row = self._row_at_playhead() if row is None else row + direction
        row = min(max(row, 0), count - 1)
        editing.select_rows([row], row)
        self._seek(editing.document[row].start_ms)

    def _row_at_playhead(self) -> int:
        """Return the row that is heard, else the next one, else the last."""
        playhead_ms = self._state.editing.playhead_ms
        rows = self._state.spans.between(playhead_ms, self._state.total_ms).rows
        return int(rows[0]) if len(rows) else len(self._state.editing.document) - 1

    def _enter(self) -> None:
        if self._state.insert_new_span() or self._state.editing.current is not None:
            self.activated.emit()

    def _insert(self) -> bool:
        is_inserted = self._state.insert_new_span()
        if is_inserted:
            self.activated.emit()
        return is_inserted

    def _escape(self) -> bool:
        if self._pointer.cancel():
            return True
        had_span = self._state.new_span is not None
        self._state.set_new_span(None)
        return had_span

    def _is_mine(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self._state.is_held or self._state.new_span is not None
        if event.key() == Qt.Key.Key_Insert:
            return self._state.new_span is not None
        return self._command(event) is not None

    def _command(self, event: QKeyEvent) -> Callable[[], None] | None:
        modifiers = event.modifiers() & ~_IGNORED
        if modifiers not in {_Modifier.NoModifier, _Modifier.ShiftModifier}:
            return None
        return self._keys.get((event.key(), modifiers == _Modifier.ShiftModifier))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean something here."""
        if watched is not self._navigation.canvas or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Taken here, it is not a shortcut of the window.
            if self._is_mine(event):
                event.accept()
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        if event.key() == Qt.Key.Key_Insert:
            return self._insert()
        command = self._command(event)
        if command is not None:
            command()
        return command is not None
