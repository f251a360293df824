"""Transcripts into files beside the media, or into a folder of the person's choice."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from whisper_desktop.core.atomic_write import check_writable, write_file
from whisper_desktop.core.errors import (
    OutputClashError,
    OutputExistsError,
    OutputUnwritableError,
)
from whisper_desktop.formats import TranscriptFormat, render
from whisper_desktop.formats.subtitles import SubtitleFormat
from whisper_desktop.formats.transcript import Transcript

__all__ = [
    "OutputClaims",
    "SubtitleFormat",
    "Transcript",
    "TranscriptFormat",
    "check_outputs",
    "export",
    "export_apart",
    "output_paths",
]

MAX_NAME_BYTES = 255
"""What nearly every file system allows a name."""


def output_paths(
    media: Path, output_dir: Path | None, formats: Iterable[TranscriptFormat]
) -> tuple[Path, ...]:
    """Return where the formats go: named after the media, beside it if no folder is given."""
    folder = media.parent if output_dir is None else output_dir
    return tuple(folder / f"{media.stem}.{wanted}" for wanted in dict.fromkeys(formats))


def check_outputs(media: Path, paths: Iterable[Path], *, overwrite: bool) -> None:
    """Find out before the work whether its results could be written.

    Raises:
        OutputExistsError: One exists, and `overwrite` is False.
        OutputUnwritableError: A folder is missing, read-only or full; or the media itself
            bears the output's name.
    """
    for path in paths:
        _refuse_to_replace(media, path)
        check_writable(path, overwrite=overwrite)


class OutputClaims:
    """Which outputs the inputs of one run will write, so that none replaces another's."""

    def __init__(self) -> None:
        self._media_of: dict[str, Path] = {}

    def claim(self, media: Path, paths: Sequence[Path]) -> None:
        """Reserve the outputs for this input; `OutputClashError` if an earlier one has them."""
        names = [_file_system_name(path) for path in paths]
        for path, name in zip(paths, names, strict=True):
            if name in self._media_of:
                raise OutputClashError(path, media, self._media_of[name])
        self._media_of.update(dict.fromkeys(names, media))


def export(
    transcript: Transcript,
    formats: Sequence[TranscriptFormat],
    media: Path,
    output_dir: Path | None = None,
    *,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write the transcript in each format and return the files; each appears whole or not at all.

    Raises `OutputExistsError` (never when `overwrite`) and `OutputUnwritableError`.
    """
    paths = output_paths(media, output_dir, formats)
    files = [_encoded(transcript, wanted) for wanted in dict.fromkeys(formats)]
    for path, data in zip(paths, files, strict=True):
        _refuse_to_replace(media, path)
        write_file(path, data, overwrite=overwrite)
    return paths


def export_apart(
    transcript: Transcript, formats: Sequence[TranscriptFormat], media: Path, folder: Path
) -> tuple[Path, ...]:
    """Write the transcript under names that are free, so that no earlier result is replaced.

    What was stopped before its end goes to talk.partial.srt, then to talk.partial-2.srt; what is
    complete but could not go to its own place goes to talk.srt, then to talk-2.srt.
    Raises `OutputUnwritableError`.
    """
    marker = "" if transcript.is_complete else ".partial"
    return tuple(
        _write_under_free_name(folder, (media.stem, marker, wanted), _encoded(transcript, wanted))
        for wanted in dict.fromkeys(formats)
    )


def _write_under_free_name(folder: Path, name: tuple[str, str, str], data: bytes) -> Path:
    stem, marker, extension = name
    number = 1
    while True:
        suffix = f"{marker}{'' if number == 1 else f'-{number}'}.{extension}"
        path = folder / f"{_shortened(stem, suffix)}{suffix}"
        try:
            write_file(path, data, overwrite=False)
        except OutputExistsError:
            number += 1
        else:
            return path


def _refuse_to_replace(media: Path, path: Path) -> None:
    if _is_same_file(path, media):
        raise OutputUnwritableError(path, "the recording itself has that name")


def _shortened(stem: str, suffix: str) -> str:
    """Cut a long name so that, with the suffix, it is one that the file system allows."""
    room = MAX_NAME_BYTES - len(os.fsencode(suffix))
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return stem


def _encoded(transcript: Transcript, wanted: TranscriptFormat) -> bytes:
    """Return UTF-8; a file name that is no valid text gets question marks in its place."""
    return render(transcript, wanted).encode("utf-8", errors="replace")


def _is_same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _file_system_name(path: Path) -> str:
    """Return one text for all spellings of a path: Talk.srt is talk.srt on Windows and macOS."""
    name = os.path.normcase(os.path.realpath(path))
    return name.casefold() if sys.platform == "darwin" else name
