"""Rows do not change under the hand of somebody who drags."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

_LOOK_INTERVAL_MS = 50


class HandsOff(QObject):
    """Waits until no mouse button is down."""

    came = Signal()
    """No button is down, as was waited for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_INTERVAL_MS)
        self._timer.timeout.connect(self.wait)

    @Slot()
    def wait(self) -> None:
        """Tell at once that no button is down, or as soon as none is."""
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._timer.start()
        else:
            self.came.emit()

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()
