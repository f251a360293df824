from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.audio.decode import decode_blocks
from whisper_desktop.core.events import AudioDamaged

Sound = npt.NDArray[np.float32]
Make = Callable[..., Path]
MakeSound = Callable[..., Sound]
FindClicks = Callable[[Sound], dict[int, float]]

LOSSLESS = [
    ("a.wav", "pcm_s16le"),
    ("a.flac", "flac"),
    ("a.m4a", "alac"),
    ("a.mkv", "pcm_s24le"),
    ("a.mov", "pcm_f32le"),
]
LOSSY = [
    ("a.mp3", "libmp3lame"),
    ("a.mp4", "aac"),
    ("a.ogg", "libopus"),
    ("a.webm", "libopus"),
    ("a.mka", "aac"),
]


def decode(path: Path, **options: Any) -> Sound:
    return np.concatenate(list(decode_blocks(path, **options)))


@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 48_000, 192_000])
@pytest.mark.parametrize(("name", "codec"), LOSSLESS[:2])
def test_clicks_are_heard_when_they_happen(
    name: str,
    codec: str,
    rate_hz: int,
    write_media: Make,
    make_clicks: MakeSound,
    find_clicks: FindClicks,
) -> None:
    clicks = make_clicks(3.2, rate_hz, channels=2)

    found = find_clicks(decode(write_media(name, clicks, rate_hz=rate_hz, codec=codec)))

    assert sorted(found) == [1, 2, 3]
    assert all(abs(off_ms) < 0.05 for off_ms in found.values())


@pytest.mark.parametrize(("name", "codec"), LOSSLESS + LOSSY)
def test_every_container_keeps_time_beside_a_picture(
    name: str,
    codec: str,
    write_media: Make,
    make_clicks: MakeSound,
    find_clicks: FindClicks,
) -> None:
    clicks = make_clicks(4.5, 48_000, channels=2)
    picture_s = 4.5 if name.endswith(("mkv", "mp4", "mov")) else 0

    damaged: list[AudioDamaged] = []
    path = write_media(name, clicks, rate_hz=48_000, codec=codec, picture_s=picture_s)
    heard = decode(path, on_damage=damaged.append)

    assert sorted(find_clicks(heard)) == [1, 2, 3, 4]
    assert all(abs(off_ms) < 0.6 for off_ms in find_clicks(heard).values())
    assert len(heard) / 16_000 == pytest.approx(4.5, abs=0.03)
    assert damaged == []


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "aac"), ("a.mkv", "libopus")])
def test_sound_that_starts_after_the_picture_begins_with_silence(
    name: str,
    codec: str,
    write_media: Make,
    make_clicks: MakeSound,
    find_clicks: FindClicks,
) -> None:
    clicks = make_clicks(4, 48_000)
    cuts = [(1.5, 4, 1.5)]

    damaged: list[AudioDamaged] = []
    path = write_media(name, clicks, rate_hz=48_000, codec=codec, cuts=cuts, picture_s=4)
    heard = decode(path, on_damage=damaged.append)

    assert np.abs(heard[: 16 * 1_400]).max() < 1e-4
    assert sorted(find_clicks(heard)) == [2, 3]
    assert all(abs(off_ms) < 1.5 for off_ms in find_clicks(heard).values())
    assert damaged == []


def test_sound_alone_starts_at_zero_whatever_its_stamps_say(
    write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks
) -> None:
    path = write_media("a.mkv", make_clicks(3, 16_000), cuts=[(0, 3, 7.25)])

    heard = decode(path)

    assert len(heard) == 3 * 16_000
    assert sorted(find_clicks(heard)) == [1, 2]


def test_a_gap_in_the_stamps_becomes_silence(
    write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks
) -> None:
    cuts = [(0, 1.5, 0), (1.5, 4.5, 3.5)]
    path = write_media("a.mkv", make_clicks(4.5, 16_000), cuts=cuts)

    damaged: list[AudioDamaged] = []
    heard = decode(path, on_damage=damaged.append)

    assert len(heard) / 16_000 == pytest.approx(6.5, abs=0.002)
    assert not heard[round(1.51 * 16_000) : round(3.49 * 16_000)].any()
    assert sorted(find_clicks(heard)) == [1, 4, 5, 6]
    assert all(abs(off_ms) < 1.5 for off_ms in find_clicks(heard).values())
    (lost,) = damaged
    assert lost.start_ms == pytest.approx(1_500, abs=2)
    assert lost.end_ms == pytest.approx(3_500, abs=2)


def test_rounded_stamps_insert_nothing(write_media: Make, make_sine: MakeSound) -> None:
    sine = make_sine(5, 44_100)
    exact = decode(write_media("a.flac", sine, rate_hz=44_100, codec="flac"))

    rounded = decode(write_media("a.mka", sine, rate_hz=44_100, codec="flac"))

    np.testing.assert_array_equal(rounded, exact)


def test_what_overlaps_is_heard_once(
    write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks
) -> None:
    # The second part starts again 40 ms before the end of the first.
    cuts = [(0, 2.54, 0), (2.5, 5, 2.5)]
    path = write_media("a.mkv", make_clicks(5, 16_000), cuts=cuts)

    heard = decode(path)

    assert len(heard) == pytest.approx(5 * 16_000, abs=16)
    assert sorted(find_clicks(heard)) == [1, 2, 3, 4]
    assert all(abs(off_ms) < 1.5 for off_ms in find_clicks(heard).values())


def test_recordings_glued_together_are_heard_one_after_the_other(
    write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks
) -> None:
    clicks = make_clicks(2, 48_000)
    clicks[:, -4_800:] = 0  # The first half of a click at 0:02.
    path = write_media("a.ogg", clicks, rate_hz=48_000, codec="libopus")
    path.write_bytes(path.read_bytes() * 3)

    heard = decode(path)

    assert len(heard) / 16_000 == pytest.approx(6, abs=0.03)
    assert sorted(find_clicks(heard)) == [1, 3, 5]
