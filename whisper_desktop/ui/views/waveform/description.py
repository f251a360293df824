"""The waveform in words, for who hears the window instead of seeing it."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent

from whisper_desktop.core.timecode import format_seconds, format_time
from whisper_desktop.ui.recognition.recipe_words import recipe_sentence
from whisper_desktop.ui.views.waveform.canvas import WaveformCanvas
from whisper_desktop.ui.views.waveform.waveform_state import WaveformState

_SETTLE_MS = 200
_LONGEST = 1_000
"""Characters of a text that are said."""


class WaveformDescription(QObject):
    """Keeps the accessible description of the canvas true, once what it tells of has settled."""

    def __init__(self, state: WaveformState, canvas: WaveformCanvas) -> None:
        super().__init__(canvas)
        self._state, self._canvas = state, canvas
        canvas.setAccessibleName(self.tr("Waveform"))
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self.tell)
        for signal in (
            state.segments_changed,
            state.overlay_changed,
            canvas.view_changed,
        ):
            signal.connect(self._settling.start)
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Say what is shown, chosen and drawn."""
        scale = self._canvas.scale
        view = self.tr("Shows {0} to {1}.").format(
            format_time(round(scale.start_ms)), format_time(round(scale.end_ms))
        )
        parts = (view, self._segment(), self._span(), self._canvas.notice)
        text = " ".join(part for part in parts if part)
        if text != self._canvas.accessibleDescription():
            self._canvas.setAccessibleDescription(text)
            event = QAccessibleEvent(self._canvas, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)

    def _segment(self) -> str:
        editing = self._state.editing
        row = editing.current_row()
        if row is None:
            return self.tr("No segment is selected.")
        cue = editing.document[row]
        text = cue.text[:_LONGEST].replace("\n", " ")
        words = self.tr("Segment {0} of {1}, {2} to {3}: {4}")
        times = (format_time(cue.start_ms), format_time(cue.end_ms))
        said = words.format(row + 1, len(editing.document), *times, text)
        return " ".join(filter(None, (said, recipe_sentence(cue))))

    def _span(self) -> str:
        span = self._state.new_span
        if span is None:
            return ""
        words = self.tr("A new span of {0} seconds from {1}; Enter makes a segment of it.")
        return words.format(format_seconds(span.duration_ms), format_time(span.start_ms))
