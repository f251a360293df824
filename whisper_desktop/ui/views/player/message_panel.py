"""What stands in the place of the picture while there is nothing to play."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from whisper_desktop.ui.icons import icon

ICON_PX = 40


class MessagePanel(QWidget):
    """An icon, a sentence, and one button that helps."""

    helped = Signal()
    """The button was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = "filmstrip"
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = QLabel()
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.clicked.connect(self.helped)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addStretch()
        layout.addWidget(self._icon)
        layout.addWidget(self._sentence)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._sentence.text()

    def say(self, icon_name: str, sentence: str, help_text: str = "") -> None:
        """Show an icon, a sentence and the button; without text there is no button."""
        self._icon_name = icon_name
        self._sentence.setText(sentence)
        self._sentence.setAccessibleName(sentence)
        self._button.setText(help_text)
        self._button.setVisible(bool(help_text))
        self._draw_icon()

    def _draw_icon(self) -> None:
        pixmap = icon(self._icon_name, self.palette()).pixmap(QSize(ICON_PX, ICON_PX))
        self._icon.setPixmap(pixmap)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon in the new colours."""
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()
        super().changeEvent(event)
