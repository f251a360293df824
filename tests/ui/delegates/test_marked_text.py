from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from whisper_desktop.app.search import Query, Search, Span
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.delegates.cell_delegate import CellDelegate
from whisper_desktop.ui.delegates.marked_text import visible_marks
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.theme import DARK, LIGHT, Colors, palette_of
from whisper_desktop.ui.views.table.cue_table import CueTable

STATES = (
    QStyle.StateFlag.State_None,
    QStyle.StateFlag.State_Selected,
    QStyle.StateFlag.State_HasFocus,
)


@pytest.mark.parametrize(
    ("shown", "marks", "expected"),
    [
        ("one two three", [(4, 7)], [(4, 7)]),
        ("one t…", [(0, 3)], [(0, 3)]),
        ("one t…", [(4, 7), (8, 13)], [(4, 5), (5, 6)]),
        ("one t…", [(8, 13)], [(5, 6)]),
    ],
)
def test_what_is_cut_off_is_marked_by_the_sign_for_it(
    shown: str, marks: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    assert visible_marks("one two three", shown, marks) == expected


def painted(table: CueTable, row: int, state: QStyle.StateFlag) -> QImage:
    index = table.filter.index(row, Column.TEXT)
    delegate = table.itemDelegateForIndex(index)
    assert isinstance(delegate, CellDelegate)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.rect = QRect(0, 0, table.columnWidth(Column.TEXT), table.rowHeight(row))
    option.state |= state
    picture = QImage(option.rect.size(), QImage.Format.Format_RGB32)
    picture.fill(table.palette().base().color())
    painter = QPainter(picture)
    painter.setFont(table.font())
    delegate.paint(painter, option, index)
    painter.end()
    return picture


def columns_of(picture: QImage, color: str) -> list[int]:
    wanted = QColor(color).rgb()
    size = picture.size()
    return [
        x
        for x in range(size.width())
        if any(picture.pixel(x, y) == wanted for y in range(size.height()))
    ]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_searched_for_is_seen_by_what_is_behind_it(
    editing: EditingController,
    model: CueTableModel,
    qtbot: QtBot,
    colors: Colors,
    state: QStyle.StateFlag,
) -> None:
    editing.perform(set_text(editing.document, 1, "\N{GRINNING FACE}\nbut here it is"))
    table = CueTable(editing, model)
    qtbot.addWidget(table)
    table.resize(1_200, 300)
    table.setPalette(palette_of(colors))
    with qtbot.waitExposed(table):
        table.show()
    assert columns_of(painted(table, 1, state), colors.match) == []
    model.mark(Search(Query("here")))
    seen = columns_of(painted(table, 1, state), colors.match)
    before = table.fontMetrics().horizontalAdvance("\N{GRINNING FACE} ↵ but ")
    assert abs(seen[0] - before) < 12
    width = table.fontMetrics().horizontalAdvance("here")
    assert abs(seen[-1] - seen[0] - width) < 6
    assert columns_of(painted(table, 0, state), colors.match) == []
    model.mark(None)
    assert columns_of(painted(table, 1, state), colors.match) == []


def test_a_search_that_takes_too_long_marks_nothing(
    model: CueTableModel, editing: EditingController
) -> None:
    editing.perform(set_text(editing.document, 0, "a" * 60 + "!"))
    model.mark(Search(Query("(a|a)+$", is_regex=True), limit_s=0.01))
    assert model.cell(0, Column.TEXT).marks == ()
    editing.perform(set_text(editing.document, 1, "aa"))
    assert model.cell(1, Column.TEXT).marks == ()


def test_all_that_is_painted_together_does_not_wait_for_a_search(
    model: CueTableModel, editing: EditingController
) -> None:
    texts = ["aa", *("a" * 20 + "b" * number for number in range(1, 61))]
    editing.load(Document(Cue(uid, 0, 900, text) for uid, text in enumerate(texts, 1)))
    model.mark(Search(Query("(a|a)+$", is_regex=True)))
    marks = [model.cell(row, Column.TEXT).marks for row in range(len(texts))]
    assert marks[0] == ((0, 2),)
    assert not any(marks[1:])


def test_nothing_stays_marked_by_a_search_that_takes_too_long(
    model: CueTableModel, editing: EditingController, qtbot: QtBot
) -> None:
    editing.perform(set_text(editing.document, 0, "aa"))
    editing.perform(set_text(editing.document, 1, "a" * 60 + "!"))
    model.mark(Search(Query("(a|a)+$", is_regex=True)))
    assert model.cell(0, Column.TEXT).marks == ((0, 2),)
    with qtbot.waitSignal(model.dataChanged) as heard:
        model.cell(1, Column.TEXT)
    assert heard.args is not None
    assert heard.args[0].row() == 0
    assert model.cell(0, Column.TEXT).marks == ()


class Counting(Search):
    """Notes which texts it searches."""

    def __init__(self, query: Query) -> None:
        super().__init__(query)
        self.searched: list[str] = []

    def finder(self, limit_s: float = 1) -> Callable[[str], list[Span]]:
        find = super().finder(limit_s)

        def searched(text: str) -> list[Span]:
            self.searched.append(text)
            return find(text)

        return searched


def test_only_the_text_that_is_painted_is_searched_and_once(model: CueTableModel) -> None:
    model.mark(search := Counting(Query("o")))
    for _ in range(3):
        assert model.cell(1, Column.TEXT).marks == ((2, 3),)
    assert model.cell(1, Column.GAP).marks == ()
    assert search.searched == ["Two\nlines"]


def test_only_selected_rows_are_marked_when_only_they_are_searched(
    model: CueTableModel, editing: EditingController
) -> None:
    editing.select_rows([1])
    model.mark(Search(Query("o")), is_in_selection=True)
    assert model.cell(0, Column.TEXT).marks == ()
    assert model.cell(1, Column.TEXT).marks == ((2, 3),)
    editing.select_rows([0])
    assert model.cell(0, Column.TEXT).marks[0] == (1, 2)
    assert model.cell(1, Column.TEXT).marks == ()
    model.mark(Search(Query("o")))
    assert model.cell(1, Column.TEXT).marks == ((2, 3),)
