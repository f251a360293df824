"""How the window looks."""

from PySide6.QtWidgets import QWidget

from whisper_desktop.app.editor_settings import ColorScheme
from whisper_desktop.ui.dialogs.settings_page import SettingsPage
from whisper_desktop.ui.preferences import Preferences


class AppearancePage(SettingsPage):
    """Light, dark, or as the system has it."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(preferences, parent)
        self.add_choice(
            "color_scheme",
            self.tr("Colours:"),
            {
                ColorScheme.SYSTEM: self.tr("As the system has them"),
                ColorScheme.LIGHT: self.tr("Light"),
                ColorScheme.DARK: self.tr("Dark"),
            },
        )
