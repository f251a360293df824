"""Dialogs that are gone once they were answered; one of files keeps a thread and open files."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from whisper_desktop.ui.dialogs.question import without_icons


def open_once(dialog: QDialog) -> None:
    """Open a dialog that deletes itself when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for box in dialog.findChildren(QDialogButtonBox):
        without_icons(box.buttons())
    dialog.open()


def exec_once(dialog: QDialog) -> int:
    """Wait for the answer and return it; the dialog can be read until control goes back to Qt."""
    answer = dialog.exec()
    dialog.deleteLater()
    return answer
