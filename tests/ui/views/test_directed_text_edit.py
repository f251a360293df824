from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.directed_text_edit import DirectedTextEdit


def cursor_side(box: DirectedTextEdit) -> str:
    return "right" if box.cursorRect().x() > box.width() / 2 else "left"


def test_arabic_begins_on_the_right_and_english_on_the_left(qtbot: QtBot) -> None:
    box = DirectedTextEdit()
    qtbot.addWidget(box)
    box.resize(400, 100)
    with qtbot.waitExposed(box):
        box.show()
    box.setPlainText("مرحبا بالعالم.")
    assert box.document().defaultTextOption().textDirection() is Qt.LayoutDirection.RightToLeft
    assert cursor_side(box) == "right"
    box.setPlainText("Hello world.")
    assert cursor_side(box) == "left"
