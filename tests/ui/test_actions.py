import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.app.editor_settings import KeyMapName
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.keymaps import key_map
from whisper_desktop.ui.menus import Need


@pytest.fixture
def pane(window: QMainWindow) -> QWidget:
    pane = QWidget()
    pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setCentralWidget(pane)
    return pane


@pytest.fixture
def actions(window: QMainWindow) -> Actions:
    actions = Actions(window)
    actions.fill(window.menuBar())
    return actions


def test_every_action_is_in_a_menu_and_has_words(actions: Actions) -> None:
    for name in actions:
        assert actions[name].associatedObjects()
        assert actions.title(name)
        assert actions.menu_title(name)


def test_mnemonics_of_a_menu_are_not_given_twice(window: QMainWindow) -> None:
    menus = Actions(window).fill(window.menuBar())
    for name, menu in menus.items():
        texts = [action.text() for action in menu.actions() if "&" in action.text()]
        letters = [text[text.index("&") + 1].casefold() for text in texts]
        assert len(set(letters)) == len(letters), f"{name}: {sorted(letters)}"


def test_tooltips_name_the_keys(actions: Actions, pane: QWidget) -> None:
    actions.bind(key_map(KeyMapName.AEGISUB), pane)
    assert actions["open"].toolTip() == "Open (Ctrl+O)"
    assert actions["play-selection"].toolTip() == "Play the selection (S, F5)"
    assert actions["about"].toolTip() == "About Whisper Desktop"


def test_plain_letters_work_in_their_pane_only(
    qtbot: QtBot, window: QMainWindow, actions: Actions, pane: QWidget
) -> None:
    other = QWidget(pane)
    actions.bind(key_map(KeyMapName.AEGISUB), pane)
    actions.allow(frozenset(Need))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    pane.setFocus()
    with qtbot.waitSignal(actions["play-before"].triggered, timeout=1000):
        QTest.keyClick(pane, Qt.Key.Key_Q)
    window.setFocus()
    with qtbot.assertNotEmitted(actions["play-before"].triggered):
        QTest.keyClick(window, Qt.Key.Key_Q)
    other.deleteLater()


def test_another_map_takes_the_letters_away(
    qtbot: QtBot, window: QMainWindow, actions: Actions, pane: QWidget
) -> None:
    actions.bind(key_map(KeyMapName.AEGISUB), pane)
    actions.bind(key_map(KeyMapName.SUBTITLE_EDIT), pane)
    actions.allow(frozenset(Need))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    pane.setFocus()
    with qtbot.assertNotEmitted(actions["play-before"].triggered):
        QTest.keyClick(pane, Qt.Key.Key_Q)


def test_only_what_makes_sense_can_be_done(actions: Actions) -> None:
    assert actions["open"].isEnabled()
    assert not actions["delete"].isEnabled()
    actions.allow(frozenset({Need.DOCUMENT, Need.SELECTION}))
    assert actions["delete"].isEnabled()
    assert not actions["play"].isEnabled()


def test_icons_have_the_colour_of_the_text(actions: Actions) -> None:
    actions.draw_icons(QGuiApplication.palette())
    assert not actions["open"].icon().isNull()
    assert actions["about"].icon().isNull()
