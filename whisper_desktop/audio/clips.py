"""Stretches of media as audio files of their own, with gain and fades."""

import io
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from pydub import AudioSegment

from whisper_desktop.audio.decode import RATE_HZ, DecodeRequest, decode_samples
from whisper_desktop.audio.media import open_media
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.audio.resample import SampleShape
from whisper_desktop.core.atomic_write import write_file
from whisper_desktop.core.errors import OutputUnwritableError

# File name ending -> FFmpeg's container and encoder. WAV needs neither.
_ENCODERS = {
    ".flac": ("flac", "flac"),
    ".m4a": ("ipod", "aac"),
    ".mp3": ("mp3", "libmp3lame"),
    ".ogg": ("ogg", "libopus"),
    ".opus": ("opus", "libopus"),
}
ENDINGS = (".wav", *_ENCODERS)
"""What a clip's file name may end in."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of the media's own clock, and how it shall sound."""

    start_ms: int
    end_ms: int
    gain_db: float = 0.0
    """What would exceed full scale is clipped."""
    fade_in_ms: int = 0
    fade_out_ms: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")
        fades_ms = (self.fade_in_ms, self.fade_out_ms)
        if min(fades_ms) < 0 or sum(fades_ms) > self.end_ms - self.start_ms:
            raise ValueError(f"bad fades: {fades_ms} ms")


def export_clip(source: Path | Pcm, clip: Clip, target: Path, *, track: int | None = None) -> None:
    """Write a clip whole or not at all, in the format of the target's ending (`ENDINGS`).

    A file is cut at its own rate in mono or stereo (more channels are mixed to stereo), a `Pcm`
    as it is; both at 16 bits. Raise what `decode_blocks` raises, or `OutputUnwritableError`;
    an older file of the same name is replaced.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        endings = ", ".join(ENDINGS)
        raise OutputUnwritableError(target, f"its name must end in one of {endings}")
    segment = _style(_cut(source, clip, track), clip)
    data = _to_wav(segment) if ending == ".wav" else _encode(segment, *_ENCODERS[ending])
    write_file(target, data, overwrite=True)


def _cut(source: Path | Pcm, clip: Clip, track: int | None) -> AudioSegment:
    if isinstance(source, Pcm):
        samples = source.slice_ms(clip.start_ms, clip.end_ms).samples
        if not len(samples):
            raise ValueError(f"no samples in {clip.start_ms}..{clip.end_ms} ms")
        shape = SampleShape(RATE_HZ, 1)
        scaled = np.clip(np.rint(samples * 32_768), -32_768, 32_767)
        data = scaled.astype(np.int16).tobytes()
    else:
        shape = _native_shape(source, track)
        request = DecodeRequest(source, track, clip.start_ms, clip.end_ms)
        data = b"".join(block.tobytes() for block in decode_samples(request, lambda _: shape))
    return AudioSegment(data, sample_width=2, frame_rate=shape.rate_hz, channels=shape.channels)


def _native_shape(path: Path, track: int | None) -> SampleShape:
    with open_media(path) as media:
        source = media.choose(track)
        return SampleShape(source.rate_hz or RATE_HZ, 1 if source.channels == 1 else 2)


def _style(segment: AudioSegment, clip: Clip) -> AudioSegment:
    if clip.gain_db:
        segment = segment.apply_gain(clip.gain_db)
    if clip.fade_in_ms:
        segment = segment.fade_in(clip.fade_in_ms)
    if clip.fade_out_ms:
        segment = segment.fade_out(clip.fade_out_ms)
    return segment


def _to_wav(segment: AudioSegment) -> bytes:
    buffer = io.BytesIO()
    segment.export(buffer, format="wav")
    return buffer.getvalue()


def _encode(segment: AudioSegment, container_name: str, encoder: str) -> bytes:
    """Encode with PyAV: pydub would need an ffmpeg on the PATH."""
    buffer = io.BytesIO()
    layout = "mono" if segment.channels == 1 else "stereo"
    interleaved = np.frombuffer(segment.raw_data, dtype=np.int16).reshape(1, -1)
    frame = AudioFrame.from_ndarray(interleaved, format="s16", layout=layout)
    frame.sample_rate, frame.pts = segment.frame_rate, 0
    with av.open(buffer, "w", format=container_name) as container:
        rate_hz = _nearest_rate_hz(encoder, segment.frame_rate)
        stream = container.add_stream(encoder, rate=rate_hz, layout=layout)
        assert isinstance(stream, AudioStream)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def _nearest_rate_hz(encoder: str, rate_hz: int) -> int:
    """Return the lowest rate of the encoder that keeps all of the sound, or else its highest."""
    known = av.Codec(encoder, "w").audio_rates or [rate_hz]
    return min((one for one in known if one >= rate_hz), default=max(known))
