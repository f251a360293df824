"""A box for plain text that stands on the side where the text begins."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from whisper_desktop.core.bidi import is_right_to_left


class DirectedTextEdit(QPlainTextEdit):
    """Lays out text of a right-to-left script from the right, whatever the window's language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(self._on_direction_due)

    @Slot()
    def _on_direction_due(self) -> None:
        is_reversed = is_right_to_left(self.toPlainText())
        option = self.document().defaultTextOption()
        if is_reversed is (option.textDirection() is Qt.LayoutDirection.RightToLeft):
            return
        directions = (Qt.LayoutDirection.LayoutDirectionAuto, Qt.LayoutDirection.RightToLeft)
        option.setTextDirection(directions[is_reversed])
        side = Qt.AlignmentFlag.AlignRight if is_reversed else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self.document().setDefaultTextOption(option)
