"""Media files as samples on the media's own clock: one streaming pass, bounded memory.

Sample i of what is decoded from `start_ms` on is heard `start_ms` + i / 16 ms after the moment
that players show as 0:00 (`Media.zero_s`). So a track that starts late begins with silence, a gap
in the stored timestamps is filled with silence, and what overlaps is cut. The stored timestamps
are the authority, also in a damaged file, but for those of a stretch that leaps away and comes
back (`StrayStamps`); formats that store none (MP3, raw AAC) are counted by FFmpeg, as in players
built on it, and what did not decode by its bytes (`Pace`).
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median
from typing import cast

import numpy as np
import numpy.typing as npt
from av.audio.format import AudioFormat
from av.audio.frame import AudioFrame
from av.error import FFmpegError

from whisper_desktop.audio.clock import Place
from whisper_desktop.audio.damage import DamageLog
from whisper_desktop.audio.frames import FrameReader, PlacedFrame
from whisper_desktop.audio.media import AudioInput, Media, open_media
from whisper_desktop.audio.resample import RunResampler, Samples, SampleShape
from whisper_desktop.audio.timeline import Timeline
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import MediaUnreadableError, NoAudioError
from whisper_desktop.core.events import AudioDamaged

RATE_HZ = 16_000

# Seeking is worth it from here on. It goes to this much before the start, for decoders need some
# frames to find their feet; where that leads too far, to more, and in the end to the beginning.
_SEEK_FROM_MS = 10_000
_LEADS_MS = (1_000, 15_000)
_LONGEST_SKIP_S = 0.05

# Containers that store audio as one flow, in which a gap is a loss.
_UNBROKEN_FLOWS = frozenset({"flac", "mpeg", "mpegts", "ogg"})
# Containers without timestamps: FFmpeg counts packets, however long a damaged one is.
_COUNTED = frozenset({"aac", "mp3"})


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """Which part of which track of a file to decode."""

    path: Path
    track: int | None = None
    """Counted from 1; None means the default track."""
    start_ms: int = 0
    end_ms: int | None = None

    def __post_init__(self) -> None:
        if self.start_ms < 0 or (self.end_ms is not None and self.end_ms <= self.start_ms):
            raise ValueError(f"bad range: {self.start_ms}..{self.end_ms} ms")


def decode_blocks(
    path: Path,
    *,
    track: int | None = None,
    start_ms: int = 0,
    end_ms: int | None = None,
    on_damage: Callable[[AudioDamaged], None] | None = None,
    cancel: CancelToken | None = None,
) -> Iterator[npt.NDArray[np.float32]]:
    """Yield 16 kHz mono samples in [-1, 1], in blocks of at most one second.

    `track` counts from 1; None means the default one. A stretch that could not be decoded is
    silent and told to `on_damage`. Raise `MediaUnreadableError`, `NoAudioError` (also for a range
    outside of the audio) and `AudioTrackMissingError` at the first block, `Cancelled` at any.
    """
    request = DecodeRequest(path, track, start_ms, end_ms)
    for samples in decode_samples(request, _speech_shape, on_damage, cancel):
        mono = samples[:, 0]
        if mono.dtype == np.int16:
            yield np.multiply(mono, 1 / 32_768, dtype=np.float32)
        else:
            # Float recordings may exceed full scale and may even hold what is no number.
            yield np.clip(np.nan_to_num(mono), -1, 1)


def decode_samples(
    request: DecodeRequest,
    shape_of: Callable[[AudioInput], SampleShape],
    on_damage: Callable[[AudioDamaged], None] | None = None,
    cancel: CancelToken | None = None,
) -> Iterator[Samples]:
    """Yield samples of the shape that `shape_of` chooses for the track; see `decode_blocks`."""
    for lead_ms in _leads_ms(request.start_ms):
        with open_media(request.path) as media:
            damage = DamageLog(
                on_damage,
                request.start_ms,
                request.end_ms,
                is_unbroken_flow=media.container.format.name in _UNBROKEN_FLOWS,
                is_counted=media.container.format.name in _COUNTED,
            )
            decoding = _Decoding(request, media, shape_of, damage, cancel)
            if lead_ms is None or decoding.reaches(request.start_ms - lead_ms):
                yield from decoding.samples()
                damage.flush()
                return


def _leads_ms(start_ms: int) -> tuple[int | None, ...]:
    return (*_LEADS_MS, None) if start_ms >= _SEEK_FROM_MS else (None,)


class _Decoding:
    """One pass over one open file."""

    def __init__(
        self,
        request: DecodeRequest,
        media: Media,
        shape_of: Callable[[AudioInput], SampleShape],
        damage: DamageLog,
        cancel: CancelToken | None,
    ) -> None:
        self._request = request
        self._source = media.choose(request.track)
        self._shape = shape_of(self._source)
        self._damage = damage
        self._reader = FrameReader(media, self._source, damage, cancel)
        self._frames: Iterator[PlacedFrame] = self._reader.frames()
        self._timeline = Timeline(self._shape, request.start_ms, request.end_ms)
        self._sought_s: float | None = None

    def reaches(self, at_ms: int) -> bool:
        """Go to a time; say whether decoding starts early enough from there."""
        try:
            if not self._reader.seek(at_ms / 1000):
                return False
        except FFmpegError:
            return False
        lead = list(self._until_start())
        if not lead:
            return False
        self._frames = chain(lead, self._frames)
        first_s = lead[0][1].start_s
        # One timestamp may be off by its rounding, or by a page of Ogg Vorbis; most are not.
        self._sought_s = first_s + median(place.drift_s for _, place in lead)
        return first_s * 1000 <= self._request.start_ms

    def _until_start(self) -> Iterator[PlacedFrame]:
        for frame, place in self._frames:
            yield frame, place
            if place.start_s * 1000 >= self._request.start_ms:
                return

    def samples(self) -> Iterator[Samples]:
        """Yield what the timeline takes; raise an error when that is nothing."""
        try:
            for at, samples in self._converted():
                yield from self._timeline.put(at, samples)
                if self._timeline.is_full:
                    return
        except FFmpegError as error:
            reason = "the format of its audio is not supported"
            raise MediaUnreadableError(self._request.path, reason) from error
        self._reader.finish()
        if self._timeline.is_empty:
            raise self._nothing_found()

    def _converted(self) -> Iterator[tuple[int, Samples]]:
        run: RunResampler | None = None
        for frame, place in self._frames:
            if run is None or not place.is_seamless or not run.fits(frame):
                if run is not None:
                    yield from run.flush()
                run = self._start_run(frame, place, is_first=run is None)
            yield from run.push(frame)
        if run is not None:
            yield from run.flush()

    def _start_run(self, frame: AudioFrame, place: Place, *, is_first: bool) -> RunResampler:
        if is_first and self._sought_s is not None:
            at, skipped = _align(self._sought_s, self._reader.first_s, frame, self._shape)
        else:
            at, skipped = round(place.start_s * self._shape.rate_hz), 0
        return RunResampler(frame, self._shape, at=at, skipped=skipped)

    def _nothing_found(self) -> MediaUnreadableError | NoAudioError:
        path, end_s = self._request.path, self._reader.end_s
        if end_s is not None:
            reason = f"its audio ends at {_clock(end_s)}, before the wanted range"
            return NoAudioError(path, reason, round(end_s * 1000))
        if self._damage.has_failures or not self._source.rate_hz:
            return MediaUnreadableError(path, "none of its audio could be decoded")
        return NoAudioError(path, "its audio track is empty")


def _align(
    start_s: float, first_s: float, frame: AudioFrame, shape: SampleShape
) -> tuple[int, int]:
    """Return where a run begins, and after how many of its samples, to meet a whole decode.

    Input and output samples coincide only every so often (44.1 and 16 kHz: every 441 of the
    input). Begun elsewhere, the output would lie between the samples that decoding from the
    beginning gives.
    """
    step = frame.sample_rate // math.gcd(frame.sample_rate, shape.rate_hz)
    if step > frame.sample_rate * _LONGEST_SKIP_S:
        return round(start_s * shape.rate_hz), 0
    passed = round((start_s - first_s) * frame.sample_rate)
    skipped = -passed % step
    at = round(first_s * shape.rate_hz) + (passed + skipped) * shape.rate_hz // frame.sample_rate
    return at, skipped


def _speech_shape(source: AudioInput) -> SampleShape:
    return SampleShape(RATE_HZ, 1, is_float=_is_finer_than_16_bits(source))


def _is_finer_than_16_bits(source: AudioInput) -> bool:
    """Whether rounding to 16 bits would lose what was really recorded."""
    context = source.stream.codec_context
    # None when too little of the stream is left to tell.
    stored = cast("AudioFormat | None", context.format)
    return stored is not None and stored.bytes > 2 and context.codec.lossless


def _clock(time_s: float) -> str:
    minutes, seconds = divmod(int(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"
