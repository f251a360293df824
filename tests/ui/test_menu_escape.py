from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.menu_escape import MenuEscape

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def line(qtbot: QtBot, window: QMainWindow) -> Iterator[QLineEdit]:
    line = QLineEdit()
    window.setCentralWidget(line)
    menu = window.menuBar().addMenu("&File")
    menu.addAction("&Open")
    menu.addMenu("&Again").addAction("&One")
    escape = MenuEscape(window.menuBar())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    line.setFocus()
    yield line
    escape.deleteLater()


def open_menu(qtbot: QtBot, window: QMainWindow) -> QMenu:
    (action,) = window.menuBar().actions()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    menu = action.menu()
    assert isinstance(menu, QMenu)
    qtbot.waitUntil(menu.isVisible)
    return menu


def test_the_first_escape_gives_the_focus_back(
    qtbot: QtBot, window: QMainWindow, line: QLineEdit
) -> None:
    menu = open_menu(qtbot, window)
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.focusWidget() is line)
    assert window.menuBar().activeAction() is None


def test_a_submenu_is_left_for_its_menu(qtbot: QtBot, window: QMainWindow, line: QLineEdit) -> None:
    menu = open_menu(qtbot, window)
    submenu = menu.actions()[1].menu()
    assert isinstance(submenu, QMenu)
    menu.setActiveAction(menu.actions()[1])
    QTest.keyClick(menu, Qt.Key.Key_Right)
    qtbot.waitUntil(submenu.isVisible)
    QTest.keyClick(submenu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not submenu.isVisible())
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.focusWidget() is line)
