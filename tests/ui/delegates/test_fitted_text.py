import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.delegates.fitted_text import FittedTexts


@pytest.fixture
def option(qtbot: QtBot) -> QStyleOptionViewItem:
    widget = QWidget()
    qtbot.addWidget(widget)
    option = QStyleOptionViewItem()
    option.initFrom(widget)
    option.widget = widget
    option.rect = QRect(0, 0, 100, 24)
    return option


def test_a_text_is_cut_where_the_cell_ends(option: QStyleOptionViewItem) -> None:
    _, text = FittedTexts().fitted("word " * 50, option, is_right=False)
    assert text.text().startswith("word")
    assert len(text.text()) < 50


def test_a_text_is_fitted_once_for_each_width(option: QStyleOptionViewItem) -> None:
    texts = FittedTexts()
    first = texts.fitted("word " * 50, option, is_right=False)
    assert texts.fitted("word " * 50, option, is_right=False) is first
    option.rect = QRect(0, 50, 200, 24)
    wider = texts.fitted("word " * 50, option, is_right=False)
    assert len(wider[1].text()) > len(first[1].text())
    texts.forget()
    assert texts.fitted("word " * 50, option, is_right=False) is not wider


def test_not_all_texts_of_a_film_are_kept(option: QStyleOptionViewItem) -> None:
    texts = FittedTexts()
    first = texts.fitted("0", option, is_right=True)
    for number in range(2_000):
        texts.fitted(str(number), option, is_right=True)
    assert texts.fitted("0", option, is_right=True) is not first
