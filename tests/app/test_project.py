import os
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.project_editor import ProjectEditor
from whisper_desktop.app import project_store
from whisper_desktop.app.media_identity import MediaIdentity, MediaReference, refer_to
from whisper_desktop.app.project import READ_ONLY_REASON, Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_schema import connect, side_files
from whisper_desktop.app.project_trail import History
from whisper_desktop.app.project_writer import ProjectState
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.errors import (
    OutputExistsError,
    OutputUnwritableError,
    ProjectInUseError,
    ProjectUnreadableError,
)

CUES = [Cue(row + 1, row * 1_000, row * 1_000 + 900, f"line {row}") for row in range(5)]


class Editor(ProjectEditor):
    def delete(self, row: int) -> Edit:
        return self.perform(Edit(Verb.DELETE, (Splice(row, (self.document[row],), ()),)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.wdproj"


@pytest.fixture
def editor(path: Path) -> Iterator[Editor]:
    project = Project.create(path, ProjectContents(CUES))
    yield Editor(project)
    project.close()


def test_a_new_project_holds_what_it_was_made_with(path: Path, tmp_path: Path) -> None:
    media = MediaReference(tmp_path / "talk.mp4", MediaIdentity(1, "a", "b"), "talk.mp4")
    contents = ProjectContents(CUES, media, {"language": "de", "limits": [42, None]}, next_uid=77)
    Project.create(path, contents).close()
    project = Project.open(path)
    assert list(project.document_cues()) == CUES
    assert project.media == media
    assert (project.setting("language"), project.setting("limits")) == ("de", [42, None])
    assert project.setting("preset") is None
    assert project.next_uid == 77
    assert project.history == History()
    assert project.state == ProjectState()
    assert not project.is_draft
    project.close()


def test_it_is_one_file_when_it_is_closed(editor: Editor, path: Path) -> None:
    editor.type(0, "new")
    assert editor.project.close() == 0
    assert names_in(path.parent) == [path.name]


def test_edits_are_there_when_it_is_opened_again(editor: Editor, path: Path) -> None:
    editor.type(0, "new")
    editor.delete(4)
    assert editor.project.flush()
    assert editor.project.state == ProjectState(2, 2)
    assert editor.project.close() == 0
    project = Project.open(path)
    assert list(project.document_cues()) == list(editor.document)
    assert project.next_uid == 6
    project.close()


def test_what_was_done_and_undone_can_be_undone_and_redone_later(
    editor: Editor, path: Path
) -> None:
    first, second, third = (editor.type(row, "new") for row in range(3))
    editor.perform(third.inverted())
    editor.perform(second.inverted())
    editor.project.close()
    project = Project.open(path)
    assert project.history == History((first,), (second, third))
    project.close()


def test_a_step_back_from_the_last_session_is_known_as_one(editor: Editor, path: Path) -> None:
    edit = editor.type(0, "new")
    editor.project.close()
    again = Editor(Project.open(path))
    again.perform(again.project.history.done[-1].inverted())
    again.project.close()
    project = Project.open(path)
    assert project.history == History((), (edit,))
    assert list(project.document_cues()) == CUES
    project.close()


def test_looking_at_a_project_does_not_change_it(editor: Editor, path: Path) -> None:
    editor.project.close()
    before = path.stat().st_mtime_ns, path.read_bytes()
    project = Project.open(path)
    project.versions()
    project.close()
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


def test_settings_and_media_are_kept(editor: Editor, path: Path, tmp_path: Path) -> None:
    video = tmp_path / "videos" / "talk.mp4"
    video.parent.mkdir()
    video.write_bytes(b"moving pictures")
    editor.project.set_setting("export", {"format": "srt"})
    editor.project.set_setting("preset", "arte")
    editor.project.set_setting("preset", None)
    editor.project.set_media(refer_to(video))
    editor.project.close()
    project = Project.open(path)
    assert project.setting("export") == {"format": "srt"}
    assert project.setting("preset") is None
    assert project.media is not None
    assert (project.media.path, project.media.relative_path) == (video, "videos/talk.mp4")
    project.set_media(None)
    project.close()
    with closing(connect(path, mode="ro")) as connection:
        assert connection.execute("SELECT count(*) FROM media").fetchone() == (0,)


def test_a_second_window_is_told_who_has_the_project(editor: Editor, path: Path) -> None:
    with pytest.raises(ProjectInUseError) as raised:
        Project.open(path)
    assert (raised.value.path, raised.value.process_id) == (path, os.getpid())
    with pytest.raises(ProjectInUseError):
        Project.create(path, ProjectContents(), overwrite=True)


def test_a_second_window_may_read_and_save_elsewhere(editor: Editor, path: Path) -> None:
    editor.type(0, "in the first window")
    editor.project.flush()
    second = Editor(Project.open(path, ProjectOptions(is_read_only=True)))
    second.type(1, "in the second")
    assert not second.project.flush(0.05)
    assert second.project.state == ProjectState(1, 0, READ_ONLY_REASON)
    other = path.with_name("other.wdproj")
    second.project.save_as(other)
    assert second.project.state == ProjectState(1, 1)
    assert second.project.close() == 0
    assert [cue.text for cue in reopened_cues(other)[:2]] == [
        "in the first window",
        "in the second",
    ]
    assert path.exists()


def test_what_is_only_read_stays_as_it_was_opened(editor: Editor, path: Path) -> None:
    second = Editor(Project.open(path, ProjectOptions(is_read_only=True)))
    second.type(1, "in the second")
    editor.delete(0)
    editor.delete(0)
    editor.project.flush()
    with pytest.raises(OutputUnwritableError, match="reading only"):
        second.project.save_as(path, overwrite=True)
    other = path.with_name("other.wdproj")
    second.project.save_as(other)
    assert not second.project.is_read_only
    second.project.save_as(other)
    assert second.project.close() == 0
    assert reopened_cues(other) == list(second.document)
    assert len(second.document) == 5


def test_a_project_is_the_same_through_a_link(editor: Editor, path: Path, tmp_path: Path) -> None:
    link = tmp_path / "desktop" / "link.wdproj"
    link.parent.mkdir()
    link.symlink_to(path)
    with pytest.raises(ProjectInUseError):
        Project.open(link)
    editor.project.save_as(link)
    editor.project.close()
    through_link = Editor(Project.open(link))
    through_link.type(0, "new")
    through_link.project.close()
    assert link.is_symlink()
    assert names_in(link.parent) == ["link.wdproj"]
    assert reopened_cues(path)[0].text == "new"


def test_closing_what_was_only_read_tells_what_is_lost(editor: Editor, path: Path) -> None:
    second = Editor(Project.open(path, ProjectOptions(is_read_only=True)))
    second.type(1, "in the second")
    assert second.project.close() == 1


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def reopened_cues(path: Path) -> list[Cue]:
    project = Project.open(path)
    cues = list(project.document_cues())
    project.close()
    return cues


def test_saving_elsewhere_takes_everything_along(editor: Editor, path: Path) -> None:
    edit = editor.type(0, "new")
    editor.project.keep_version("first")
    other = path.parent / "deeper" / "other.wdproj"
    other.parent.mkdir()
    video = path.parent / "talk.mp4"
    video.write_bytes(b"moving pictures")
    editor.project.set_media(refer_to(video))
    editor.project.save_as(other)
    assert editor.project.path == other
    editor.type(1, "later")
    assert editor.project.close() == 0
    project = Project.open(other)
    assert list(project.document_cues()) == list(editor.document)
    assert project.history.done[0] == edit
    assert [version.name for version in project.versions() if version.name] == ["first"]
    assert project.media is not None
    assert project.media.relative_path == "../talk.mp4"
    project.close()
    assert [cue.text for cue in reopened_cues(path)[:2]] == ["new", "line 1"]


def test_saving_elsewhere_replaces_a_file_only_when_told(editor: Editor, path: Path) -> None:
    other = path.with_name("other.wdproj")
    other.write_bytes(b"precious")
    with pytest.raises(OutputExistsError):
        editor.project.save_as(other)
    editor.type(0, "still in the old place")
    assert editor.project.flush()
    assert editor.project.path == path
    assert other.read_bytes() == b"precious"
    editor.project.save_as(other, overwrite=True)
    assert editor.project.close() == 0
    assert reopened_cues(other) == list(editor.document)


def test_saving_where_nothing_can_be_written_changes_nothing(editor: Editor, path: Path) -> None:
    with pytest.raises(OutputUnwritableError):
        editor.project.save_as(path.parent / "nowhere" / "other.wdproj")
    assert not (path.parent / "nowhere").exists()
    editor.type(0, "new")
    assert editor.project.close() == 0
    assert reopened_cues(path) == list(editor.document)


def test_saving_over_a_project_that_is_open_is_refused(editor: Editor, path: Path) -> None:
    other = Project.create(path.with_name("other.wdproj"), ProjectContents())
    with pytest.raises(ProjectInUseError):
        editor.project.save_as(other.path, overwrite=True)
    other.close()


def test_saving_in_the_same_place_is_nothing_new(editor: Editor, path: Path) -> None:
    editor.project.save_as(path, overwrite=True)
    editor.type(0, "new")
    assert editor.project.close() == 0
    assert reopened_cues(path) == list(editor.document)


def test_versions_can_be_gone_back_to(editor: Editor) -> None:
    editor.type(0, "good")
    editor.project.keep_version("before the cuts")
    good = list(editor.document)
    editor.delete(0)
    editor.delete(0)
    named, automatic = editor.project.versions()
    assert (named.name, named.is_automatic, named.cue_count) == ("before the cuts", False, 5)
    assert (automatic.name, automatic.is_automatic, automatic.cue_count) == ("", True, 5)
    assert list(editor.project.version_cues(automatic)) == CUES
    edit = editor.perform(editor.project.restore(named, editor.document))
    assert list(editor.document) == good
    editor.perform(edit.inverted())
    assert len(editor.document) == 3


def test_a_version_that_is_gone_is_no_silent_failure(editor: Editor) -> None:
    editor.project.keep_version("a")
    (version,) = editor.project.versions()
    with pytest.raises(LookupError):
        editor.project.version_cues(replace(version, id=99))


def test_a_draft_goes_when_it_gets_a_place(path: Path) -> None:
    project = Project.create(path, ProjectContents(CUES), options=ProjectOptions(is_draft=True))
    editor = Editor(project)
    editor.type(0, "new")
    home = path.with_name("home.wdproj")
    project.save_as(home)
    assert not project.is_draft
    assert not path.exists()
    with pytest.raises(ValueError, match="draft"):
        project.discard()
    project.close()
    assert reopened_cues(home) == list(editor.document)
    assert names_in(path.parent) == ["home.wdproj"]


def test_a_draft_can_be_discarded(path: Path) -> None:
    project = Project.create(path, ProjectContents(CUES), options=ProjectOptions(is_draft=True))
    Editor(project).type(0, "new")
    project.discard()
    assert names_in(path.parent) == []


def test_a_watcher_hears_that_edits_are_durable(path: Path) -> None:
    states: queue.Queue[ProjectState] = queue.Queue()
    threads = set()

    def watch(state: ProjectState) -> None:
        threads.add(threading.current_thread().name)
        states.put(state)

    project = Project.create(path, ProjectContents(CUES), options=ProjectOptions(watch=watch))
    Editor(project).type(0, "new")
    assert states.get(timeout=10).durable_through == 1
    assert threads == {"project-writer"}
    project.close()


def test_a_project_that_another_program_made_unreadable_says_so(editor: Editor, path: Path) -> None:
    editor.project.close()
    with closing(connect(path, mode="rw")) as connection:
        connection.execute("DELETE FROM meta WHERE name = 'project_id'")
    with pytest.raises(ProjectUnreadableError, match="damaged"):
        Project.open(path)


def test_a_history_that_cannot_be_read_keeps_nobody_from_the_rows(
    editor: Editor, path: Path
) -> None:
    for row in range(3):
        editor.type(row, "new")
    editor.project.close()
    with closing(connect(path, mode="rw")) as connection:
        connection.execute(
            "UPDATE journal SET edit = ? WHERE position = 2", (b'j[["unheard", 1]]',)
        )
    again = Editor(Project.open(path))
    assert again.project.history == History()
    assert list(again.document) == list(editor.document)
    edit = again.type(0, "newer")
    again.project.close()
    project = Project.open(path)
    assert project.history == History((edit,))
    project.close()


def test_a_cue_that_makes_no_sense_says_so(editor: Editor, path: Path) -> None:
    editor.project.close()
    with closing(connect(path, mode="rw")) as connection:
        connection.execute("UPDATE cues SET end_ms = -1")
    with pytest.raises(ProjectUnreadableError, match="damaged"):
        Project.open(path)
    assert not list(path.parent.glob(".*"))
    assert not any(file.exists() for file in side_files(path))


def test_what_the_file_lacks_is_known(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    assert not editor.project.lacks(editor.document)
    editor.type(0, "new")
    assert editor.project.flush()
    assert not editor.project.lacks(editor.document)
    assert editor.project.lacks(CUES)
    with monkeypatch.context() as patch:
        patch.setattr(project_store, "read_mark", fail)
        assert editor.project.lacks(editor.document)
