import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.audio.damage import CUT_OFF
from whisper_desktop.audio.decode import decode_blocks
from whisper_desktop.audio.media import open_media
from whisper_desktop.audio.promise import promised_end_s
from whisper_desktop.core.events import AudioDamaged

Sound = npt.NDArray[np.float32]
Make = Callable[..., Path]
MakeSound = Callable[..., Sound]

KINDS = [
    ("a.aiff", "pcm_s16be", {}),
    ("a.au", "pcm_s16be", {}),
    ("a.avi", "libmp3lame", {}),
    ("a.caf", "pcm_s16be", {}),
    ("a.flac", "flac", {}),
    ("a.flv", "aac", {}),
    ("a.mka", "aac", {}),
    ("a.mkv", "pcm_s16le", {}),
    ("a.mov", "pcm_s16le", {"movflags": "faststart"}),
    ("a.mp3", "libmp3lame", {}),
    ("a.tta", "tta", {}),
    ("a.wav", "adpcm_ms", {}),
    ("a.wav", "pcm_s16le", {}),
    ("a.wav", "pcm_s16le", {"rf64": "always"}),
    ("a.webm", "libopus", {}),
    ("a.wma", "mp2", {}),
    ("a.wv", "wavpack", {}),
]
"""Endings, codecs and options of files that say how long they are."""
RATE_HZ = 48_000


def _decode(path: Path, **options: Any) -> tuple[int, list[AudioDamaged]]:
    """Return for how many milliseconds a file is heard, and what is told to be lost."""
    damaged: list[AudioDamaged] = []
    samples = sum(map(len, decode_blocks(path, on_damage=damaged.append, **options)))
    return round(samples / 16), damaged


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _promised_s(path: Path) -> float | None:
    with open_media(path) as media:
        return promised_end_s(media, media.inputs[0].stream)


@pytest.fixture
def write_clicks(write_media: Make, make_clicks: MakeSound) -> Make:
    """Return a writer of ten seconds of clicks."""

    def write(name: str, codec: str, **options: Any) -> Path:
        clicks = make_clicks(10, RATE_HZ, channels=2)
        clicks += 0.05 * np.random.default_rng(1).standard_normal(clicks.shape)
        return write_media(name, clicks.astype(np.float32), rate_hz=RATE_HZ, codec=codec, **options)

    return write


@pytest.mark.parametrize(("name", "codec", "options"), KINDS)
def test_half_a_file_says_what_is_missing_and_a_whole_one_nothing(
    name: str, codec: str, options: dict[str, str], write_clicks: Make
) -> None:
    path = write_clicks(name, codec, options=options)
    _, nothing = _decode(path)
    _halve(path)

    heard_ms, (lost,) = _decode(path)

    assert nothing == []
    assert 3_500 < heard_ms < 6_500
    assert lost.reason == CUT_OFF
    assert lost.start_ms == pytest.approx(heard_ms, abs=2)
    assert lost.end_ms == pytest.approx(10_000, abs=80)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.aac", "aac"), ("a.ogg", "libopus"), ("a.ts", "mp2")]
)
def test_half_a_file_that_promises_nothing_is_taken_for_whole(
    name: str, codec: str, write_clicks: Make
) -> None:
    path = write_clicks(name, codec)
    assert _decode(path)[1] == []
    _halve(path)

    assert _decode(path)[1] == []


@pytest.mark.parametrize(("name", "codec", "options"), [KINDS[4], KINDS[9], KINDS[12]])
def test_a_range_is_told_only_what_it_misses(
    name: str, codec: str, options: dict[str, str], write_clicks: Make
) -> None:
    path = write_clicks(name, codec, options=options)
    _halve(path)

    assert _decode(path, end_ms=3_000)[1] == []
    (lost,) = _decode(path, start_ms=2_000, end_ms=7_000)[1]
    assert 3_500 < lost.start_ms < 6_500
    assert lost.end_ms == 7_000


@pytest.mark.parametrize("size", [0, 0x7FFF_F000, 0x8000_0000, 0xFFFF_FFDB, 0xFFFF_FFFF])
def test_sizes_that_stand_for_unknown_promise_nothing(size: int, write_clicks: Make) -> None:
    path = write_clicks("a.wav", "pcm_s16le")
    data = path.read_bytes()
    at = data.index(b"data") + 4
    path.write_bytes(data[:at] + struct.pack("<I", size) + data[at + 4 :])

    assert _decode(path) == (10_000, [])


