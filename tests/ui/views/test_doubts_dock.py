import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from whisper_desktop.core.document import Document
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.accept import accept_rows
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.doubts_board import Doubt, DoubtsBoard
from whisper_desktop.ui.models.doubts_model import Shown
from whisper_desktop.ui.views.doubts_dock import DoubtsDock

SPAN = TimeSpan(40_000, 43_500)


@pytest.fixture
def dock(editing: EditingController, doubtful_rows: Document, qtbot: QtBot) -> DoubtsDock:
    editing.load(doubtful_rows)
    board = DoubtsBoard(editing)
    board.set_speech([SPAN])
    dock = DoubtsDock(editing, board)
    dock.chosen.connect(lambda doubt: editing.select([doubt.uid] if doubt.uid else []))
    qtbot.addWidget(dock)
    dock.resize(dock.sizeHint())
    with qtbot.waitExposed(dock):
        dock.show()
    return dock


def asked(dock: DoubtsDock) -> list[tuple[str, Doubt]]:
    heard: list[tuple[str, Doubt]] = []
    dock.accept_requested.connect(lambda doubt: heard.append(("accept", doubt)))
    dock.again_requested.connect(lambda doubt: heard.append(("again", doubt)))
    dock.delete_requested.connect(lambda doubt: heard.append(("delete", doubt)))
    return heard


def test_the_title_and_the_choice_count(dock: DoubtsDock) -> None:
    assert dock.windowTitle() == "Doubts (3)"
    texts = [dock.kinds.itemText(place) for place in range(4)]
    assert texts[:2] == ["Everything (3)", "Doubtful text (2)"]
    assert texts[2:] == ["Speech without a row (1)", "Text left out (0)"]


def test_one_goes_round_by_rank(dock: DoubtsDock, editing: EditingController) -> None:
    seen = []
    for _ in range(4):
        assert dock.go(1)
        seen.append((editing.current, dock.current.span if dock.current else None))
    assert [uid for uid, _ in seen] == [4, 2, None, 4]
    assert seen[2][1] == SPAN
    assert dock.go(-1)
    assert dock.current == Doubt(SPAN)


def test_what_is_chosen_again_is_heard_again(dock: DoubtsDock, qtbot: QtBot) -> None:
    dock.go(1)
    index = dock.list.currentIndex()
    with qtbot.waitSignal(dock.chosen) as chosen:
        dock.list.doubleClicked.emit(index)
    assert chosen.args is not None
    assert chosen.args[0].uid == 4


def test_it_is_said_why_the_current_row_is_here(
    dock: DoubtsDock, editing: EditingController
) -> None:
    editing.select([4])
    assert "Somebody speaks for 0 % of its time." in dock.why.text()
    assert dock.list.currentIndex().row() == 0
    editing.select([1])
    assert "100 %" in dock.why.text()
    assert not dock.list.currentIndex().isValid()
    editing.select([])
    assert not dock.why.isVisible()


def test_remedies_are_for_what_is_chosen(dock: DoubtsDock) -> None:
    heard = asked(dock)
    assert not dock.accept_button.isEnabled()
    dock.go(1)
    for button in (dock.accept_button, dock.again_button, dock.delete_button):
        button.click()
    assert [(name, doubt.uid) for name, doubt in heard] == [
        ("accept", 4),
        ("again", 4),
        ("delete", 4),
    ]
    dock.go(-1)
    assert not dock.delete_button.isEnabled()
    assert dock.accept_button.text() == "No row needed"
    dock.again_button.click()
    assert heard[-1] == ("again", Doubt(SPAN))


def test_the_next_one_is_chosen_when_one_is_done(
    dock: DoubtsDock, editing: EditingController
) -> None:
    dock.accept_requested.connect(
        lambda doubt: editing.perform(accept_rows(editing.document, [doubt.uid - 1]))
    )
    dock.go(1)
    dock.accept_button.click()
    assert editing.current == 2
    dock.accept_button.click()
    assert dock.current == Doubt(SPAN)


def test_only_one_kind_is_shown(dock: DoubtsDock) -> None:
    dock.kinds.setCurrentIndex(Shown.UNCOVERED)
    dock.kinds.activated.emit(Shown.UNCOVERED)
    assert dock.list.model().rowCount() == 1
    dock.go(1)
    assert dock.current == Doubt(SPAN)


def test_without_doubts_it_says_so(dock: DoubtsDock, editing: EditingController) -> None:
    editing.load(Document())
    assert dock.empty.isVisible()
    assert not dock.list.isVisible()
    assert not dock.uncovered_button.isVisible()
    assert not dock.go(1)


def test_escape_leads_back(dock: DoubtsDock, qtbot: QtBot) -> None:
    dock.list.setFocus()
    with qtbot.waitSignal(dock.left):
        QTest.keyClick(dock.list, Qt.Key.Key_Escape)
