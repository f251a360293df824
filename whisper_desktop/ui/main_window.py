"""The window: where the panes stand, and what may be dropped on it."""

from PySide6.QtWidgets import QMainWindow, QWidget

from whisper_desktop.ui.views.empty_state import EmptyState


class MainWindow(QMainWindow):
    """Holds the panes; what is done with them is decided by the session and the commands."""

    def __init__(self, empty_state: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Whisper Desktop"))
        self.resize(1280, 720)
        self.setCentralWidget(empty_state)
