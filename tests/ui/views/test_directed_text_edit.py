from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.directed_text_edit import DirectedTextEdit

_SPACES = "Quoi\N{NO-BREAK SPACE}? 5\N{NARROW NO-BREAK SPACE}000\N{LINE SEPARATOR}ligne"


@pytest.fixture
def box(qtbot: QtBot) -> DirectedTextEdit:
    box = DirectedTextEdit()
    qtbot.addWidget(box)
    box.resize(400, 100)
    with qtbot.waitExposed(box):
        box.show()
    return box


def cursor_side(box: DirectedTextEdit) -> str:
    return "right" if box.cursorRect().x() > box.width() / 2 else "left"


def test_arabic_begins_on_the_right_and_english_on_the_left(box: DirectedTextEdit) -> None:
    box.setPlainText("مرحبا بالعالم.")
    assert box.document().defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft
    assert cursor_side(box) == "right"
    box.setPlainText("Hello world.")
    assert cursor_side(box) == "left"


def test_every_letter_stays_what_it_is(box: DirectedTextEdit) -> None:
    box.setPlainText(f"{_SPACES}\nEnd")
    assert box.text() == f"{_SPACES}\nEnd"
    QTest.keyClicks(box, "z")
    assert box.text() == f"z{_SPACES}\nEnd"
    box.selectAll()
    box.copy()
    assert QGuiApplication.clipboard().text() == f"z{_SPACES}\nEnd"
    box.paste()
    assert box.text() == f"z{_SPACES}\nEnd"


@pytest.mark.parametrize("text", ["a\ufdd0b\ufdd1", "x\u2029y", "\u2029", "\u2029\n\ufdd0"])
def test_letters_that_qt_keeps_for_itself_stay(box: DirectedTextEdit, text: str) -> None:
    box.set_text(text)
    assert box.text() == text
    QTest.keyClicks(box, "z")
    assert box.text() == f"z{text}"
    QTest.keyClick(box, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, "y")
    assert box.text().endswith("y")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert box.text() == f"z{text[:-1]}"
    box.selectAll()
    QTest.keyClicks(box, "b")
    assert box.text() == "b"


def test_shift_and_enter_begin_a_line(box: DirectedTextEdit) -> None:
    QTest.keyClicks(box, "a")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(box, "b")
    assert box.text() == "a\nb"


@pytest.mark.parametrize("is_file", [True, False])
def test_files_that_are_dropped_are_left_to_the_window(
    box: DirectedTextEdit, is_file: bool, tmp_path: Path
) -> None:
    dragged = QMimeData()
    dragged.setText("text")
    if is_file:
        dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "talk.srt"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dragged, left, none)
    QApplication.sendEvent(box.viewport(), entering)
    assert entering.isAccepted() is not is_file
