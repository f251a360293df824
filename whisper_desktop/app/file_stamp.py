"""Tells whether a file is still as it was when it was read or written."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What changes whenever a program writes a file."""

    size_bytes: int
    modified_ns: int


def stamp_of(path: Path) -> FileStamp | None:
    """Return the stamp of a file, None when there is none that can be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileStamp(found.st_size, found.st_mtime_ns)
