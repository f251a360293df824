import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from whisper_desktop.app.document_settings import NAME_SETTING
from whisper_desktop.app.media_identity import refer_to
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.verbs.moving import move
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.session import NewWork, Session

CUES = (Cue(1, 0, 1_000, "one"), Cue(2, 2_000, 3_000, "two"))


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    assert qtbot
    return QObject()


@pytest.fixture
def editing(owner: QObject) -> EditingController:
    return EditingController(Document(), parent=owner)


@pytest.fixture
def session(editing: EditingController, owner: QObject, tmp_path: Path) -> Session:
    return Session(editing, DraftFolder(tmp_path / "drafts"), owner)


def delete_first(editing: EditingController) -> None:
    editing.perform(delete(editing.document, [0]))


def is_worth_keeping(session: Session) -> bool:
    return session.is_worth_keeping


def project_of(session: Session) -> Project | None:
    return session.project


def test_nothing_is_open_at_first(session: Session) -> None:
    assert not session.is_open
    assert (session.name, session.media, session.setting("x")) == ("", None, None)
    session.remember("x", 1)
    session.leave(keep_draft=False)
    assert not session.is_open


def test_what_is_remembered_goes_into_the_draft(
    session: Session, editing: EditingController, sample_audio: Path
) -> None:
    session.begin(NewWork(CUES, settings={NAME_SETTING: "talk"}))
    session.remember("x", [1, 2])
    session.set_media(refer_to(sample_audio))
    delete_first(editing)
    project = session.project
    assert project is not None
    session.remember("y", "z")
    assert (session.name, session.setting("x"), session.setting("y")) == ("talk", [1, 2], "z")
    session.set_media(None)
    assert session.media is None
    assert project.flush()
    session.leave(keep_draft=False)
    assert not project.path.exists()


def test_a_draft_that_cannot_be_made_is_told_once_and_tried_again(
    qtbot: QtBot, session: Session, editing: EditingController, tmp_path: Path
) -> None:
    blocked = tmp_path / "drafts"
    blocked.touch()
    session.begin(NewWork(CUES))
    with qtbot.waitSignal(session.draft_failed):
        delete_first(editing)
    assert session.state.problem
    assert session.is_worth_keeping
    with qtbot.assertNotEmitted(session.draft_failed):
        editing.undo_stack.undo()
        assert project_of(session) is None
    blocked.unlink()
    delete_first(editing)
    assert session.project is not None
    assert not session.state.problem
    path = session.project.path
    session.leave(keep_draft=True)
    drafts = DraftFolder(tmp_path / "drafts")
    (draft,) = drafts.left_behind()
    assert (draft.path, draft.cue_count, draft.beginning) == (path, 1, "two")


