import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.project_editor import ProjectEditor
from whisper_desktop.app import project_journal
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document

CUES = [Cue(row + 1, row * 1_000, row * 1_000 + 900, f"line {row}") for row in range(6)]


class Editor(ProjectEditor):
    def opened_again(self) -> Project:
        assert self.project.close() == 0
        self.project = Project.open(self.project.path)
        return self.project


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    editor = Editor(Project.create(tmp_path / "talk.wdproj", ProjectContents(CUES)))
    yield editor
    editor.project.close()


def test_only_so_much_history_is_kept(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_journal, "MAX_HISTORY_EDITS", 3)
    for number in range(8):
        editor.type(0, str(number))
    project = editor.opened_again()
    assert [edit.splices[0].inserted[0].text for edit in project.history.done] == ["5", "6", "7"]
    document = Document(project.document_cues())
    for edit in reversed(project.history.done):
        document.apply(edit.inverted())
    assert document[0].text == "4"


def test_the_last_step_is_kept_whatever_its_size(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_journal, "MAX_HISTORY_BYTES", 1)
    for number in range(4):
        editor.type(0, str(number))
    project = editor.opened_again()
    assert [edit.splices[0].inserted[0].text for edit in project.history.done] == ["3"]


def test_the_limit_of_history_holds_at_any_time_and_for_what_was_undone(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.type(0, "an automatic version is kept before this")
    assert editor.project.flush()
    monkeypatch.setattr(project_journal, "MAX_HISTORY_BYTES", 1_000)
    done = [editor.type(row, random.Random(row).randbytes(400).hex()) for row in range(6)]
    for edit in reversed(done[3:]):
        editor.perform(edit.inverted())
    project = editor.opened_again()
    assert project.history.done == (done[2],)
    assert project.history.undone == (done[3],)
