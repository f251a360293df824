"""A menu whose lines are chosen by the letters they begin with, and that stops no function key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

_FUNCTION_KEYS = range(Qt.Key.Key_F1, Qt.Key.Key_F35 + 1)


class TypingMenu(QMenu):
    """Takes a line at its first letter, or goes from one to the next where several have it."""

    def __init__(self, title: str, window: QWidget) -> None:
        """A function key does what it does in the window."""
        super().__init__(title, window)
        self._window = window

    def _called(self, letter: str) -> list[QAction]:
        return [action for action in self.actions() if _name(action).startswith(letter)]

    def _go(self, actions: list[QAction]) -> None:
        """Take the only action, or make the next of several active."""
        if len(actions) > 1:
            active = self.activeAction()
            place = actions.index(active) + 1 if active in actions else 0
            self.setActiveAction(actions[place % len(actions)])
            return
        _close_all()
        actions[0].trigger()

    def _pass_on(self, event: QKeyEvent) -> None:
        """Do what a key does in the window, which hears of none while a menu is open."""
        wanted = QKeySequence(event.keyCombination())
        _close_all()
        for action in self._window.findChildren(QAction):
            if action.isEnabled() and wanted in action.shortcuts():
                action.trigger()
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by letter, and leave function keys to the window."""
        letter = event.text().casefold()
        called = self._called(letter) if letter.isalpha() else []
        if called:
            self._go(called)
        elif event.key() in _FUNCTION_KEYS:
            self._pass_on(event)
        else:
            super().keyPressEvent(event)


def _name(action: QAction) -> str:
    """Return the words of a line without the number and the mark of its key."""
    return action.text().replace("&", "").lstrip("0123456789 ").casefold()


def _close_all() -> None:
    popup = None
    # One that does not close would be closed for ever.
    while (active := QApplication.activePopupWidget()) is not popup and active is not None:
        popup = active
        popup.close()
