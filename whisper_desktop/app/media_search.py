"""Looks at the recording of a document, or looks for it, away from the window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.media_facts import MediaFacts, read_media_facts
from whisper_desktop.app.media_identity import MediaReference, MediaState, locate, refer_to
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import MediaUnreadableError


@dataclass(frozen=True, slots=True)
class MediaSeen:
    """What was found: no facts when there is no file, no reference when it cannot be read.

    `wanted` is the path that was asked for.
    """

    wanted: Path
    state: MediaState
    facts: MediaFacts | None = None
    reference: MediaReference | None = None


def see_media(path: Path, project: Path | None, cancel: CancelToken) -> Iterator[MediaSeen]:
    """Look at a file that the person chose."""
    facts = read_media_facts(path)
    cancel.raise_if_cancelled()
    yield MediaSeen(path, MediaState.FOUND, facts, _reference_to(path, project))


def find_media(
    reference: MediaReference, project: Path | None, cancel: CancelToken
) -> Iterator[MediaSeen]:
    """Look for a recording where it was, and by its content where it may be now."""
    found = locate(reference, project)
    cancel.raise_if_cancelled()
    if found.path is None:
        yield MediaSeen(reference.path, found.state)
        return
    facts = read_media_facts(found.path)
    is_same = found.state in {MediaState.FOUND, MediaState.GREW}
    kept = reference if is_same else _reference_to(found.path, project)
    yield MediaSeen(reference.path, found.state, facts, kept)


def _reference_to(path: Path, project: Path | None) -> MediaReference | None:
    """Return the reference to a file, None when it cannot be read: it may be a folder by now."""
    try:
        return refer_to(path, project)
    except MediaUnreadableError:
        return None
