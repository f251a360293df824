from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import Preset
from whisper_desktop.ui.theme import DARK, LIGHT, Colors, palette_of
from whisper_desktop.ui.views.reading_line import ReadingLine

LIMITS = Preset("custom", max_line_characters=5).limits(None)


@pytest.fixture(autouse=True)
def _own_palette(qapp: QApplication) -> Iterator[None]:
    before = qapp.palette()
    yield
    qapp.setPalette(before)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Far too long", lambda colors: colors.problem),
        ("Fine", lambda colors: colors.dim_text),
    ],
)
def test_the_words_follow_the_theme_at_once(
    qtbot: QtBot, qapp: QApplication, text: str, wanted: Callable[[Colors], str]
) -> None:
    qapp.setPalette(palette_of(LIGHT))
    line = ReadingLine(lambda _cue: LIMITS)
    qtbot.addWidget(line)
    line.show()
    line.show_cue(Cue(1, 0, 60_000, text))
    words = next(label for label in line.lines.findChildren(QLabel) if label.text())
    for colors in (DARK, LIGHT):
        qapp.setPalette(palette_of(colors))
        qapp.processEvents()
        shown = words.palette().color(QPalette.ColorRole.WindowText)
        assert shown == QColor(wanted(colors))
