"""What the presets of delivery rules are called."""

from collections.abc import Mapping
from types import MappingProxyType

from whisper_desktop.core.presets import AMAZON, ARTE, CUSTOM, NETFLIX, SHIPPED_PRESETS, SHORTS
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        NETFLIX.name: QT_TRANSLATE_NOOP("Presets", "Netflix"),
        AMAZON.name: QT_TRANSLATE_NOOP("Presets", "Amazon"),
        ARTE.name: QT_TRANSLATE_NOOP("Presets", "Arte"),
        SHORTS.name: QT_TRANSLATE_NOOP("Presets", "TikTok and Shorts, 9:16"),
        CUSTOM.name: QT_TRANSLATE_NOOP("Presets", "My own"),
    }
)


def preset_names() -> tuple[tuple[str, str], ...]:
    """Return (name, words) of every preset in the order in which they are offered."""
    return tuple(
        (preset.name, translated("Presets", _NAMES[preset.name])) for preset in SHIPPED_PRESETS
    )
