"""The queue on the disk: shared by the window and the command line, and there after a restart.

Every change reads, changes and writes the whole file while it is locked. Who works on an entry
holds a lock of its own; an entry that runs although nobody holds it was left by a program that
ended, and waits again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.app.file_stamp import FileStamp, stamp_of
from whisper_desktop.app.json_file import object_to_keep, read_object
from whisper_desktop.app.queue import Entries, QueueEntry, QueueState, Skipped, replaced
from whisper_desktop.app.queue_data import entry_data, entry_from_data
from whisper_desktop.app.session_lock import SessionLock
from whisper_desktop.app.storage import write_json
from whisper_desktop.core.errors import (
    OutputUnwritableError,
    ProjectInUseError,
    WhisperDesktopError,
)
from whisper_desktop.core.system_errors import writing, writing_reason

_LIST = "entries"
_PATIENCE_S = 10.0
"""How long a change of somebody else may take: it is a matter of milliseconds."""
Change = Callable[[Entries], Entries]


class Claim:
    """The right to work on one entry; it is kept up to date in the file."""

    def __init__(self, queue: "QueueFile", lock: SessionLock, entry: QueueEntry) -> None:
        self._queue, self._lock, self._entry = queue, lock, entry

    @property
    def entry(self) -> QueueEntry:
        """The entry as it is now."""
        return self._entry

    def begin(self, model: str) -> None:
        """Note what hears it."""
        self._put(replace(self._entry, model=model))

    def advance(self, done_ms: int, total_ms: int | None) -> None:
        """Note how far it is."""
        self._put(replace(self._entry, done_ms=done_ms, total_ms=total_ms))

    def put_back(self) -> None:
        """Let it wait again, to go on where it is."""
        self._put(self._entry.waiting())

    def finish(self, results: tuple[Path, ...]) -> None:
        """Note that everything is there."""
        done_ms = self._entry.total_ms or self._entry.done_ms
        self._put(replace(self._entry, state=QueueState.DONE, done_ms=done_ms, results=results))

    def skip(self, skipped: Skipped) -> None:
        """Note why there was nothing to do."""
        results = (skipped.path,)
        self._put(replace(self._entry, state=QueueState.SKIPPED, skipped=skipped, results=results))

    def fail(self, error: WhisperDesktopError) -> None:
        """Note what went wrong."""
        record = ErrorRecord.of(error)
        self._put(replace(self._entry, state=QueueState.FAILED, error=record))

    def wrote(self, path: Path) -> None:
        """Note a file that it wrote, which it may write again."""
        self._put(self._entry.wrote([path]))

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()

    def _put(self, entry: QueueEntry) -> None:
        self._entry = entry
        self._queue.change(lambda entries: replaced(entries, entry))


class QueueFile:
    """Reads and changes the queue in the program's folder.

    Everything that writes raises `OutputUnwritableError`.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / "queue.json"
        self._locks = home / "queue-locks"

    @property
    def path(self) -> Path:
        """The file with the entries."""
        return self._path

    @property
    def stamp(self) -> FileStamp | None:
        """What is another after each change, by whomever."""
        return stamp_of(self._path)

    def entries(self) -> Entries:
        """Return the entries in the order of their turns; none where the file makes no sense."""
        entries = self._read()
        if any(one.state is QueueState.RUNNING for one in entries):
            # A look at the locks of others must not meet somebody who is just taking one.
            # Nor must it wait: it is made again and again.
            with suppress(OutputUnwritableError), self._locked(0):
                return self._revived(self._read())
        return entries

    def change(self, verb: Change, *, patience_s: float = _PATIENCE_S) -> Entries:
        """Change the entries and return them; what a newer program keeps in the file stays.

        While another program holds the queue it is waited for, but not for longer than told.
        """
        with self._locked(patience_s):
            return self._change(verb)

    def claim(self, entry_id: str | None = None) -> Claim | None:
        """Take the next entry that waits, or a certain one; None where there is none."""
        with self._locked():
            for entry in self._revived(self._read()):
                is_meant = entry_id is None or entry.id == entry_id
                if is_meant and entry.state is QueueState.WAITING:
                    claim = self._claimed(entry)
                    if claim is not None:
                        return claim
        return None

    def fail(self, entry_id: str, error: WhisperDesktopError) -> None:
        """Note what went wrong with an entry, which nobody works on any more."""
        record = ErrorRecord.of(error)
        self.change(
            lambda entries: tuple(
                replace(one, state=QueueState.FAILED, error=record) if one.id == entry_id else one
                for one in entries
            )
        )

    def _claimed(self, entry: QueueEntry) -> Claim | None:
        lock = self._lock_of(entry)
        try:
            lock.acquire()
        except ProjectInUseError:
            return None
        running = replace(entry, state=QueueState.RUNNING)
        try:
            self._change(lambda entries: replaced(entries, running))
        except BaseException:
            lock.release()
            raise
        return Claim(self, lock, running)

    def _change(self, verb: Change) -> Entries:
        kept = object_to_keep(self._path)
        raw = kept.get(_LIST)
        values: list[Any] = raw if isinstance(raw, list) else []
        foreign = [value for value in values if entry_from_data(value) is None]
        before = self._revived(tuple(filter(None, map(entry_from_data, values))))
        entries = verb(before)
        data = kept | {_LIST: [*map(entry_data, entries), *foreign]}
        if data != kept:
            write_json(self._path, data)
        return entries

    def _read(self) -> Entries:
        try:
            values = read_object(self._path)[_LIST]
            return tuple(filter(None, map(entry_from_data, values)))
        except (OSError, ValueError, LookupError, TypeError):
            return ()

    def _revived(self, entries: Entries) -> Entries:
        """Let entries wait again that a program left when it ended."""
        return tuple(
            one.waiting()
            if one.state is QueueState.RUNNING and not self._lock_of(one).is_taken()
            else one
            for one in entries
        )

    def _lock_of(self, entry: QueueEntry) -> SessionLock:
        return SessionLock(self._locks / entry.id)

    @contextmanager
    def _locked(self, patience_s: float = _PATIENCE_S) -> Iterator[None]:
        with writing(self._path):
            self._locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._locks / "queue.lock", thread_local=False)
        try:
            lock.acquire(timeout=patience_s)
        except OSError as error:
            is_held = isinstance(error, Timeout)
            reason = "another program holds it" if is_held else writing_reason(error)
            raise OutputUnwritableError(self._path, reason) from error
        try:
            yield
        finally:
            lock.release()
