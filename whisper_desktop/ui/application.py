"""The program with a window, from its start to its exit status."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from whisper_desktop import __version__
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.settings import load_settings
from whisper_desktop.ui.crash import CrashReporter
from whisper_desktop.ui.end_request import EndRequest
from whisper_desktop.ui.quiet_collector import QuietCollector
from whisper_desktop.ui.translators import install_translations
from whisper_desktop.ui.wiring import build


def run(files: Sequence[Path]) -> int:
    """Show the window with these files until it is closed; return the exit status."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("whisper-desktop")
    application.setApplicationVersion(__version__)
    install_translations(application, QLocale())
    paths = app_paths(os.environ)
    workplace = build(application, paths, load_settings(paths.settings_file))
    sys.excepthook = CrashReporter(paths.home, workplace.window).report

    def end() -> None:
        workplace.closing.end()
        application.exit()

    ending = EndRequest(end, workplace.window)
    QuietCollector(workplace.session.opened, workplace.window)
    workplace.window.show()

    def begin() -> None:
        if files:
            workplace.opening.open(files)
        workplace.queue.offer()
        workplace.recovery.offer(is_quiet=bool(files))

    QTimer.singleShot(0, workplace.window, begin)
    status = application.exec()
    sys.excepthook = sys.__excepthook__
    ending.forget()
    return ending.status or status
