"""Media of every kind, made on the spot, with sounds whose times are known exactly."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

Sound = npt.NDArray[np.float32]  # (channels, n)

_FORMATS: dict[str, Any] = {
    "u8": (np.uint8, 127, 128),
    "s16": (np.int16, 32_767, 0),
    "s32": (np.int32, 2**31 - 1, 0),
    "flt": (np.float32, 1, 0),
    "dbl": (np.float64, 1, 0),
}
_LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 6: "5.1"}


@pytest.fixture(scope="session")
def make_clicks() -> Callable[..., Sound]:
    """Return a maker of silence with a 2 ms click centred on every whole second but the first."""

    def make(seconds: float, rate_hz: int, channels: int = 1) -> Sound:
        times_s = np.arange(round(seconds * rate_hz)) / rate_hz
        from_click_s = times_s - np.rint(times_s)
        is_click = (np.abs(from_click_s) < 0.001) & (times_s > 0.5)
        wave = np.where(is_click, 0.8 * np.cos(from_click_s * np.pi / 0.002) ** 2, 0.0)
        # A codec does as it likes with digital silence; a murmur keeps it honest.
        wave += 0.001 * np.sin(2 * np.pi * 300 * times_s)
        return np.repeat(wave[None].astype(np.float32), channels, axis=0)

    return make


@pytest.fixture(scope="session")
def find_clicks() -> Callable[[Sound], dict[int, float]]:
    """Return a finder of clicks in 16 kHz samples: the nearest second -> its distance in ms."""

    def find(samples: Sound) -> dict[int, float]:
        found = {}
        for second in range(1, len(samples) // 16_000 + 1):
            first = second * 16_000 - 640
            energy = np.square(samples[first : first + 1_281].astype(np.float64))
            if len(energy) == 1_281 and energy.max() > 0.02:
                found[second] = float(energy @ np.arange(-640, 641) / energy.sum() / 16)
        return found

    return find


@pytest.fixture(scope="session")
def make_sine() -> Callable[..., Sound]:
    """Return a maker of mono sines."""

    def make(seconds: float, rate_hz: int, frequency_hz: float = 440, peak: float = 0.5) -> Sound:
        times_s = np.arange(round(seconds * rate_hz)) / rate_hz
        wave: Sound = peak * np.sin(2 * np.pi * frequency_hz * times_s)[None].astype(np.float32)
        return wave

    return make


@pytest.fixture
def write_media(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of media files; each sound becomes an audio track of its own.

    `cuts` are (from_s, until_s, at_s): that part of each sound, with that timestamp.
    `tags` and `flags` are the metadata and the disposition of each track.
    """

    def write(
        name: str,
        *sounds: Sound,
        rate_hz: int = 16_000,
        codec: str = "pcm_s16le",
        sample_format: str | None = None,
        cuts: Sequence[tuple[float, float, float]] | None = None,
        picture_s: float = 0,
        tags: Sequence[dict[str, str]] = (),
        flags: Sequence[int] = (),
        options: dict[str, str] | None = None,
    ) -> Path:
        path = tmp_path / name
        with av.open(f"file:{path}", "w", format=_muxer(name), options=options or {}) as container:
            packets: list[Packet[Any]] = []
            if picture_s:
                packets += _encode_picture(container, picture_s)
            streams = []
            for number, sound in enumerate(sounds):
                stream = _add_track(container, codec, rate_hz, len(sound), sample_format)
                stream.metadata.update(tags[number] if tags else {})
                if flags:
                    stream.disposition = Disposition(flags[number])
                streams.append(stream)
            for stream, sound in zip(streams, sounds, strict=True):
                packets += _encode_sound(stream, sound, rate_hz, cuts)
            packets.sort(key=lambda packet: (packet.dts or 0) * packet.time_base)
            container.mux(packets)
        return path

    return write


def _muxer(name: str) -> str | None:
    return {"mka": "matroska", "ts": "mpegts", "aac": "adts"}.get(name.rsplit(".", 1)[-1])


def _add_track(
    container: OutputContainer, codec: str, rate_hz: int, channels: int, sample_format: str | None
) -> AudioStream:
    stream = container.add_stream(codec, rate=rate_hz)
    assert isinstance(stream, AudioStream)
    stream.layout = _LAYOUTS[channels]
    if sample_format:
        stream.format = sample_format
    return stream


def _encode_picture(container: OutputContainer, seconds: float) -> "Iterator[Packet[Any]]":
    stream = container.add_stream("mpeg4", rate=10)
    assert isinstance(stream, VideoStream)
    stream.width = stream.height = 32
    for number in range(round(seconds * 10)):
        frame = VideoFrame(32, 32, "yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, 10)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _encode_sound(
    stream: AudioStream,
    sound: Sound,
    rate_hz: int,
    cuts: Sequence[tuple[float, float, float]] | None,
) -> "Iterator[Packet[Any]]":
    length = stream.codec_context.frame_size or 1_024
    for from_s, until_s, at_s in cuts or [(0, sound.shape[1] / rate_hz, 0)]:
        part = sound[:, round(from_s * rate_hz) : round(until_s * rate_hz)]
        for first in range(0, part.shape[1], length):
            frame = _frame(part[:, first : first + length], stream)
            frame.pts = round(at_s * rate_hz) + first
            frame.sample_rate, frame.time_base = rate_hz, Fraction(1, rate_hz)
            yield from stream.encode(frame)
    yield from stream.encode(None)


def _frame(part: Sound, stream: AudioStream) -> AudioFrame:
    name = stream.format.name
    dtype, scale, zero = _FORMATS.get(name.removesuffix("p")) or _FORMATS["flt"]
    scaled = np.clip(part.astype(np.float64) * scale, -scale, scale) + zero
    if dtype not in (np.float32, np.float64):
        scaled = np.rint(scaled)
    numbers = scaled.astype(dtype)
    if not name.endswith("p"):
        numbers = np.ascontiguousarray(numbers.T).reshape(1, -1)
    return AudioFrame.from_ndarray(np.ascontiguousarray(numbers), name, stream.layout.name)


@pytest.fixture
def damage_file() -> Callable[..., None]:
    """Return a function that overwrites part of a file with noise, from a fraction of it on."""

    def damage(path: Path, at: float, length: int) -> None:
        data = bytearray(path.read_bytes())
        first = int(len(data) * at)
        data[first : first + length] = np.random.default_rng(5).bytes(length)
        path.write_bytes(data)

    return damage
