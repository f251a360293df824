"""The tables of a project file, and how files of other versions of the program are met."""

import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from whisper_desktop.app.project_faults import reading_project, writing_project
from whisper_desktop.app.storage import sync
from whisper_desktop.core.atomic_write import check_writable, write_file
from whisper_desktop.core.errors import (
    OutputExistsError,
    ProjectTooNewError,
    ProjectUnreadableError,
)
from whisper_desktop.core.system_errors import writing

PROJECT_SUFFIX = ".wdproj"
APPLICATION_ID = 0x57_44_50_4A
"""What tells our files from other SQLite files: WDPJ."""
BUSY_TIMEOUT_S = 2.0
"""How long a reader or a backup program may hold up a write before that counts as a failure."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE media (
    number INTEGER PRIMARY KEY, path TEXT NOT NULL, relative_path TEXT,
    size_bytes INTEGER NOT NULL, head_sha256 TEXT NOT NULL, tail_sha256 TEXT NOT NULL
);
CREATE TABLE cues (
    uid INTEGER PRIMARY KEY, sort_key INTEGER NOT NULL, start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL, text TEXT NOT NULL, language TEXT, task TEXT NOT NULL,
    words TEXT, extras TEXT, recipe TEXT, translation TEXT, evidence TEXT
);
CREATE TABLE journal (
    position INTEGER PRIMARY KEY, is_undone INTEGER NOT NULL, edit BLOB NOT NULL
);
CREATE TABLE versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, is_automatic INTEGER NOT NULL,
    made_at_ms INTEGER NOT NULL, cue_count INTEGER NOT NULL, cues BLOB NOT NULL
);
"""

_PLACE_CODES = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})

Migration = Callable[[sqlite3.Connection], None]
"""Brings a file from its version to the next, inside a transaction."""


def _add_recipes(connection: sqlite3.Connection) -> None:
    """Add what version 2 knows of a row; the records of older edits and versions lack it."""
    connection.execute("ALTER TABLE cues ADD COLUMN recipe TEXT")
    connection.execute("ALTER TABLE cues ADD COLUMN translation TEXT")


def _add_evidence(connection: sqlite3.Connection) -> None:
    """Add what version 3 knows of a row: what speaks for its text, which no old row can say."""
    connection.execute("ALTER TABLE cues ADD COLUMN evidence TEXT")


def _migrations() -> Mapping[int, Migration]:
    return {1: _add_recipes, 2: _add_evidence}


@dataclass(frozen=True, slots=True)
class Schema:
    """The version of the tables that this program writes, and the way there from older ones."""

    version: int = 3
    migrations: Mapping[int, Migration] = field(default_factory=_migrations)
    """By the version they start from."""


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """Open a file that exists ("rw", "ro") or a new one ("rwc"); transactions are explicit."""
    uri = f"file:{quote(str(path.absolute()), errors='surrogateescape')}?mode={mode}"
    return sqlite3.connect(
        uri, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False, uri=True
    )


def make_tables(connection: sqlite3.Connection, schema: Schema) -> None:
    """Make an empty database a project."""
    connection.executescript(_TABLES)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema.version}")


def check_version(path: Path, connection: sqlite3.Connection, schema: Schema) -> int:
    """Return the version of the file's tables.

    Raises:
        ProjectUnreadableError: It is no project, or is damaged.
        ProjectTooNewError: A newer program wrote it.
    """
    with reading_project(path):
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application_id != APPLICATION_ID:
        raise ProjectUnreadableError(path, "it is not a project")
    if version > schema.version:
        raise ProjectTooNewError(path, version, schema.version)
    return version


def check_current(path: Path, connection: sqlite3.Connection, schema: Schema) -> None:
    """Raise what `check_version` raises, or for an older file that was not migrated."""
    if check_version(path, connection, schema) < schema.version:
        raise ProjectUnreadableError(path, "it is of an older version and may only be read")


def migrate(path: Path, schema: Schema, *, has_copy: bool = True) -> Path | None:
    """Bring an older file up to date, step by step, all or nothing; return the copy made before.

    None when it was up to date, or no copy is wanted.
    Raises what `check_version` raises and `OutputUnwritableError`.
    """
    with closing(open_existing(path, mode="rw")) as connection:
        version = check_version(path, connection, schema)
        if version == schema.version:
            return None
        with writing_project(path):
            backup = _back_up(path, version, connection) if has_copy else None
            _take_steps(connection, version, schema)
    return backup


def bring_up_to_date(path: Path, connection: sqlite3.Connection, schema: Schema) -> None:
    """Let what was opened for reading look like a file of today; the file stays as it is.

    Raises what `check_version` raises.
    """
    version = check_version(path, connection, schema)
    if version < schema.version:
        connection.execute("PRAGMA query_only = OFF")
        with reading_project(path):
            _take_steps(connection, version, schema)
        connection.execute("PRAGMA query_only = ON")


