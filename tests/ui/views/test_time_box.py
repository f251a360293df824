import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.core.timecode import MAX_TIME_MS
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


def test_a_time_beyond_all_films_is_refused(box: TimeBox, qtbot: QtBot) -> None:
    QTest.keyClicks(box, "99999999999999:00:00")
    with qtbot.waitSignal(box.refused), qtbot.assertNotEmitted(box.time_edited):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.time_ms == 0


def test_the_last_time_is_not_stepped_over(box: TimeBox) -> None:
    box.show_time(MAX_TIME_MS - 1)
    box.stepBy(1)
    assert box.time_ms == MAX_TIME_MS
    assert box.stepEnabled() == TimeBox.StepEnabledFlag.StepDownEnabled
