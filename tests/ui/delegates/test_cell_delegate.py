import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.ui.delegates.cell_delegate import CellDelegate
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.views.table.cue_table import CueTable

SELECTED = QStyle.StateFlag.State_Selected
NOTHING = QStyle.StateFlag.State_None
TEXTS = (
    "Good morning.",
    "Cut off, " * 40,
    "Two\nlines",
    "مرحبا بالعالم.",
    "שלום (world) 12:30!",
    "日本語のテキスト",
    "",
    "  <i>spaces</i>\tand a tab ",
)


@pytest.fixture
def table(table: CueTable, editing: EditingController) -> CueTable:
    editing.load(
        Document(
            Cue(row, row * 9_000, row * 9_000 + 8_000, text) for row, text in enumerate(TEXTS, 1)
        )
    )
    return table


def painted(
    table: CueTable, row: int, column: Column, state: QStyle.StateFlag, *, is_own: bool
) -> QImage:
    index = table.filter.index(row, column)
    delegate = table.itemDelegateForIndex(index)
    assert isinstance(delegate, CellDelegate)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.rect = QRect(5, 3, table.columnWidth(column), table.rowHeight(row))
    option.state |= state
    picture = QImage(table.columnWidth(column) + 10, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setFont(table.font())
    if is_own:
        delegate.paint(painter, option, index)
    else:
        if table.filter.cell(row, column).is_right and column is Column.TEXT:
            option.direction = Qt.LayoutDirection.RightToLeft
        QStyledItemDelegate.paint(delegate, painter, option, index)
    painter.end()
    return picture


@pytest.mark.parametrize("state", [NOTHING, SELECTED])
@pytest.mark.parametrize("row", range(len(TEXTS)))
def test_a_cell_looks_as_if_qt_painted_it(
    table: CueTable, row: int, state: QStyle.StateFlag
) -> None:
    compared = 0
    for column in Column:
        if not table.filter.cell(row, column).breaks_rule:
            compared += 1
            own = painted(table, row, column, state, is_own=True)
            assert own == painted(table, row, column, state, is_own=False), column
    assert compared >= 5


def test_another_font_is_painted_at_once(table: CueTable) -> None:
    before = painted(table, 0, Column.TEXT, NOTHING, is_own=True)
    font = table.font()
    font.setPointSize(font.pointSize() + 3)
    table.setFont(font)
    bigger = painted(table, 0, Column.TEXT, NOTHING, is_own=True)
    assert bigger != before
    assert bigger == painted(table, 0, Column.TEXT, NOTHING, is_own=False)
