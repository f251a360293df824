import queue
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.app.project_editor import ProjectEditor
from whisper_desktop.app import project_store
from whisper_desktop.app.project import IN_USE_REASON, Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_rescue import ProjectRescue
from whisper_desktop.app.project_schema import (
    Schema,
    connect,
    database_bytes,
    migrate,
    open_existing,
    place_database,
)
from whisper_desktop.app.project_store import OVERTAKEN_REASON, ProjectStore
from whisper_desktop.app.project_writer import ProjectState, WriterPolicy
from whisper_desktop.app.session_lock import SessionLock
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.errors import (
    OutputExistsError,
    OutputUnwritableError,
    ProjectInUseError,
)

CUES = [Cue(row + 1, row * 1_000, row * 1_000 + 900, f"line {row}") for row in range(50)]
PATIENCE_S = 20.0


@dataclass
class Desk(ProjectEditor):
    """A project on a disk that can be spoilt, and the person's document."""

    path: Path
    connections: list[sqlite3.Connection]
    rescue: Path | None = None
    states: "queue.Queue[ProjectState]" = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        Project.create(self.path, ProjectContents(CUES)).close()
        options = ProjectOptions(
            watch=self.states.put, rescue_folder=self.rescue, policy=WriterPolicy(0.0, 0.01, 0.01)
        )
        super().__init__(Project.open(self.path, options))

    def wait_for(self, is_fit: Callable[[ProjectState], bool]) -> ProjectState:
        while True:
            state = self.states.get(timeout=PATIENCE_S)
            if is_fit(state):
                return state

    def wait_for_problem(self, problem: str) -> None:
        self.wait_for(lambda state: state.problem == problem)

    def wait_until_saved(self) -> None:
        if self.project.state.unsaved_count:
            self.wait_for(lambda state: not state.unsaved_count and not state.problem)

    def assert_saved(self) -> None:
        assert self.project.close() == 0
        project = Project.open(self.path)
        assert list(project.document_cues()) == list(self.document)
        project.close()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    connections: list[sqlite3.Connection] = []

    def open_and_tell(path: Path, *, mode: str) -> sqlite3.Connection:
        connections.append(open_existing(path, mode=mode))
        return connections[-1]

    monkeypatch.setattr(project_store, "open_existing", open_and_tell)
    folder = tmp_path / "disk"
    folder.mkdir()
    desk = Desk(folder / "talk.wdproj", connections)
    yield desk
    desk.project.close()


def test_on_a_full_disk_editing_goes_on_and_all_is_saved_when_there_is_room(desk: Desk) -> None:
    desk.connections[-1].execute("PRAGMA max_page_count = 1")
    for row in range(20):
        desk.type(row, "many words " * 500)
    desk.wait_for_problem("the disk is full")
    assert desk.project.state.unsaved_count == 20
    assert not desk.project.flush()
    desk.type(20, "and one more")
    desk.connections[-1].execute("PRAGMA max_page_count = 100000")
    desk.wait_until_saved()
    assert desk.project.state == ProjectState(21, 21)
    desk.assert_saved()


def test_on_a_read_only_disk_editing_goes_on_until_it_can_be_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.connections[-1].execute("PRAGMA query_only = ON")
    with monkeypatch.context() as patch:

        def open_for_reading(path: Path, *, mode: str) -> sqlite3.Connection:
            return open_existing(path, mode="ro")

        patch.setattr(project_store, "open_existing", open_for_reading)
        desk.type(0, "new")
        desk.wait_for_problem("it may only be read")
        desk.type(1, "newer")
        assert desk.project.state.unsaved_count == 2
    desk.wait_until_saved()
    desk.assert_saved()


def test_what_cannot_be_saved_is_counted_when_it_is_closed(desk: Desk) -> None:
    desk.connections[-1].execute("PRAGMA max_page_count = 1")
    desk.type(0, "many words " * 5_000)
    desk.wait_for_problem("the disk is full")
    assert desk.project.close() == 1


def test_what_cannot_be_saved_here_can_be_saved_elsewhere(desk: Desk) -> None:
    desk.connections[-1].execute("PRAGMA max_page_count = 1")
    desk.type(0, "many words " * 5_000)
    desk.wait_for_problem("the disk is full")
    desk.path = desk.path.with_name("other.wdproj")
    desk.project.save_as(desk.path)
    assert desk.project.state == ProjectState(1, 1)
    desk.assert_saved()


def test_a_project_that_is_deleted_while_it_is_open_is_written_anew(desk: Desk) -> None:
    desk.type(0, "before")
    desk.wait_until_saved()
    desk.path.unlink()
    desk.type(1, "after")
    state = desk.wait_for(lambda state: state.durable_through == 2)
    assert state.anew_count == 1
    project = Project.open(desk.path, ProjectOptions(is_read_only=True))
    assert list(project.document_cues()) == list(desk.document)
    assert len(project.history.done) == 2
    project.close()
    desk.type(2, "later")
    desk.assert_saved()


