"""What was open lately, in the empty window and in the menu."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from whisper_desktop.app.recent import RecentFiles
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.ui.files.opening import Opening
from whisper_desktop.ui.main_window import MainWindow

_SHOWN = 10


class RecentList(QObject):
    """Remembers what is opened and offers it again."""

    def __init__(self, window: MainWindow, opening: Opening, files: RecentFiles) -> None:
        super().__init__(window)
        self._window, self._opening, self._files = window, opening, files
        actions = window.actions_by_name
        self._menu = QMenu(self.tr("Open &again"), window)
        self._menu.setToolTipsVisible(True)
        window.menus["file"].insertMenu(actions["import"], self._menu)
        self._menu.aboutToShow.connect(self._on_menu_wanted)
        self._menu.triggered.connect(self._on_triggered)
        window.empty_state.file_chosen.connect(self._on_file_chosen)
        opening.opened.connect(self.remember)
        self.show()

    def show(self) -> None:
        """List the files in the empty window."""
        self._window.empty_state.show_recent(self._files.files()[:_SHOWN])

    @Slot()
    def _on_menu_wanted(self) -> None:
        self._menu.clear()
        for number, file in enumerate(self._files.files()[:_SHOWN], start=1):
            action = self._menu.addAction(f"&{number % 10} {file.path.name}")
            action.setToolTip(str(file.path))
            action.setData(file.path)
            action.setEnabled(not file.is_missing)
        if self._menu.isEmpty():
            self._menu.addAction(self.tr("Nothing yet")).setEnabled(False)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        path = action.data()
        if isinstance(path, Path):
            self._opening.open([path])

    @Slot(object)
    def _on_file_chosen(self, path: Path) -> None:
        self._opening.open([path])

    @Slot(object)
    def remember(self, path: Path) -> None:
        """Put a file on top of the list."""
        try:
            self._files.add(path)
        except OutputUnwritableError:
            # A list of recent files is not worth a complaint.
            return
        self.show()
