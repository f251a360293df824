"""The recordings that a person named: each once, and only those that can be recognised."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.beside import MEDIA_ENDINGS
from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, MediaUnreadableError, WhisperDesktopError


def distinct_inputs(inputs: Iterable[Path]) -> tuple[Path, ...]:
    """Return every file once, by the path it was first given; a link is a file of its own."""
    first: dict[Path, Path] = {}
    for media in inputs:
        first.setdefault(_whereabouts(media), media)
    return tuple(first.values())


def is_named(media: Path, path: Path) -> bool:
    """Tell whether a path is that of a recording, or of a folder that it is in."""
    place = _whereabouts(media)
    folder = Path(os.path.normcase(os.path.realpath(path)))
    return _whereabouts(path) == place or folder in place.parents


def media_in(folder: Path) -> Iterator[Path]:
    """Yield the recordings in a folder and in those below it, by their names.

    Hidden folders and links to folders are passed over, as is what may not be read.
    """
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            # What macOS keeps beside a file on other disks bears its ending, too.
            if not name.startswith("._") and path.suffix.casefold() in MEDIA_ENDINGS:
                yield path


@dataclass(frozen=True, slots=True)
class FoundMedia:
    """The recordings that are meant by files and folders."""

    media: tuple[Path, ...]


def found_media(
    paths: Iterable[Path], cancel: CancelToken
) -> Iterator[WhisperDesktopError | FoundMedia]:
    """Yield an error for each path that is no recording and holds none; and last what was found.

    Files are opened, what is in folders is not.
    """
    media: list[Path] = []
    for path in paths:
        try:
            media += media_at(MediaPart(path.absolute()), cancel)
        except Cancelled:
            raise
        except WhisperDesktopError as error:
            yield error
    yield FoundMedia(tuple(media))


def media_at(part: MediaPart, cancel: CancelToken) -> Iterator[Path]:
    """Yield the recording that is meant, or all in the folder; only a recording is opened.

    Raises what `check_input` raises of one, `MediaUnreadableError` for a folder without any, and
    `Cancelled`.
    """
    if not part.media.is_dir():
        check_input(part)
        yield part.media
        return
    is_empty = True
    for media in media_in(part.media):
        cancel.raise_if_cancelled()
        is_empty = False
        yield media
    if is_empty:
        raise MediaUnreadableError(part.media, "there are no recordings in this folder")


def _whereabouts(path: Path) -> Path:
    """Return what is the same for all paths of a file; a link is a file of its own."""
    return Path(os.path.normcase(Path(os.path.realpath(path.parent), path.name)))


def check_input(part: MediaPart) -> None:
    """Open a recording, and decode nothing of it.

    Raises `MediaUnreadableError`, `NoAudioError` and `AudioTrackMissingError`, as the decoder
    would after the model was loaded.
    """
    # Without FFmpeg, a mistyped name is told at once.
    if not os.path.lexists(part.media):
        raise MediaUnreadableError(part.media, "the file does not exist")
    from whisper_desktop.audio.media import open_media

    with open_media(part.media) as media:
        media.choose(part.audio_track)
