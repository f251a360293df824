"""What a media file holds, without decoding it."""

from dataclasses import dataclass
from pathlib import Path

from av.audio.stream import AudioStream

from whisper_desktop.audio.media import AudioInput, Media, open_media
from whisper_desktop.audio.picture import Picture, picture_of


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """One audio track as the file describes it; times on the media's own clock."""

    number: int
    """Counted from 1 among the audio tracks."""
    codec: str
    """Its name, such as "aac"; empty when there is no decoder for it."""
    language: str | None
    """The tag as stored, mostly ISO 639-2 such as "deu"; None when absent or undetermined."""
    title: str
    channels: int
    rate_hz: int
    start_ms: int
    duration_ms: int | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """A media file as it describes itself; a damaged one may promise more than it holds."""

    path: Path
    duration_ms: int | None
    container: str
    tracks: tuple[AudioTrack, ...]
    picture: Picture | None
    """The moving picture; a cover is none."""

    @property
    def has_video(self) -> bool:
        """Whether there is a moving picture."""
        return self.picture is not None


def probe(path: Path) -> MediaInfo:
    """Read the description of a file; raise `MediaUnreadableError` when it is not media."""
    with open_media(path) as media:
        duration_us: int | None = media.container.duration
        return MediaInfo(
            path=path,
            duration_ms=None if duration_us is None else round(duration_us / 1000),
            container=media.container.format.name,
            tracks=tuple(
                _describe(media, number, one) for number, one in enumerate(media.inputs, start=1)
            ),
            picture=picture_of(media.container),
        )


def _describe(media: Media, number: int, one: AudioInput) -> AudioTrack:
    stream = one.stream
    start_ms = _ticks_to_ms(stream, stream.start_time)
    language = stream.metadata.get("language", "und")
    return AudioTrack(
        number=number,
        codec=one.codec,
        language=None if language == "und" else language,
        title=stream.metadata.get("title", ""),
        channels=one.channels,
        rate_hz=one.rate_hz,
        start_ms=0 if start_ms is None else round(start_ms - media.zero_s * 1000),
        duration_ms=_rounded(_ticks_to_ms(stream, stream.duration)),
        is_default=one.is_default,
    )


def _ticks_to_ms(stream: AudioStream, ticks: int | None) -> float | None:
    if ticks is None or stream.time_base is None:
        return None
    return float(ticks * stream.time_base * 1000)


def _rounded(time_ms: float | None) -> int | None:
    return None if time_ms is None else round(time_ms)
