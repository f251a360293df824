from collections.abc import Sequence

import pytest
from PySide6.QtCore import QModelIndex, QRect, QStringListModel, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from whisper_desktop.core.differences import word_differences
from whisper_desktop.ui.delegates.difference_delegate import DifferenceDelegate
from whisper_desktop.ui.models.comparison_model import DIFFERENCES
from whisper_desktop.ui.theme import LIGHT, palette_of

WIDE_PX = 400


@pytest.fixture
def view(qtbot: QtBot) -> QTableView:
    view = QTableView()
    qtbot.addWidget(view)
    view.setPalette(palette_of(LIGHT))
    return view


def cell(view: QTableView, old: str, new: str, shown: str = "") -> QModelIndex:
    model = QStandardItemModel(1, 1, view)
    item = QStandardItem(shown)
    item.setData(word_differences(old, new), DIFFERENCES)
    model.setItem(0, 0, item)
    view.setModel(model)
    return model.index(0, 0)


def colors_in(
    view: QTableView, index: QModelIndex, *, is_proposed: bool, is_selected: bool = False
) -> set[str]:
    """Return the colours that something is painted in."""
    delegate = DifferenceDelegate(view, is_proposed=is_proposed)
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.widget = view
    option.rect = QRect(0, 0, WIDE_PX, 60)
    option.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Active
    if is_selected:
        option.state |= QStyle.StateFlag.State_Selected
    image = QImage(WIDE_PX, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.base))
    painter = QPainter(image)
    delegate.paint(painter, option, index)
    painter.end()
    return {image.pixelColor(x, y).name() for x in range(WIDE_PX) for y in range(60)}


def test_what_goes_and_what_comes_have_their_colours(view: QTableView) -> None:
    index = cell(view, "the old word", "the new word")
    old = colors_in(view, index, is_proposed=False)
    new = colors_in(view, index, is_proposed=True)
    assert LIGHT.problem in old
    assert LIGHT.good not in old
    assert LIGHT.good in new
    assert LIGHT.problem not in new


def test_on_a_selected_line_there_is_one_colour(view: QTableView) -> None:
    index = cell(view, "the old word", "the new word")
    colors = colors_in(view, index, is_proposed=True, is_selected=True)
    assert LIGHT.good not in colors
    assert LIGHT.accent in colors


def test_the_same_text_has_no_marks(view: QTableView) -> None:
    index = cell(view, "the 😀 same\nword", "the 😀 same word")
    for is_proposed in (False, True):
        colors = colors_in(view, index, is_proposed=is_proposed)
        assert not {LIGHT.good, LIGHT.problem} & colors


def test_a_text_that_is_not_there_is_stood_in_for(view: QTableView) -> None:
    index = cell(view, "", "new", shown="No text")
    assert len(colors_in(view, index, is_proposed=False)) > 1
    assert LIGHT.good in colors_in(view, index, is_proposed=True)


@pytest.mark.parametrize("words", [["a", "b\nc"]])
def test_a_plain_cell_has_its_lines(view: QTableView, words: Sequence[str]) -> None:
    model = QStringListModel(list(words), view)
    delegate = DifferenceDelegate(view)
    heights = [delegate.height(model.index(at), view.font(), WIDE_PX) for at in (0, 1)]
    assert heights[1] > 1.5 * heights[0]


def test_a_long_text_is_broken_into_the_width(view: QTableView) -> None:
    index = cell(view, "", "word " * 40)
    delegate = DifferenceDelegate(view, is_proposed=True)
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = QRect(0, 0, 100, 20)
    narrow = delegate.sizeHint(option, index)
    assert narrow.width() == 100
    assert narrow.height() == delegate.height(index, view.font(), 100)
    assert narrow.height() > delegate.height(index, view.font(), WIDE_PX)
    assert index.flags() & Qt.ItemFlag.ItemIsEnabled
