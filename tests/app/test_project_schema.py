import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.project_editor import texts_in
from whisper_desktop.app import project_schema
from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_schema import (
    Schema,
    connect,
    may_write,
    migrate,
    open_existing,
    place_database,
    side_files,
)
from whisper_desktop.app.project_store import ProjectStore
from whisper_desktop.app.project_writer import WriterPolicy
from whisper_desktop.core.atomic_write import write_file
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import (
    OutputExistsError,
    OutputUnwritableError,
    ProjectTooNewError,
    ProjectUnreadableError,
)

CUES = [Cue(1, 0, 900, "Hello")]


def add_colour(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE settings ADD COLUMN colour TEXT")


def add_scent(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE settings ADD COLUMN scent TEXT")


TODAY = Schema().version
NEWER = Schema(TODAY + 2, {TODAY: add_colour, TODAY + 1: add_scent})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Gespräch #1 100%?.wdproj"
    Project.create(path, ProjectContents(CUES)).close()
    return path


def version_of(path: Path) -> int:
    with closing(connect(path, mode="ro")) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def columns(path: Path) -> list[str]:
    with closing(connect(path, mode="ro")) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(settings)")]


def test_an_old_project_is_brought_up_to_date_and_a_copy_kept(path: Path) -> None:
    backup = migrate(path, NEWER)
    assert backup == path.with_name(f"{path.stem}.version-{TODAY}.wdproj")
    assert (version_of(path), columns(path)) == (TODAY + 2, ["name", "value", "colour", "scent"])
    assert (version_of(backup), columns(backup)) == (TODAY, ["name", "value"])
    with closing(connect(backup, mode="ro")) as connection:
        assert connection.execute("SELECT text FROM cues").fetchall() == [("Hello",)]


def test_opening_an_old_project_does_so(path: Path) -> None:
    project = Project.open(path, ProjectOptions(schema=NEWER))
    assert list(project.document_cues()) == CUES
    assert project.close() == 0
    assert version_of(path) == TODAY + 2


def test_a_second_copy_does_not_replace_the_first(path: Path) -> None:
    path.with_name(f"{path.stem}.version-{TODAY}.wdproj").write_bytes(b"precious")
    backup = migrate(path, NEWER)
    assert backup == path.with_name(f"{path.stem}.version-{TODAY}-2.wdproj")


def test_a_project_of_today_is_not_copied(path: Path) -> None:
    assert migrate(path, Schema()) is None
    assert [file.name for file in path.parent.glob("*.wdproj")] == [path.name]


def test_a_migration_that_fails_leaves_the_project_as_it_was(path: Path) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(OutputUnwritableError):
        migrate(path, Schema(TODAY + 2, {TODAY: add_colour, TODAY + 1: fail}))
    assert (version_of(path), columns(path)) == (TODAY, ["name", "value"])


def test_a_project_of_a_newer_program_is_refused(path: Path) -> None:
    migrate(path, NEWER)
    with pytest.raises(ProjectTooNewError) as raised:
        Project.open(path)
    assert (raised.value.version, raised.value.known_version) == (TODAY + 2, TODAY)
    # And can be opened by the newer one afterwards: no lock is left.
    Project.open(path, ProjectOptions(schema=NEWER)).close()


def test_an_old_project_can_be_read_without_changing_it(path: Path) -> None:
    before = path.read_bytes()
    project = Project.open(path, ProjectOptions(is_read_only=True, schema=NEWER))
    assert list(project.document_cues()) == CUES
    project.close()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*.wdproj")] == [path.name]


def test_what_became_old_while_it_was_open_is_not_written_to(path: Path) -> None:
    with pytest.raises(ProjectUnreadableError, match="older version"):
        ProjectStore.open(path, lambda: 0, NEWER)


def test_a_draft_of_an_older_version_leaves_no_copy_that_looks_like_another(path: Path) -> None:
    project = Project.open(path, ProjectOptions(is_draft=True, schema=NEWER))
    assert version_of(path) == TODAY + 2
    project.discard()
    assert list(path.parent.glob("*.wdproj")) == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "the file does not exist"),
        (b"", "the file is empty"),
        (b"no database at all, but long enough to be one" * 20, "it is not a project"),
    ],
)
def test_what_is_no_project_is_refused(tmp_path: Path, data: bytes | None, reason: str) -> None:
    path = tmp_path / "other.wdproj"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ProjectUnreadableError) as raised:
        Project.open(path)
    assert raised.value.reason == reason
    assert not list(tmp_path.glob(".*"))


def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "browser.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE visits (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(ProjectUnreadableError, match="not a project"):
        Project.open(path)
    assert path.read_bytes() == before


def test_a_damaged_project_is_told(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4_096:] = b"\xff" * (len(data) - 4_096)
    path.write_bytes(data)
    with pytest.raises(ProjectUnreadableError, match="damaged"):
        Project.open(path)


