import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.time_box import TimeBox


@pytest.fixture
def box(qtbot: QtBot) -> TimeBox:
    """A box in a window whose Ctrl+Z is heard of in the log."""
    window = QMainWindow()
    box = TimeBox("Start", window)
    window.setCentralWidget(box)
    undo = QAction("Undo", window)
    undo.setShortcut("Ctrl+Z")
    undo.triggered.connect(lambda: window.setWindowTitle("undone"))
    window.addAction(undo)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    box.setFocus()
    box.selectAll()
    return box


def test_undo_is_the_windows_once_a_time_was_taken(box: TimeBox) -> None:
    QTest.keyClicks(box, "0.5")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.time_ms == 500
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.window().windowTitle() == "undone"


def test_undo_is_the_boxs_while_a_time_is_typed(box: TimeBox) -> None:
    QTest.keyClicks(box, "0.5")
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.window().windowTitle() != "undone"
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.time_ms != 500
