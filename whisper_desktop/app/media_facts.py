"""What a person should know of a media file before playing it, without a library for media."""

from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.core.errors import MediaUnreadableError


@dataclass(frozen=True, slots=True)
class AudioTrackFacts:
    """One audio track as the file describes it."""

    number: int
    """Counted from 1 among the audio tracks."""
    language: str | None
    """The tag as stored, mostly ISO 639-2 such as "deu"; None when absent or undetermined."""
    title: str
    codec: str
    """Its name, such as "aac"; empty when there is no decoder for it."""
    channels: int
    is_default: bool


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The moving picture of a file."""

    width: int
    height: int
    """As it is shown: of square pixels."""
    fps: float | None
    """Frames a second, on average; None when the file does not say."""


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """A media file as it describes itself; `reason` says why it cannot be read, if so."""

    path: Path
    duration_ms: int | None = None
    """None when the file does not say."""
    tracks: tuple[AudioTrackFacts, ...] = ()
    picture: PictureFacts | None = None
    """None for a file that is only heard; a cover is no picture."""
    reason: str = ""
    """A clause for a person; empty when the file can be read."""

    @property
    def is_readable(self) -> bool:
        """Whether the file could be opened."""
        return not self.reason

    @property
    def has_video(self) -> bool:
        """Whether there is a moving picture."""
        return self.picture is not None

    @property
    def has_audio(self) -> bool:
        """Whether there is a track that can be heard."""
        return any(track.codec for track in self.tracks)

    @property
    def default_track(self) -> int | None:
        """The number of the track that is played unless another is chosen."""
        chosen = next((one for one in self.tracks if one.is_default), None)
        if chosen is None:
            return self.tracks[0].number if self.tracks else None
        return chosen.number


def read_media_facts(path: Path) -> MediaFacts:
    """Return what the file says of itself; nothing is decoded, and nothing is raised."""
    # The library for media is big: it is loaded with the first file, not with the window.
    from whisper_desktop.audio.probe import probe

    try:
        info = probe(path)
    except MediaUnreadableError as error:
        return MediaFacts(path, reason=error.reason)
    tracks = tuple(
        AudioTrackFacts(
            number=one.number,
            language=one.language,
            title=one.title,
            codec=one.codec,
            channels=one.channels,
            is_default=one.is_default,
        )
        for one in info.tracks
    )
    picture = None
    if info.picture is not None:
        picture = PictureFacts(info.picture.width, info.picture.height, info.picture.fps)
    return MediaFacts(path, duration_ms=info.duration_ms, tracks=tracks, picture=picture)
