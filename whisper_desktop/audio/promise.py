"""Where a track ends by the word of its file, as far as that word can be trusted.

What FFmpeg reports will not do everywhere: for some containers it takes what is left of a file cut
short for all there ever was, for others it guesses from the size. There the head is read by hand.
"""

import struct
from collections.abc import Callable
from typing import BinaryIO

from av.audio.stream import AudioStream

from whisper_desktop.audio.media import Media

# Sizes that programs write when they cannot go back to fill in the true one.
_STREAMED_SIZES = (range(1), range(0x7FFF_F000, 0x8000_0001), range(0xFFFF_F000, 1 << 32))
_LARGEST_SIZE = 1 << 62

_MOST_CHUNKS = 1_000
_LONGEST_CHUNK_READ = 64
_MOST_ID3_TAGS = 10
_MP3_HEAD_BYTES = 8_192
# From the start of a frame to the tag in it, as versions and channels have it: the side
# information lies between them.
_XING_OFFSETS = (13, 21, 36)
# An encoder says how many samples it added, in 12 bits for either end.
_MOST_ADDED_SAMPLES = 2 * 4_095 + 1_152

_ASF_HEAD_BYTES = 65_536
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_EBML_HEADER, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"


def promised_end_s(media: Media, stream: AudioStream) -> float | None:
    """Return where a track ends on the media's own clock; None when the file does not say."""
    read = _READERS.get(media.container.format.name.split(",")[0])
    if read is None:
        return None
    try:
        with media.path.open("rb") as file:
            return read(file, media, stream)
    except (OSError, struct.error):  # No longer there, or shorter than its own head.
        return None


def _counted_samples(_: BinaryIO, media: Media, stream: AudioStream) -> float | None:
    whole_us: int | None = media.container.duration
    if stream.duration is None or whole_us is None:
        return None
    return min(_track_end_s(media, stream, stream.duration), whole_us / 1_000_000)


def _counted_units(_: BinaryIO, media: Media, stream: AudioStream) -> float | None:
    # FFmpeg cuts the duration down to what is there, but not the count that it has it from.
    return _track_end_s(media, stream, stream.frames) if stream.frames else None


def _only_track(_: BinaryIO, media: Media, __: AudioStream) -> float | None:
    return _whole_end_s(media) if len(media.container.streams) == 1 else None


def _wav(file: BinaryIO, *_: object) -> float | None:
    """Compare the size of the samples with what is left of the file."""
    kind, _size, form = struct.unpack("<4sI4s", file.read(12))
    if kind not in (b"RIFF", b"RF64", b"BW64") or form != b"WAVE":
        return None
    chunks: dict[bytes, bytes] = {}
    for _chunk in range(_MOST_CHUNKS):
        name, size = struct.unpack("<4sI", file.read(8))
        start = file.tell()
        if name == b"data":
            if kind != b"RIFF" and size == 0xFFFF_FFFF:
                (size,) = struct.unpack_from("<8xQ", chunks.get(b"ds64", b""))
            is_cut = _is_known(size) and _file_size(file) < start + size
            return _wav_length_s(chunks, size) if is_cut else None
        chunks[name] = file.read(min(size, _LONGEST_CHUNK_READ))
        file.seek(start + size + size % 2)
    return None


def _is_known(size: int) -> bool:
    return size < _LARGEST_SIZE and not any(size in streamed for streamed in _STREAMED_SIZES)


def _wav_length_s(chunks: dict[bytes, bytes], size: int) -> float | None:
    """Divide by the bytes a second, which is a mere average, or wrong, with some codecs.

    Those say how many samples there are, which in turn some programs count over all channels.
    """
    rate_hz, bytes_per_s = struct.unpack_from("<4xII", chunks.get(b"fmt ", b""))
    (samples,) = struct.unpack("<I", chunks.get(b"fact", bytes(4))[:4])
    lengths_s = []
    if bytes_per_s:
        lengths_s.append(size / bytes_per_s)
    if rate_hz and _is_known(samples):
        lengths_s.append(samples / rate_hz)
    return min(lengths_s, default=None)


def _asf(file: BinaryIO, *_: object) -> float | None:
    head = file.read(_ASF_HEAD_BYTES)
    at = head.find(_ASF_PROPERTIES)
    if at < 0:
        return None
    (size,) = struct.unpack_from("<40xQ", head, at)
    length_100ns, preroll_ms, flags = struct.unpack_from("<64xQ8xQI", head, at)
    is_broadcast = flags & 1
    if is_broadcast or _file_size(file) >= size:
        return None
    return float(length_100ns / 10_000_000 - preroll_ms / 1_000)