def test_a_draft_that_cannot_be_made_is_tried_again_by_itself(
    qtbot: QtBot, session: Session, editing: EditingController, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path, *_: object, **_options: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    session.begin(NewWork(CUES, settings={NAME_SETTING: "talk"}))
    with monkeypatch.context() as patch:
        patch.setattr(Project, "create", fail)
        with qtbot.waitSignal(session.draft_failed):
            delete_first(editing)
    assert session.state.problem == "disk i/o error"
    assert session.is_worth_keeping
    qtbot.waitUntil(lambda: session.is_drafted, timeout=10_000)
    assert not session.state.problem
    delete_first(editing)
    editing.undo_stack.undo()
    project = session.project
    assert project is not None
    session.leave(keep_draft=True)
    again = Project.open(project.path)
    assert [cue.text for cue in again.document_cues()] == ["two"]
    assert again.setting(NAME_SETTING) == "talk"
    again.close()


def test_what_was_not_exported_is_known_when_the_project_is_opened_again(
    session: Session, editing: EditingController, tmp_path: Path
) -> None:
    def open_again() -> bool:
        session.leave(keep_draft=True)
        session.go_on(session.read_project(path))
        return editing.undo_stack.isClean()

    path = tmp_path / "work.wdproj"
    session.begin(NewWork(CUES))
    delete_first(editing)
    session.save_as(path, overwrite=False)
    assert not open_again()
    assert not open_again()
    session.mark_exported()
    assert open_again()
    delete_first(editing)
    assert not open_again()
    session.leave(keep_draft=True)
    assert editing.undo_stack.isClean()


def test_a_change_that_was_taken_back_is_none_when_the_project_is_opened_again(
    session: Session, editing: EditingController, tmp_path: Path
) -> None:
    session.begin(NewWork(CUES))
    session.save_as(tmp_path / "work.wdproj", overwrite=False)
    delete_first(editing)
    editing.undo_stack.undo()
    session.leave(keep_draft=True)
    session.go_on(session.read_project(tmp_path / "work.wdproj"))
    assert editing.undo_stack.isClean()
    session.leave(keep_draft=True)


def test_new_work_is_saved_as_a_project_at_once(session: Session, tmp_path: Path) -> None:
    session.begin(NewWork(CUES, settings={NAME_SETTING: "talk"}))
    session.save_as(tmp_path / "work.wdproj", overwrite=False)
    assert session.is_named
    assert session.name == "work"
    session.save_as(tmp_path / "other.wdproj", overwrite=False)
    assert session.name == "other"
    session.leave(keep_draft=True)
    assert (tmp_path / "work.wdproj").exists()


def test_it_is_told_when_everything_is_on_the_disk(
    qtbot: QtBot, session: Session, editing: EditingController
) -> None:
    session.begin(NewWork(CUES))
    delete_first(editing)
    qtbot.waitUntil(lambda: session.state.recorded == session.state.durable_through == 1)
    with qtbot.waitSignal(session.changed):
        delete_first(editing)
    session.leave(keep_draft=False)


def test_edits_that_do_not_wait_for_the_draft_are_in_it(
    session: Session, editing: EditingController, sample_audio: Path
) -> None:
    session.begin(NewWork(CUES, settings={NAME_SETTING: "talk"}))
    delete_first(editing)
    assert session.state.unsaved_count == 1
    editing.undo_stack.undo()
    session.remember("x", 1)
    session.set_media(refer_to(sample_audio))
    delete_first(editing)
    delete_first(editing)
    project = session.project
    assert project is not None
    path = project.path
    session.leave(keep_draft=True)
    again = Project.open(path)
    assert list(again.document_cues()) == []
    assert (again.setting("x"), again.setting(NAME_SETTING)) == (1, "talk")
    assert again.media is not None
    assert len(again.history.done) == 2
    again.close()


def wait_until_rescued(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: session.state.recorded == session.state.rescued_through == 1)


def test_what_the_disk_does_not_take_is_kept_as_a_draft(
    qtbot: QtBot, session: Session, editing: EditingController, tmp_path: Path
) -> None:
    path, drafts = tmp_path / "work.wdproj", DraftFolder(tmp_path / "drafts")
    session.begin(NewWork(CUES))
    session.save_as(path, overwrite=False)
    session.leave(keep_draft=True)
    for keep_draft in (False, True):
        session.go_on(session.read_project(path, is_read_only=True))
        delete_first(editing)
        wait_until_rescued(qtbot, session)
        session.leave(keep_draft=keep_draft)
        assert len(drafts.left_behind()) == keep_draft
    (draft,) = drafts.left_behind()
    assert (draft.cue_count, draft.beginning) == (1, "two")


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_new_project_whose_file_is_lost_is_kept_as_a_draft(
    qtbot: QtBot, session: Session, editing: EditingController, tmp_path: Path, is_draft: bool
) -> None:
    path = tmp_path / "work.wdproj"
    session.begin(NewWork(CUES))
    if is_draft:
        delete_first(editing)
    session.save_as(path, overwrite=False)
    path.unlink()
    path.mkdir()
    delete_first(editing)
    qtbot.waitUntil(lambda: session.state.problem != "" and not session.state.endangered_count)
    session.leave(keep_draft=True)
    (draft,) = DraftFolder(tmp_path / "drafts").left_behind()
    assert draft.cue_count == (0 if is_draft else 1)


def test_a_change_that_the_project_missed_does_not_end_saving(
    qtbot: QtBot, session: Session, editing: EditingController, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    session.begin(NewWork(CUES))
    session.save_as(path, overwrite=False)
    editing.document.apply(delete(editing.document, [0]))
    delete_first(editing)
    qtbot.waitUntil(lambda: session.state.durable_through == session.state.recorded > 1)
    assert not session.state.problem
    session.leave(keep_draft=True)
    project = Project.open(path)
    assert not project.document_cues()
    project.close()


@pytest.mark.parametrize("is_saved_elsewhere", [False, True])
def test_a_change_that_the_project_missed_is_not_lost_at_the_end(
    session: Session, editing: EditingController, tmp_path: Path, *, is_saved_elsewhere: bool
) -> None:
    path = tmp_path / "work.wdproj"
    session.begin(NewWork(CUES))
    session.save_as(path, overwrite=False)
    editing.document.apply(delete(editing.document, [0]))
    delete_first(editing)
    project = project_of(session)
    assert project is not None
    assert not project.flush()
    if is_saved_elsewhere:
        path = tmp_path / "elsewhere.wdproj"
        session.save_as(path, overwrite=False)
        assert not session.state.unsaved_count
    session.leave(keep_draft=True)
    project = Project.open(path)
    assert not project.document_cues()
    project.close()


def test_a_file_that_is_moved_while_nothing_is_done_is_told(
    qtbot: QtBot, session: Session, editing: EditingController, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    session.begin(NewWork(CUES))
    session.save_as(path, overwrite=False)
    delete_first(editing)
    qtbot.waitUntil(lambda: not session.state.unsaved_count)
    with qtbot.waitSignal(session.written_anew, timeout=20_000) as told:
        path.rename(tmp_path / "moved.wdproj")
    assert told.args == [path]
    assert path.exists()
    session.leave(keep_draft=False)


def test_only_a_file_with_everything_in_it_makes_a_draft_needless(
    session: Session, editing: EditingController
) -> None:
    session.begin(NewWork(CUES))
    session.mark_exported(is_whole=False)
    assert not is_worth_keeping(session), "they are in the file that they were read from"
    delete_first(editing)
    session.mark_exported(is_whole=False)
    assert editing.undo_stack.isClean()
    assert is_worth_keeping(session)
    session.mark_exported()
    assert not is_worth_keeping(session)
    session.leave(keep_draft=False)


def test_what_was_undone_can_be_redone_when_it_is_opened_again(
    session: Session, editing: EditingController, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    session.begin(NewWork(CUES))
    session.save_as(path, overwrite=False)
    for text in ("h", "he", "hey"):
        editing.perform(set_text(editing.document, 0, text, "typing"))
    for row in (0, 1):
        editing.perform(set_text(editing.document, row, "both", "replacing"))
    for _ in range(2):
        editing.undo_stack.undo()
    session.leave(keep_draft=False)
    session.go_on(session.read_project(path))
    for texts in (["hey", "two"], ["both", "both"]):
        editing.undo_stack.redo()
        assert [cue.text for cue in editing.document] == texts
    assert not editing.undo_stack.canRedo()
    session.leave(keep_draft=False)


def test_what_went_there_and_back_cannot_be_redone_when_it_is_opened_again(
    session: Session, editing: EditingController, tmp_path: Path
) -> None:
    path = tmp_path / "work.wdproj"
    session.begin(NewWork(CUES))
    session.save_as(path, overwrite=False)
    for delta_ms in (100, -100):
        editing.perform(move(editing.document, [1], delta_ms, merge_key="nudge"))
    session.leave(keep_draft=False)
    session.go_on(session.read_project(path))
    assert not editing.undo_stack.canUndo()
    assert not editing.undo_stack.canRedo()
    session.leave(keep_draft=False)