@pytest.mark.parametrize("damage", ["no form", "no chunks", "no rate"])
def test_a_wav_with_a_senseless_head_promises_nothing(damage: str, write_clicks: Make) -> None:
    path = write_clicks("a.wav", "pcm_s16le")
    _halve(path)
    data = path.read_bytes()
    with open_media(path) as media:  # Opened before: FFmpeg refuses such heads.
        if damage == "no form":
            path.write_bytes(data[:8] + b"EVAW" + data[12:])
        elif damage == "no chunks":
            path.write_bytes(data[:30])
        else:
            path.write_bytes(data[:24] + bytes(8) + data[32:])

        assert promised_end_s(media, media.inputs[0].stream) is None


def test_a_file_that_is_gone_promises_nothing(write_clicks: Make) -> None:
    path = write_clicks("a.wav", "pcm_s16le")
    with open_media(path) as media:
        path.rename(path.with_name("b.wav"))

        assert promised_end_s(media, media.inputs[0].stream) is None


@pytest.mark.parametrize(("seconds", "picture_s"), [(4, 10), (10, 4)])
def test_sound_and_picture_of_different_lengths_are_no_damage(
    seconds: float, picture_s: float, write_media: Make, make_clicks: MakeSound
) -> None:
    clicks = make_clicks(seconds, RATE_HZ)
    path = write_media("a.mkv", clicks, rate_hz=RATE_HZ, codec="libopus", picture_s=picture_s)

    heard_ms, damaged = _decode(path)

    assert heard_ms == pytest.approx(seconds * 1_000, abs=10)
    assert damaged == []


@pytest.mark.parametrize("tag", [b"--:--:--", b"DURATION"])
def test_a_film_without_the_length_of_its_sound_is_only_believed_when_cut(
    tag: bytes, write_media: Make, make_clicks: MakeSound
) -> None:
    path = write_media("a.mkv", make_clicks(4, RATE_HZ), rate_hz=RATE_HZ, codec="aac", picture_s=10)
    data = path.read_bytes()
    old = b"DURATION" if tag == b"DURATION" else b"00:00:04"
    new = b"NOITARUD" if tag == b"DURATION" else tag
    assert old in data
    path.write_bytes(data.replace(old, new))
    assert _promised_s(path) is None

    path.write_bytes(path.read_bytes()[:-2_000])

    assert _promised_s(path) == pytest.approx(10, abs=0.1)


def _mp3_tag(data: bytearray) -> int:
    return max(data.find(b"Xing"), data.find(b"Info"))


def test_tags_and_padding_around_an_mp3_change_nothing(write_clicks: Make) -> None:
    path = write_clicks("a.mp3", "libmp3lame")
    data = path.read_bytes()
    promised_s = _promised_s(path)
    assert promised_s == pytest.approx(10, abs=0.03)
    tag = b"ID3\x03\0\0\0\0\x10\0" + bytes(2_048)

    path.write_bytes(tag + data + bytes(2_000) + b"TAG" + bytes(125))

    assert _promised_s(path) == promised_s
    heard_ms, damaged = _decode(path)
    assert heard_ms == pytest.approx(10_000, abs=60)
    assert damaged == []


def test_the_count_of_a_vbri_head_is_believed(write_clicks: Make) -> None:
    path = write_clicks("a.mp3", "libmp3lame")
    data = bytearray(path.read_bytes())
    at = _mp3_tag(data)
    (frames,) = struct.unpack_from(">I", data, at + 8)
    data[at : at + 120] = bytes(120)
    struct.pack_into(">4sHHHII", data, at, b"VBRI", 1, 0, 0, len(data), frames)
    path.write_bytes(data)
    _halve(path)

    assert _promised_s(path) == pytest.approx(10, abs=0.06)


def test_a_count_that_the_mp3_outgrew_is_not_believed(write_clicks: Make) -> None:
    path = write_clicks("a.mp3", "libmp3lame")
    path.write_bytes(path.read_bytes() * 3)

    assert _promised_s(path) is None
