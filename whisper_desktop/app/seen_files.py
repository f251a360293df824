"""Files as somebody saw them: what may be replaced is what was seen, not what came after."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.file_stamp import FileStamp, stamp_of
from whisper_desktop.app.project_schema import side_files


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file, and how it was."""

    path: Path
    stamp: FileStamp
    log: FileStamp | None = None


def seen_files(paths: Iterable[Path]) -> tuple[SeenFile, ...]:
    """Return how the files are now; those that are not there are left out."""
    return tuple(seen for path in paths if (seen := _seen(path)) is not None)


def is_as_seen(seen: Collection[SeenFile], path: Path) -> bool:
    """Tell whether a file is there and among those that were seen, as it was then."""
    return _seen(path) in seen


def _seen(path: Path) -> SeenFile | None:
    stamp = stamp_of(path)
    # It holds edits while a project is open, or after a program was killed.
    log, *_ = side_files(path)
    return None if stamp is None else SeenFile(path, stamp, stamp_of(log))
