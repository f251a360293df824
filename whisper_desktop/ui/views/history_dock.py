"""The steps that were taken, to go back and forth among them."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QDockWidget, QUndoView, QWidget


class HistoryDock(QDockWidget):
    """Lists every step by its name; choosing one goes there."""

    def __init__(self, stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history-dock")
        self.setWindowTitle(self.tr("History"))
        self.view = QUndoView(stack)
        self.view.setAccessibleName(self.tr("Steps that can be undone"))
        self.view.setEmptyLabel(self.tr("As it was opened"))
        self.view.setUniformItemSizes(True)
        self.setWidget(self.view)

    def sizeHint(self) -> QSize:
        """Return a width that shows the names of steps."""
        return QSize(self.fontMetrics().horizontalAdvance("m" * 24), super().sizeHint().height())
