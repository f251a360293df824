"""The settings while the program runs: whoever shows something by them hears of a change."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.app.editor_settings import EditorSettings
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.app.settings import Settings, save_settings
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.presets import Preset

_SAVE_AFTER_MS = 300
"""A slider that is dragged is not written a hundred times."""


class Preferences(QObject):
    """Holds the settings, tells of changes at once, and writes them soon afterwards."""

    changed = Signal()
    failed = Signal(object)
    """The OutputUnwritableError that kept the settings from being saved."""

    def __init__(self, path: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path, self._settings = path, settings
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    @property
    def settings(self) -> Settings:
        """Everything, with what is wanted of the recogniser."""
        return self._settings

    @property
    def editor(self) -> EditorSettings:
        """What is wanted of the window and of editing."""
        return self._settings.editor

    @property
    def model_request(self) -> ModelRequest:
        """Which model recognises, and on what, where nothing else is said."""
        wanted = self._settings
        return ModelRequest(wanted.model, wanted.device, wanted.precision, wanted.threads)

    @property
    def preset(self) -> Preset:
        """The delivery rules that rows are checked by."""
        return self.editor.rules_preset

    def change(self, editor: EditorSettings) -> None:
        """Use other settings of the window from now on."""
        self.change_settings(replace(self._settings, editor=editor))

    def change_settings(self, settings: Settings) -> None:
        """Use other settings from now on."""
        if settings != self._settings:
            self._settings = settings
            self._timer.start()
            self.changed.emit()

    @Slot()
    def save(self) -> None:
        """Write what was changed."""
        self._timer.stop()
        try:
            save_settings(self._path, self._settings)
        except OutputUnwritableError as error:
            self.failed.emit(error)

    def save_if_changed(self) -> None:
        """Write what waits to be written; for the end of the program."""
        if self._timer.isActive():
            self.save()
