import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from whisper_desktop.core.checks import FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.presets import ARTE, NETFLIX
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.findings_board import FindingsBoard

COUNT = 9_000


@pytest.fixture
def editing(qtbot: QtBot) -> EditingController:
    return EditingController(Document())


@pytest.fixture
def board(editing: EditingController) -> FindingsBoard:
    return FindingsBoard(editing, Rules(NETFLIX, "en"), editing)


def long_film() -> Document:
    """Return rows of which each is empty."""
    return Document(Cue(row + 1, row * 3_000, row * 3_000 + 2_000, "") for row in range(COUNT))


def test_of_a_long_film_the_first_rows_are_known_at_once_and_all_soon(
    editing: EditingController, board: FindingsBoard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(board.changed, check_params_cb=lambda uids: uids is None):
        editing.load(long_film())
    assert board.at(0)
    assert not board.at(COUNT - 1)
    assert 0 < len(board) < COUNT
    with qtbot.waitSignal(board.changed):
        pass
    assert board.counts() == {FindingKind.EMPTY: COUNT}


def test_an_edit_meanwhile_is_told_at_once(
    editing: EditingController, board: FindingsBoard, qtbot: QtBot
) -> None:
    editing.load(long_film())
    told: list[object] = []
    board.changed.connect(told.append)
    editing.perform(set_text(editing.document, COUNT - 1, "There is text now."))
    editing.perform(set_text(editing.document, 0, "And here."))
    assert told == [frozenset({COUNT - 1}), frozenset({1})]
    qtbot.waitUntil(lambda: told[-1] is None)
    assert len(board) == COUNT - 2


def test_who_wants_the_next_finding_need_not_wait(
    editing: EditingController, board: FindingsBoard
) -> None:
    editing.load(long_film())
    found = board.next_after(COUNT - 2)
    assert found is not None
    assert found.uid == COUNT
    editing.load(long_film())
    assert board.previous_before(COUNT) == found
    editing.load(long_film())
    board.finish()
    told: list[object] = []
    board.changed.connect(told.append)
    QCoreApplication.processEvents()
    board.finish()
    assert not told


def test_other_rules_check_all_rows_again(
    editing: EditingController, board: FindingsBoard, qtbot: QtBot
) -> None:
    editing.load(long_film())
    board.finish()
    board.set_rules(Rules(ARTE, "fr", kinds=frozenset({FindingKind.GAP})))
    assert not board.at(0)
    assert board.at(COUNT - 1)
    with qtbot.waitSignal(board.changed):
        pass
    assert not len(board)
