"""Where the program keeps its own files on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME_VARIABLE = "WHISPER_DESKTOP_HOME"
_PROGRAM = "whisper-desktop"


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The folders of one user; none of them needs to exist yet."""

    home: Path
    """Models and unfinished downloads."""
    cache: Path
    """What may be deleted at any time."""
    config: Path
    """Settings and named recipes."""

    @property
    def settings_file(self) -> Path:
        """The file the settings are kept in."""
        return self.config / "settings.json"

    @property
    def recipes_file(self) -> Path:
        """The file the named recipes are kept in."""
        return self.config / "recipes.json"


def app_paths(environment: Mapping[str, str]) -> AppPaths:
    """Return the folders to use, given the environment variables.

    `WHISPER_DESKTOP_HOME` puts all of them into one folder; without it, the platform's own
    places for a user's data, cache and configuration are used.
    """
    wanted = environment.get(HOME_VARIABLE, "").strip()
    if wanted:
        home = Path(wanted).expanduser().absolute()
        return AppPaths(home=home, cache=home / "cache", config=home / "config")
    folders = platformdirs.PlatformDirs(_PROGRAM, appauthor=False)
    return AppPaths(
        home=folders.user_data_path,
        cache=folders.user_cache_path,
        config=folders.user_config_path,
    )
