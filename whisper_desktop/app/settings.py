"""What a person chose once and for all, kept as JSON in the configuration folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from whisper_desktop.app.editor_settings import (
    EditorSettings,
    editor_settings_data,
    read_editor_settings,
)
from whisper_desktop.app.json_file import object_to_keep, read_object, write_object
from whisper_desktop.core.system_errors import reading_reason

OFFLINE_VARIABLE = "WHISPER_DESKTOP_OFFLINE"
_YES = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What is used where the person says nothing else.

    `device` and `precision` are "auto" or a name that the command line knows; `threads` None
    leaves their number to the program.
    """

    model: str = "base"
    device: str = "auto"
    precision: str = "auto"
    offline: bool = False
    threads: int | None = None
    editor: EditorSettings = field(default_factory=EditorSettings)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and what was not understood of their file.

    `ignored` names the settings whose values make no sense (the defaults stand in for them), and
    `problem` says why the file could not be used at all.
    """

    settings: Settings
    ignored: tuple[str, ...] = ()
    problem: str = ""


def load_settings(path: Path) -> LoadedSettings:
    """Read the settings; the defaults where there is no file, or none that can be read.

    Whatever is wrong with the file, it stays as it is.
    """
    try:
        data = read_object(path)
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except OSError as error:
        return LoadedSettings(Settings(), problem=reading_reason(error))
    except ValueError:
        return LoadedSettings(Settings(), problem="it is damaged")
    editor, wrong_in_editor = read_editor_settings(data.pop("editor", {}))
    known = {field.name: data[field.name] for field in fields(Settings) if field.name in data}
    wrong = tuple(name for name, value in known.items() if not _is_fit(name, value))
    chosen = {name: value for name, value in known.items() if name not in wrong}
    return LoadedSettings(Settings(**chosen, editor=editor), wrong + wrong_in_editor)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings; what another version of the program keeps in the file stays in it.

    A file that cannot be understood is moved aside before, for the person to mend.
    Raises OutputUnwritableError.
    """
    write_object(path, object_to_keep(path) | settings_data(settings))


def settings_data(settings: Settings) -> dict[str, Any]:
    """Return what JSON can hold."""
    data = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    return data | {"editor": editor_settings_data(settings.editor)}


def is_offline(settings: Settings, environment: Mapping[str, str]) -> bool:
    """Tell whether the network is off limits, by the settings or WHISPER_DESKTOP_OFFLINE."""
    return settings.offline or environment.get(OFFLINE_VARIABLE, "").strip().casefold() in _YES


def _is_fit(name: str, value: object) -> bool:
    match name:
        case "offline":
            return isinstance(value, bool)
        case "threads":
            return value is None or (type(value) is int and value > 0)
        case _:
            return isinstance(value, str) and bool(value)
