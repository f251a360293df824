import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QSlider, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.key_guard import is_needed

PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("kind", "key", "modifiers", "expected"),
    [
        (QPushButton, Qt.Key.Key_Space, PLAIN, True),
        (QComboBox, Qt.Key.Key_Space, PLAIN, True),
        (QPushButton, Qt.Key.Key_F5, PLAIN, False),
        (QPushButton, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier, False),
        (QSlider, Qt.Key.Key_Left, PLAIN, True),
        (QSlider, Qt.Key.Key_Space, PLAIN, False),
        (QSpinBox, Qt.Key.Key_Up, PLAIN, True),
        (QWidget, Qt.Key.Key_Space, PLAIN, False),
    ],
)
def test_a_control_keeps_the_keys_that_work_it(
    qtbot: QtBot,
    kind: type[QWidget],
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    expected: bool,
) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    assert is_needed(event, widget) is expected


def test_other_events_are_nobodys(qtbot: QtBot) -> None:
    widget = QPushButton()
    qtbot.addWidget(widget)
    assert not is_needed(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, PLAIN), widget)
    assert not is_needed(QEvent(QEvent.Type.Show), widget)


def test_del_is_for_rows_only_where_they_are(qtbot: QtBot) -> None:
    window, pane, other = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(window)
    for one in (pane, other):
        one.setParent(window)
    view, button = QWidget(pane), QPushButton(pane)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, PLAIN)
    for focused in (None, window, pane, view):
        assert not is_needed(event, focused, (pane,))
    for focused in (button, other):
        assert is_needed(event, focused, (pane,))
