import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMainWindow

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.differences import Difference, DifferenceKind
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.comparison_model import (
    DIFFERENCES,
    ComparisonColumn,
    ComparisonModel,
)
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.session import NewWork, Session

CUES = (
    Cue(1, 0, 900, "one two"),
    Cue(2, 61_000, 62_500, "drie\nvier", translation="three"),
    Cue(3, 70_000, 71_000, ""),
)


@pytest.fixture
def editing(window: QMainWindow) -> EditingController:
    return EditingController(Document(), parent=window)


@pytest.fixture
def session(session: Session) -> Session:
    session.begin(NewWork(CUES))
    return session


@pytest.fixture
def proposals(editing: EditingController, session: Session, window: QMainWindow) -> ProposalBoard:
    return ProposalBoard(editing, session, lambda cue: cue, window)


@pytest.fixture
def comparison(
    editing: EditingController, proposals: ProposalBoard, window: QMainWindow
) -> ComparisonModel:
    model = ComparisonModel(editing, proposals, window)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def offer(board: ProposalBoard, uid: int, *texts: str, task: Task = Task.TRANSCRIBE) -> None:
    row = CUES[uid - 1]
    hearings = [
        (Segment(row.start_ms, row.end_ms, text, "nl", task, (Word(0, 1, text, 0.756),)),)
        if text
        else ()
        for text in texts
    ]
    candidate = Candidate(
        uid, row.start_ms, row.end_ms, True, Recipe("nl", task), hearings[0], tuple(hearings[1:])
    )
    board.add(candidate, is_translation=task is Task.TRANSLATE)


def shown(model: ComparisonModel, line: int, role: int = Qt.ItemDataRole.DisplayRole) -> list[str]:
    return [model.index(line, column).data(role) for column in ComparisonColumn]


def test_a_line_has_the_row_both_texts_and_how_it_was_heard(
    comparison: ComparisonModel, proposals: ProposalBoard
) -> None:
    offer(proposals, 1, "one too")
    assert shown(comparison, 0) == ["1", "one two", "one too", "Dutch\ntext 76 %"]
    headers = [
        comparison.headerData(column, Qt.Orientation.Horizontal) for column in ComparisonColumn
    ]
    assert headers == ["Row", "Now", "Proposed", "Heard"]
    assert comparison.headerData(0, Qt.Orientation.Vertical) is None


def test_what_differs_is_told_word_by_word(
    comparison: ComparisonModel, proposals: ProposalBoard
) -> None:
    offer(proposals, 1, "one too three")
    assert comparison.index(0, ComparisonColumn.PROPOSED).data(DIFFERENCES) == (
        Difference(DifferenceKind.EQUAL, "one", "one"),
        Difference(DifferenceKind.REPLACE, " two", " too three"),
    )
    assert comparison.index(0, ComparisonColumn.ROW).data(DIFFERENCES) is None
    tip = shown(comparison, 0, Qt.ItemDataRole.ToolTipRole)
    assert tip[ComparisonColumn.PROPOSED] == "“too three” instead of “two”"
    assert tip[ComparisonColumn.ROW] == "Row 1, 0:00:00.000 to 0:00:00.900"
    assert tip[ComparisonColumn.DETAILS].endswith(
        "Heard with the model of the settings, in the times of the row"
    )


def test_a_translation_stands_beside_the_translation(
    comparison: ComparisonModel, proposals: ProposalBoard
) -> None:
    offer(proposals, 2, "drie vier")
    offer(proposals, 2, "three four", task=Task.TRANSLATE)
    assert shown(comparison, 0)[1:3] == ["drie vier", "drie vier"]
    assert shown(comparison, 1)[1:] == ["three", "three four", "Dutch → English\ntext 76 %"]
    tips = [
        comparison.index(line, ComparisonColumn.NOW).data(Qt.ItemDataRole.ToolTipRole)
        for line in (0, 1)
    ]
    assert tips == ["The text is the same.", "“four” added"]


def test_what_is_not_there_is_said(comparison: ComparisonModel, proposals: ProposalBoard) -> None:
    offer(proposals, 3, "")
    offer(proposals, 1, "a", task=Task.TRANSLATE)
    assert shown(comparison, 0)[1] == "No translation"
    assert shown(comparison, 1)[1:] == ["No text", "Nothing was heard", "Dutch"]


def test_a_line_follows_its_row(
    comparison: ComparisonModel, proposals: ProposalBoard, editing: EditingController
) -> None:
    offer(proposals, 2, "vier")
    editing.perform(set_text(editing.document, 1, "vijf"))
    assert shown(comparison, 0)[1] == "vijf"
    moved = Cue(2, 61_500, 62_500, "vijf")
    splice = Splice(1, (editing.document[1],), (moved,))
    editing.perform(Edit(Verb.MOVE, (splice,)))
    tip = comparison.index(0, ComparisonColumn.ROW).data(Qt.ItemDataRole.ToolTipRole)
    assert "Heard from 0:01:01.000 to 0:01:02.500. The row has changed since" in tip
    assert shown(comparison, 0)[3] == "Dutch\ntext 76 %\ntimes changed since"
    editing.perform(delete(editing.document, [0]))
    assert shown(comparison, 0)[0] == "1"
    editing.perform(delete(editing.document, [0]))
    assert comparison.rowCount() == 0


def test_lines_come_and_go_in_the_order_of_the_rows(
    comparison: ComparisonModel, proposals: ProposalBoard, editing: EditingController
) -> None:
    for uid in (3, 1, 2):
        offer(proposals, uid, f"new {uid}")
    lines = [comparison.shown(line).uid for line in range(comparison.rowCount())]
    assert lines == [1, 2, 3]
    assert comparison.line_of(ProposalId(2)) == 1
    proposals.reject([ProposalId(2)])
    assert comparison.line_of(ProposalId(2)) is None
    proposals.bring_back()
    cues = tuple(editing.document)
    editing.perform(Edit(Verb.SORT, (Splice(0, cues, cues[::-1]),)))
    assert [comparison.shown(line).uid for line in range(3)] == [3, 2, 1]


def test_the_hearing_is_told_with_its_number(
    comparison: ComparisonModel, proposals: ProposalBoard
) -> None:
    offer(proposals, 1, "one too", "won two")
    proposals.choose(ProposalId(1), 1)
    assert shown(comparison, 0)[2:] == ["won two", "Dutch\ntext 76 %\n2 of 2"]


def test_only_lines_that_are_shown_are_looked_up(
    comparison: ComparisonModel, proposals: ProposalBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for uid in (1, 2, 3):
        offer(proposals, uid, "new")
    looked_up: list[ProposalId] = []
    row_of = proposals.row_of

    def look_up(wanted: ProposalId) -> int | None:
        looked_up.append(wanted)
        return row_of(wanted)

    monkeypatch.setattr(proposals, "row_of", look_up)
    comparison.blockSignals(True)
    proposals.changed.emit()
    assert looked_up == []
    assert comparison.index(1, ComparisonColumn.PROPOSED).data() == "new"
    assert looked_up == [ProposalId(2)]
