"""The waveform of a media file, from the cache or built while it can be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.peaks_cache import MediaVersion, PeaksCache, media_version
from whisper_desktop.audio.peaks import PEAKS_RATE_HZ, PeakPyramid
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import MediaUnreadableError

__all__ = [
    "MediaVersion",
    "PeakPyramid",
    "PeaksCache",
    "PeaksEvent",
    "PeaksGrew",
    "PeaksReady",
    "build_peaks",
    "is_unchanged",
]

# At some hundred times real time, ten times a second.
_TELL_EVERY_MS = 30_000
# What a file says of itself is good to a few frames at best.
_SLACK_MS = 1_000


@dataclass(frozen=True, slots=True)
class PeaksGrew:
    """The waveform can be looked at up to here; `total_ms` None if the media does not say."""

    done_ms: int
    total_ms: int | None


@dataclass(frozen=True, slots=True)
class PeaksReady:
    """The waveform is whole."""

    duration_ms: int
    is_from_cache: bool
    is_settled: bool
    """False when the media changed meanwhile: it is still being recorded, replaced, or gone."""
    version: MediaVersion
    """What the media was like when it was read; see `is_unchanged`."""
    promised_ms: int | None = None
    """Where the sound should end by the word of its file, if that is well behind where it does."""


PeaksEvent = PeaksGrew | PeaksReady


def build_peaks(
    path: Path, track: int | None, pyramid: PeakPyramid, cache: PeaksCache, cancel: CancelToken
) -> Iterator[PeaksEvent]:
    """Fill an empty pyramid with a track (counted from 1; None means the default one).

    Meanwhile other threads may look at the pyramid. Raises `MediaUnreadableError`,
    `NoAudioError`, `AudioTrackMissingError` and `Cancelled`.
    """
    version = media_version(path)
    cached = cache.load(version, track)
    if cached is not None:
        pyramid.take_over(cached)
    else:
        yield from _decode(path, track, pyramid, cancel)
    is_settled = is_unchanged(path, version)
    if cached is None and is_settled and cache.save(version, track, pyramid):
        # From the disk it takes no memory.
        saved = cache.load(version, track)
        if saved is not None:
            pyramid.take_over(saved)
    yield PeaksReady(
        pyramid.duration_ms,
        is_from_cache=cached is not None,
        is_settled=is_settled,
        version=version,
        promised_ms=_promised_ms(path, track, pyramid.duration_ms) if is_settled else None,
    )


def _decode(
    path: Path, track: int | None, pyramid: PeakPyramid, cancel: CancelToken
) -> Iterator[PeaksGrew]:
    # The library for media is big: it is loaded with the first file, not with the window.
    from whisper_desktop.audio.decode import DecodeRequest, decode_samples
    from whisper_desktop.audio.probe import probe
    from whisper_desktop.audio.resample import SampleShape

    shape = SampleShape(PEAKS_RATE_HZ, 1)
    total_ms = probe(path).duration_ms
    if total_ms is not None:
        pyramid.expect(max(total_ms, 0) + _SLACK_MS)
    told_ms = -_TELL_EVERY_MS
    for block in decode_samples(DecodeRequest(path, track), lambda _: shape, cancel=cancel):
        pyramid.append(block[:, 0])
        if pyramid.duration_ms - told_ms >= _TELL_EVERY_MS:
            told_ms = pyramid.duration_ms
            yield PeaksGrew(told_ms, total_ms)
    pyramid.finish()


def _promised_ms(path: Path, track: int | None, duration_ms: int) -> int | None:
    from whisper_desktop.audio.media import open_media
    from whisper_desktop.audio.promise import promised_end_s

    with open_media(path) as media:
        end_s = promised_end_s(media, media.choose(track).stream)
    if end_s is None or end_s * 1_000 - duration_ms <= _SLACK_MS:
        return None
    return round(end_s * 1_000)


def is_unchanged(path: Path, version: MediaVersion) -> bool:
    """Whether the media is there and as it was; if not, its waveform is to be built again."""
    try:
        return media_version(path) == version
    except MediaUnreadableError:
        return False
