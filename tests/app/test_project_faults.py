import errno
import sqlite3
from pathlib import Path

import pytest

from whisper_desktop.app.project_faults import fault_reason, reading_project, writing_project
from whisper_desktop.core.errors import OutputUnwritableError, ProjectUnreadableError

PATH = Path("talk.wdproj")


def sqlite_error(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("Something Else")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (sqlite_error("SQLITE_FULL"), "the disk is full"),
        (sqlite_error("SQLITE_IOERR_WRITE"), "the disk reports an error"),
        (sqlite_error("SQLITE_READONLY_DBMOVED"), "it may only be read"),
        (sqlite_error("SQLITE_MISMATCH"), "something else"),
        (sqlite3.ProgrammingError(""), "ProgrammingError"),
        (OSError(errno.ENOSPC, "No space left"), "the disk is full"),
    ],
)
def test_a_fault_has_a_clause(error: sqlite3.Error | OSError, reason: str) -> None:
    assert fault_reason(error) == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError(errno.ENOENT, "gone"), "the file does not exist"),
        (sqlite_error("SQLITE_NOTADB"), "it is not a project"),
        (sqlite_error("SQLITE_MISMATCH"), "it is damaged"),
        (ValueError("damaged cues"), "it is damaged"),
        (TypeError("damaged cues"), "it is damaged"),
    ],
)
def test_reading_fails_with_the_file_and_a_clause(error: Exception, reason: str) -> None:
    with pytest.raises(ProjectUnreadableError) as raised, reading_project(PATH):
        raise error
    assert (raised.value.path, raised.value.reason) == (PATH, reason)


def test_writing_fails_with_the_file_and_a_clause() -> None:
    with pytest.raises(OutputUnwritableError) as raised, writing_project(PATH):
        raise sqlite_error("SQLITE_FULL")
    assert (raised.value.path, raised.value.reason) == (PATH, "the disk is full")
