"""The recordings that a person named: each once, and only those that can be recognised."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from whisper_desktop.app.beside import MEDIA_ENDINGS
from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.errors import MediaUnreadableError


def distinct_inputs(inputs: Iterable[Path]) -> tuple[Path, ...]:
    """Return every file once, by the path it was first given; a link is a file of its own."""
    first: dict[str, Path] = {}
    for media in inputs:
        folder = os.path.realpath(media.parent)
        first.setdefault(os.path.normcase(Path(folder, media.name)), media)
    return tuple(first.values())


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
