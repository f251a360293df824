"""The document as a file on the disk that follows every edit."""

import json
import os
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from whisper_desktop.app.media_identity import MediaReference, relocated
from whisper_desktop.app.project_contents import (
    EditDone,
    MediaChanged,
    ProjectContents,
    RowsArrived,
    RowsRestated,
    SettingChanged,
    VersionWanted,
)
from whisper_desktop.app.project_rescue import ProjectRescue
from whisper_desktop.app.project_schema import (
    Schema,
    delete_project,
    may_write,
    migrate,
    place_database,
)
from whisper_desktop.app.project_stand_in import STANDS_FOR_SETTING, StandIn
from whisper_desktop.app.project_store import ProjectStore
from whisper_desktop.app.project_tables import new_project_bytes
from whisper_desktop.app.project_trail import History, Step
from whisper_desktop.app.project_versions import Version, restoring
from whisper_desktop.app.project_writer import ProjectState, ProjectWriter, Watch, WriterPolicy
from whisper_desktop.app.session_lock import SessionLock
from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.errors import (
    OutputUnwritableError,
    ProjectInUseError,
    ProjectTooNewError,
    ProjectUnreadableError,
)

READ_ONLY_REASON = "it was opened for reading only"
IN_USE_REASON = "another window has it open"
_FLUSH_TIMEOUT_S = 5.0


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _unwatched(_state: ProjectState) -> None:
    """Hear of a new state and do nothing."""


@dataclass(frozen=True, slots=True)
class ProjectOptions:
    """How a project is opened, besides its path."""

    is_read_only: bool = False
    """Take no lock and write nothing; edits are kept until `save_as`."""
    is_draft: bool = False
    """The file goes when the project is saved elsewhere or discarded."""
    watch: Watch = _unwatched
    """Hears of every new state, in another thread; asking for `state` now and then does, too."""
    rescue_folder: Path | None = None
    """The drafts' folder, for a copy with all edits while the project's own disk takes none."""
    policy: WriterPolicy = field(default_factory=WriterPolicy)
    schema: Schema = field(default_factory=Schema)


