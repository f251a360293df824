from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.typing_menu import TypingMenu

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def menu(window: QMainWindow, done: list[str], qtbot: QtBot) -> Iterator[TypingMenu]:
    menu = TypingMenu("Language", window)
    for text in ("&1 Dutch", "&2 English", "&Find out", "&3 French"):
        menu.addAction(text).triggered.connect(lambda _=False, text=text: done.append(text))
    again = QAction("Again", window)
    again.setShortcut("F10")
    again.triggered.connect(lambda: done.append("again"))
    window.addAction(again)
    outer = QMenu(window)
    outer.addMenu(menu)
    outer.popup(QPoint())
    menu.popup(QPoint())
    qtbot.waitUntil(menu.isVisible)
    yield menu
    outer.close()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_D, "&1 Dutch"),
        (Qt.Key.Key_E, "&2 English"),
        (Qt.Key.Key_2, "&2 English"),
        (Qt.Key.Key_F10, "again"),
    ],
)
def test_one_key_is_enough(menu: TypingMenu, done: list[str], key: Qt.Key, expected: str) -> None:
    QTest.keyClick(menu, key)
    assert done == [expected]
    assert not menu.isVisible()


def test_where_several_begin_alike_the_next_becomes_active(
    menu: TypingMenu, done: list[str]
) -> None:
    names: list[str] = []
    for _ in range(3):
        QTest.keyClick(menu, Qt.Key.Key_F)
        names.append(menu.activeAction().text())
    assert names == ["&Find out", "&3 French", "&Find out"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert done == ["&Find out"]


def test_other_keys_do_what_they_do_in_a_menu(menu: TypingMenu, done: list[str]) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Z):
        QTest.keyClick(menu, key)
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_F9)
    assert not menu.isVisible()
    assert done == []