def _matroska(file: BinaryIO, media: Media, stream: AudioStream) -> float | None:
    """Take the track's own word, or that on the whole when it means this track.

    Next to a longer picture it does, as far as anybody can tell, if the file is cut short.
    """
    ends_s = []
    tag = stream.metadata.get("DURATION")
    if tag is not None:
        ends_s.append(_clock_s(tag) - media.zero_s)
    if len(media.container.streams) == 1 or _is_segment_cut(file):
        ends_s.append(_whole_end_s(media))
    return min((end_s for end_s in ends_s if end_s > 0), default=None)


def _clock_s(text: str) -> float:
    """Read "00:00:40.023000000"; return 0 for what is no time."""
    parts = text.split(":")
    try:
        hours, minutes, seconds = map(float, parts)
    except ValueError:
        return 0.0
    return hours * 3_600 + minutes * 60 + seconds


def _is_segment_cut(file: BinaryIO) -> bool:
    if file.read(4) != _EBML_HEADER:
        return False
    header_size = _read_ebml_size(file)
    file.seek(file.tell() + (header_size or 0))
    if file.read(4) != _SEGMENT:
        return False
    size = _read_ebml_size(file)
    return size is not None and _file_size(file) < file.tell() + size


def _read_ebml_size(file: BinaryIO) -> int | None:
    """Read a number whose leading zero bits say how many bytes follow; None means unknown."""
    (first,) = file.read(1) or b"\0"
    more = 8 - first.bit_length()
    bits = 7 * (more + 1)
    size = int.from_bytes(bytes([first]) + file.read(more)) & ((1 << bits) - 1)
    return None if size == (1 << bits) - 1 else size


def _mp3(file: BinaryIO, media: Media, stream: AudioStream) -> float | None:
    """Believe the duration only if it comes from a count of frames, and not from the size."""
    frames = _count_mp3_frames(file)
    rate_hz = stream.codec_context.sample_rate
    if not frames or not rate_hz or stream.duration is None or stream.time_base is None:
        return None
    counted = frames * (1_152 if rate_hz >= 32_000 else 576)
    added = counted - float(stream.duration * stream.time_base * rate_hz)
    is_counted = -1 < added < _MOST_ADDED_SAMPLES
    return _track_end_s(media, stream, stream.duration) if is_counted else None


def _count_mp3_frames(file: BinaryIO) -> int:
    """Return how many frames the first one says that there are, or 0."""
    start = 0
    for _tag in range(_MOST_ID3_TAGS):
        head = file.read(10)
        if not head.startswith(b"ID3"):
            break
        # The size has 7 bits a byte.
        size = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(reversed(head[6:])))
        start = file.seek(start + 10 + size)
    file.seek(start)
    data = file.read(_MP3_HEAD_BYTES)
    for name in (b"Xing", b"Info"):
        at = data.find(name)
        if any(_is_mp3_frame(data, at - offset) for offset in _XING_OFFSETS):
            flags, frames = struct.unpack_from(">II", data, at + 4)
            return int(frames) if flags & 1 else 0
    at = data.find(b"VBRI")
    return int(struct.unpack_from(">I", data, at + 14)[0]) if _is_mp3_frame(data, at - 36) else 0


def _is_mp3_frame(data: bytes, at: int) -> bool:
    return at >= 0 and data[at] == 0xFF and data[at + 1] & 0xE0 == 0xE0


def _file_size(file: BinaryIO) -> int:
    at = file.tell()
    size = file.seek(0, 2)
    file.seek(at)
    return size


def _track_end_s(media: Media, stream: AudioStream, ticks: int) -> float:
    return float(((stream.start_time or 0) + ticks) * (stream.time_base or 0)) - media.zero_s


def _whole_end_s(media: Media) -> float:
    whole_us: int | None = media.container.duration
    return 0.0 if whole_us is None else whole_us / 1_000_000 - media.zero_s


# By the first of the names that FFmpeg gives to a container.
_READERS: dict[str, Callable[[BinaryIO, Media, AudioStream], float | None]] = {
    **dict.fromkeys(("aiff", "ape", "au", "flac", "mov", "tta", "wv"), _counted_samples),
    **dict.fromkeys(("avi", "caf"), _counted_units),
    "asf": _asf,
    "flv": _only_track,
    "matroska": _matroska,
    "mp3": _mp3,
    "wav": _wav,
}
