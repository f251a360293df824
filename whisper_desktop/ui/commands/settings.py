"""The dialogs about the program itself."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMessageBox

from whisper_desktop import __version__
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.passing import open_once
from whisper_desktop.ui.dialogs.question import without_icons
from whisper_desktop.ui.dialogs.settings_dialog import Page, SettingsDialog
from whisper_desktop.ui.recognition.run_advice import RunAdvice


class SettingsCommands(QObject):
    """Opens the settings, the list of keys, and what the program says of itself."""

    def __init__(self, desk: Desk, actions: Actions, advice: RunAdvice) -> None:
        super().__init__(desk)
        self._desk, self._actions, self._advice = desk, actions, advice
        actions["settings"].triggered.connect(self._on_settings)
        actions["keys"].triggered.connect(self._on_keys)
        actions["devices"].triggered.connect(self._on_devices)
        actions["about"].triggered.connect(self._on_about)

    def _open(self, page: Page) -> None:
        desk = self._desk
        dialog = SettingsDialog(desk.preferences, self._actions, desk.window, self._advice)
        picture = desk.facts.picture if desk.facts else None
        dialog.checks.show_text(desk.language, picture.fps if picture else None)
        dialog.show_page(page)
        dialog.open()

    @Slot()
    def _on_settings(self) -> None:
        self._open(Page.GENERAL)

    @Slot()
    def _on_keys(self) -> None:
        self._open(Page.KEYS)

    @Slot()
    def _on_devices(self) -> None:
        self._open(Page.RECOGNITION)

    @Slot()
    def _on_about(self) -> None:
        box = QMessageBox(self._desk.window)
        box.setWindowTitle(self.tr("About Whisper Desktop"))
        box.setText(self.tr("Whisper Desktop {version}").format(version=__version__))
        box.setInformativeText(
            self.tr("Turns recordings into subtitles and edits them. Nothing leaves this machine.")
        )
        box.addButton(QMessageBox.StandardButton.Close)
        without_icons(box.buttons())
        open_once(box)
