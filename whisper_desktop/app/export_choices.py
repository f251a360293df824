"""How a document was exported, to do it again in the same way."""

from dataclasses import asdict, dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import Any

from whisper_desktop.app.file_stamp import FileStamp, stamp_of
from whisper_desktop.app.subtitle_files import (
    SubtitleFile,
    SubtitleFormat,
    Track,
    WriteOptions,
)
from whisper_desktop.formats.microdvd import USUAL_FPS


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What is known of a file that may be replaced."""

    stamp: FileStamp | None = None
    """Of the file as it was read or written the last time."""
    is_own: bool = False
    """Whether it was written from this document."""
    has_losses: bool = False
    """Whether it holds something that could not be read."""


class Replacing(Enum):
    """What replacing a file would do."""

    NOTHING_LOST = auto()
    """This document wrote it, and nobody else since."""
    EXISTING = auto()
    """There is a file that has nothing to do with this document."""
    OPENED = auto()
    """It is the file that the document was read from, and everything in it could be read."""
    CHANGED = auto()
    """Another program wrote it since it was read or written."""
    UNREAD = auto()
    """It holds something that could not be read, and that is nowhere else."""


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What the person chose; `header` is what the file that was opened says of all cues."""

    path: Path
    format: SubtitleFormat = SubtitleFormat.SRT
    encoding: str = "utf-8"
    newline: str = "\n"
    has_bom: bool = False
    fps: float = USUAL_FPS
    header: tuple[tuple[str, str], ...] = ()
    seen: FileSeen = FileSeen()
    track: Track = Track.TEXT

    @property
    def options(self) -> WriteOptions:
        """The same for `write_subtitles`."""
        return WriteOptions(
            self.encoding, self.newline, self.has_bom, self.fps, dict(self.header), self.track
        )

    @property
    def replacing(self) -> Replacing:
        """What is lost of the file that is there now, if it is replaced."""
        if stamp_of(self.path) != self.seen.stamp:
            is_known = self.seen.stamp is not None
            return Replacing.CHANGED if is_known else Replacing.EXISTING
        if self.seen.has_losses:
            return Replacing.UNREAD
        if self.seen.is_own:
            return Replacing.NOTHING_LOST
        return Replacing.EXISTING if self.seen.stamp is None else Replacing.OPENED

    def for_path(self, path: Path) -> "ExportChoices":
        """Return the same for another file, of which nothing is known."""
        return self if path == self.path else replace(self, path=path, seen=FileSeen())

    def written(self) -> "ExportChoices":
        """Return the same after the file was written."""
        return replace(self, seen=FileSeen(stamp_of(self.path), is_own=True))

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self) | {
            "path": str(self.path),
            "format": self.format.value,
            "track": self.track.value,
            "header": dict(self.header),
        }


def choices_of(path: Path, file: SubtitleFile, fps: float | None = None) -> ExportChoices:
    """Return the choices that write a file as it was read."""
    return ExportChoices(
        path,
        file.format,
        file.encoding or "utf-8",
        file.newline,
        file.had_bom,
        fps or USUAL_FPS,
        tuple(file.header.items()),
        FileSeen(file.stamp, has_losses=file.has_losses),
    )


def choices_from(data: object) -> ExportChoices | None:
    """Return what `to_data` made; None for anything else."""
    if not isinstance(data, dict):
        return None
    try:
        choices = ExportChoices(
            Path(data["path"]),
            SubtitleFormat(data["format"]),
            str(data["encoding"]),
            str(data["newline"]),
            bool(data["has_bom"]),
            float(data["fps"]),
            tuple((str(key), str(text)) for key, text in data["header"].items()),
            _seen_from(data.get("seen")),
            Track(data.get("track", Track.TEXT)),
        )
        "".encode(choices.encoding)
        WriteOptions(choices.encoding, choices.newline, choices.has_bom, choices.fps)
    except (ValueError, TypeError, AttributeError, LookupError):
        return None
    return choices


def _seen_from(data: object) -> FileSeen:
    """Return what is kept of the file; work of before it was kept knows nothing of it."""
    if not isinstance(data, dict):
        return FileSeen()
    kept = data["stamp"]
    stamp = kept and FileStamp(int(kept["size_bytes"]), int(kept["modified_ns"]))
    return FileSeen(stamp, bool(data["is_own"]), bool(data["has_losses"]))
