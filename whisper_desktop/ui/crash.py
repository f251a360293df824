"""A bug while the window is open: kept in a log, told once, and the work goes on."""

from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from whisper_desktop.app.crash_log import log_crash
from whisper_desktop.ui.dialogs.question import without_icons


class CrashReporter(QObject):
    """What Python calls with an exception that nobody caught."""

    def __init__(self, home: Path, window: QWidget) -> None:
        super().__init__(window)
        self._home, self._window = home, window
        self._box: QMessageBox | None = None

    def report(
        self, _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
    ) -> None:
        """Log the error; say so unless an earlier one is still being said."""
        log = log_crash(error, self._home)
        if self._box is not None:
            if self._box.isVisible():
                return
            self._box.deleteLater()
        box = self._box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Whisper Desktop"))
        box.setText(self.tr("Something went wrong that should not have. Your work is kept."))
        if log is not None:
            box.setInformativeText(self.tr("The details are in {path}.").format(path=log))
        box.addButton(QMessageBox.StandardButton.Close)
        without_icons(box.buttons())
        box.open()