class Project:
    """An open project: everything that is recorded is on the disk within a second.

    It is used from one thread, the document's; what it writes, it writes in another.
    """

    def __init__(
        self, store: ProjectStore, lock: SessionLock | None, options: ProjectOptions
    ) -> None:
        self._path, self._lock = store.path, lock
        self._options = options
        self._is_draft, self._is_read_only = options.is_draft, options.is_read_only
        self._contents = store.contents()
        self._media = self._contents.media
        self._settings = dict(self._contents.settings)
        rescue = ProjectRescue(options.rescue_folder, options.schema, _now_ms)
        hindrance = _read_only if options.is_read_only or lock is None else partial(_in_use, lock)
        self._writer = ProjectWriter(store, rescue, options.policy, options.watch, hindrance)

    @classmethod
    def create(
        cls,
        path: Path,
        contents: ProjectContents,
        *,
        overwrite: bool = False,
        options: ProjectOptions | None = None,
    ) -> "Project":
        """Write a new project and open it; its history is empty.

        Raises `OutputExistsError`, `OutputUnwritableError`, and `ProjectInUseError` when another
        window has a project of that name open.
        """
        options, path = options or ProjectOptions(), _real(path)
        if contents.media is not None:
            contents = replace(contents, media=relocated(contents.media, path))
        lock = SessionLock(path)
        lock.acquire()
        try:
            data = new_project_bytes(contents, options.schema)
            place_database(path, data, overwrite=overwrite)
            return cls(ProjectStore.open(path, _now_ms, options.schema), lock, options)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, options: ProjectOptions | None = None) -> "Project":
        """Open a project with all that was ever durable in it.

        One of an older version is brought up to date; a copy of it stays beside it, except of a
        draft, beside which it would look like another.
        Raises `ProjectInUseError` (it can still be opened read-only), `ProjectUnreadableError`,
        `ProjectTooNewError`, and `OutputUnwritableError` when an old one cannot be copied.
        """
        options, path = options or ProjectOptions(), _real(path)
        if options.is_read_only:
            store = ProjectStore.open(path, _now_ms, options.schema, mode="ro")
            return cls(store, None, options)
        lock = SessionLock(path)
        lock.acquire()
        try:
            migrate(path, options.schema, has_copy=not options.is_draft)
            return cls(ProjectStore.open(path, _now_ms, options.schema), lock, options)
        except BaseException:
            lock.release()
            raise

    @property
    def path(self) -> Path:
        """Where the project is kept now."""
        return self._path

    @property
    def is_draft(self) -> bool:
        """Whether nobody has given the project a place of its own yet."""
        return self._is_draft

    @property
    def is_read_only(self) -> bool:
        """Whether nothing is written until the project is saved elsewhere."""
        return self._is_read_only

    @property
    def stands_for(self) -> Path | None:
        """The project that this draft stands in for, if it does."""
        stand_in = self._stand_in
        return None if stand_in is None else stand_in.path

    @property
    def takes_changes(self) -> bool:
        """Whether the file may be changed where it is, as far as one can see."""
        return not self._is_read_only and may_write(self._path)

    @property
    def next_uid(self) -> int:
        """A number above the uid of every cue there was when the project was opened."""
        return self._contents.next_uid

    @property
    def history(self) -> History:
        """What could be undone and redone when the project was opened."""
        return self._contents.history

    @property
    def media(self) -> MediaReference | None:
        """The recording of the document."""
        return self._media

    @property
    def state(self) -> ProjectState:
        """How far the file is behind what was recorded, and why."""
        return self._writer.state

    def document_cues(self) -> Sequence[Cue]:
        """Return the rows as they were when the project was opened."""
        return self._contents.cues

    def setting(self, name: str) -> object:
        """Return what was kept of a setting, a JSON value; None when there is nothing."""
        return self._settings.get(name)

    def record(self, edit: Edit, step: Step | None = None) -> int:
        """Take an edit that the document has just applied, undo and redo included.

        `step` says what it was to the history; None lets it be told from the edits alone.
        Returns its number at once: it is durable when `state.durable_through` reaches it.
        """
        return self._writer.add(EditDone(edit, step))

    def record_arrival(self, arrival: Arrival) -> int:
        """Take rows that came into the document beneath later edits; return the change's number."""
        return self._writer.add(RowsArrived(arrival))

    def restate(self, cues: Sequence[Cue]) -> int:
        """Take all rows as they are now, where the state says that it needs them.

        What could be undone after reopening is forgotten. Returns the number of the change.
        """
        return self._writer.add(RowsRestated(tuple(cues)))

    def lacks(self, cues: Sequence[Cue]) -> bool:
        """Tell whether rows, or a version that was asked for, are not in the file."""
        return self._writer.lacks(cues)

    def together(self) -> AbstractContextManager[None]:
        """Make all that is recorded meanwhile durable at once, or nothing of it."""
        return self._writer.together()

    def set_media(self, media: MediaReference | None) -> int:
        """Keep another recording as that of the document; return the number of the change."""
        self._media = None if media is None else relocated(media, self._path)
        return self._writer.add(MediaChanged(self._media))

    def set_setting(self, name: str, value: object) -> int:
        """Keep a JSON value under a name, None for nothing; return the number of the change."""
        self._settings[name] = value
        return self._writer.add(SettingChanged(name, None if value is None else json.dumps(value)))

    def flush(self, timeout_s: float = _FLUSH_TIMEOUT_S) -> bool:
        """Wait until everything is durable; tell whether it is."""
        return self._writer.flush(timeout_s)

    def keep_version(self, name: str) -> int:
        """Keep the rows as they are now under a name; return the number of the change."""
        return self._writer.add(VersionWanted(name))

    def versions(self) -> tuple[Version, ...]:
        """Return the states that can be gone back to, the newest first."""
        self.flush()
        with self._writer.using_store() as store:
            return store.versions()

    def version_cues(self, version: Version) -> tuple[Cue, ...]:
        """Return the rows of a version, for a look at them."""
        with self._writer.using_store() as store:
            return store.version_cues(version.id)

    def restore(self, version: Version, cues: Sequence[Cue]) -> Edit:
        """Return the edit that takes the rows back to a version; performing it is undoable."""
        return restoring(cues, self.version_cues(version))

    def save_as(self, path: Path, *, overwrite: bool = False) -> None:
        """Go on in another file, with everything in it; the old one stays unless it was a draft.

        In the same place, what could not be saved until now replaces whatever is in the way.
        Raises `OutputExistsError`, `OutputUnwritableError`, `ProjectUnreadableError` and
        `ProjectInUseError`; the project then goes on where it was.
        """
        path = _real(path)
        if path == self._path and self._is_read_only:
            # Somebody else may have gone on with it, and their work would be gone.
            raise OutputUnwritableError(path, READ_ONLY_REASON)
        is_saved = self.flush() and not self.state.problem
        if path != self._path:
            self._move(path, overwrite=overwrite)
        elif not is_saved and self._lock is not None:
            self._lock.acquire()
            self._write_to(path, self._lock, overwrite=overwrite)
        self.flush()

    def save_back(self) -> None:
        """Go on in the project that this draft stands in for, where its rows are what they were.

        Raises what `save_as` raises, and `OutputExistsError` where somebody went on with it.
        """
        stand_in = self._stand_in
        if stand_in is None:
            raise ValueError("only a draft for a project is saved back")
        self.save_as(stand_in.path, overwrite=self._is_as_it_was(stand_in))

    def close(self, *, keep_rescue: bool = True) -> int:
        """Write what waits and close the file; return how many changes it lacks.

        Those stay in a draft, if there is a folder for it, unless the person gave them up.
        """
        lost = self._writer.stop(keep_rescue=keep_rescue)
        if self._lock is not None:
            self._lock.release()
        return lost

    def discard(self) -> None:
        """Close a draft and delete it."""
        if not self._is_draft:
            raise ValueError("only a draft is discarded")
        self._writer.stop(keep_rescue=False)
        delete_project(self._path)
        if self._lock is not None:
            self._lock.release()

    @property
    def _stand_in(self) -> StandIn | None:
        return StandIn.from_data(self.setting(STANDS_FOR_SETTING)) if self._is_draft else None

    def _is_as_it_was(self, stand_in: StandIn) -> bool:
        try:
            store = ProjectStore.open(stand_in.path, _now_ms, self._options.schema, mode="ro")
        except (ProjectTooNewError, ProjectUnreadableError):
            return False
        try:
            return stand_in.has_rows(store.cues)
        finally:
            store.close()

    def _move(self, path: Path, *, overwrite: bool) -> None:
        lock = SessionLock(path)
        lock.acquire()
        try:
            self._write_to(path, lock, overwrite=overwrite)
        except BaseException:
            lock.release()
            raise
        left, left_lock = self._path, self._lock
        self._path, self._lock, self._is_read_only = path, lock, False
        if self._is_draft:
            delete_project(left)
            self._is_draft = False
        if left_lock is not None:
            left_lock.release()
        if self.setting(STANDS_FOR_SETTING) is not None:
            self.set_setting(STANDS_FOR_SETTING, None)
        if self._media is not None:
            self.set_media(self._media)

    def _write_to(self, path: Path, lock: SessionLock, *, overwrite: bool) -> None:
        self._writer.move_to(
            lambda store: self._copied(store, path, overwrite=overwrite), partial(_in_use, lock)
        )

    def _copied(self, store: ProjectStore, path: Path, *, overwrite: bool) -> ProjectStore:
        place_database(path, store.copy_bytes(), overwrite=overwrite)
        return ProjectStore.open(path, _now_ms, self._options.schema)


def _read_only() -> str:
    return READ_ONLY_REASON


def _in_use(lock: SessionLock) -> str:
    """Return why nothing may be written now: there was no lock, and somebody else has it since."""
    try:
        lock.acquire()
    except ProjectInUseError:
        return IN_USE_REASON
    return ""


def _real(path: Path) -> Path:
    """Return the path without links: SQLite keeps its other files beside the real one."""
    return Path(os.path.realpath(path))
