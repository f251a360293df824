"""Knows a recording again by what is in it, wherever it has gone."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from whisper_desktop.core.errors import MediaUnreadableError
from whisper_desktop.core.system_errors import reading_reason

BLOCK_BYTES = 262_144
"""What is read of the head and of the tail."""
MAX_FILES_SEEN = 20_000
"""A search that meets more files than this gives up: it may stand in somebody's whole disk."""
_DEPTH = 2
"""How many folders below the searched ones are looked into."""


@dataclass(frozen=True, slots=True)
class MediaIdentity:
    """What tells one recording from another without reading all of it."""

    size_bytes: int
    head_sha256: str
    tail_sha256: str


@dataclass(frozen=True, slots=True)
class MediaReference:
    """The recording of a project: where it was, and how to know it again.

    `relative_path` leads there from the folder of the project, if both are on one disk, so that
    a folder with both can be moved.
    """

    path: Path
    identity: MediaIdentity
    relative_path: str | None = None


class MediaState(StrEnum):
    """What has become of a recording."""

    FOUND = "found"
    """It is where it was."""
    MOVED = "moved"
    """The same recording is somewhere else now."""
    GREW = "grew"
    """It is where it was and is longer: it is still being recorded or copied."""
    REPLACED = "replaced"
    """Something else bears its name."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class LocatedMedia:
    """Where the recording is now; None when it is missing."""

    state: MediaState
    path: Path | None


def identify(path: Path) -> MediaIdentity:
    """Return what a recording is known by; `MediaUnreadableError` when it cannot be read."""
    try:
        size = path.stat().st_size
        return MediaIdentity(size, _digest(path, 0), _digest(path, max(0, size - BLOCK_BYTES)))
    except OSError as error:
        raise MediaUnreadableError(path, reading_reason(error)) from error


def refer_to(media: Path, project: Path | None = None) -> MediaReference:
    """Return the reference to a recording, as a project keeps it.

    Raises `MediaUnreadableError`.
    """
    absolute = media.absolute()
    return MediaReference(absolute, identify(media), _relative(absolute, project))


def relocated(reference: MediaReference, project: Path) -> MediaReference:
    """Return the reference for a project that is saved elsewhere."""
    relative_path = _relative(reference.path, project)
    return MediaReference(reference.path, reference.identity, relative_path)


def locate(reference: MediaReference, project: Path | None = None) -> LocatedMedia:
    """Look for a recording: where it was, beside the project, and near both by its content."""
    state = _state(reference.path, reference.identity)
    if state in {MediaState.FOUND, MediaState.GREW}:
        return LocatedMedia(state, reference.path)
    for path in _candidates(reference, project):
        if is_same_media(path, reference.identity):
            return LocatedMedia(MediaState.MOVED, path)
    return LocatedMedia(state, reference.path if state is MediaState.REPLACED else None)


def is_same_media(path: Path, identity: MediaIdentity) -> bool:
    """Tell whether a file is the recording; a file of another size is not even opened."""
    return _state(path, identity) is MediaState.FOUND


def _state(path: Path, identity: MediaIdentity) -> MediaState:
    try:
        size = path.stat().st_size
        if size < identity.size_bytes:
            return MediaState.REPLACED
        head_bytes = min(BLOCK_BYTES, identity.size_bytes)
        if _digest(path, 0, head_bytes) != identity.head_sha256:
            return MediaState.REPLACED
        if size > identity.size_bytes:
            return MediaState.GREW
        tail = _digest(path, max(0, size - BLOCK_BYTES))
    except OSError:
        return MediaState.MISSING
    return MediaState.FOUND if tail == identity.tail_sha256 else MediaState.REPLACED


def _candidates(reference: MediaReference, project: Path | None) -> Iterator[Path]:
    """Yield where it is likely first, then every file of the right size nearby."""
    folders = [reference.path.parent]
    if project is not None:
        folders.insert(0, project.absolute().parent)
        if reference.relative_path is not None:
            yield folders[0] / reference.relative_path
    for folder in folders:
        yield folder / reference.path.name
    for folder in dict.fromkeys(folders):
        for entry in islice(_files(folder, _DEPTH), MAX_FILES_SEEN):
            with suppress(OSError):
                if entry.stat().st_size == reference.identity.size_bytes:
                    yield Path(entry.path)


def _files(folder: Path, depth: int) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a folder and then of those in it; links to folders are not followed."""
    inner: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    inner.append(Path(entry.path))
                elif entry.is_file():
                    yield entry
    except OSError:
        return
    if depth:
        for path in sorted(inner):
            yield from _files(path, depth - 1)


def _digest(path: Path, offset: int, size: int = BLOCK_BYTES) -> str:
    with path.open("rb") as file:
        file.seek(offset)
        return hashlib.sha256(file.read(size)).hexdigest()


def _relative(media: Path, project: Path | None) -> str | None:
    if project is None:
        return None
    try:
        return Path(os.path.relpath(media, project.absolute().parent)).as_posix()
    except ValueError:
        # Another drive.
        return None
