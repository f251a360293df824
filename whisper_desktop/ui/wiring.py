"""The one place where the parts of the window are put together."""

from collections.abc import Sequence
from pathlib import Path

from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.views.empty_state import EmptyState, RecentFile


def build_window(files: Sequence[Path]) -> MainWindow:
    """Return the window, not yet shown, with files to choose from."""
    empty_state = EmptyState()
    empty_state.show_recent([RecentFile(path, not path.exists()) for path in files])
    return MainWindow(empty_state)
