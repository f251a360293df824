"""A box for a time: typed, or stepped with arrows and wheel."""

import re

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget

from whisper_desktop.core.timecode import MAX_TIME_MS, format_time, parse_clock
from whisper_desktop.ui.key_guard import asks_for_history

STEP_MS = 100
_LARGE_STEPS = 10
"""Steps of one page or, with Ctrl, of one arrow."""
_TYPEABLE = re.compile(r"\s*[0-9:.,]*\s*")
_WIDEST = "00:00:00.000"


class TimeBox(QAbstractSpinBox):
    """Shows a time in milliseconds and tells of every time that the person chose instead."""

    time_edited = Signal(object)
    """The person typed or stepped to another time, in milliseconds, int."""
    refused = Signal(str)
    """A sentence that says why what was typed was not taken."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time_ms = 0
        self._has_typed = False
        self.setAccessibleName(name)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.lineEdit().setText(format_time(0))
        self.lineEdit().setAcceptDrops(False)
        self.lineEdit().textEdited.connect(self._on_typed)
        self.editingFinished.connect(self.take_typed)
        self.setMinimumWidth(
            self.fontMetrics().horizontalAdvance(_WIDEST) + 4 * self.fontMetrics().height()
        )

    @property
    def time_ms(self) -> int:
        """The time that is shown."""
        return self._time_ms

    def show_time(self, time_ms: int) -> None:
        """Show another time; what is being typed stays as long as it is the same time."""
        if time_ms != self._time_ms or not self._has_typed:
            self._time_ms = time_ms
            self._has_typed = False
            self.lineEdit().setText(format_time(time_ms))

    @Slot()
    def take_typed(self) -> None:
        """Tell of the time that is being typed, or say why it is none."""
        if not self._has_typed:
            return
        text = self.lineEdit().text()
        try:
            self._choose(parse_clock(text))
        except ValueError:
            self._choose(self._time_ms)
            self.refused.emit(
                self.tr("“{0}” is not a time. Write it as 1:02:03.500 or 3.5.").format(text)
            )

    def _choose(self, time_ms: int) -> None:
        self._has_typed = False
        if time_ms != self._time_ms:
            self._time_ms = time_ms
            self.time_edited.emit(time_ms)
        self.lineEdit().setText(format_time(self._time_ms))

    @Slot()
    def _on_typed(self) -> None:
        self._has_typed = True

    def stepBy(self, steps: int) -> None:
        """Go on or back by tenths of a second, by whole seconds with Ctrl."""
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = (1 if steps > 0 else -1) * _LARGE_STEPS
        self._choose(min(max(0, self._time_ms + steps * STEP_MS), MAX_TIME_MS))
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Return which arrows do something."""
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._time_ms < MAX_TIME_MS:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._time_ms > 0:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let only digits and their separators in."""
        is_typeable = _TYPEABLE.fullmatch(text) is not None
        state = QValidator.State.Acceptable if is_typeable else QValidator.State.Invalid
        return state, text, position

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window's actions, unless a time is half typed."""
        if asks_for_history(event) and not self._has_typed:
            event.ignore()
            return False
        return super().event(event)
