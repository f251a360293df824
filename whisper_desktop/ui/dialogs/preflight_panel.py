"""What a run will go on, need, take and be worth: four lines that follow the choices."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from whisper_desktop.app.preflight import Preflight
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.recognition.preflight_words import (
    device_words,
    memory_words,
    quality_words,
    time_words,
)

_ICON_PX = 16
_MARGIN_PX, _GAP_PX = 16, 8


class AnswerLine(QLabel):
    """One answer; what may disturb has a sign before it, and words that say so."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.sign = QLabel()
        self.sign.setFixedSize(_ICON_PX, _ICON_PX)
        self._is_warning = False
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(name)

    @property
    def is_warning(self) -> bool:
        """Whether the sign is shown."""
        return self._is_warning

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Give the answer."""
        self.setText(text)
        self.setAccessibleDescription(text)
        self._is_warning = is_warning
        self._draw()

    def _draw(self) -> None:
        self.sign.clear()
        if self._is_warning:
            self.sign.setPixmap(icon("alert", self.palette()).pixmap(_ICON_PX, _ICON_PX))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign again in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


class PreflightPanel(QFrame):
    """Shows the answers."""

    devices_requested = Signal()
    """The person wants to choose another device."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_MARGIN_PX, _GAP_PX, _GAP_PX, _GAP_PX)
        self._grid.setHorizontalSpacing(_GAP_PX)
        self._grid.setVerticalSpacing(_GAP_PX)
        self._grid.setColumnStretch(2, 1)
        self.device = self._line(0, self.tr("Runs on:"))
        self.memory = self._line(1, self.tr("Memory:"))
        self.time = self._line(2, self.tr("Time:"))
        self.quality = self._line(3, self.tr("Accuracy:"))
        self.devices_button = QPushButton(self.tr("Devices…"))
        self.devices_button.setToolTip(self.tr("See what was found on this machine, and choose"))
        self.devices_button.setAutoDefault(False)
        self.devices_button.clicked.connect(self.devices_requested)
        self._grid.addWidget(self.devices_button, 0, 3, Qt.AlignmentFlag.AlignTop)

    def show_answers(
        self, found: Preflight, recipe: Recipe, duration_ms: int | None, *, is_looking: bool
    ) -> None:
        """Show what is known now."""
        has_no_device = found.device_error is not None
        self.device.say(device_words(found, is_looking=is_looking), is_warning=has_no_device)
        self.device.setToolTip(found.choice.reason if found.choice else "")
        self.memory.say(memory_words(found), is_warning=found.is_memory_short)
        self.time.say(time_words(found, duration_ms, is_looking=is_looking))
        error = found.language_error
        is_bad = error is not None and error.is_high
        self.quality.say(quality_words(error, recipe), is_warning=is_bad)

    def _line(self, row: int, title: str) -> AnswerLine:
        line = AnswerLine(title.rstrip(":"))
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(QLabel(title), row, 0, middle)
        self._grid.addWidget(line.sign, row, 1, middle)
        self._grid.addWidget(line, row, 2, 1, 1 if row == 0 else 2, middle)
        return line
