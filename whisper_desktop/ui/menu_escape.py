"""One press of Escape leaves a menu.

Qt closes the menu and leaves the focus in the menu bar, where nothing shows it and the next letter
is lost, until Escape is pressed again.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar


class MenuEscape(QObject):
    """Gives the focus back when a menu of the bar is closed with Escape."""

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._on_closed)
        for action in bar.actions():
            menu = action.menu()
            if isinstance(menu, QMenu):
                menu.installEventFilter(self)

    @Slot()
    def _on_closed(self) -> None:
        if QApplication.activePopupWidget() is None:
            key = Qt.Key.Key_Escape
            escape = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self._bar, escape)

    def eventFilter(self, _menu: QObject, event: QEvent) -> bool:
        """Wait until Qt has closed the menu."""
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._later.start()
        return False
