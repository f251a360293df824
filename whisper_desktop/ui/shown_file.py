"""Files that the person looks at with a program of their own."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_file(path: Path) -> None:
    """Let the program that the person has for such a file show it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
