"""Files that appear whole or not at all, and never over something by accident."""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from whisper_desktop.core.errors import OutputExistsError
from whisper_desktop.core.system_errors import writing

_TEMPORARY = ".whisper-desktop-"
"""What the names of unfinished files begin with."""
_STRANDED_S = 86_400
"""How old an unfinished file is that nobody writes any more, whatever the clocks of drives say."""
_PROBE = bytes(4_096)
"""Enough that a full disk says so."""


def write_file(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write the file under another name beside its place, then move it there in one step.

    What replaces a file has its permissions, and a link goes on leading to the file.
    Raises:
        OutputExistsError: It exists and `overwrite` is False, even if it only just appeared.
        OutputUnwritableError: It cannot be written; nothing is left behind.
    """
    with writing(path):
        _clear_up(_target(path).parent)
        if overwrite:
            _replace(_target(path), data)
            return
        with _temporary(path.parent) as temporary:
            _write_whole(temporary, data)
            _place(temporary, path)


def make_folder(folder: Path) -> None:
    """Make a folder for outputs, and those above it, unless it is there.

    Raises `OutputUnwritableError`.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def check_writable(path: Path, *, overwrite: bool) -> None:
    """Raise what `write_file` would raise, by writing and removing a small file beside it."""
    with writing(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
        if os.path.lexists(path) and not overwrite:
            raise OutputExistsError(path)
        with _temporary(_target(path).parent) as temporary:
            _write_whole(temporary, _PROBE)


def _target(path: Path) -> Path:
    """Return the file that a link leads to; any other path as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _replace(path: Path, data: bytes) -> None:
    with _temporary(path.parent) as temporary:
        _write_whole(temporary, data, _permissions(path))
        temporary.replace(path)


def _permissions(path: Path) -> int | None:
    """Return what a file that is there allows to whom; Windows keeps that in another way."""
    try:
        return None if os.name == "nt" else path.stat().st_mode & 0o777
    except FileNotFoundError:
        return None


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """Yield a free short name in the folder; remove whatever bears it in the end."""
    path = folder / f"{_TEMPORARY}{secrets.token_hex(8)}.tmp"
    try:
        yield path
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _clear_up(folder: Path) -> None:
    """Delete what was left in the folder when the program was killed while it wrote."""
    with suppress(OSError):
        for stranded in folder.glob(f"{_TEMPORARY}*.tmp"):
            if time.time() - stranded.stat().st_mtime > _STRANDED_S:
                stranded.unlink(missing_ok=True)


def _write_whole(path: Path, data: bytes, permissions: int | None = None) -> None:
    """Write a new file, with the permissions that tempfile would not give, down to the disk."""
    with path.open("xb") as file:
        if permissions is not None:
            # Before there is anything to read. Some network drives know no permissions.
            with suppress(OSError):
                path.chmod(permissions)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _place(temporary: Path, path: Path) -> None:
    """Give the file its name unless something has it; no moment lies between look and leap."""
    try:
        # A hard link fails where the name is taken; so does Windows' rename.
        (os.rename if os.name == "nt" else os.link)(temporary, path)
    except FileExistsError as error:
        raise OutputExistsError(path) from error
    except OSError:
        _place_without_links(temporary, path)


def _place_without_links(temporary: Path, path: Path) -> None:
    """Claim the name with an empty file first: FAT and some network drives have no links."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except FileExistsError as error:
        raise OutputExistsError(path) from error
    try:
        temporary.replace(path)
    except OSError:
        path.unlink(missing_ok=True)
        raise
