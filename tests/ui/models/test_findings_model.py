import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QAbstractItemModelTester

from whisper_desktop.core.checks import FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.findings_model import FindingColumn, FindingsModel


@pytest.fixture
def findings(editing: EditingController, board: FindingsBoard) -> FindingsModel:
    model = FindingsModel(editing, board)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def lines(findings: FindingsModel) -> list[tuple[str, str]]:
    QCoreApplication.processEvents()
    return [
        (
            findings.index(line, FindingColumn.ROW).data(),
            findings.index(line, FindingColumn.SENTENCE).data(),
        )
        for line in range(findings.rowCount())
    ]


def test_every_finding_is_a_sentence_about_a_row(findings: FindingsModel) -> None:
    assert lines(findings)[0] == ("1", "Overlaps the next row by 0.500 s")
    assert ("3", "A line of 38 characters, at most 20") in lines(findings)


def test_one_kind_can_be_shown_alone(findings: FindingsModel) -> None:
    findings.show_kind(FindingKind.OVERLAP)
    assert len(lines(findings)) == 1


def test_the_list_follows_the_edits(findings: FindingsModel, editing: EditingController) -> None:
    before = len(lines(findings))
    editing.perform(set_text(editing.document, 0, "A line that is longer than the limit of it"))
    assert len(lines(findings)) == before + 1
    assert findings.finding(1).kind is FindingKind.LINE_LENGTH


def test_the_list_waits_until_somebody_looks(
    findings: FindingsModel, editing: EditingController
) -> None:
    before = len(lines(findings))
    findings.set_watched(is_watched=False)
    editing.perform(set_text(editing.document, 0, "A line that is longer than the limit of it"))
    assert len(lines(findings)) == before
    findings.set_watched(is_watched=True)
    assert findings.rowCount() == before + 1


def test_headers_and_sides(findings: FindingsModel) -> None:
    side = Qt.Orientation.Horizontal
    assert findings.headerData(FindingColumn.SENTENCE, side) == "What is wrong"
    assert findings.headerData(0, Qt.Orientation.Vertical) is None
    alignment = findings.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_the_board_follows_another_document(
    findings: FindingsModel, board: FindingsBoard, editing: EditingController
) -> None:
    editing.load(Document([Cue(1, 0, 2_000, "fine")]))
    assert len(board) == 0
    assert bool(board)
    assert lines(findings) == []
    editing.perform(set_text(editing.document, 0, ""))
    assert board.counts() == {FindingKind.EMPTY: 1}
    assert board.at(0)[0] == board.next_after(-1) == board.previous_before(1)


def test_other_rules_are_told_of_even_where_nothing_changes(
    board: FindingsBoard, editing: EditingController
) -> None:
    editing.load(Document())
    heard: list[object] = []
    board.changed.connect(heard.append)
    board.set_rules(Rules(Preset("custom", max_cps=5), "en"))
    assert heard == [None]
    assert board.limits_of(Cue(1, 0, 1, "")).max_cps == 5
    board.set_rules(board.rules)
    assert heard == [None]
