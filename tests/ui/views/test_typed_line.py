import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.typed_line import TypedLine


@pytest.mark.parametrize("kind", [QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress])
def test_only_what_is_half_typed_is_undone_here(qtbot: QtBot, kind: QEvent.Type) -> None:
    line = TypedLine()
    qtbot.addWidget(line)
    QTest.keyClicks(line, "word")
    assert _undo(line, kind)
    line.setText("word")
    QTest.keyClicks(line, "s")
    line.setModified(False)
    assert not _undo(line, kind)
    assert line.text() == "words"


def _undo(line: TypedLine, kind: QEvent.Type) -> bool:
    """Press the keys of undo and tell whether the line takes them."""
    event = QKeyEvent(kind, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(line, event)
    return event.isAccepted()
