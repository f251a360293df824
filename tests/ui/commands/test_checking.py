from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.checking import CheckingCommands
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.row_traits import RowTraits
from whisper_desktop.ui.views.findings_dock import FindingsDock


@pytest.fixture
def board(desk: Desk, actions: Actions, window: QMainWindow) -> Iterator[FindingsBoard]:
    board = FindingsBoard(desk.editing, Rules(desk.preset))
    dock = FindingsDock(desk.editing, board, window)
    CheckingCommands(desk, actions, board, dock, RowTraits(desk.editing, window))
    yield board
    dock.stop()


def short_rows(count: int) -> Document:
    return Document(Cue(row + 1, 5_000 * row, 5_000 * row + 400, "One") for row in range(count))


def test_few_rows_are_fixed_at_once(desk: Desk, actions: Actions, board: FindingsBoard) -> None:
    desk.editing.load(short_rows(3))
    assert len(board) == 3
    actions["fix-all"].trigger()
    assert not board.counts()


def test_many_rows_are_fixed_while_the_window_goes_on(
    qtbot: QtBot, desk: Desk, actions: Actions, board: FindingsBoard
) -> None:
    desk.editing.load(short_rows(2_000))
    with qtbot.waitSignal(desk.told) as said:
        actions["fix-all"].trigger()
    assert said.args == ["Fixing…"]
    assert len(board) == 2_000
    qtbot.waitUntil(lambda: not board.counts())


def test_nothing_is_fixed_in_what_was_opened_meanwhile(
    qtbot: QtBot, desk: Desk, actions: Actions, board: FindingsBoard
) -> None:
    desk.editing.load(short_rows(2_000))
    actions["fix-all"].trigger()
    desk.editing.load(short_rows(1))
    qtbot.wait(100)
    assert len(board) == 1


def test_only_the_selected_rows_are_fixed(
    desk: Desk, actions: Actions, board: FindingsBoard
) -> None:
    desk.editing.load(short_rows(3))
    desk.editing.select_rows([1])
    actions["fix"].trigger()
    assert [finding.uid for finding in board.all()] == [1, 3]


def test_what_is_chosen_is_checked_by(
    desk: Desk, actions: Actions, board: FindingsBoard, window: QMainWindow
) -> None:
    dock = window.findChild(FindingsDock)
    assert isinstance(dock, FindingsDock)
    dock.preset_chosen.emit("arte")
    assert board.rules.preset.name == "arte"
    cue = Cue(1, 0, 2_000, "Eins", translation="One")
    desk.editing.load(Document([cue]))
    assert not board.rules.has_translation
    actions["check-translation"].setChecked(True)
    assert board.rules.has_translation


def test_the_findings_are_saved_as_a_table(
    desk: Desk, actions: Actions, board: FindingsBoard, window: QMainWindow, tmp_path: Path
) -> None:
    sentences: list[str] = []
    desk.told.connect(sentences.append)
    desk.editing.load(short_rows(3))
    assert len(board) == 3
    actions["findings-report"].trigger()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    good, bad = tmp_path / "table.csv", tmp_path / "missing" / "table.csv"
    for path in (good, bad):
        dialog.fileSelected.emit(str(path))
    assert len(good.read_text(encoding="utf-8-sig").splitlines()) == 4
    assert sentences[0] == f"Wrote {good}"
    assert len(sentences) == 2
    dialog.close()
