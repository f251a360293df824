"""The program with a window, from its start to its exit status."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from whisper_desktop import __version__
from whisper_desktop.ui.theme import Appearance
from whisper_desktop.ui.wiring import build_window


def run(files: Sequence[Path]) -> int:
    """Show the window with these files until it is closed; return the exit status."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("whisper-desktop")
    application.setApplicationDisplayName("Whisper Desktop")
    application.setApplicationVersion(__version__)
    Appearance(application, application)
    window = build_window(files)
    window.show()
    return application.exec()
