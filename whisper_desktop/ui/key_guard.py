"""Keys that a focused control needs for itself, so that no shortcut takes them away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QWidget

_HISTORY = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_KEY_EVENTS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_PRESS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Select})
_CONTROLS = (QAbstractButton, QComboBox, QAbstractSlider, QAbstractSpinBox)
_MOVE = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}
    | {Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)


def is_needed(event: QEvent, focused: QWidget | None, row_panes: Sequence[QWidget] = ()) -> bool:
    """Tell whether a key is not for a shortcut, but for what has the focus.

    It is where it presses or moves a control. Del deletes rows only in `row_panes`, and where
    nothing has the focus: whoever presses it elsewhere does not think of rows.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    key = Qt.Key(event.key())
    if key is Qt.Key.Key_Delete:
        return focused is not None and not _is_for_rows(focused, row_panes)
    if isinstance(focused, QAbstractButton | QComboBox):
        return key in _PRESS
    return isinstance(focused, QAbstractSlider | QAbstractSpinBox) and key in _MOVE


def _is_for_rows(focused: QWidget, row_panes: Sequence[QWidget]) -> bool:
    if focused.isWindow():
        return True
    is_in_rows = any(pane is focused or pane.isAncestorOf(focused) for pane in row_panes)
    return is_in_rows and not isinstance(focused, _CONTROLS)


def asks_for_history(event: QEvent) -> bool:
    """Tell whether a control would undo or redo by itself.

    It is asked before the window's actions, and gets the key where those have nothing to undo.
    """
    if event.type() not in _KEY_EVENTS or not isinstance(event, QKeyEvent):
        return False
    return any(map(event.matches, _HISTORY))
