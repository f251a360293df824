from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox

from whisper_desktop.app.editor_settings import ColorScheme
from whisper_desktop.ui.theme import DARK, LIGHT, Appearance, Colors, colors_of, palette_of


def luminance(name: str) -> float:
    color = QColor(name)
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("text", "window"),
        ("text", "base"),
        ("text", "alternate"),
        ("text", "button"),
        ("text", "problem_tint"),
        ("dim_text", "window"),
        ("dim_text", "base"),
        ("accent_text", "accent"),
        ("link", "window"),
        ("link", "base"),
        ("problem", "base"),
        ("problem", "window"),
        ("problem", "problem_tint"),
        ("good", "window"),
        ("match_text", "match"),
        ("segment_text", "wave_background"),
        ("ruler_text", "wave_background"),
        ("playhead", "wave_background"),
        ("segment_start", "wave_background"),
        ("segment_end", "wave_background"),
    ],
)
def test_text_is_readable(colors: Colors, text: str, behind: str) -> None:
    assert contrast(getattr(colors, text), getattr(colors, behind)) >= 4.5


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_is_one(colors: Colors) -> None:
    assert all(QColor(getattr(colors, item.name)).isValid() for item in fields(colors))


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_a_palette_leads_back_to_its_colours(colors: Colors) -> None:
    assert colors_of(palette_of(colors)) is colors


def test_the_scheme_is_shown_at_once(qapp: QApplication) -> None:
    before = qapp.palette()
    appearance = Appearance(qapp)
    try:
        appearance.choose(ColorScheme.DARK)
        assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.base
        boxes = qapp.palette(QCheckBox()).color(QPalette.ColorRole.Window)
        assert boxes.darker(140).name() == DARK.edge
        appearance.choose(ColorScheme.LIGHT)
        assert qapp.palette().color(QPalette.ColorRole.Base).name() == LIGHT.base
    finally:
        appearance.choose(ColorScheme.SYSTEM)
        qapp.setPalette(before)