def test_what_a_killed_program_left_does_not_get_into_a_new_file(path: Path) -> None:
    with closing(connect(path, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE cues SET text = 'left'")
        left = [file.read_bytes() for file in side_files(path)[:1]]
    side_files(path)[0].write_bytes(left[0])
    Project.create(path, ProjectContents(CUES), overwrite=True).close()
    project = Project.open(path)
    assert list(project.document_cues()) == CUES
    project.close()


@pytest.fixture
def killed(path: Path, tmp_path: Path) -> Path:
    """Return a project whose program was killed: what is durable is in the log beside it."""
    killed = tmp_path / "killed.wdproj"
    with closing(connect(path, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE cues SET text = 'durable'")
        copy_project(path, killed)
    return killed


def copy_project(path: Path, copy: Path) -> None:
    log, copied_log = side_files(path)[0], side_files(copy)[0]
    shutil.copyfile(path, copy)
    if log.exists():
        shutil.copyfile(log, copied_log)


def test_what_a_killed_program_left_stays_with_a_file_that_is_not_replaced(
    killed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _data: bytes, *, overwrite: bool) -> None:
        assert overwrite
        raise OutputUnwritableError(path, "the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(project_schema, "write_file", refuse)
        with pytest.raises(OutputUnwritableError):
            place_database(killed, b"new", overwrite=True)
    assert not list(killed.parent.glob(".*.tmp"))
    assert texts_in(killed) == ["durable"]


def test_a_project_is_whole_at_the_moment_in_which_it_is_replaced(
    path: Path, killed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever kills the program just then loses nothing that was in the log."""
    then = tmp_path / "then.wdproj"

    def write(place: Path, data: bytes, *, overwrite: bool) -> None:
        copy_project(place, then)
        write_file(place, data, overwrite=overwrite)

    monkeypatch.setattr(project_schema, "write_file", write)
    place_database(killed, path.read_bytes(), overwrite=True)
    assert texts_in(then) == ["durable"]


def test_the_log_of_a_file_in_use_stays_with_it_if_it_is_not_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _data: bytes, *, overwrite: bool) -> None:
        raise OutputUnwritableError(path, "the disk is full")

    with closing(connect(path, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE cues SET text = 'durable'")
        log = side_files(path)[0]
        before = log.read_bytes()
        monkeypatch.setattr(project_schema, "write_file", refuse)
        with pytest.raises(OutputUnwritableError):
            place_database(path, b"new", overwrite=True)
        assert log.read_bytes() == before


def test_a_file_is_not_replaced_by_accident(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(OutputExistsError):
        place_database(path, b"new", overwrite=False)
    assert path.read_bytes() == before


def test_what_a_killed_program_left_can_be_read_where_nothing_can_be_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = tmp_path / "killed.wdproj"
    with closing(connect(path, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE cues SET text = 'durable'")
        for file, copy in zip(
            (path, *side_files(path)), (killed, *side_files(killed)), strict=True
        ):
            if file.exists():
                shutil.copyfile(file, copy)
    unreadable = tmp_path / "unreadable"
    unreadable.write_bytes(b"what SQLite says of a read-only disk" * 40)

    def refuse(wanted: Path, *, mode: str) -> sqlite3.Connection:
        return connect(unreadable if wanted == killed else wanted, mode=mode)

    monkeypatch.setattr(project_schema, "connect", refuse)
    project = Project.open(killed, ProjectOptions(policy=WriterPolicy(retry_s=0.01)))
    assert [cue.text for cue in project.document_cues()] == ["durable"]
    project.set_setting("language", "de")
    assert not project.flush()
    assert project.state.problem == "it may only be read"
    monkeypatch.undo()
    assert project.close() == 0
    with closing(open_existing(killed, mode="ro")) as connection:
        assert connection.execute("SELECT * FROM settings").fetchall() == [("language", '"de"')]


@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_copy_of_an_open_project_can_be_read_where_nothing_can_be_written(
    path: Path, tmp_path: Path, is_read_only: bool
) -> None:
    copied = tmp_path / "copied.wdproj"
    with closing(connect(path, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        shutil.copyfile(path, copied)
    # SQLite needs a file of this name here, and cannot make it.
    side_files(copied)[1].mkdir()
    project = Project.open(copied, ProjectOptions(is_read_only=is_read_only))
    assert list(project.document_cues()) == CUES
    project.set_setting("language", "de")
    assert not project.flush(timeout_s=0.1)
    assert project.close() == 1


def test_whether_a_project_may_be_written_is_seen(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert may_write(path)
    monkeypatch.setattr(os, "access", lambda wanted, _mode: wanted != path.parent)
    assert not may_write(path)
