"""Why a project file could not be read or written, as a clause for a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whisper_desktop.core.errors import OutputUnwritableError, ProjectUnreadableError
from whisper_desktop.core.system_errors import reading_reason, writing_reason

_REASONS = {
    "SQLITE_BUSY": "another program is using it",
    "SQLITE_CANTOPEN": "the folder may not be written to",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk reports an error",
    "SQLITE_LOCKED": "another program is using it",
    "SQLITE_NOTADB": "it is not a project",
    "SQLITE_PERM": "the folder may not be written to",
    "SQLITE_READONLY": "it may only be read",
}


def fault_reason(error: sqlite3.Error | OSError) -> str:
    """Return why the file could not be written."""
    if isinstance(error, OSError):
        return writing_reason(error)
    return _known_reason(error) or str(error).lower() or type(error).__name__


@contextmanager
def reading_project(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong with reading into `ProjectUnreadableError` about `path`."""
    try:
        yield
    except OSError as error:
        raise ProjectUnreadableError(path, reading_reason(error)) from error
    except sqlite3.Error as error:
        reason = _known_reason(error) or "it is damaged"
        raise ProjectUnreadableError(path, reason) from error
    except (ValueError, TypeError) as error:
        # What the file holds is not what we wrote there.
        raise ProjectUnreadableError(path, "it is damaged") from error


@contextmanager
def writing_project(path: Path) -> Iterator[None]:
    """Turn a failure of writing into `OutputUnwritableError` about `path`."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise OutputUnwritableError(path, fault_reason(error)) from error


def _known_reason(error: sqlite3.Error) -> str | None:
    name = getattr(error, "sqlite_errorname", "")
    # Extended names begin with the plain one: SQLITE_IOERR_WRITE.
    return _REASONS.get("_".join(name.split("_")[:2]))
