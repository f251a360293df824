"""What can be done with the rows under the pointer."""

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu

from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.views.waveform.pointer import ContextPlace

_SNAP = "snap-words"
"""The submenu that begins with this action."""
_LANGUAGE = "rows-language"
"""Stands for the menu of languages."""
_ROW_ACTIONS: tuple[str, ...] = (
    *("play-selection", "loop-selection", "", "insert-before", "insert-after", "split", "merge"),
    *("", _LANGUAGE, "recipe-rows", "again", "again-free", "again-translate"),
    *("", "wrap", "change-case", "fix"),
    *("", "cut", "copy", "paste", "duplicate", "delete"),
)
_WAVEFORM_ACTIONS: tuple[str, ...] = (
    *("play-selection", "loop-selection", "", "insert-at-playhead", "split-at-playhead", "merge"),
    *("set-start", "set-end", _SNAP, "", _LANGUAGE, "recipe-rows"),
    *("again", "again-free", "again-translate", "", "delete"),
    *("", "zoom-selection", "zoom-fit"),
    *("spectrogram",),
)
"""Actions by name; "" is a line between them."""


class RowMenu(QObject):
    """Shows the actions that fit the place."""

    def __init__(self, window: MainWindow, languages: QMenu) -> None:
        super().__init__(window)
        self._languages = languages
        self._rows = self._made(window, _ROW_ACTIONS)
        self._waveform = self._made(window, _WAVEFORM_ACTIONS)

    @Slot(QPoint)
    def show_at(self, position: QPoint) -> None:
        """Show the menu of rows at a place on the screen."""
        self._rows.popup(position)

    @Slot(object)
    def show_in_waveform(self, place: ContextPlace) -> None:
        """Show the menu of the waveform."""
        self._waveform.popup(place.position)

    def _made(self, window: MainWindow, names: tuple[str, ...]) -> QMenu:
        menu = QMenu(window)
        for name in names:
            if name == _SNAP:
                # By itself an entry of a submenu does not say what it is about.
                menu.addMenu(window.menus[name])
            elif name == _LANGUAGE:
                menu.addMenu(self._languages)
            elif name:
                menu.addAction(window.actions_by_name[name])
            else:
                menu.addSeparator()
        return menu
