"""Answers for whoever is about to begin a run: what it needs, takes and may be worth."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.preflight import PlannedRun, Preflight, preflight
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.settings import is_offline
from whisper_desktop.app.speed_memory import SpeedMemory
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.recognition.devices import Devices
from whisper_desktop.ui.recognition.model_downloads import ModelDownloads


class RunAdvice(QObject):
    """Joins the settings, saved recipes, the models, the devices and the memory of runs."""

    changed = Signal()
    """Ask again: the machine, a model or a setting changed."""

    def __init__(
        self,
        preferences: Preferences,
        devices: Devices,
        downloads: ModelDownloads,
        paths: AppPaths,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(preferences)
        self.preferences, self.devices, self.downloads = preferences, devices, downloads
        self._environment = environment
        self.speeds = SpeedMemory(paths.home / "speeds.json")
        self.named_recipes = NamedRecipes(paths.recipes_file)
        devices.changed.connect(self.changed)
        downloads.models_changed.connect(self.changed)
        downloads.changed.connect(self._on_work)
        preferences.changed.connect(self._on_preferences)

    def of(self, recipe: Recipe, duration_ms: int | None, mode: LongFormMode) -> Preflight:
        """Return what is known of a run; what can be found out is, and `changed` tells when."""
        self.devices.look()
        request = self.preferences.model_request
        plan = PlannedRun(
            replace(request, name=recipe.model or request.name), recipe, duration_ms, mode
        )
        found = preflight(plan, self.downloads.store, self.devices.machine, self.speeds)
        if found.choice is not None and found.expected is None and duration_ms is not None:
            self.devices.measure(found.choice.device, found.choice.precision)
        return found

    @Slot()
    def _on_preferences(self) -> None:
        self.downloads.set_offline(is_offline(self.preferences.settings, self._environment))
        self.changed.emit()

    @Slot(str)
    def _on_work(self, _name: str) -> None:
        self.changed.emit()
