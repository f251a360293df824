"""Asks before a file is replaced."""

from PySide6.QtWidgets import QMessageBox, QWidget

from whisper_desktop.ui.dialogs.question import with_letters, without_icons


class ReplaceBox(QMessageBox):
    """A question whose easy answer is no."""

    def __init__(self, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(title)
        self.setText(sentence)
        self._replace = self.addButton(self.tr("Replace it"), QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Cancel))
        without_icons(self.buttons())
        with_letters(self.buttons())

    @property
    def is_agreed(self) -> bool:
        """Whether the person wants the file to be replaced."""
        return self.clickedButton() is self._replace
