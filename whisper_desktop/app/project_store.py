"""One open project file: reads all of it, writes changes in transactions, keeps itself small."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.project_contents import (
    Change,
    EditDone,
    MediaChanged,
    ProjectContents,
    RowsArrived,
    SettingChanged,
    VersionWanted,
)
from whisper_desktop.app.project_faults import reading_project
from whisper_desktop.app.project_journal import (
    forget_all,
    read_trail,
    shorten,
    write_arrival,
    write_edit,
)
from whisper_desktop.app.project_records import (
    CueRow,
    cue_from_row,
    cue_row,
    loaded_text,
    pack_cues,
    stored_text,
    unpack_cues,
)
from whisper_desktop.app.project_rows import RowChanges, StoredRows
from whisper_desktop.app.project_schema import (
    Schema,
    bring_up_to_date,
    check_current,
    database_bytes,
    open_existing,
    place_database,
    side_files,
)
from whisper_desktop.app.project_tables import (
    PUT_CUE,
    VERSIONS,
    new_project_bytes,
    read_media,
    write_media,
    write_settings,
)
from whisper_desktop.app.project_trail import Trail
from whisper_desktop.app.project_versions import AUTOMATIC_EVERY_MS, Version, superfluous
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import ProjectUnreadableError


class ProjectStore:
    """A connection to a project file, and what it knows of the rows in it.

    It belongs to whoever holds it: not for two threads at the same time. Reading raises
    `ProjectUnreadableError`, writing sqlite3.Error and OSError.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        clock_ms: Callable[[], int],
        schema: Schema,
    ) -> None:
        self.path = path
        self.project_id = ""
        self.change_count = 0
        """How many changes were ever written."""
        self._connection, self._clock_ms, self._schema = connection, clock_ms, schema
        self._next_uid = 1
        self._rows, self._trail = StoredRows(), Trail()
        self._kept_back: tuple[int, Sequence[Cue]] | None = None
        """Time and rows of the automatic version that is made when nothing else is to be done."""
        self._automatic_at_ms: int | None = None
        self._is_prepared = self._is_history_damaged = False
        self._has_history_grown = True
        self._place = _place(path)
        self._log_place: tuple[int, int] | None = None
        self._contents = self._load()

    @classmethod
    def open(
        cls, path: Path, clock_ms: Callable[[], int], schema: Schema, *, mode: str = "rw"
    ) -> "ProjectStore":
        """Open a project of this very version, for writing too unless `mode` is "ro".

        What may only be read may be older.
        Raises `ProjectUnreadableError` and `ProjectTooNewError`.
        """
        connection = open_existing(path, mode=mode)
        try:
            if mode == "ro":
                bring_up_to_date(path, connection, schema)
            check_current(path, connection, schema)
            return cls(path, connection, clock_ms, schema)
        except BaseException:
            connection.close()
            raise

    def contents(self) -> ProjectContents:
        """Return what was in the file when it was opened, with media and settings as of now."""
        return self._contents

    def is_in_place(self) -> bool:
        """Tell whether the file that is open still bears its name."""
        return self._place is not None and _place(self.path) == self._place

    def write(self, changes: Sequence[Change]) -> None:
        """Write changes, all of them or none; what is written survives a loss of power."""
        if not self.is_in_place():
            raise FileNotFoundError(2, "the file was moved or deleted", str(self.path))
        rows, trail = self._rows.copy(), self._trail.copy()
        begun_at_ms = self._clock_ms()
        self._prepare()
        with self._transaction():
            pending = RowChanges()
            if self._is_history_damaged:
                forget_all(self._connection)
            for change in changes:
                self._write_change(change, rows, trail, pending)
            next_uid = self._write_rows(pending)
            self._set_meta("changes", str(self.change_count + len(changes)))
        self._next_uid, self._is_history_damaged = next_uid, False
        self._has_history_grown = True
        if self._is_version_due() and rows.cues != self._rows.cues:
            self._kept_back = (begun_at_ms, self._rows.cues)
        self._rows, self._trail = rows, trail
        self.change_count += len(changes)
        for change in changes:
            self._contents = _changed(self._contents, change)
        self._log_place = _place(side_files(self.path)[0])

    def tidy(self) -> None:
        """Keep an automatic version when it is time, and let go of old ones and old history."""
        if self._kept_back is not None:
            self._keep_version(*self._kept_back)
            self._kept_back = None
        if self._has_history_grown:
            shorten(self._connection, self._trail)
            self._has_history_grown = False

    def versions(self) -> tuple[Version, ...]:
        """Return the states that can be gone back to, the newest first."""
        with reading_project(self.path):
            return tuple(
                Version(number, loaded_text(name), bool(is_automatic), made_at_ms, cue_count)
                for number, name, is_automatic, made_at_ms, cue_count in self._connection.execute(
                    VERSIONS
                )
            )

    def version_cues(self, version_id: int) -> tuple[Cue, ...]:
        """Return the rows of a version; LookupError when there is none of that id."""
        query = "SELECT cues FROM versions WHERE id = ?"
        with reading_project(self.path):
            found = self._connection.execute(query, (version_id,)).fetchone()
        if found is None:
            raise LookupError(version_id)
        with reading_project(self.path):
            return unpack_cues(found[0])

    def copy_bytes(self) -> bytes:
        """Return the whole project as the bytes of one file.

        Where the disk is gone, it lacks what only the disk had: the history and the versions.
        """
        try:
            return database_bytes(self._connection)
        except sqlite3.Error:
            known = replace(self._contents, cues=self._rows.cues, next_uid=self._next_uid)
            return new_project_bytes(known, self._schema)

    def reopened(self) -> "ProjectStore":
        """Return a store of the same project at the same place after something went wrong.

        A file that was deleted is written anew; one that fell behind gets what it lacks.
        Raises `ProjectUnreadableError`, `OutputUnwritableError` and sqlite3.Error; this store
        remains good then.
        """
        self._drop_stranded_log()
        if _place(self.path) is None:
            place_database(self.path, database_bytes(self._connection), overwrite=False)
        store = ProjectStore.open(self.path, self._clock_ms, self._schema)
        try:
            store.check_is(self.project_id)
            if store.change_count != self.change_count:
                store.rewrite(self)
        except BaseException:
            store.close()
            raise
        with suppress(sqlite3.Error):
            self._connection.close()
        return store

    def check_is(self, project_id: str) -> None:
        """Raise `ProjectUnreadableError` unless this is the project of that id."""
        if project_id != self.project_id:
            raise ProjectUnreadableError(self.path, "another file has its name now")

    def rewrite(self, other: "ProjectStore") -> None:
        """Take over what another store knows; what could be undone is forgotten."""
        self._prepare()
        rows, contents = StoredRows.numbered(other._rows.cues), other.contents()
        with self._transaction():
            for table in ("cues", "journal", "settings"):
                self._connection.execute(f"DELETE FROM {table}")
            self._write_rows(RowChanges({cue.uid: (key, cue) for key, cue in rows}))
            write_settings(self._connection, contents.settings)
            write_media(self._connection, contents.media)
            self._set_meta("changes", str(other.change_count))
            self._set_meta("next_uid", str(other._next_uid))
        self._rows, self._trail, self._contents = rows, Trail(), contents
        self.change_count, self._next_uid = other.change_count, other._next_uid

    def close(self) -> None:
        """Close the file; one that was written to becomes a single file again."""
        with suppress(sqlite3.Error):
            if self._is_prepared and self.is_in_place():
                self._connection.execute("PRAGMA journal_mode = DELETE")
        with suppress(sqlite3.Error):
            self._connection.close()

    def _prepare(self) -> None:
        """Make it fit for writing; a project that is only looked at stays untouched."""
        if not self._is_prepared:
            # Some network drives know no WAL: SQLite then stays with its plain journal.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            # macOS calls it done before it is on the disk, unless asked.
            self._connection.execute("PRAGMA fullfsync = ON")
            self._is_prepared = True

    def _drop_stranded_log(self) -> None:
        """Delete our log where the file it belongs to is gone.

        SQLite would play it into whatever file has the name now.
        """
        log, shared_memory, _ = side_files(self.path)
        if not self.is_in_place() and self._log_place and _place(log) == self._log_place:
            log.unlink()
            shared_memory.unlink(missing_ok=True)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # A full disk has rolled it back already.
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def _write_change(
        self, change: Change, rows: StoredRows, trail: Trail, pending: RowChanges
    ) -> None:
        match change:
            case EditDone(edit):
                rows.follow(edit, pending)
                write_edit(self._connection, trail, edit)
            case RowsArrived(arrival):
                rows.follow(arrival.edit, pending)
                write_arrival(self._connection, trail, arrival)
            case SettingChanged(name, None):
                self._connection.execute("DELETE FROM settings WHERE name = ?", (name,))
            case SettingChanged(name, value):
                put = "INSERT OR REPLACE INTO settings VALUES (?, ?)"
                self._connection.execute(put, (name, value))
            case MediaChanged(media):
                write_media(self._connection, media)
            case VersionWanted(name):
                self._add_version(name, self._clock_ms(), rows.cues, is_automatic=False)

    def _write_rows(self, changes: RowChanges) -> int:
        """Write rows; return the uid that no cue ever had."""
        self._connection.executemany("DELETE FROM cues WHERE uid = ?", zip(changes.gone))
        put = (cue_row(cue, key) for key, cue in changes.put.values())
        self._connection.executemany(PUT_CUE, put)
        next_uid = 1 + max((*changes.put, *changes.gone), default=0)
        if next_uid <= self._next_uid:
            return self._next_uid
        self._set_meta("next_uid", str(next_uid))
        return next_uid

    def _set_meta(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _add_version(
        self, name: str, made_at_ms: int, cues: Sequence[Cue], *, is_automatic: bool
    ) -> None:
        values = (stored_text(name), is_automatic, made_at_ms, len(cues), pack_cues(cues))
        self._connection.execute("INSERT INTO versions VALUES (NULL, ?, ?, ?, ?, ?)", values)

    def _keep_version(self, made_at_ms: int, cues: Sequence[Cue]) -> None:
        with self._transaction():
            self._add_version("", made_at_ms, cues, is_automatic=True)
            surplus = superfluous(self.versions(), self._clock_ms())
            self._connection.executemany("DELETE FROM versions WHERE id = ?", zip(surplus))
        self._automatic_at_ms = made_at_ms

    def _is_version_due(self) -> bool:
        last_ms = self._automatic_at_ms
        if self._kept_back is not None:
            return False
        return last_ms is None or abs(self._clock_ms() - last_ms) >= AUTOMATIC_EVERY_MS

    def _load(self) -> ProjectContents:
        with reading_project(self.path):
            self._connection.execute("BEGIN")
            contents = self._read()
            self._connection.execute("COMMIT")
        return contents

    def _read(self) -> ProjectContents:
        """Read everything at one moment; what is damaged raises ValueError or TypeError."""
        read = self._connection.execute
        meta: dict[str, str] = dict(read("SELECT name, value FROM meta").fetchall())
        if not meta.keys() >= {"project_id", "changes", "next_uid"}:
            raise ValueError("damaged project")
        self.project_id, self.change_count = meta["project_id"], int(meta["changes"])
        self._next_uid = int(meta["next_uid"])
        rows: Iterator[CueRow] = read("SELECT * FROM cues ORDER BY sort_key")
        self._rows = StoredRows((row[1], cue_from_row(row)) for row in rows)
        try:
            self._trail = read_trail(self._connection)
        except (TypeError, ValueError):
            # The rows are worth more than what could be undone.
            self._is_history_damaged = True
        automatic = "SELECT max(made_at_ms) FROM versions WHERE is_automatic"
        self._automatic_at_ms = read(automatic).fetchone()[0]
        settings = read("SELECT name, value FROM settings")
        return ProjectContents(
            cues=tuple(self._rows.cues),
            media=read_media(self._connection),
            settings={name: json.loads(value) for name, value in settings},
            history=self._trail.history,
            next_uid=self._next_uid,
        )


def _changed(contents: ProjectContents, change: Change) -> ProjectContents:
    match change:
        case MediaChanged(media):
            return replace(contents, media=media)
        case SettingChanged(name, value):
            kept = {key: old for key, old in contents.settings.items() if key != name}
            added = {} if value is None else {name: json.loads(value)}
            return replace(contents, settings=kept | added)
        case _:
            return contents


def _place(path: Path) -> tuple[int, int] | None:
    """Return what tells the file of a path from one that takes its name later."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
