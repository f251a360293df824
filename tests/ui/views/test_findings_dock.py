from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from whisper_desktop.core.checks import FindingKind
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.findings_model import FindingColumn
from whisper_desktop.ui.quantities import count_words
from whisper_desktop.ui.views import findings_dock
from whisper_desktop.ui.views.findings_dock import FindingsDock
from whisper_desktop.ui.views.history_dock import HistoryDock


@pytest.fixture
def dock(editing: EditingController, board: FindingsBoard, qtbot: QtBot) -> FindingsDock:
    dock = FindingsDock(editing, board)
    qtbot.addWidget(dock)
    dock.resize(dock.sizeHint())
    with qtbot.waitExposed(dock):
        dock.show()
    return dock


def said(dock: FindingsDock) -> list[str]:
    sentences: list[str] = []
    dock.said.connect(sentences.append)
    return sentences


def test_the_title_counts(dock: FindingsDock, board: FindingsBoard) -> None:
    assert dock.windowTitle() == f"Findings ({len(board)})"
    assert dock.kinds.itemText(1) == "Overlap (1)"


def test_next_and_previous_go_round(dock: FindingsDock, editing: EditingController) -> None:
    seen = []
    for _ in range(4):
        dock.go_next()
        seen.append(editing.current_row())
    assert seen == [0, 2, 3, 0]
    dock.go_previous()
    assert editing.current_row() == 3
    dock.go_previous()
    assert editing.current_row() == 2


def test_a_line_goes_to_its_row(dock: FindingsDock, editing: EditingController) -> None:
    dock.list.setCurrentIndex(dock.list.model().index(1, FindingColumn.ROW))
    assert editing.current_row() == 2


def test_the_list_follows_the_current_row(dock: FindingsDock, editing: EditingController) -> None:
    dock.go_next()
    assert dock.list.currentIndex().row() == 0
    editing.select_rows([2, 3], current=3)
    assert dock.list.currentIndex().siblingAtColumn(FindingColumn.ROW).data() == "4"
    assert editing.selected_rows() == (2, 3)
    editing.select_rows([1])
    assert not dock.list.currentIndex().isValid()
    editing.select_rows([2])
    dock.list.setCurrentIndex(dock.list.model().index(2, 0))
    assert editing.current_row() == 2
    assert dock.list.currentIndex().row() == 2


def test_a_list_that_was_hidden_shows_what_is_so_now(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard
) -> None:
    dock.hide()
    editing.load(Document([Cue(7, 0, 2_000, "fine"), Cue(8, 3_000, 5_000, "")]))
    editing.select_rows([1])
    dock.show()
    assert dock.list.model().rowCount() == len(board) == 1
    assert dock.list.currentIndex().siblingAtColumn(FindingColumn.ROW).data() == "2"


def test_one_finding_is_fixed(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard
) -> None:
    sentences = said(dock)
    dock.list.setCurrentIndex(dock.list.model().index(0, 0))
    dock.fix_button.click()
    assert FindingKind.OVERLAP not in board.counts()
    assert sentences == ["Findings fixed: 1"]
    editing.undo_stack.undo()
    assert board.counts()[FindingKind.OVERLAP] == 1


def test_all_of_a_kind_are_fixed_as_one_step(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard
) -> None:
    place = dock.kinds.findData(FindingKind.LINE_LENGTH.value)
    dock.kinds.setCurrentIndex(place)
    dock.kinds.activated.emit(place)
    assert dock.list.model().rowCount() == board.counts()[FindingKind.LINE_LENGTH]
    dock.fix_kind_button.click()
    assert FindingKind.LINE_LENGTH not in board.counts()
    assert editing.undo_stack.count() == 1
    QCoreApplication.processEvents()
    assert dock.kinds.currentIndex() == 0
    assert dock.list.model().rowCount() == len(board)


def test_a_kind_must_be_chosen_first(dock: FindingsDock) -> None:
    sentences = said(dock)
    dock.fix_kind_button.click()
    assert sentences == ["Choose a finding first: all of its kind will be fixed"]


def test_everything_that_can_be_is_fixed_as_one_step(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard
) -> None:
    before = len(board)
    cues = list(editing.document)
    dock.fix_everything()
    assert len(board) < before
    assert editing.undo_stack.count() == 1
    editing.undo_stack.undo()
    assert list(editing.document) == cues
    assert len(board) == before


