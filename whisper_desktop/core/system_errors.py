"""Why the system refused a file, as a clause for a person."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whisper_desktop.core.errors import OutputUnwritableError

_REASONS = {
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file system allows no file that large",
    errno.EIO: "the disk reports an error",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long for this system",
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "the disk is read-only",
}
"""What means the same, whatever was tried."""
_READING = _REASONS | {
    errno.EACCES: "reading it is not permitted",
    errno.EISDIR: "it is a folder",
    errno.ENOENT: "the file does not exist",
    errno.ENOTDIR: "the file does not exist",
    errno.EPERM: "reading it is not permitted",
}
_WRITING = _REASONS | {
    errno.EACCES: "the folder may not be written to",
    errno.EISDIR: "a folder of that name is in the way",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "its folder is not a folder",
    errno.EPERM: "the folder may not be written to",
}


def reading_reason(error: OSError) -> str:
    """Return why a file could not be read."""
    return _READING.get(error.errno or 0) or _own_words(error)


def writing_reason(error: OSError) -> str:
    """Return why a file could not be written."""
    return _WRITING.get(error.errno or 0) or _own_words(error)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure of the file system into `OutputUnwritableError` about `path`."""
    try:
        yield
    except OSError as error:
        raise OutputUnwritableError(path, writing_reason(error)) from error


def _own_words(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()
