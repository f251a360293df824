"""The keys of all actions, as the settings have them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.keymaps import KeyMap, key_map_of


class KeyCommands(QObject):
    """Binds the keys, and binds them anew when the person changes them."""

    def __init__(
        self, desk: Desk, actions: Actions, letters_in: QWidget, bound: Callable[[], None]
    ) -> None:
        super().__init__(desk)
        self._desk, self._actions = desk, actions
        self._letters_in, self._bound = letters_in, bound
        self._keys: KeyMap = {}
        desk.preferences.changed.connect(self._on_preferences_changed)
        self._on_preferences_changed()

    @Slot()
    def _on_preferences_changed(self) -> None:
        keys = key_map_of(self._desk.preferences.editor)
        if keys != self._keys:
            self._keys = keys
            self._actions.bind(keys, self._letters_in)
            self._bound()
