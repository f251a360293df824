import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.waveform.segment_text import ElidedText


@pytest.fixture
def metrics(qtbot: QtBot) -> QFontMetricsF:
    return QFontMetricsF(QFont())


def test_what_fits_is_shown_as_it_is_without_its_markup(metrics: QFontMetricsF) -> None:
    lines = ElidedText().lines("<i>Nobody</i> saw\nthe boat.", 400, 3, metrics)
    assert [line.text for line in lines] == ["Nobody saw", "the boat."]


def test_what_does_not_fit_is_cut_with_an_ellipsis(metrics: QFontMetricsF) -> None:
    (line,) = ElidedText().lines("a word and " * 20, 90, 3, metrics)
    assert line.text.endswith("…")
    assert line.width <= 90


def test_lines_without_room_follow_in_the_last_one(metrics: QFontMetricsF) -> None:
    lines = ElidedText().lines("a\nb\n\nc\nd", 400, 2, metrics)
    assert [line.text for line in lines] == ["a", "b c d"]


def test_the_direction_is_that_of_the_text(metrics: QFontMetricsF) -> None:
    first, second = ElidedText().lines("שלום\nhello", 400, 2, metrics)
    assert first.is_right_to_left
    assert not second.is_right_to_left


def test_an_empty_text_has_no_lines(metrics: QFontMetricsF) -> None:
    assert ElidedText().lines(" \n ", 400, 2, metrics) == []


def test_many_texts_do_not_pile_up(metrics: QFontMetricsF) -> None:
    elided = ElidedText()
    for number in range(4_100):
        elided.lines(str(number), 50, 1, metrics)
    elided.forget()
    assert elided.lines("again", 400, 1, metrics)[0].text == "again"
