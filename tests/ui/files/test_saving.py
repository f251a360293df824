import os
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.project_schema import connect, database_bytes, place_database
from whisper_desktop.app.project_store import ProjectStore
from whisper_desktop.app.project_writer import ProjectState
from whisper_desktop.app.recent import RecentFiles
from whisper_desktop.core.errors import ProjectUnreadableError
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.ui.dialogs.versions_dialog import VersionsDialog
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace, srt: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    return workplace


def save_to(workplace: Workplace, path: Path) -> None:
    dialog = workplace.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.accept()


def test_new_work_gets_a_file(opened: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "work.wdproj"
    actions = opened.window.actions_by_name
    actions["save"].trigger()
    save_to(opened, path)
    assert opened.session.is_named
    assert RecentFiles(tmp_path / "home" / "recent.json").files()[0].path == path
    assert opened.window.windowTitle() == "work[*] — Whisper Desktop"
    actions["delete"].trigger()
    actions["save"].trigger()
    assert opened.window.status_line.text == "Every change is saved as you make it."
    opened.session.leave(keep_draft=False)
    project = Project.open(path)
    assert len(project.document_cues()) == 1
    project.close()


@pytest.mark.parametrize("name", ["episode 1.2", "talk.srt"])
def test_a_project_can_be_opened_again_whatever_was_typed(
    qtbot: QtBot, opened: Workplace, tmp_path: Path, name: str
) -> None:
    opened.window.actions_by_name["save-as"].trigger()
    dialog = opened.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / name))
    path = tmp_path / f"{name}.wdproj"
    assert opened.window.status_line.text == f"Saved {path}"
    opened.session.leave(keep_draft=False)
    with qtbot.waitSignal(opened.opening.opened, timeout=5_000):
        opened.opening.open([path])
    assert len(opened.editing.document) == 2


@pytest.mark.parametrize(("words", "is_saved"), [("Replace", True), ("Cancel", False)])
def test_a_file_is_replaced_by_a_name_that_was_completed_after_a_question_only(
    opened: Workplace, tmp_path: Path, words: str, is_saved: bool
) -> None:
    path = tmp_path / "episode 1.2.wdproj"
    path.write_bytes(b"of somebody")
    opened.window.actions_by_name["save-as"].trigger()
    dialog = opened.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.text() == "episode 1.2.wdproj exists already. Shall it be replaced?"
        next(button for button in box.buttons() if words in button.text()).click()

    QTimer.singleShot(300, answer)
    dialog.fileSelected.emit(str(tmp_path / "episode 1.2"))
    assert opened.session.is_named is is_saved
    assert (path.read_bytes() == b"of somebody") is not is_saved


def test_a_place_that_takes_no_file_is_told(opened: Workplace, tmp_path: Path) -> None:
    (tmp_path / "work.wdproj").mkdir()
    opened.window.actions_by_name["delete"].trigger()
    saving = opened.window.actions_by_name["save-as"]
    saving.trigger()
    dialog = opened.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "work.wdproj"))
    assert "work.wdproj cannot be written" in opened.window.status_line.text
    assert not opened.session.is_named


