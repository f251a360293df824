"""One open project file: reads all of it, writes changes in transactions, keeps itself small."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.project_archive import (
    add_version,
    drop_superfluous,
    newest_automatic_ms,
    read_version_cues,
    read_versions,
)
from whisper_desktop.app.project_contents import (
    Change,
    EditDone,
    MediaChanged,
    ProjectContents,
    RowsArrived,
    RowsRestated,
    SettingChanged,
    VersionWanted,
    changed,
    without_overruled,
)
from whisper_desktop.app.project_faults import reading_project
from whisper_desktop.app.project_journal import (
    forget_all,
    read_trail,
    shorten,
    write_arrival,
    write_edit,
)
from whisper_desktop.app.project_mark import FileMark, read_mark, write_mark
from whisper_desktop.app.project_records import CueRow, cue_from_row, cue_row
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
    new_project_bytes,
    read_media,
    write_media,
    write_settings,
)
from whisper_desktop.app.project_trail import Trail
from whisper_desktop.app.project_versions import AUTOMATIC_EVERY_MS, Version
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import ProjectUnreadableError

OVERTAKEN_REASON = "another program has changed it"


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
        self.is_anew = False
        """Whether the file was missing and was written anew."""
        self._mark = FileMark()
        """Of what the file holds, unless somebody else has written to it."""
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
        self._opened_mark = self._mark
        self._writer = secrets.token_hex(8)

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

    @property
    def cues(self) -> Sequence[Cue]:
        """The rows that are in the file, as far as this store has written or read them."""
        return self._rows.cues

    def is_in_place(self) -> bool:
        """Tell whether the file that is open still bears its name."""
        return self._place is not None and _place(self.path) == self._place

    def holds(self, cues: Sequence[Cue]) -> bool:
        """Tell whether the file that bears the name has just these rows in it."""
        with suppress(sqlite3.Error, ValueError):
            if self.is_in_place() and self._is_ours():
                return len(cues) == len(self._rows.cues) and self._rows.cues == list(cues)
        return False

    def write(self, changes: Sequence[Change]) -> None:
        """Write changes, all of them or none; what is written survives a loss of power.

        Raises `EditMisfitError` for an edit that was made for other rows, until changes come
        with `RowsRestated` among them, and `ProjectUnreadableError` where another program has
        written to the file.
        """
        if not self.is_in_place():
            raise FileNotFoundError(2, "the file was moved or deleted", str(self.path))
        rows, trail = self._rows.copy(), self._trail.copy()
        begun_at_ms = self._clock_ms()
        self._prepare()
        mark = self._next_mark(len(changes))
        with self._transaction():
            self._check_is_ours()
            pending = RowChanges()
            if self._is_history_damaged:
                forget_all(self._connection)
            for change in without_overruled(changes):
                self._write_change(change, rows, trail, pending)
            next_uid = self._write_rows(pending)
            write_mark(self._connection, mark)
        self._next_uid, self._is_history_damaged = next_uid, False
        self._has_history_grown = True
        if self._is_version_due() and rows.cues != self._rows.cues:
            self._kept_back = (begun_at_ms, self._rows.cues)
        self._rows, self._trail, self._mark = rows, trail, mark
        for change in changes:
            self._contents = changed(self._contents, change)
        self._log_place = _place(side_files(self.path)[0])

    def tidy(self) -> None:
        """Keep an automatic version when it is time, and let go of old ones and old history."""
        if not self._is_ours():
            return
        if self._kept_back is not None:
            self._keep_version(*self._kept_back)
            self._kept_back = None
        if self._has_history_grown:
            with self._transaction():
                shorten(self._connection, self._trail)
            self._has_history_grown = False

    def versions(self) -> tuple[Version, ...]:
        """Return the states that can be gone back to, the newest first."""
        with reading_project(self.path):
            return read_versions(self._connection)

    def version_cues(self, version_id: int) -> tuple[Cue, ...]:
        """Return the rows of a version; LookupError when there is none of that id."""
        with reading_project(self.path):
            cues = read_version_cues(self._connection, version_id)
        if cues is None:
            raise LookupError(version_id)
        return cues

    def copy_bytes(self) -> bytes:
        """Return the whole project as the bytes of one file.

        Where the disk is gone, or the file is somebody else's now, it lacks what only the file
        had: the history and the versions.
        """
        with suppress(sqlite3.Error, ValueError):
            if self._is_ours():
                return database_bytes(self._connection)
        known = replace(self._contents, cues=self._rows.cues, next_uid=self._next_uid)
        return new_project_bytes(known, self._schema)

    def reopened(self) -> "ProjectStore":
        """Return a store of the same project at the same place after something went wrong.

        A file that was deleted is written anew; one that fell behind gets what it lacks. One that
        somebody else has gone on with is left alone.
        Raises `ProjectUnreadableError`, `OutputUnwritableError` and sqlite3.Error; this store
        remains good then.
        """
        self._drop_stranded_log()
        is_anew = _place(self.path) is None
        if is_anew:
            place_database(self.path, database_bytes(self._connection), overwrite=False)
        store = ProjectStore.open(self.path, self._clock_ms, self._schema)
        try:
            store.check_is(self.project_id)
            if store._mark != self._mark:
                self._check_was(store._mark)
                store.rewrite(self)
        except BaseException:
            store.close()
            raise
        with suppress(sqlite3.Error):
            self._connection.close()
        store.is_anew = is_anew
        return store

    def check_is(self, project_id: str) -> None:
        """Raise `ProjectUnreadableError` unless this is the project of that id."""
        if project_id != self.project_id:
            raise ProjectUnreadableError(self.path, "another file has its name now")

    def rewrite(self, other: "ProjectStore") -> None:
        """Take over what another store knows; what could be undone is forgotten."""
        self._prepare()
        mark = FileMark(self._writer, other._mark.change_count)
        rows, contents = StoredRows.numbered(other._rows.cues), other.contents()
        with self._transaction():
            for table in ("cues", "journal", "settings"):
                self._connection.execute(f"DELETE FROM {table}")
            self._write_rows(RowChanges({cue.uid: (key, cue) for key, cue in rows}))
            write_settings(self._connection, contents.settings)
            write_media(self._connection, contents.media)
            write_mark(self._connection, mark)
            self._set_meta("next_uid", str(other._next_uid))
        self._rows, self._trail, self._contents = rows, Trail(), contents
        self._mark, self._next_uid = mark, other._next_uid

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

    def _next_mark(self, count: int) -> FileMark:
        return FileMark(self._writer, self._mark.change_count + count)

    def _is_ours(self) -> bool:
        return read_mark(self._connection) == self._mark

    def _check_is_ours(self) -> None:
        if not self._is_ours():
            raise ProjectUnreadableError(self.path, OVERTAKEN_REASON)

    def _check_was(self, mark: FileMark) -> None:
        """Raise `ProjectUnreadableError` for a state that this store never saw."""
        # A change that failed at the very end may be in the file nevertheless.
        is_own = mark.writer == self._writer
        if not (is_own or mark.is_behind(self._opened_mark)):
            raise ProjectUnreadableError(self.path, OVERTAKEN_REASON)

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
            case EditDone(edit, step):
                rows.follow(edit, pending)
                write_edit(self._connection, trail, edit, step)
            case RowsRestated(cues):
                rows.restate(cues, pending)
                trail.clear()
                forget_all(self._connection)
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
                add_version(self._connection, name, self._clock_ms(), rows.cues)

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

    def _keep_version(self, made_at_ms: int, cues: Sequence[Cue]) -> None:
        with self._transaction():
            add_version(self._connection, "", made_at_ms, cues, is_automatic=True)
            drop_superfluous(self._connection, self._clock_ms())
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
        self.project_id, self._mark = meta["project_id"], read_mark(self._connection)
        self._next_uid = int(meta["next_uid"])
        rows: Iterator[CueRow] = read("SELECT * FROM cues ORDER BY sort_key")
        self._rows = StoredRows((row[1], cue_from_row(row)) for row in rows)
        try:
            self._trail = read_trail(self._connection)
        except (TypeError, ValueError):
            # The rows are worth more than what could be undone.
            self._is_history_damaged = True
        self._automatic_at_ms = newest_automatic_ms(self._connection)
        settings = read("SELECT name, value FROM settings")
        return ProjectContents(
            cues=tuple(self._rows.cues),
            media=read_media(self._connection),
            settings={name: json.loads(value) for name, value in settings},
            history=self._trail.history,
            next_uid=self._next_uid,
        )


def _place(path: Path) -> tuple[int, int] | None:
    """Return what tells the file of a path from one that takes its name later."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
