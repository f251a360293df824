import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.recipe.choices import Choice, ChoiceBox, LanguageBox, WishLine

LANGUAGES = (
    Choice(None, "As the document (Dutch)"),
    Choice("auto", "Find out"),
    Choice("de", "German"),
    Choice("pt", "Portuguese"),
)


@pytest.fixture
def box(qtbot: QtBot) -> LanguageBox:
    box = LanguageBox("Language")
    qtbot.addWidget(box)
    box.offer(LANGUAGES)
    box.show_value("de")
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    return box


@pytest.fixture
def picked(box: LanguageBox) -> list[str | None]:
    picked: list[str | None] = []
    box.picked.connect(picked.append)
    return picked


# Without a screen the list of what fits cannot take the keys.
unseen_list = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def type_into(box: LanguageBox, text: str) -> None:
    line = box.lineEdit()
    assert line is not None
    box.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


@unseen_list
@pytest.mark.parametrize(
    ("text", "value"), [("portu", "pt"), ("pt", "pt"), ("Portuguese", "pt"), ("find out", "auto")]
)
def test_a_language_is_found_by_what_is_typed(
    box: LanguageBox, picked: list[str | None], text: str, value: str
) -> None:
    type_into(box, text)
    assert set(picked) == {value}
    assert box.value == value


@unseen_list
@pytest.mark.parametrize("text", ["xyz", " "])
def test_what_is_no_language_is_let_go(
    box: LanguageBox, picked: list[str | None], text: str
) -> None:
    type_into(box, text)
    assert picked == []
    assert box.currentText() == "German"


def test_nothing_is_picked_by_leaving_it(box: LanguageBox, picked: list[str | None]) -> None:
    box.setFocus()
    box.clearFocus()
    assert picked == []


def test_rows_may_differ(box: LanguageBox) -> None:
    box.show_value("de", is_mixed=True)
    line = box.lineEdit()
    assert line is not None
    assert (line.text(), line.placeholderText(), box.value) == ("", "Different", None)
    box.show_value(None)
    assert line.text() == "As the document (Dutch)"


def test_what_cannot_be_had_is_shown_with_the_reason(qtbot: QtBot) -> None:
    box = ChoiceBox("Task")
    qtbot.addWidget(box)
    box.offer([Choice("a", "A"), Choice("b", "B", "B cannot be had")])
    assert [box.model().index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled for row in (0, 1)] == [
        Qt.ItemFlag.ItemIsEnabled,
        Qt.ItemFlag.NoItemFlags,
    ]
    assert box.itemData(1, Qt.ItemDataRole.ToolTipRole) == "B cannot be had"
    box.show_value("unknown")
    assert (box.currentIndex(), box.placeholderText()) == (-1, "unknown")


def test_who_scrolls_past_changes_nothing(box: LanguageBox, picked: list[str | None]) -> None:
    middle = QPointF(box.rect().center())
    turned = QWheelEvent(
        *(middle, box.mapToGlobal(middle), QPoint(), QPoint(0, -120)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    box.clearFocus()
    QApplication.sendEvent(box, turned)
    assert (picked, box.value) == ([], "de")
    box.setFocus()
    QApplication.sendEvent(box, turned)
    assert (picked, box.value) == (["pt"], "pt")


def test_a_line_tells_only_what_was_typed(qtbot: QtBot) -> None:
    line = WishLine("Vocabulary")
    qtbot.addWidget(line)
    picked: list[str] = []
    line.picked.connect(picked.append)
    line.show_value(None, "Anna")
    assert line.placeholderText() == "As the document: Anna"
    line.take_typed()
    QTest.keyClicks(line, " Bea ")
    line.take_typed()
    line.take_typed()
    assert picked == ["Bea"]
    line.show_value("", "Anna")
    assert line.placeholderText() == "None"
    line.show_value("Bea", "", is_mixed=True)
    assert (line.text(), line.placeholderText()) == ("", "Different")
