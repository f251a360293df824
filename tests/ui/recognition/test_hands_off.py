from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.recognition.hands_off import HandsOff


def test_it_tells_at_once_while_no_button_is_down(
    held: list[Qt.MouseButton], window: QMainWindow, qtbot: QtBot
) -> None:
    held[0] = Qt.MouseButton.NoButton
    hands_off = HandsOff(window)
    with qtbot.waitSignal(hands_off.came, timeout=0):
        hands_off.wait()


def test_it_waits_until_the_button_is_let_go(
    held: list[Qt.MouseButton], window: QMainWindow, qtbot: QtBot
) -> None:
    hands_off = HandsOff(window)
    with qtbot.assertNotEmitted(hands_off.came, wait=120):
        hands_off.wait()
    with qtbot.waitSignal(hands_off.came):
        held[0] = Qt.MouseButton.NoButton


def test_nothing_is_told_once_nobody_waits(
    held: list[Qt.MouseButton], window: QMainWindow, qtbot: QtBot
) -> None:
    hands_off = HandsOff(window)
    hands_off.wait()
    held[0] = Qt.MouseButton.NoButton
    with qtbot.assertNotEmitted(hands_off.came, wait=120):
        hands_off.stop()