def test_what_cannot_be_saved_now_is_said(
    opened: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.session.save_as(tmp_path / "work.wdproj", overwrite=False)
    state = ProjectState(recorded=1, problem="the disk is full")
    monkeypatch.setattr(type(opened.session), "state", state)
    opened.session.changed.emit()
    opened.window.actions_by_name["save"].trigger()
    assert opened.window.status_line.text.startswith("Not saved yet: the disk is full.")
    notice = opened.window.notices.notice
    assert notice is not None
    assert notice.sentence == "Not saved: the disk is full"
    assert [words for words, _ in notice.answers] == ["Save as…"]
    opened.window.notices.clear()
    opened.session.changed.emit()
    assert opened.window.notices.notice is None


def test_the_notice_goes_when_saving_works_again(
    opened: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.session.save_as(tmp_path / "work.wdproj", overwrite=False)
    state = ProjectState(recorded=1, problem="the disk is full")
    with monkeypatch.context() as full:
        full.setattr(type(opened.session), "state", state)
        opened.session.changed.emit()
        assert opened.window.notices.notice is not None
    opened.session.changed.emit()
    assert opened.window.notices.notice is None


def test_a_project_that_is_only_looked_at_is_saved_elsewhere(
    opened: Workplace, tmp_path: Path
) -> None:
    path, other = tmp_path / "work.wdproj", tmp_path / "mine.wdproj"
    opened.session.save_as(path, overwrite=False)
    opened.session.leave(keep_draft=False)
    opened.opening.open_project(path, is_read_only=True)
    opened.window.actions_by_name["delete"].trigger()
    opened.window.actions_by_name["save"].trigger()
    save_to(opened, other)
    assert opened.window.status_line.text == f"Saved {other}"


def test_a_project_that_is_only_looked_at_can_be_opened_for_editing(
    opened: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    opened.session.save_as(path, overwrite=False)
    opened.session.leave(keep_draft=False)
    opened.opening.open_project(path, is_read_only=True)
    assert opened.session.is_read_only
    opened.opening.open_project(path)
    assert opened.session.is_named
    assert not opened.session.is_read_only


def test_a_file_that_was_moved_away_is_told_until_something_else_is_open(
    opened: Workplace, tmp_path: Path
) -> None:
    opened.session.save_as(tmp_path / "work.wdproj", overwrite=False)
    opened.session.written_anew.emit(tmp_path / "work.wdproj")
    notice = opened.window.notices.notice
    assert notice is not None
    assert notice.sentence.startswith("work.wdproj was moved or deleted. It was written anew at")
    opened.session.leave(keep_draft=False)
    assert opened.window.notices.notice is None


def test_work_from_elsewhere_that_takes_the_place_of_a_project_is_told_and_kept(
    qtbot: QtBot, opened: Workplace, tmp_path: Path
) -> None:
    """As a program does that keeps folders of two machines alike."""
    path, elsewhere = tmp_path / "work.wdproj", tmp_path / "elsewhere" / "work.wdproj"
    opened.session.save_as(path, overwrite=False)
    opened.window.actions_by_name["duplicate"].trigger()
    project = opened.session.project
    assert project is not None
    assert project.flush()
    elsewhere.parent.mkdir()
    with closing(connect(path, mode="ro")) as connection:
        place_database(elsewhere, database_bytes(connection), overwrite=False)
    theirs = Project.open(elsewhere)
    theirs.record(delete(theirs.document_cues(), [0]))
    assert theirs.close() == 0
    newer = elsewhere.read_bytes()
    elsewhere.replace(path)

    notices = opened.window.notices
    qtbot.waitUntil(lambda: notices.notice is not None, timeout=20_000)
    assert notices.notice is not None
    assert notices.notice.sentence == "Not saved: another program has changed it"
    assert opened.session.has_unsaved_work
    opened.session.leave(keep_draft=True)
    assert path.read_bytes() == newer
    (draft,) = DraftFolder(app_paths(os.environ).home / "drafts").left_behind()
    assert draft.cue_count == 3


def test_saving_in_the_same_place_is_said_to_fail_when_it_does(
    opened: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    opened.session.save_as(path, overwrite=False)
    path.unlink()
    path.mkdir()
    actions = opened.window.actions_by_name
    actions["delete"].trigger()
    actions["save-as"].trigger()
    dialog = opened.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    assert "work.wdproj cannot be written" in opened.window.status_line.text
    path.rmdir()
    dialog.fileSelected.emit(str(path))
    assert opened.window.status_line.text == f"Saved {path}"
    opened.session.leave(keep_draft=False)
    project = Project.open(path)
    assert len(project.document_cues()) == 1
    project.close()


def test_versions_are_kept_and_gone_back_to(opened: Workplace) -> None:
    actions = opened.window.actions_by_name
    actions["versions"].trigger()
    assert opened.window.status_line.text == "There are no earlier versions yet."
    actions["delete"].trigger()
    actions["versions"].trigger()
    dialog = opened.window.findChild(VersionsDialog)
    assert isinstance(dialog, VersionsDialog)
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.setText("One row")
    keep = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Keep this version")
    keep.click()
    assert dialog.chosen is not None
    assert (dialog.chosen.name, dialog.chosen.cue_count) == ("One row", 1)
    opened.editing.undo_stack.undo()
    assert len(opened.editing.document) == 2
    dialog.accept()
    assert len(opened.editing.document) == 1
    assert opened.editing.undo_stack.undoText().startswith("Go back to a version")
    opened.editing.undo_stack.undo()
    assert len(opened.editing.document) == 2


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ProjectUnreadableError(Path("work.wdproj"), "it is damaged"), "it is damaged"),
        (LookupError(1), "This version is not kept any more."),
    ],
)
def test_versions_that_cannot_be_read_are_told(
    opened: Workplace, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def fail(_store: ProjectStore, _version_id: int) -> None:
        raise error

    actions, line = opened.window.actions_by_name, opened.window.status_line
    actions["delete"].trigger()
    project = opened.session.project
    assert project is not None
    project.keep_version("One row")
    with monkeypatch.context() as patch:
        patch.setattr(ProjectStore, "version_cues", fail)
        actions["versions"].trigger()
        assert sentence in line.text
        line.tell("")
        dialog = opened.window.findChild(VersionsDialog)
        assert isinstance(dialog, VersionsDialog)
        dialog.accept()
        assert sentence in line.text
    assert len(opened.editing.document) == 1


def test_a_project_whose_versions_are_damaged_says_so(
    opened: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_store: ProjectStore) -> None:
        raise ProjectUnreadableError(Path("work.wdproj"), "it is damaged")

    opened.window.actions_by_name["delete"].trigger()
    monkeypatch.setattr(ProjectStore, "versions", fail)
    opened.window.actions_by_name["versions"].trigger()
    assert "it is damaged" in opened.window.status_line.text
    assert opened.window.findChild(VersionsDialog) is None


def test_steps_survive_closing_and_opening(qtbot: QtBot, opened: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "work.wdproj"
    opened.session.save_as(path, overwrite=False)
    actions = opened.window.actions_by_name
    actions["duplicate"].trigger()
    actions["delete"].trigger()
    actions["undo"].trigger()
    opened.session.leave(keep_draft=False)
    with qtbot.waitSignal(opened.opening.opened, timeout=5_000):
        opened.opening.open([path])
    assert len(opened.editing.document) == 3
    actions["redo"].trigger()
    assert len(opened.editing.document) == 2
    actions["undo"].trigger()
    actions["undo"].trigger()
    assert [cue.text for cue in opened.editing.document] == ["Good morning.", "Nobody was ready."]
