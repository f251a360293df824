"""A box for plain text that stands on the side where the text begins."""

from itertools import takewhile
from operator import eq

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from whisper_desktop.core.bidi import is_right_to_left

_NEW_LINE = "\N{PARAGRAPH SEPARATOR}"
"""What Qt keeps in the place of a line break."""
_LINE_BREAKS = str.maketrans(dict.fromkeys((_NEW_LINE, "\ufdd0", "\ufdd1"), "\n"))
"""Letters that Qt takes for line breaks; a text that has them as letters must not lose them."""


class DirectedTextEdit(QPlainTextEdit):
    """Lays out text of a right-to-left script from the right, whatever the window's language.

    Files that are dropped are left to the window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._original = ""
        """The text as it was after the last change, with the letters that Qt does not keep."""
        self.textChanged.connect(self._on_direction_due)

    def text(self) -> str:
        """Return the text letter by letter; Qt's `toPlainText` makes all spaces plain ones."""
        text = self.document().toRawText().replace(_NEW_LINE, "\n")
        shown = self._original.translate(_LINE_BREAKS)
        return text if shown == self._original else _restored(text, shown, self._original)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setPlainText(text)
        self.keep_letters(text)

    def keep_letters(self, text: str) -> None:
        """Let what is shown stand for a text, of which Qt may show some letters otherwise."""
        self._original = text

    @Slot()
    def _on_direction_due(self) -> None:
        text = self._original = self.text()
        is_reversed = is_right_to_left(text)
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


def shared_length(one: str, other: str) -> int:
    """Return with how many equal characters two texts begin."""
    return sum(takewhile(bool, map(eq, one, other)))


def _restored(text: str, shown: str, original: str) -> str:
    """Return the text with the letters of the original outside of what was typed."""
    start = shared_length(text, shown)
    kept = shared_length(text[start:][::-1], shown[start:][::-1])
    return original[:start] + text[start : len(text) - kept] + original[len(original) - kept :]
