"""What the person chose for the window and for editing; a part of the settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from whisper_desktop.core.errors import PresetInvalidError
from whisper_desktop.core.presets import (
    CUSTOM_NAME,
    NETFLIX,
    Preset,
    preset_from_dict,
    shipped_preset,
)
from whisper_desktop.core.tracks import Track
from whisper_desktop.core.verbs.rules import Neighbours


class ColorScheme(StrEnum):
    """Light, dark, or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class KeyMapName(StrEnum):
    """The key maps that are shipped."""

    SUBTITLE_EDIT = "subtitle-edit"
    AEGISUB = "aegisub"


NO_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
NO_PRESET: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """What is used where the person says nothing else.

    `keys` are the shortcuts that differ from the key map, by the name of the action.
    `custom_preset` is what `core.presets` made of the person's own limits. `export_folder` is
    empty for the folder of the media.
    """

    color_scheme: ColorScheme = ColorScheme.SYSTEM
    key_map: KeyMapName = KeyMapName.SUBTITLE_EDIT
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_KEYS)
    new_cue_duration_ms: int = 2_000
    step_ms: int = 100
    """How far one press of a nudging key goes."""
    min_gap_ms: int = 0
    """Kept between rows where the rules ask for less."""
    is_snapping: bool = True
    neighbours: Neighbours = Neighbours.KEEP
    preset: str = NETFLIX.name
    custom_preset: Mapping[str, Any] = field(default_factory=lambda: NO_PRESET)
    export_folder: str = ""
    extra_fillers: tuple[str, ...] = ()
    recent_languages: tuple[str, ...] = ()
    """Codes of the languages that were wanted of rows, the last one first."""
    checks_translation: bool = False
    cuts_for_reading: bool = False
    """Whether what is transcribed comes in rows that are cut by the rules."""
    picture_track: Track = Track.TEXT
    """What is shown on the picture."""

    @property
    def rules_preset(self) -> Preset:
        """The delivery rules that rows are checked and wrapped by."""
        if self.preset == CUSTOM_NAME:
            try:
                return preset_from_dict(self.custom_preset)
            except PresetInvalidError:
                return preset_from_dict({})
        return shipped_preset(self.preset) or NETFLIX


def read_editor_settings(data: object) -> tuple[EditorSettings, tuple[str, ...]]:
    """Return the settings of parsed JSON, and the names of those that make no sense."""
    if not isinstance(data, dict):
        return EditorSettings(), ("editor",)
    known = [item.name for item in fields(EditorSettings) if item.name in data]
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for name in known:
        try:
            values[name] = _READERS[name](data[name])
        except (TypeError, ValueError):
            wrong.append(f"editor.{name}")
    return EditorSettings(**values), tuple(wrong)


def editor_settings_data(settings: EditorSettings) -> dict[str, Any]:
    """Return what JSON can hold."""
    return {item.name: _data(getattr(settings, item.name)) for item in fields(settings)}


def _data(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _data(inner) for name, inner in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_checked(text, str) for text in _checked(value, list))


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _within(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise ValueError(f"{value} is outside {low}..{high}")
    return value


def _keys(value: Any) -> Mapping[str, tuple[str, ...]]:
    keys = _checked(value, dict).items()
    return MappingProxyType({name: _texts(texts) for name, texts in keys})


def _number(low: int, high: int) -> Callable[[Any], int]:
    return lambda value: _within(_checked(value, int), low, high)


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "color_scheme": ColorScheme,
        "key_map": KeyMapName,
        "keys": _keys,
        "new_cue_duration_ms": _number(100, 60_000),
        "step_ms": _number(1, 10_000),
        "min_gap_ms": _number(0, 5_000),
        "is_snapping": lambda value: _checked(value, bool),
        "neighbours": Neighbours,
        "preset": lambda value: _checked(value, str),
        "custom_preset": lambda value: MappingProxyType(_checked(value, dict)),
        "export_folder": lambda value: _checked(value, str),
        "extra_fillers": _texts,
        "recent_languages": _texts,
        "cuts_for_reading": lambda value: _checked(value, bool),
        "checks_translation": lambda value: _checked(value, bool),
        "picture_track": Track,
    }
)
"""How each setting is read; they raise TypeError or ValueError when the value does not fit."""
