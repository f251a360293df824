import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from whisper_desktop.core.document import Document
from whisper_desktop.core.segment import LeftOut, LeftOutReason
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.accept import accept_rows
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.doubts_board import DoubtsBoard
from whisper_desktop.ui.models.doubts_model import DoubtColumn, DoubtsModel, Shown


@pytest.fixture
def doubts(editing: EditingController, doubtful_rows: Document) -> DoubtsBoard:
    editing.load(doubtful_rows)
    board = DoubtsBoard(editing)
    board.set_speech([TimeSpan(3_640_000, 3_643_500)])
    return board


@pytest.fixture
def doubts_model(editing: EditingController, doubts: DoubtsBoard) -> DoubtsModel:
    model = DoubtsModel(editing, doubts, editing)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def column(model: DoubtsModel, column: DoubtColumn) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_rows_come_before_speech_without_any(doubts_model: DoubtsModel) -> None:
    assert column(doubts_model, DoubtColumn.TIME) == ["0:09", "0:03", "1:00:40"]
    assert column(doubts_model, DoubtColumn.TEXT) == ["Thanks for watching!", "Godd mourning", ""]
    assert column(doubts_model, DoubtColumn.WHY)[2] == (
        "Somebody speaks for 3.5 s, and no row says what"
    )


def test_a_tip_tells_all_that_is_known(doubts_model: DoubtsModel) -> None:
    tip = doubts_model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines()[0] == "Thanks for watching!"
    assert "Somebody speaks for 0 % of its time." in tip
    tip = doubts_model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Somebody speaks for 3.5 s, and no row says what"


def test_one_kind_can_be_shown(doubts_model: DoubtsModel) -> None:
    doubts_model.show(Shown.UNCOVERED)
    assert doubts_model.rowCount() == 1
    doubts_model.show(Shown.SUSPECTS)
    assert [doubts_model.doubt(line).uid for line in range(2)] == [4, 2]
    assert doubts_model.line_of(2) == 1
    assert doubts_model.line_of(1) is None
    assert doubts_model.line_of(None) is None


def test_what_was_left_out_is_shown_apart(doubts_model: DoubtsModel, doubts: DoubtsBoard) -> None:
    doubts.set_left_out({LeftOut(5_000, 6_000, "Thank you.", LeftOutReason.NO_SPEECH): None})
    assert doubts_model.rowCount() == 3
    doubts_model.show(Shown.LEFT_OUT)
    assert column(doubts_model, DoubtColumn.TEXT) == ["Thank you."]
    assert column(doubts_model, DoubtColumn.WHY) == ["Left out: nobody speaks there"]


def test_what_is_accepted_goes(doubts_model: DoubtsModel, editing: EditingController) -> None:
    editing.perform(accept_rows(editing.document, [1]))
    assert doubts_model.rowCount() == 2