def _take_steps(connection: sqlite3.Connection, version: int, schema: Schema) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for step in range(version, schema.version):
        schema.migrations[step](connection)
    connection.execute(f"PRAGMA user_version = {schema.version}")
    connection.execute("COMMIT")


def open_existing(path: Path, *, mode: str) -> sqlite3.Connection:
    """Open a file for writing ("rw"), or what is in it now for reading ("ro").

    What was opened for reading stays as it is when others go on writing. It is also what comes
    of "rw" where a program was killed, or the file copied while it was open, and the disk is
    read-only now.
    Raises `ProjectUnreadableError`.
    """
    with reading_project(path):
        with path.open("rb") as file:
            is_empty = not file.read(1)
        if is_empty:
            raise ProjectUnreadableError(path, "the file is empty")
        connection = connect(path, mode=mode)
        try:
            connection.execute("PRAGMA schema_version")
            return connection if mode == "rw" else _frozen(connection)
        except sqlite3.Error as error:
            connection.close()
            # What the killed program left has to be cleared up, and this disk lets nobody do it.
            if not (side_files(path)[0].exists() or _is_about_the_place(error)):
                raise
            return _read_elsewhere(path)


def may_write(path: Path) -> bool:
    """Tell whether a project that exists may be changed where it is, as far as one can see."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _is_about_the_place(error: sqlite3.Error) -> bool:
    """Return whether SQLite could not make the files that it wants beside one in WAL mode."""
    # The lowest byte of an extended code is the plain one.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _PLACE_CODES


def _read_elsewhere(path: Path) -> sqlite3.Connection:
    """Read a copy of a file and of what a killed program left beside it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        for file, copied in zip((path, *side_files(path)), (copy, *side_files(copy)), strict=True):
            if file.is_file():
                shutil.copyfile(file, copied)
        return _frozen(connect(copy, mode="rw"))


def _frozen(source: sqlite3.Connection) -> sqlite3.Connection:
    """Return what a connection sees now, in memory and closed to changes; close the source."""
    with closing(source):
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        source.backup(memory)
    memory.execute("PRAGMA query_only = ON")
    return memory


def database_bytes(connection: sqlite3.Connection) -> bytes:
    """Return what a connection sees as the bytes of one file."""
    with closing(sqlite3.connect(":memory:")) as copy:
        connection.backup(copy)
        data = bytearray(copy.serialize())
    # What was in WAL mode would be opened in it; 1 stands for the plain journal.
    data[18:20] = b"\x01\x01"
    return bytes(data)


def place_database(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a database as one new file, down to the disk.

    Raises `OutputExistsError` and `OutputUnwritableError`.
    """
    check_writable(path, overwrite=overwrite)
    _fold_log(path)
    with _without_side_files(path):
        write_file(path, data, overwrite=overwrite)
    with writing(path):
        sync(path.parent)


def side_files(path: Path) -> tuple[Path, ...]:
    """Return the files that SQLite keeps beside an open database."""
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))


def delete_project(path: Path) -> None:
    """Delete a file that nobody has open, as far as the system lets go of it."""
    for file in (path, *side_files(path)):
        # What stays is offered as a draft once more.
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _fold_log(path: Path) -> None:
    """Bring what a killed program left beside a file into the file.

    Whoever kills this program in a moment then finds a file that is whole by itself.
    """
    if any(side_file.exists() for side_file in side_files(path)):
        # What is no database, or still in use, keeps what is beside it as long as it stays.
        with suppress(sqlite3.Error), closing(connect(path, mode="rw")) as connection:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _without_side_files(path: Path) -> Iterator[None]:
    """Delete what a killed program left beside a file, once the file itself has been replaced.

    SQLite would play it into the new file; the old one needs it if it stays.
    """
    aside: list[tuple[Path, Path]] = []
    try:
        with writing(path):
            for side_file in side_files(path):
                moved = side_file.with_name(f".{secrets.token_hex(8)}.tmp")
                with suppress(FileNotFoundError):
                    side_file.rename(moved)
                    aside.append((side_file, moved))
        yield
    except BaseException:
        for side_file, moved in aside:
            with suppress(OSError):
                moved.rename(side_file)
        raise
    for _, moved in aside:
        with suppress(OSError):
            moved.unlink()


def _back_up(path: Path, version: int, connection: sqlite3.Connection) -> Path:
    """Keep a copy under a free name beside the file."""
    number = 1
    while True:
        addition = f".version-{version}" if number == 1 else f".version-{version}-{number}"
        backup = path.with_name(f"{path.stem}{addition}{path.suffix}")
        try:
            place_database(backup, database_bytes(connection), overwrite=False)
        except OutputExistsError:
            number += 1
        else:
            return backup
