import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.ui.theme import LIGHT
from whisper_desktop.ui.views.waveform.recipe_badge import badge_for, paint_badge

DUTCH = RecipeOverride(language="nl", task=Task.TRANSLATE)


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetricsF:
    return QFontMetricsF(QFont("Sans", 10))


def cue(text: str = "Goedemorgen", recipe: RecipeOverride = DUTCH) -> Cue:
    return Cue(1, 0, 1_000, text, recipe=recipe)


@pytest.mark.parametrize("size", [(300, 100), (300, 20), (70, 100)])
def test_a_badge_never_hides_the_text(metrics: QFontMetricsF, size: tuple[int, int]) -> None:
    box = QRectF(10, 5, *size)
    badge = badge_for(cue(), box, metrics)
    assert badge is not None
    assert badge.letters == "nl→en"
    assert box.contains(badge.place)
    assert box.contains(badge.text_box)
    assert not badge.place.intersects(badge.text_box)


@pytest.mark.parametrize("size", [(20, 100), (300, 5), (70, 25)])
def test_without_room_the_text_comes_first(metrics: QFontMetricsF, size: tuple[int, int]) -> None:
    assert badge_for(cue(), QRectF(0, 0, *size), metrics) is None


def test_an_empty_segment_needs_no_room_for_text(metrics: QFontMetricsF) -> None:
    assert badge_for(cue(""), QRectF(0, 0, 70, 25), metrics) is not None


def test_most_segments_have_none(metrics: QFontMetricsF) -> None:
    assert badge_for(cue(recipe=RecipeOverride()), QRectF(0, 0, 300, 100), metrics) is None


def test_it_is_painted_in_its_place(metrics: QFontMetricsF) -> None:
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    badge = badge_for(cue(), QRectF(0, 0, 300, 100), metrics)
    assert badge is not None
    painter = QPainter(image)
    paint_badge(painter, LIGHT, badge)
    painter.end()
    place = badge.place.toRect()
    assert image.pixelColor(place.left() + 3, place.center().y()).name() == LIGHT.segment_text
    assert image.pixelColor(5, 5).name() == "#000000"
