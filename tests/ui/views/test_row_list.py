from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.row_list import list_rows


def test_a_click_selects_the_row_and_tab_leaves_the_table(qtbot: QtBot) -> None:
    window, table, after = QWidget(), QTableWidget(2, 3), QLineEdit()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(table)
    layout.addWidget(after)
    for row in range(2):
        for column in range(3):
            table.setItem(row, column, QTableWidgetItem("a text that is far too long for its cell"))
    list_rows(table)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    table.setFocus()
    place = table.visualRect(table.model().index(1, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert [index.column() for index in table.selectedIndexes()] == [0, 1, 2]
    assert {index.row() for index in table.selectedIndexes()} == {1}
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert not table.verticalHeader().isVisible()
    table.resizeRowsToContents()
    assert table.rowHeight(0) < 2 * table.fontMetrics().height()
    header = table.horizontalHeader()
    margin = QStyle.PixelMetric.PM_HeaderMargin
    assert header.style().pixelMetric(margin, None, header) > table.style().pixelMetric(margin)