def test_what_was_left_is_counted(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard
) -> None:
    sentences = said(dock)
    cues = (Cue(1, 0, 1_000, "x" * 40), Cue(2, 0, 1_000, "x" * 40), Cue(3, 5_000, 9_000, ""))
    editing.load(Document(cues))
    before = len(board)
    dock.fix_everything()
    assert (before, len(board)) == (6, 4)
    dock.fix_rows([0])
    assert sentences == [
        "Findings fixed: 2, left: 4, as mending them would break another rule",
        "Nothing could be fixed without breaking another rule: see to it by hand",
    ]


def test_what_cannot_be_fixed_is_said(dock: FindingsDock, editing: EditingController) -> None:
    sentences = said(dock)
    editing.load(Document([Cue(1, 0, 300, "So long a text in so little"), Cue(2, 300, 2_000, "b")]))
    dock.fix_rows([0])
    assert len(sentences) == 1


def many_rows() -> Document:
    return Document(Cue(row + 1, 5_000 * row, 5_000 * row + 400, "One") for row in range(2_000))


def test_many_rows_are_fixed_meanwhile_and_only_then_it_is_said(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard, qtbot: QtBot
) -> None:
    sentences = said(dock)
    editing.load(many_rows())
    dock.fix_everything()
    assert len(board) == 2_000
    qtbot.waitUntil(lambda: not board.counts())
    assert sentences == ["Fixing…", f"Findings fixed: {count_words(2_000)}"]
    assert editing.undo_stack.count() == 1
    dock.stop()


def test_nothing_is_fixed_in_rows_that_change_meanwhile(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard, qtbot: QtBot
) -> None:
    sentences = said(dock)
    editing.load(many_rows())
    dock.fix_everything()
    editing.perform(set_text(editing.document, 0, "Two"))
    assert sentences == ["Fixing…", "Nothing was fixed: the rows have changed meanwhile"]
    qtbot.waitUntil(lambda: not dock._job.is_running)
    assert len(board) == 2_000
    dock.fix_everything()
    qtbot.waitUntil(lambda: not board.counts())
    dock.stop()


def test_a_fault_while_many_rows_are_fixed_is_told(
    dock: FindingsDock,
    editing: EditingController,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OutputUnwritableError(Path("x"), "no room")

    monkeypatch.setattr(findings_dock, "fix_kinds", fail)
    sentences = said(dock)
    editing.load(many_rows())
    dock.fix_everything()
    qtbot.waitUntil(lambda: len(sentences) == 2)
    assert "no room" in sentences[1]
    dock.stop()


def test_the_end_of_the_window_stops_fixing(
    dock: FindingsDock, editing: EditingController, board: FindingsBoard, qtbot: QtBot
) -> None:
    editing.load(many_rows())
    dock.fix_everything()
    dock.stop()
    qtbot.wait(20)
    assert len(board) == 2_000


def test_nothing_wrong_is_said(dock: FindingsDock, editing: EditingController) -> None:
    sentences = said(dock)
    editing.load(Document())
    assert dock.empty.isVisible()
    assert not dock.fix_button.isEnabled()
    dock.go_next()
    assert sentences == ["Nothing breaks a rule."]


def test_presets_are_offered(dock: FindingsDock, qtbot: QtBot) -> None:
    dock.show_presets([("a", "Rules A"), ("custom", "Mine")], "custom")
    assert dock.presets.currentText() == "Mine"
    with qtbot.waitSignal(dock.preset_chosen) as chosen:
        QTest.keyClicks(dock.presets, "R")
        dock.presets.activated.emit(0)
    assert chosen.args == ["a"]


def test_a_report_is_asked_for(dock: FindingsDock, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dock.report_requested):
        dock.report_button.click()


def test_the_history_lists_the_steps(editing: EditingController, qtbot: QtBot) -> None:
    history = HistoryDock(editing.undo_stack)
    qtbot.addWidget(history)
    assert history.view.emptyLabel() == "As it was opened"
    assert history.view.stack() is editing.undo_stack
    assert history.sizeHint().width() > 100
