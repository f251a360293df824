"""Rows into files beside their media: the text, the translation, or both together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from whisper_desktop.app.export import check_outputs
from whisper_desktop.app.subtitle_files import (
    TRANSLATION_MARK,
    SubtitleFormat,
    Track,
    WriteOptions,
    write_subtitles,
)
from whisper_desktop.core.cue import Cue

_MARKS: Mapping[Track, str] = MappingProxyType(
    {
        Track.TEXT: "",
        Track.TRANSLATION: TRANSLATION_MARK,
        Track.TEXT_FIRST: ".bilingual",
        Track.TRANSLATION_FIRST: ".bilingual",
    }
)
"""What the name of a file has before its ending."""


@dataclass(frozen=True, slots=True)
class CueExport:
    """Which files are made of rows, each track in each format."""

    formats: tuple[SubtitleFormat, ...] = (SubtitleFormat.SRT,)
    tracks: tuple[Track, ...] = (Track.TEXT,)
    folder: Path | None = None
    """None is beside the media."""

    def __post_init__(self) -> None:
        if sum(track.is_bilingual for track in set(self.tracks)) > 1:
            raise ValueError("two bilingual tracks would have one name")

    def paths(self, media: Path) -> tuple[Path, ...]:
        """Return where the files go: talk.srt, talk.en.srt, talk.bilingual.srt."""
        return tuple(path for path, _, _ in self.files(media))

    def files(self, media: Path) -> Iterator[tuple[Path, SubtitleFormat, Track]]:
        """Yield each file with what goes into it."""
        folder = media.parent if self.folder is None else self.folder
        for track in dict.fromkeys(self.tracks):
            for wanted in dict.fromkeys(self.formats):
                name = f"{media.stem}{_MARKS[track]}{wanted.endings[0]}"
                yield folder / name, wanted, track


def export_cues(
    cues: Sequence[Cue], wanted: CueExport, media: Path, *, overwrite: bool = False
) -> tuple[Path, ...]:
    """Write the files and return them; each appears whole or not at all.

    A track of translations that are not there is left out. Raises `OutputExistsError` (never when
    `overwrite`) and `OutputUnwritableError`.
    """
    has_translation = any(cue.translation.strip() for cue in cues)
    files = [
        (path, form, track)
        for path, form, track in wanted.files(media)
        if track is Track.TEXT or has_translation
    ]
    check_outputs(media, [path for path, _, _ in files], overwrite=overwrite)
    for path, form, track in files:
        write_subtitles(path, cues, form, WriteOptions(track=track), overwrite=overwrite)
    return tuple(path for path, _, _ in files)
