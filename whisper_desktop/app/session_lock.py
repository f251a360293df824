"""Keeps two windows from editing the same project at the same time."""

import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from whisper_desktop.core.errors import ProjectInUseError


class SessionLock:
    """A lock beside a file: it ends with its program, however that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # A file that is opened through a link is locked where it is.
        real = Path(os.path.realpath(path))
        self._lock_file = real.with_name(f".{real.name}.lock")
        # A second file, because the first one is emptied, or not readable, while it is locked.
        self._owner_file = real.with_name(f".{real.name}.lock-owner")
        self._lock = FileLock(self._lock_file, thread_local=False)

    def acquire(self) -> None:
        """Take the lock unless it is held already; `ProjectInUseError` says who has it.

        A folder that may not be written to holds no lock, and no changed project either. Where it
        may be later, the lock is to be taken before the first change.
        """
        if self._lock.is_locked:
            return
        if not self._lock_file.parent.is_dir():
            # FileLock would make it.
            return
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            process_id, host = self._owner()
            raise ProjectInUseError(self._path, process_id, host) from error
        except OSError:
            return
        owner = {"process_id": os.getpid(), "host": socket.gethostname()}
        with suppress(OSError):
            self._owner_file.write_text(json.dumps(owner), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back and take its files away."""
        if not self._lock.is_locked:
            return
        with suppress(OSError):
            self._owner_file.unlink()
        # While it is still held: filelock sees that what it locks has no name any more. Windows
        # refuses, and filelock itself deletes it there.
        with suppress(OSError):
            self._lock_file.unlink()
        # However often it was asked for.
        self._lock.release(force=True)

    def is_taken(self) -> bool:
        """Tell whether another window has the file open now."""
        if not self._lock_file.exists():
            return False
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return True
        except OSError:
            return False
        self.release()
        return False

    def _owner(self) -> tuple[int | None, str | None]:
        try:
            owner = json.loads(self._owner_file.read_text(encoding="utf-8"))
            return int(owner["process_id"]), str(owner["host"])
        except (OSError, ValueError, LookupError, TypeError):
            return None, None
