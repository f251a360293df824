"""The recordings that a person named: each once, and only those that can be recognised."""

import os
from collections.abc import Iterable
from pathlib import Path

from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.errors import MediaUnreadableError


def distinct_inputs(inputs: Iterable[Path]) -> tuple[Path, ...]:
    """Return every file once, by the path it was first given; a link is a file of its own."""
    first: dict[str, Path] = {}
    for media in inputs:
        folder = os.path.realpath(media.parent)
        first.setdefault(os.path.normcase(Path(folder, media.name)), media)
    return tuple(first.values())


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