def test_a_project_whose_folder_is_gone_is_saved_when_it_is_back(desk: Desk) -> None:
    desk.type(0, "before")
    desk.wait_until_saved()
    away = desk.path.parent.rename(desk.path.parent.with_name("away"))
    desk.type(1, "meanwhile")
    desk.wait_for_problem("the folder does not exist")
    away.rename(desk.path.parent)
    desk.wait_until_saved()
    desk.assert_saved()


def test_another_project_of_that_name_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    desk.type(0, "before")
    desk.wait_until_saved()
    stranger = tmp_path / "stranger.wdproj"
    Project.create(stranger, ProjectContents([Cue(1, 0, 1, "theirs")])).close()
    stranger.replace(desk.path)
    before = desk.path.read_bytes()
    desk.type(1, "after")
    desk.wait_for_problem("another file has its name now")
    assert desk.path.read_bytes() == before
    desk.path = desk.path.with_name("rescued.wdproj")
    desk.project.save_as(desk.path)
    desk.assert_saved()
    with closing(connect(desk.path.with_name("talk.wdproj"), mode="ro")) as connection:
        assert connection.execute("SELECT text FROM cues").fetchall() == [("theirs",)]


def test_saving_in_the_same_place_replaces_what_is_in_the_way(desk: Desk, tmp_path: Path) -> None:
    desk.type(0, "before")
    desk.wait_until_saved()
    stranger = tmp_path / "stranger.wdproj"
    Project.create(stranger, ProjectContents()).close()
    stranger.replace(desk.path)
    desk.type(1, "after")
    desk.wait_for_problem("another file has its name now")
    with pytest.raises(OutputExistsError):
        desk.project.save_as(desk.path)
    desk.project.save_as(desk.path, overwrite=True)
    assert not desk.project.state.problem
    desk.type(0, "later")
    desk.assert_saved()


def test_saving_in_a_place_that_takes_nothing_says_so(desk: Desk) -> None:
    desk.path.unlink()
    desk.path.mkdir()
    desk.type(0, "new")
    with pytest.raises(OutputUnwritableError):
        desk.project.save_as(desk.path, overwrite=True)
    desk.path.rmdir()
    desk.project.save_as(desk.path, overwrite=True)
    desk.assert_saved()


def test_a_project_of_a_newer_program_is_left_alone(desk: Desk) -> None:
    newer = desk.path.with_name("newer.wdproj")
    Project.create(newer, ProjectContents()).close()
    migrate(newer, Schema(9, dict.fromkeys(range(9), lambda _connection: None)))
    newer.replace(desk.path)
    desk.type(0, "new")
    desk.wait_for_problem("a newer version of the program has changed it")


def test_an_older_state_of_the_file_gets_what_it_lacks(desk: Desk) -> None:
    older = desk.path.with_name("older.wdproj")
    with closing(connect(desk.path, mode="ro")) as connection:
        place_database(older, database_bytes(connection), overwrite=False)
    desk.type(0, "before")
    desk.project.set_setting("language", "de")
    desk.wait_until_saved()
    # As on a stick that was pulled out too early and put in again.
    older.replace(desk.path)
    desk.type(1, "after")
    desk.wait_for(lambda state: state.durable_through == 3)
    desk.project.close()
    project = Project.open(desk.path)
    assert project.setting("language") == "de"
    assert list(project.document_cues()) == list(desk.document)
    assert [edit.splices[0].row for edit in project.history.done] == [1]
    project.close()


def test_the_uid_of_a_row_that_came_and_went_is_not_given_again(desk: Desk) -> None:
    """Not even when the disk was full in between."""
    passing = (Cue(900, 0, 1, random.Random(0).randbytes(100_000).hex()),)
    desk.connections[-1].execute("PRAGMA max_page_count = 1")
    desk.project.record(Edit(Verb.INSERT, (Splice(0, (), passing),)))
    desk.project.record(Edit(Verb.DELETE, (Splice(0, passing, ()),)))
    desk.wait_for_problem("the disk is full")
    desk.connections[-1].execute("PRAGMA max_page_count = 100000")
    desk.wait_until_saved()
    desk.project.close()
    project = Project.open(desk.path)
    assert project.next_uid == 901
    project.close()


