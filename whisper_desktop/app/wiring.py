"""The one place where the parts of the program are put together."""

from collections.abc import Mapping
from dataclasses import dataclass

from whisper_desktop.app.aligners import aligner_store
from whisper_desktop.app.engines import Engines, real_engines
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.paths import AppPaths, app_paths
from whisper_desktop.app.settings import LoadedSettings, is_offline, load_settings


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the commands of a program need."""

    paths: AppPaths
    loaded_settings: LoadedSettings
    store: ModelStore
    engines: Engines

    @property
    def aligners(self) -> ModelStore:
        """The store of models that place given words."""
        return aligner_store(self.paths.home, self.store.offline)


def wire(environment: Mapping[str, str]) -> Wiring:
    """Put the real parts together; nothing heavy is imported, and nothing is raised.

    What was not understood of the settings is told in `loaded_settings`.
    """
    paths = app_paths(environment)
    loaded = load_settings(paths.settings_file)
    store = ModelStore(paths.home, is_offline(loaded.settings, environment))
    return Wiring(paths, loaded, store, real_engines())
