"""The menu Playback."""

from PySide6.QtCore import QObject

from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.views.player.pane import PlayerPane


class PlayingCommands(QObject):
    """Connects the actions that the player knows by the same names."""

    def __init__(self, desk: Desk, actions: Actions, player: PlayerPane) -> None:
        super().__init__(desk)
        self._actions, self._player = actions, player
        for name, act in player.commands.items():
            actions[name].triggered.connect(act)

    def show_tooltips(self) -> None:
        """Give the buttons of the player the tooltips of the actions, with their keys."""
        tips = {name: self._actions[name].toolTip() for name in self._player.commands}
        self._player.show_tooltips(tips)