def test_an_edit_that_does_not_fit_is_overruled_by_the_rows_as_a_whole(
    desk: Desk, tmp_path: Path
) -> None:
    desk.project.set_setting("language", "de")
    edit = replacing(Verb.SET_TEXT, CUES, [(0, replace(CUES[0], text="never heard of"))])
    desk.document.apply(edit)
    desk.type(0, "next")
    state = desk.wait_for(lambda state: state.needs_rows)
    assert state.problem == "a change is missing in it"
    desk.project.set_setting("language", "fr")
    desk.project.restate(desk.document)
    desk.type(1, "later")
    desk.wait_until_saved()
    assert not desk.project.state.needs_rows
    desk.assert_saved()
    project = Project.open(desk.path)
    assert project.setting("language") == "fr"
    assert [done.splices[0].row for done in project.history.done] == [1]
    project.close()


def test_an_edit_that_does_not_fit_is_told_and_not_written(desk: Desk) -> None:
    desk.project.record(Edit(Verb.DELETE, (Splice(0, (Cue(9, 0, 1, "?"),), ()),)))
    desk.wait_for_problem("a change is missing in it")
    assert desk.project.lacks(desk.document[1:])
    assert desk.project.close() == 1


def newer(desk: Desk) -> Path:
    """Return a copy of the project that was edited on another machine."""
    elsewhere = desk.path.with_name("elsewhere.wdproj")
    with closing(connect(desk.path, mode="ro")) as connection:
        place_database(elsewhere, database_bytes(connection), overwrite=False)
    project = Project.open(elsewhere)
    document = Document(project.document_cues())
    edit = replacing(Verb.SET_TEXT, document, [(0, replace(document[0], text="elsewhere"))])
    project.record(edit)
    project.close()
    return elsewhere


def texts_of(path: Path) -> list[str]:
    project = Project.open(path, ProjectOptions(is_read_only=True))
    texts = [cue.text for cue in project.document_cues()]
    project.close()
    return texts


@pytest.mark.parametrize("has_edit", [False, True])
def test_a_newer_state_from_elsewhere_is_left_alone(desk: Desk, *, has_edit: bool) -> None:
    desk.type(1, "here")
    desk.wait_until_saved()
    newer(desk).replace(desk.path)
    before = desk.path.read_bytes()
    if has_edit:
        desk.type(2, "here, later")
    desk.wait_for_problem(OVERTAKEN_REASON)
    assert desk.project.lacks(desk.document)
    assert desk.path.read_bytes() == before
    place, desk.path = desk.path, desk.path.with_name("here.wdproj")
    desk.project.save_as(desk.path)
    desk.assert_saved()
    assert texts_of(place)[:2] == ["elsewhere", "here"]


def test_a_project_that_another_program_writes_to_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network drive that knows no locks."""
    monkeypatch.setattr(SessionLock, "acquire", lambda _lock: None)
    rescue = tmp_path / "drafts"
    here = Desk(tmp_path / "talk.wdproj", [], rescue=rescue)
    there = Project.open(here.path)
    document = Document(there.document_cues())
    there.record(replacing(Verb.SET_TEXT, document, [(0, replace(document[0], text="there"))]))
    assert there.flush()
    here.type(1, "here")
    here.wait_for_problem(OVERTAKEN_REASON)
    assert (here.project.state.unsaved_count, here.project.state.endangered_count) == (1, 0)
    there.close()
    assert here.project.close() == 1
    assert texts_of(here.path)[:2] == ["there", "line 1"]
    assert texts_of(next(rescue.glob("*.wdproj")))[:2] == ["line 0", "here"]


def test_a_project_that_got_no_lock_is_locked_before_it_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(SessionLock, "acquire", lambda _lock: None)
        here = Desk(tmp_path / "talk.wdproj", [])
    there = Project.open(here.path)
    here.type(1, "here")
    here.wait_for_problem(IN_USE_REASON)
    there.close()
    here.wait_until_saved()
    with pytest.raises(ProjectInUseError):
        Project.open(here.path)
    here.assert_saved()


@pytest.mark.parametrize("error", [OSError(5, "I/O error"), MemoryError()])
def test_what_fails_besides_does_not_keep_edits_from_being_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_store: ProjectStore) -> None:
        raise error

    monkeypatch.setattr(ProjectStore, "tidy", fail)
    for row in range(2):
        desk.type(row, "new")
        desk.wait_until_saved()
    desk.assert_saved()


def test_a_thread_that_meets_a_bug_says_so_and_tries_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_rescue: ProjectRescue) -> None:
        raise ZeroDivisionError("by zero")

    with monkeypatch.context() as patch:
        patch.setattr(ProjectRescue, "drop", fail)
        desk.type(0, "new")
        turn = desk.project._writer._turn
        with turn:
            assert turn.wait_for(lambda: bool(desk.project.state.problem), PATIENCE_S)
        assert desk.project.state.problem == "ZeroDivisionError: by zero"
    desk.type(1, "newer")
    desk.wait_until_saved()
    desk.assert_saved()


def test_many_edits_at_once_are_all_kept(desk: Desk) -> None:
    for number in range(500):
        desk.type(number % 50, str(number))
    assert desk.project.flush()
    desk.assert_saved()
