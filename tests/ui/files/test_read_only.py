from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from whisper_desktop.app import project as project_module
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.files import opening
from whisper_desktop.ui.wiring import Workplace


def shown_words(workplace: Workplace) -> list[str]:
    return [label.text() for label in workplace.window.status_line.findChildren(QLabel)]


def test_a_project_on_a_read_only_place_is_edited_and_saved_elsewhere(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = tmp_path / "disc" / "work.wdproj"
    copied.parent.mkdir()
    project = Project.create(tmp_path / "work.wdproj", ProjectContents((Cue(1, 0, 900, "Kept"),)))
    project.set_setting("name", "work")
    assert project.flush()
    copied.write_bytes(project.path.read_bytes())
    project.close()
    # SQLite needs a file of this name here, and cannot make it.
    copied.with_name("work.wdproj-shm").mkdir()
    for module in (opening, project_module):
        monkeypatch.setattr(module, "may_write", lambda _path: False)
    with qtbot.waitSignal(workplace.opening.opened):
        workplace.opening.open([copied])
    assert [cue.text for cue in workplace.editing.document] == ["Kept"]
    (notice,) = workplace.window.notices.notices
    assert notice.sentence.startswith("work.wdproj may only be read where it is.")
    assert [words for words, _ in notice.answers] == ["Save as…"]
    assert "Read only" in shown_words(workplace)
    workplace.window.actions_by_name["save"].trigger()
    for dialog in workplace.window.findChildren(QFileDialog):
        dialog.reject()
    assert "Every change" not in workplace.window.status_line.text
    workplace.window.actions_by_name["duplicate"].trigger()
    qtbot.waitUntil(lambda: workplace.session.state.problem != "", timeout=5_000)
    state = workplace.session.state
    assert state.unsaved_count
    assert state.endangered_count == 0
    qtbot.waitUntil(workplace.window.isWindowModified)
    assert workplace.window.notices.notices == (notice,)
    notice.answers[0][1]()
    dialog = next(one for one in workplace.window.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(tmp_path / "mine.wdproj"))
    dialog.reject()
    assert workplace.session.state.problem == ""
    assert workplace.window.notices.notice is None
