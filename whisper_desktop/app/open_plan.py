"""What is meant by files and folders that somebody opens together."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from whisper_desktop.app.beside import MEDIA_ENDINGS, media_beside, subtitles_beside
from whisper_desktop.app.project_schema import APPLICATION_ID, PROJECT_SUFFIX
from whisper_desktop.app.subtitle_files import subtitle_endings
from whisper_desktop.core.errors import UnknownLanguageError
from whisper_desktop.core.languages import language_code

_SQLITE_MAGIC = b"SQLite format 3\0"
_ID_PLACE = slice(68, 72)
"""Where SQLite keeps in a file which program it belongs to."""


class FileKind(Enum):
    """What a file is: a project by what is in it, others by their names."""

    PROJECT = auto()
    SUBTITLES = auto()
    MEDIA = auto()


@dataclass(frozen=True, slots=True)
class Work:
    """Files that make one document: a project, or subtitles, media or both."""

    project: Path | None = None
    subtitles: Path | None = None
    media: Path | None = None

    @property
    def path(self) -> Path:
        """The file that the work is known by."""
        found = self.project or self.subtitles or self.media
        if found is None:
            raise ValueError("there is nothing to open")
        return found


def kind_of(path: Path) -> FileKind:
    """Return what a file is that somebody named."""
    ending = path.suffix.casefold()
    if ending == PROJECT_SUFFIX or _holds_project(path):
        return FileKind.PROJECT
    return FileKind.SUBTITLES if ending in subtitle_endings() else FileKind.MEDIA


def project_path(path: Path) -> Path:
    """Return the name of a project: whatever was typed, and the ending after it."""
    is_complete = path.suffix.casefold() == PROJECT_SUFFIX
    return path if is_complete else path.with_name(path.name + PROJECT_SUFFIX)


def language_of(path: Path) -> str | None:
    """Return the code of the language that a name tells, such as that of talk.de.srt."""
    for part in reversed(path.stem.split(".")[1:]):
        with suppress(UnknownLanguageError):
            return language_code(part.replace("_", "-").split("-")[0])
    return None


def works(paths: Sequence[Path]) -> tuple[Work, ...]:
    """Return the documents that are meant by files and folders, in the order of their names.

    Subtitles and media belong together when their names begin alike, or when there is nothing
    else: one of each.
    """
    kinds = dict(_files(paths))
    projects = [path for path, kind in kinds.items() if kind is FileKind.PROJECT]
    subtitles = [path for path, kind in kinds.items() if kind is FileKind.SUBTITLES]
    media = [path for path, kind in kinds.items() if kind is FileKind.MEDIA]
    if (len(projects), len(subtitles), len(media)) == (0, 1, 1):
        return (Work(subtitles=subtitles[0], media=media[0]),)
    return (*(Work(project=path) for path in projects), *_paired(subtitles, media))


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, FileKind]]:
    for path in paths:
        if path.is_dir():
            yield from _files_in(path)
        else:
            yield path, kind_of(path)


def _files_in(folder: Path) -> Iterator[tuple[Path, FileKind]]:
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() in MEDIA_ENDINGS:
            if path.is_file():
                # Not looked into: it may be in a cloud, and large.
                yield path, FileKind.MEDIA
        elif path.is_file() and (kind := kind_of(path)) is not FileKind.MEDIA:
            yield path, kind


def _holds_project(path: Path) -> bool:
    """Return whether a file is a project, whatever it is called."""
    with suppress(OSError):
        # What is no plain file (a pipe) may keep who opens it waiting.
        if path.is_file():
            with path.open("rb") as file:
                head = file.read(_ID_PLACE.stop)
            found = int.from_bytes(head[_ID_PLACE])
            return head.startswith(_SQLITE_MAGIC) and found == APPLICATION_ID
    return False


def completed(work: Work) -> Work:
    """Return the work with the file that lies beside and belongs to it, if there is one."""
    if work.project is None and work.media is None and work.subtitles is not None:
        return replace(work, media=next(iter(media_beside(work.subtitles)), None))
    if work.project is None and work.subtitles is None and work.media is not None:
        found = next(iter(subtitles_beside(work.media)), None)
        return work if found is None else replace(work, subtitles=found.path)
    return work


def _paired(subtitles: Sequence[Path], media: Sequence[Path]) -> Iterator[Work]:
    left = list(media)
    for path in subtitles:
        partner = next((one for one in media_beside(path) if one in media), None)
        if partner in left:
            left.remove(partner)
        yield Work(subtitles=path, media=partner)
    yield from (Work(media=path) for path in left)
