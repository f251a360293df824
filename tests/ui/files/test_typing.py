"""The parts of the window work together: what was typed is never left behind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project import Project
from whisper_desktop.ui.files.leaving import Answer, Leaving
from whisper_desktop.ui.models.cue_columns import Column
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def project(workplace: Workplace, srt: Path, tmp_path: Path, qtbot: QtBot) -> Path:
    """Return the path of a project that is open."""
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    path = tmp_path / "talk.wdproj"
    workplace.session.save_as(path, overwrite=True)
    workplace.editing.select_rows([0])
    return path


def type_in_the_table(workplace: Workplace, letters: str) -> None:
    table = workplace.window.findChild(CueTable)
    assert isinstance(table, CueTable)
    table.edit_current(Column.TEXT)
    QTest.keyClicks(table.viewport().findChildren(QPlainTextEdit)[-1], letters)


def type_a_time(workplace: Workplace, letters: str) -> None:
    box = workplace.window.findChild(TextEditor)
    assert isinstance(box, TextEditor)
    box.end.setFocus()
    box.end.selectAll()
    QTest.keyClicks(box.end, letters)


def rows(path: Path) -> list[tuple[int, str]]:
    project = Project.open(path)
    try:
        return [(cue.end_ms, cue.text) for cue in project.document_cues()]
    finally:
        project.close()


def test_what_is_being_typed_is_exported(workplace: Workplace, project: Path, srt: Path) -> None:
    # A file that is there is not replaced without a question.
    srt.unlink()
    type_in_the_table(workplace, "In the table")
    workplace.window.actions_by_name["export-again"].trigger()
    assert "In the table" in srt.read_text(encoding="utf-8")
    type_a_time(workplace, "0.650")
    workplace.window.actions_by_name["export-again"].trigger()
    assert "00:00:00,650" in srt.read_text(encoding="utf-8")


@pytest.mark.parametrize("leave", [lambda it: it.window.close(), lambda it: it.closing.end()])
def test_what_is_being_typed_is_in_the_project_after_the_end(
    workplace: Workplace,
    project: Path,
    leave: Callable[[Workplace], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Leaving, "_ask", lambda *_: Answer.LEAVE)
    type_a_time(workplace, "0.650")
    type_in_the_table(workplace, "In the table")
    leave(workplace)
    assert rows(project)[0] == (650, "In the table")


def test_undo_takes_back_what_is_being_typed(workplace: Workplace, project: Path) -> None:
    before = list(workplace.editing.document)
    type_a_time(workplace, "0.650")
    type_in_the_table(workplace, "In the table")
    undo = workplace.window.actions_by_name["undo"]
    undo.trigger()
    assert workplace.editing.document[0].text == "Good morning."
    undo.trigger()
    assert list(workplace.editing.document) == before
    assert not undo.isEnabled()


def test_rows_that_are_edited_may_go(workplace: Workplace, project: Path) -> None:
    type_in_the_table(workplace, "In the table")
    workplace.window.actions_by_name["delete"].trigger()
    assert [cue.text for cue in workplace.editing.document] == ["Nobody was ready."]
    workplace.editing.undo_stack.undo()
    assert workplace.editing.document[0].text == "In the table"
