"""A line of text in a window that has steps of its own to undo."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit

from whisper_desktop.ui.key_guard import asks_for_history


class TypedLine(QLineEdit):
    """Undoes only letters of which nobody made use yet: until then it is marked as modified."""

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window's actions, unless a text is half typed."""
        if asks_for_history(event) and not self.isModified():
            event.ignore()
            return False
        return super().event(event)
