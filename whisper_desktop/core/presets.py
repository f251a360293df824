"""Delivery rules for subtitles: those of well-known houses, and the person's own."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from whisper_desktop.core.errors import PresetInvalidError
from whisper_desktop.core.reading import Counting

CUSTOM_NAME = "custom"
"""The preset that the person may change."""

_NARROW_HALF_LANGUAGES = frozenset({"ja", "ko", "yue", "zh"})
_RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "max_line_characters": (1, 1_000),
        "max_lines": (1, 20),
        "min_duration_ms": (0, 3_600_000),
        "max_duration_ms": (1, 3_600_000),
        "max_cps": (0.1, 1_000),
        "min_gap_ms": (0, 60_000),
        "min_gap_frames": (0, 1_000),
        "close_gaps_below_ms": (0, 60_000),
        "close_gaps_below_frames": (0, 1_000),
        "fps": (1, 1_000),
        "min_balance_percent": (0, 100),
    }
)
_BY_LANGUAGE: Mapping[str, str] = MappingProxyType(
    {
        "max_cps_by_language": "max_cps",
        "max_line_characters_by_language": "max_line_characters",
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a preset asks of text in one language, with frames turned into milliseconds.

    Gaps from `close_gaps_from_ms` up to, not including, `close_gaps_below_ms` are to be closed to
    `min_gap_ms`. A line is out of balance when the shortest has less than `min_balance_percent`
    of the characters of the longest.
    """

    max_line_characters: int
    max_lines: int
    min_duration_ms: int
    max_duration_ms: int
    max_cps: float
    min_gap_ms: int
    close_gaps_from_ms: int
    close_gaps_below_ms: int
    min_balance_percent: int
    counting: Counting


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of delivery rules; `limits` says what they mean for a language.

    Where a gap is given in frames and in milliseconds, the longer counts. `default_language` is
    the one that the rules were written for, taken where nobody knows the language of a text.
    Raises ValueError for numbers that make no sense.
    """

    name: str
    max_line_characters: int = 42
    max_lines: int = 2
    min_duration_ms: int = 1_000
    max_duration_ms: int = 7_000
    max_cps: float = 20.0
    min_gap_ms: int = 0
    min_gap_frames: int = 0
    close_gaps_below_ms: int = 0
    close_gaps_below_frames: int = 0
    fps: float = 24.0
    min_balance_percent: int = 0
    has_spaces: bool = True
    is_narrow_half: bool = True
    default_language: str | None = None
    max_cps_by_language: tuple[tuple[str, float], ...] = ()
    max_line_characters_by_language: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        for wanted in fields(self):
            if not _is_fit(wanted.name, getattr(self, wanted.name)):
                raise ValueError(f"bad {wanted.name}: {getattr(self, wanted.name)!r}")
        if self.max_duration_ms < self.min_duration_ms:
            raise ValueError("the longest duration is below the shortest")

    def limits(self, language: str | None) -> Limits:
        """Return what is asked of text in a language, None if it is not known."""
        code = base_language(language or self.default_language)
        shortest_ms = self._gap_ms(self.min_gap_ms, self.min_gap_frames)
        return Limits(
            max_line_characters=dict(self.max_line_characters_by_language).get(
                code, self.max_line_characters
            ),
            max_lines=self.max_lines,
            min_duration_ms=self.min_duration_ms,
            max_duration_ms=self.max_duration_ms,
            max_cps=dict(self.max_cps_by_language).get(code, self.max_cps),
            # Frames seldom end on a millisecond, so a gap of exactly two may be 83 ms or 84 ms.
            min_gap_ms=math.floor(shortest_ms),
            close_gaps_from_ms=self._too_wide_ms(shortest_ms),
            close_gaps_below_ms=math.floor(
                self._gap_ms(self.close_gaps_below_ms, self.close_gaps_below_frames)
            ),
            min_balance_percent=self.min_balance_percent,
            counting=Counting(
                has_spaces=self.has_spaces,
                is_narrow_half=self.is_narrow_half and code in _NARROW_HALF_LANGUAGES,
            ),
        )

    def at_rate(self, fps: float | None) -> "Preset":
        """Return the preset with frames as long as those of a picture, if that has a usual rate."""
        if fps is None or not _is_fit("fps", fps):
            return self
        return replace(self, fps=fps)

    def to_dict(self) -> dict[str, Any]:
        """Return the preset as values that JSON knows."""
        values = {wanted.name: getattr(self, wanted.name) for wanted in fields(self)}
        return values | {name: dict(values[name]) for name in _BY_LANGUAGE}

    def _too_wide_ms(self, shortest_ms: float) -> int:
        """Return from where on a gap is more than the shortest: in frames, from the half of one."""
        if self.min_gap_frames * 1_000 / self.fps < shortest_ms or not shortest_ms:
            return math.ceil(shortest_ms) + 1
        return math.ceil(shortest_ms + 500 / self.fps)

    def _gap_ms(self, gap_ms: int, frames: int) -> float:
        return max(gap_ms, frames * 1_000 / self.fps)


def preset_from_dict(data: Mapping[str, Any]) -> Preset:
    """Return the preset that `to_dict` made; what is missing has its default.

    Names that are not known are passed over, for a newer program may have written them.
    Raises `PresetInvalidError` with the name and value of the first that makes no sense.
    """
    known = {wanted.name: data[wanted.name] for wanted in fields(Preset) if wanted.name in data}
    known.setdefault("name", CUSTOM_NAME)
    for name in _BY_LANGUAGE.keys() & known.keys():
        if not isinstance(known[name], Mapping):
            raise PresetInvalidError(name, known[name])
        known[name] = tuple(known[name].items())
    for name, value in known.items():
        if not _is_fit(name, value):
            raise PresetInvalidError(name, value)
    shortest_ms = known.get("min_duration_ms", _default("min_duration_ms"))
    longest_ms = known.get("max_duration_ms", _default("max_duration_ms"))
    if longest_ms < shortest_ms:
        raise PresetInvalidError("max_duration_ms", longest_ms)
    return Preset(**known)


def base_language(language: str | None) -> str:
    """'pt-BR' -> 'pt'; an empty text for None."""
    return (language or "").replace("_", "-").split("-")[0].casefold()


def shipped_preset(name: str) -> Preset | None:
    """Return the preset of `SHIPPED_PRESETS` with this name."""
    return next((preset for preset in SHIPPED_PRESETS if preset.name == name), None)


def _default(name: str) -> Any:
    return next(wanted.default for wanted in fields(Preset) if wanted.name == name)


def _is_fit(name: str, value: Any) -> bool:
    if name in _BY_LANGUAGE:
        return all(
            isinstance(code, str) and _is_fit(_BY_LANGUAGE[name], limit) for code, limit in value
        )
    if name == "name":
        return isinstance(value, str) and bool(value)
    if name == "default_language":
        return value is None or isinstance(value, str)
    if name not in _RANGES:
        return isinstance(value, bool)
    lowest, highest = _RANGES[name]
    return _is_number(name, value) and lowest <= value <= highest


def _is_number(name: str, value: Any) -> bool:
    kinds = (int, float) if name in {"max_cps", "fps"} else (int,)
    return isinstance(value, kinds) and not isinstance(value, bool)


_NETFLIX_LINES = (("ja", 13), ("ko", 16), ("ru", 39), ("th", 35), ("yue", 16), ("zh", 16))

NETFLIX = Preset(
    "netflix",
    min_duration_ms=833,
    max_cps=17.0,
    min_gap_frames=2,
    close_gaps_below_frames=12,
    min_balance_percent=25,
    default_language="en",
    max_cps_by_language=(
        ("ar", 20.0),
        ("en", 20.0),
        ("hi", 22.0),
        ("ja", 4.0),
        ("ko", 12.0),
        ("yue", 9.0),
        ("zh", 9.0),
    ),
    max_line_characters_by_language=_NETFLIX_LINES,
)
AMAZON = Preset(
    "amazon",
    max_cps=17.0,
    min_gap_frames=2,
    min_balance_percent=25,
    max_line_characters_by_language=_NETFLIX_LINES,
)
ARTE = Preset(
    "arte",
    max_line_characters=40,
    max_duration_ms=10_000,
    min_gap_ms=200,
    min_balance_percent=25,
    fps=25.0,
)
SHORTS = Preset(
    "shorts",
    max_line_characters=24,
    min_duration_ms=700,
    max_duration_ms=5_000,
    max_cps=25.0,
    fps=30.0,
)
CUSTOM = Preset(CUSTOM_NAME)

SHIPPED_PRESETS = (NETFLIX, AMAZON, ARTE, SHORTS, CUSTOM)
"""In the order in which they are offered."""
