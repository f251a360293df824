"""What the status line says of the steps that are made and taken back."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace, srt: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    return workplace


def test_rows_between_those_that_change_do_not_count(opened: Workplace) -> None:
    editing, line = opened.editing, opened.window.status_line
    count = len(editing.document)
    editing.select_rows(range(count))
    opened.window.actions_by_name["duplicate"].trigger()
    assert len(editing.document) == 2 * count
    assert line.text == f"Duplicate: {count} row(s)"
    editing.undo_stack.undo()
    assert line.text == f"Undone: Duplicate, {count} row(s)"
    editing.undo_stack.redo()
    assert line.text == f"Duplicate: {count} row(s)"
