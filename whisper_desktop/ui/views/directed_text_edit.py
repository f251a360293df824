"""A box for plain text that stands on the side where the text begins."""

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from whisper_desktop.core.bidi import is_right_to_left

_NEW_LINE = "\N{PARAGRAPH SEPARATOR}"
"""What Qt keeps in the place of a line break."""


class DirectedTextEdit(QPlainTextEdit):
    """Lays out text of a right-to-left script from the right, whatever the window's language.

    Files that are dropped are left to the window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(self._on_direction_due)

    def text(self) -> str:
        """Return the text letter by letter; Qt's `toPlainText` makes all spaces plain ones."""
        return self.document().toRawText().replace(_NEW_LINE, "\n")

    @Slot()
    def _on_direction_due(self) -> None:
        is_reversed = is_right_to_left(self.text())
        option = self.document().defaultTextOption()
        if is_reversed is (option.textDirection() is Qt.LayoutDirection.RightToLeft):
            return
        directions = (Qt.LayoutDirection.LayoutDirectionAuto, Qt.LayoutDirection.RightToLeft)
        option.setTextDirection(directions[is_reversed])
        side = Qt.AlignmentFlag.AlignRight if is_reversed else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self.document().setDefaultTextOption(option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a new line on Shift+Enter, too; Qt has a letter of its own for that."""
        if event.matches(QKeySequence.StandardKey.InsertLineSeparator) and not self.isReadOnly():
            self.insertPlainText("\n")
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Tell whether something may be dropped or pasted: text, but no files."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return what is copied, letter by letter."""
        copied = QMimeData()
        copied.setText(self.textCursor().selectedText().replace(_NEW_LINE, "\n"))
        return copied
