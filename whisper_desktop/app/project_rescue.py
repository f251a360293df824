"""A second place for changes while the first does not take them."""

import json
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from whisper_desktop.app.project_contents import Change, SettingChanged
from whisper_desktop.app.project_schema import (
    PROJECT_SUFFIX,
    Schema,
    delete_project,
    place_database,
)
from whisper_desktop.app.project_stand_in import STANDS_FOR_SETTING, StandIn
from whisper_desktop.app.project_store import ProjectStore
from whisper_desktop.app.session_lock import SessionLock
from whisper_desktop.core.system_errors import writing


class ProjectRescue:
    """Keeps a copy of a project among the drafts, with the changes that its own file lacks.

    If the program is killed meanwhile, the copy is offered as a draft that was left behind. A
    folder of None keeps nothing.
    """

    def __init__(self, folder: Path | None, schema: Schema, clock_ms: Callable[[], int]) -> None:
        self._folder, self._schema, self._clock_ms = folder, schema, clock_ms
        self._store: ProjectStore | None = None
        self._lock: SessionLock | None = None
        self._through = 0
        self.is_working = False
        """Whether the last attempt succeeded."""

    def keep(self, store: ProjectStore, first_number: int, changes: Sequence[Change]) -> int:
        """Keep the changes from that number on; return up to which number they are durable here.

        `store` has those before, even if its file can be written to no more. Where this place
        fails too, what was kept stays kept.
        """
        if self._folder is None:
            return 0
        try:
            if self._store is None or first_number > self._through + 1:
                self._begin(self._folder, store, first_number - 1)
            self._write(changes[self._through + 1 - first_number :])
            self.is_working = True
        except Exception:  # noqa: BLE001 - the thread border: the first place must go on trying
            self.is_working = False
        return self._through

    def drop(self) -> None:
        """Delete the copy: the project's own file has everything again."""
        path = None if self._store is None else self._store.path
        lock, self._lock = self._lock, None
        self.leave()
        if path is not None:
            delete_project(path)
        if lock is not None:
            lock.release()

    def leave(self) -> None:
        """Let go of the copy, which stays as a draft."""
        if self._store is not None:
            self._store.close()
        if self._lock is not None:
            self._lock.release()
        self._store = self._lock = None
        self._through, self.is_working = 0, False

    def _begin(self, folder: Path, store: ProjectStore, through: int) -> None:
        self.drop()
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        name = f"{store.path.stem[:80]}-{secrets.token_hex(4)}{PROJECT_SUFFIX}"
        path = folder / name
        lock = SessionLock(path)
        lock.acquire()
        try:
            place_database(path, store.copy_bytes(), overwrite=False)
            self._store = ProjectStore.open(path, self._clock_ms, self._schema)
            self._say_what_for(folder, store)
        except BaseException:
            lock.release()
            raise
        self._lock, self._through = lock, through

    def _say_what_for(self, folder: Path, store: ProjectStore) -> None:
        """Let the copy name its project; that of a draft names what the draft does, if anything."""
        if self._store is not None and store.path.parent != folder.resolve():
            stand_in = StandIn.begun(store.path, store.cues)
            value = json.dumps(stand_in.to_data())
            self._store.write([SettingChanged(STANDS_FOR_SETTING, value)])

    def _write(self, changes: Sequence[Change]) -> None:
        if self._store is not None and changes:
            self._store.write(changes)
            self._through += len(changes)
