"""Text can be read in both palettes, also where it is painted over a sound.

The formula is that of WCAG 2.2, "relative luminance" and "contrast ratio"; success criterion
1.4.3 asks for 4.5:1. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QStyleFactory,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.app.media_peaks import PeaksCache
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.theme import DARK, LIGHT, Colors, edged, palette_of
from whisper_desktop.ui.views.waveform.ruler import RULER_HEIGHT_PX
from whisper_desktop.ui.views.waveform.time_scale import TimeScale
from whisper_desktop.ui.views.waveform.wave_painter import Columns
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

ROLE = QPalette.ColorRole
ENOUGH = 4.5
ENOUGH_FOR_SHAPES = 3.0
"""Success criterion 1.4.11: https://www.w3.org/TR/WCAG22/#non-text-contrast"""
SCHEMES = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
TEXT_PX, FOOT_PX = 18, 16
"""How high the first line of a segment is, and the line at its foot."""


def luminance(color: QColor) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ground_of(image: QImage, box: QRect) -> QColor:
    """Return the colour behind a text: the one that most of its box has."""
    inside = box.intersected(image.rect())
    colors = Counter(
        image.pixel(x, y)
        for x in range(inside.left(), inside.right())
        for y in range(inside.top(), inside.bottom())
    )
    return QColor(colors.most_common(1)[0][0])


class LoudSound:
    """As loud as can be, so that the wave covers everything."""

    duration_ms = 10_000

    def window(self, start_ms: float, end_ms: float, columns: int) -> tuple[Columns, Columns]:
        return -np.ones(columns, np.float32), np.ones(columns, np.float32)


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[WaveformPane]:
    """Two segments, the second selected, and a span for a third, all over a loud sound."""
    document = Document([Cue(1, 0, 3_000, "Good morning"), Cue(2, 3_000, 6_000, "Good evening")])
    editing = EditingController(document)
    pane = WaveformPane(editing, PeaksCache(tmp_path))
    qtbot.addWidget(pane)
    pane.resize(1_200, 400)
    pane.show()
    pane.state.set_media(10_000, None)
    pane.show_sound(LoudSound())
    pane.canvas.set_scale(TimeScale.of(pane.canvas.width(), 10_000).fitting_all())
    editing.select_rows([1])
    pane.state.set_new_span(TimeSpan(6_500, 9_500))
    yield pane
    pane.stop()


@SCHEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (ROLE.WindowText, ROLE.Window),
        (ROLE.Text, ROLE.Base),
        (ROLE.Text, ROLE.AlternateBase),
        (ROLE.ButtonText, ROLE.Button),
        (ROLE.HighlightedText, ROLE.Highlight),
        (ROLE.PlaceholderText, ROLE.Base),
        (ROLE.PlaceholderText, ROLE.Window),
        (ROLE.ToolTipText, ROLE.ToolTipBase),
        (ROLE.Link, ROLE.Base),
        (ROLE.LinkVisited, ROLE.Base),
    ],
)
@pytest.mark.parametrize("group", [QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive])
def test_texts_of_the_palette_can_be_read(
    colors: Colors, group: QPalette.ColorGroup, text: QPalette.ColorRole, ground: QPalette.ColorRole
) -> None:
    palette = palette_of(colors)
    assert contrast(palette.color(group, text), palette.color(group, ground)) >= ENOUGH


@SCHEMES
@pytest.mark.parametrize("ground", [ROLE.Window, ROLE.Base, ROLE.AlternateBase, ROLE.Button])
def test_the_frame_around_what_has_the_focus_can_be_seen(
    colors: Colors, ground: QPalette.ColorRole
) -> None:
    around = palette_of(colors).color(ground)
    assert contrast(QColor(colors.focus), around) >= ENOUGH_FOR_SHAPES


def pressed() -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setCheckable(True)
    button.setChecked(True)
    button.setText("Snap")
    return button


@SCHEMES
@pytest.mark.parametrize(
    "make", [QCheckBox, QRadioButton, QLineEdit, QSpinBox, QComboBox, QPlainTextEdit, pressed]
)
def test_the_edge_of_a_control_can_be_seen(
    qtbot: QtBot, colors: Colors, make: Callable[[], QWidget]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setPalette(palette_of(colors))
    control = make()
    control.setParent(window)
    control.setStyle(QStyleFactory.create("Fusion"))
    control.setPalette(edged(palette_of(colors), colors))
    control.setGeometry(10, 10, 80, 30)
    image = window.grab().toImage()
    ground = palette_of(colors).color(ROLE.Window)
    across = [image.pixelColor(x, 25) for x in range(6, 16)]
    assert max(contrast(color, ground) for color in across) >= ENOUGH_FOR_SHAPES


@SCHEMES
@pytest.mark.parametrize("row", [0, 1], ids=["plain", "selected"])
def test_texts_of_segments_can_be_read_over_a_loud_sound(
    pane: WaveformPane, colors: Colors, row: int
) -> None:
    pane.setPalette(palette_of(colors))
    image = pane.canvas.grab().toImage()
    left = int(pane.canvas.scale.x_of(row * 3_000))
    line = QRect(left + 8, RULER_HEIGHT_PX + 4, 60, TEXT_PX - 4)
    foot = QRect(left + 8, image.height() - FOOT_PX, 40, FOOT_PX - 6)
    assert contrast(QColor(colors.segment_text), ground_of(image, line)) >= ENOUGH
    assert contrast(QColor(colors.ruler_text), ground_of(image, foot)) >= ENOUGH


@SCHEMES
def test_the_words_in_a_new_span_can_be_read_over_a_loud_sound(
    pane: WaveformPane, colors: Colors
) -> None:
    pane.setPalette(palette_of(colors))
    image = pane.canvas.grab().toImage()
    middle = pane.canvas.scale.x_of(8_000)
    words = QRect(int(middle) - 40, (RULER_HEIGHT_PX + image.height()) // 2 - 6, 80, 12)
    assert contrast(QColor(colors.segment_text), ground_of(image, words)) >= ENOUGH


@SCHEMES
def test_a_notice_can_be_read_over_a_loud_sound(pane: WaveformPane, colors: Colors) -> None:
    pane.setPalette(palette_of(colors))
    pane.canvas.set_notice("Reading the sound")
    image = pane.canvas.grab().toImage()
    words = QRect(image.width() // 2 - 30, image.height() - 24, 60, 12)
    assert contrast(QColor(colors.segment_text), ground_of(image, words)) >= ENOUGH


@SCHEMES
def test_the_times_of_the_ruler_can_be_read(pane: WaveformPane, colors: Colors) -> None:
    pane.setPalette(palette_of(colors))
    image = pane.canvas.grab().toImage()
    ruler = QRect(0, 0, image.width(), RULER_HEIGHT_PX)
    assert contrast(QColor(colors.ruler_text), ground_of(image, ruler)) >= ENOUGH


def test_the_formula_is_that_of_wcag() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert contrast(black, white) == pytest.approx(21.0)
    assert contrast(white, white) == pytest.approx(1.0)
    # The grey that is known to be just enough on white.
    assert contrast(QColor("#767676"), white) == pytest.approx(4.54, abs=0.01)
