"""The waveform of a media file, from the cache or built while it can be looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.peaks_cache import MediaState, PeaksCache, media_state
from whisper_desktop.audio.peaks import PEAKS_RATE_HZ, PeakPyramid
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import MediaUnreadableError

__all__ = [
    "MediaState",
    "PeakPyramid",
    "PeaksCache",
    "PeaksEvent",
    "PeaksGrew",
    "PeaksReady",
    "build_peaks",
    "media_state",
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
    state: MediaState
    """What the media was like; where `media_state` says otherwise, it has changed since."""


PeaksEvent = PeaksGrew | PeaksReady


def build_peaks(
    path: Path, track: int | None, pyramid: PeakPyramid, cache: PeaksCache, cancel: CancelToken
) -> Iterator[PeaksEvent]:
    """Fill an empty pyramid with a track (counted from 1; None means the default one).

    Meanwhile other threads may look at the pyramid. Raises `MediaUnreadableError`,
    `NoAudioError`, `AudioTrackMissingError` and `Cancelled`.
    """
    state = media_state(path)
    cached = cache.load(state, track)
    if cached is not None:
        pyramid.take_over(cached)
        yield PeaksReady(pyramid.duration_ms, is_from_cache=True, is_settled=True, state=state)
        return
    yield from _decode(path, track, pyramid, cancel)
    is_settled = _is_still(path, state)
    if is_settled and cache.save(state, track, pyramid):
        # From the disk it takes no memory.
        saved = cache.load(state, track)
        if saved is not None:
            pyramid.take_over(saved)
    yield PeaksReady(pyramid.duration_ms, is_from_cache=False, is_settled=is_settled, state=state)


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
        pyramid.expect(total_ms + _SLACK_MS)
    told_ms = -_TELL_EVERY_MS
    for block in decode_samples(DecodeRequest(path, track), lambda _: shape, cancel=cancel):
        pyramid.append(block[:, 0])
        if pyramid.duration_ms - told_ms >= _TELL_EVERY_MS:
            told_ms = pyramid.duration_ms
            yield PeaksGrew(told_ms, total_ms)
    pyramid.finish()


def _is_still(path: Path, state: MediaState) -> bool:
    try:
        return media_state(path) == state
    except MediaUnreadableError:
        return False
