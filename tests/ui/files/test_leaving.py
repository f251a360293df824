import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.project_writer import ProjectState
from whisper_desktop.app.subtitle_files import read_subtitles
from whisper_desktop.ui.wiring import Workplace

Act = Callable[[], None]


def answer(words: str) -> Act:
    """Return what presses the button with these words in the question that is asked."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if words in button.text().replace("&", "")).click()

    return act


def choose_file(path: Path) -> Act:
    """Return what answers the file dialog that is open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        name = dialog.findChild(QLineEdit)
        assert isinstance(name, QLineEdit)
        name.setText(str(path))
        dialog.accept()

    return act


def soon(*acts: Act) -> None:
    """Do these things while the program waits for the person."""
    for number, act in enumerate(acts):
        QTimer.singleShot(300 * (number + 1), act)


@pytest.fixture
def edited(qtbot: QtBot, workplace: Workplace, srt: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    workplace.window.actions_by_name["delete"].trigger()
    return workplace


def test_every_answer_has_a_letter(edited: Workplace) -> None:
    said: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.extend(button.text() for button in box.buttons())

    soon(look, answer("Cancel"))
    assert not edited.window.close()
    letters = {QKeySequence.mnemonic(text).toString() for text in said}
    assert len(letters - {""}) == len(said) == 4


def test_staying_keeps_everything(edited: Workplace) -> None:
    soon(answer("Cancel"))
    assert not edited.window.close()
    assert len(edited.editing.document) == 1
    assert edited.session.is_open


def test_discarding_leaves_no_draft(edited: Workplace) -> None:
    project = edited.session.project
    assert project is not None
    soon(answer("Discard"))
    assert edited.window.close()
    assert not project.path.exists()


def test_exporting_again_writes_the_file_that_was_opened(edited: Workplace, srt: Path) -> None:
    soon(answer("Replace talk.srt"))
    assert edited.window.close()
    assert [cue.text for cue in read_subtitles(srt).cues] == ["Nobody was ready."]


def test_saving_makes_a_project_of_the_draft(edited: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "work.wdproj"
    soon(answer("Save as a project"), choose_file(path))
    assert edited.window.close()
    project = Project.open(path)
    assert [cue.text for cue in project.document_cues()] == ["Nobody was ready."]
    project.close()


def test_nothing_is_asked_when_all_was_undone(edited: Workplace) -> None:
    edited.editing.undo_stack.undo()
    assert edited.window.close()


def test_nothing_is_asked_when_all_was_exported(edited: Workplace, srt: Path) -> None:
    soon(answer("Replace"))
    edited.window.actions_by_name["export-again"].trigger()
    assert edited.window.status_line.text == f"Wrote {srt}"
    assert not edited.window.isWindowModified()
    assert edited.window.close()


def test_a_project_whose_export_is_older_is_asked_about(
    edited: Workplace, srt: Path, tmp_path: Path
) -> None:
    edited.session.save_as(tmp_path / "work.wdproj", overwrite=False)
    soon(answer("Replace talk.srt"))
    edited.window.actions_by_name["close"].trigger()
    assert not edited.session.is_open
    assert len(read_subtitles(srt).cues) == 1


def press_enter() -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    QTest.keyClick(box, Qt.Key.Key_Return)


def test_enter_closes_a_project_and_leaves_its_export_alone(
    edited: Workplace, srt: Path, tmp_path: Path
) -> None:
    path, before = tmp_path / "work.wdproj", srt.read_bytes()
    close = edited.window.actions_by_name["close"]
    edited.session.save_as(path, overwrite=False)
    soon(press_enter)
    close.trigger()
    assert not edited.session.is_open
    assert srt.read_bytes() == before
    # The same state is not asked about again.
    edited.opening.open_project(path)
    assert len(edited.editing.document) == 1
    close.trigger()
    assert not edited.session.is_open
    edited.opening.open_project(path)
    edited.editing.undo_stack.undo()
    soon(answer("Cancel"))
    close.trigger()
    assert edited.session.is_open


def test_work_that_cannot_be_saved_is_not_left_by_accident(
    edited: Workplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state = ProjectState(recorded=3, durable_through=1, problem="the disk is full")
    monkeypatch.setattr(type(edited.session), "state", state)
    monkeypatch.setattr(Project, "lacks", lambda _project, _cues: True)
    soon(answer("Cancel"))
    assert not edited.window.close()
    soon(answer("Save elsewhere"), choose_file(tmp_path / "work.wdproj"))
    assert edited.window.close()
    assert (tmp_path / "work.wdproj").exists()


def test_nothing_is_asked_where_no_row_would_be_lost(
    qtbot: QtBot, edited: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    edited.session.save_as(path, overwrite=False)
    edited.session.leave(keep_draft=False)
    edited.opening.open_project(path, is_read_only=True)
    edited.session.remember("export", None)
    edited.window.actions_by_name["delete"].trigger()
    edited.editing.undo_stack.undo()
    project = edited.session.project
    assert project is not None
    qtbot.waitUntil(lambda: project.state.unsaved_count == project.state.rescued_through)
    assert edited.window.close()
    assert not DraftFolder(app_paths(os.environ).home / "drafts").left_behind()


def test_what_could_not_be_saved_is_saved_in_the_same_place_when_told(
    edited: Workplace, tmp_path: Path
) -> None:
    path, stranger = tmp_path / "work.wdproj", tmp_path / "stranger.wdproj"
    edited.session.save_as(path, overwrite=False)
    Project.create(stranger, ProjectContents()).close()
    stranger.replace(path)
    edited.editing.undo_stack.undo()
    soon(answer("Save elsewhere"), choose_file(path), answer("Yes"))
    assert edited.window.close()
    project = Project.open(path)
    assert len(project.document_cues()) == 2
    project.close()


def test_a_draft_is_not_given_up_for_a_text_without_times(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    text = tmp_path / "talk.txt"
    text.write_text("one\n\ntwo\n", encoding="utf-8")
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([text])
    workplace.window.actions_by_name["delete"].trigger()
    project = workplace.session.project
    assert project is not None
    said: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.extend([box.text(), *(button.text() for button in box.buttons())])

    soon(answer("Replace talk.txt"), look, answer("Cancel"))
    assert not workplace.window.close()
    assert said[0] == "What was exported does not hold everything of talk."
    assert not any("Export" in words for words in said[1:])
    assert text.read_text(encoding="utf-8").split() == ["two"]
    assert project.path.exists()


def test_a_draft_from_a_crash_is_never_thrown_away_in_silence(
    qtbot: QtBot, make_workplace: Callable[[], Workplace], edited: Workplace
) -> None:
    edited.closing.end()
    second = make_workplace()
    second.recovery.offer(is_quiet=False)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    with qtbot.waitSignal(second.session.opened):
        dialog.accept()  # type: ignore[attr-defined]
    assert [cue.text for cue in second.editing.document] == ["Nobody was ready."]
    assert second.window.windowTitle() == "talk[*] — Whisper Desktop"
    soon(answer("Cancel"))
    assert not second.window.close()
