from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from av.error import FFmpegError

from whisper_desktop.audio.damage import CUT_OFF, MISSING, UNCOUNTED, UNDECODABLE, DamageLog
from whisper_desktop.audio.decode import decode_blocks
from whisper_desktop.audio.frames import FrameReader
from whisper_desktop.audio.media import Media, open_media
from whisper_desktop.core.errors import MediaUnreadableError
from whisper_desktop.core.events import AudioDamaged

Sound = npt.NDArray[np.float32]
Make = Callable[..., Path]
MakeSound = Callable[..., Sound]
FindClicks = Callable[[Sound], dict[int, float]]
Damage = Callable[[Path, float, int], None]


def _decode(path: Path, **options: Any) -> tuple[Sound, list[AudioDamaged]]:
    damaged: list[AudioDamaged] = []
    return np.concatenate(list(decode_blocks(path, on_damage=damaged.append, **options))), damaged


@pytest.fixture
def write_damaged(
    write_media: Make, make_clicks: MakeSound, damage_file: Damage
) -> Callable[..., Path]:
    """Return a writer of ten seconds of clicks with noise instead of data from the middle on."""

    def write(name: str, codec: str, length: int, **options: Any) -> Path:
        rate_hz = 48_000 if codec == "libopus" else 44_100
        clicks = make_clicks(10, rate_hz, channels=2)
        clicks += 0.05 * np.random.default_rng(1).standard_normal(clicks.shape)
        path = write_media(name, clicks.astype(np.float32), rate_hz=rate_hz, codec=codec, **options)
        damage_file(path, 0.5, length)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "codec", "length", "reason"),
    [
        ("a.flac", "flac", 40_000, UNDECODABLE),
        ("a.mp4", "aac", 3_000, UNDECODABLE),
        ("a.ogg", "flac", 10_000, UNDECODABLE),
        ("a.mka", "libmp3lame", 6_000, UNDECODABLE),
        ("a.mka", "libopus", 6_000, UNDECODABLE),
        ("a.ts", "mp2", 6_000, UNDECODABLE),
    ],
)
def test_damage_in_the_middle_leaves_the_times_behind_it_right(
    name: str,
    codec: str,
    length: int,
    reason: str,
    write_damaged: Make,
    find_clicks: FindClicks,
) -> None:
    heard, damaged = _decode(write_damaged(name, codec, length))

    assert len(heard) / 16_000 == pytest.approx(10, abs=0.06)
    assert {lost.reason for lost in damaged} == {reason}
    assert min(lost.start_ms for lost in damaged) > 3_000
    assert max(lost.end_ms for lost in damaged) < 10_000
    found = find_clicks(heard)
    intact = {
        second
        for second in range(1, 10)
        if not any(lost.start_ms - 60 < second * 1_000 < lost.end_ms + 60 for lost in damaged)
    }
    assert len(intact) >= 4
    assert intact <= set(found)
    delay_ms = found[1]  # What the format does not say that the encoder added.
    assert all(abs(found[second] - delay_ms) < 1.5 for second in intact)


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.aac", "aac")])
def test_formats_without_stamps_are_decoded_on_behind_damage(
    name: str, codec: str, write_damaged: Make, find_clicks: FindClicks
) -> None:
    heard, damaged = _decode(write_damaged(name, codec, 4_000))

    assert len(heard) > 9 * 16_000
    assert {lost.reason for lost in damaged} == {UNCOUNTED}
    assert all(4_000 < lost.start_ms < lost.end_ms < 6_000 for lost in damaged)
    assert {1, 2, 3, 4} <= set(find_clicks(heard))


@pytest.mark.parametrize("filler", ["noise", "zeros"])
@pytest.mark.parametrize("xing", ["0", "1"])
def test_an_mp3_keeps_time_behind_what_was_overwritten(
    filler: str, xing: str, write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks
) -> None:
    clicks = make_clicks(20, 44_100, channels=2)
    clicks += 0.05 * np.random.default_rng(1).standard_normal(clicks.shape)
    options = {"write_xing": xing}
    path = write_media(
        "a.mp3", clicks.astype(np.float32), rate_hz=44_100, codec="libmp3lame", options=options
    )
    whole, _ = _decode(path)
    data = bytearray(path.read_bytes())
    first, length = len(data) * 4 // 10, len(data) // 10
    noise = np.random.default_rng(5).bytes(length)
    data[first : first + length] = noise if filler == "noise" else bytes(length)
    path.write_bytes(data)

    heard, (lost,) = _decode(path)

    assert lost.reason == UNCOUNTED
    assert lost.start_ms == pytest.approx(8_000, abs=120)
    assert lost.end_ms == pytest.approx(10_000, abs=120)
    assert len(heard) == pytest.approx(len(whole), abs=800)
    before, after = find_clicks(whole), find_clicks(heard)
    assert all(abs(after[second] - before[second]) < 28 for second in range(11, 20))
    part, nothing = _decode(path, start_ms=15_000, end_ms=16_000)
    np.testing.assert_array_equal(part, heard[15 * 16_000 : 16 * 16_000])
    assert nothing == []


def test_a_damaged_flac_frame_is_silent_and_not_noise(
    write_media: Make, make_sine: MakeSound, damage_file: Damage
) -> None:
    path = write_media("a.flac", make_sine(5, 44_100, peak=0.1), rate_hz=44_100, codec="flac")
    damage_file(path, 0.6, 2)  # Decoded all the same, this would be a bang at full scale.

    heard, damaged = _decode(path)

    assert len(heard) == pytest.approx(5 * 16_000, abs=1)
    assert np.abs(heard).max() < 0.11
    (lost,) = damaged
    middle_ms = (lost.start_ms + lost.end_ms) / 2
    assert not heard[round(middle_ms * 16)]


@pytest.mark.parametrize("picture_s", [0, 10])
def test_a_gap_that_may_be_meant_is_told_as_no_damage(
    picture_s: int, write_media: Make, make_clicks: MakeSound
) -> None:
    clicks = make_clicks(10, 44_100)
    cuts = [(0, 4, 0), (6, 10, 6)]
    path = write_media(
        "a.mka", clicks, rate_hz=44_100, codec="flac", cuts=cuts, picture_s=picture_s
    )

    _, (lost,) = _decode(path)

    assert lost.reason == MISSING
    assert (lost.start_ms, lost.end_ms) == pytest.approx((4_000, 6_000), abs=100)


def test_a_single_lost_frame_does_not_move_what_follows(
    write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks, damage_file: Damage
) -> None:
    # 1 024 samples at 96 kHz are 10.7 ms, less than is forgiven elsewhere.
    path = write_media("a.mp4", make_clicks(5.5, 96_000), rate_hz=96_000, codec="aac")
    damage_file(path, 0.4, 20)

    heard, damaged = _decode(path)

    (lost,) = damaged
    assert lost.end_ms - lost.start_ms < 20
    assert all(abs(off_ms) < 0.6 for off_ms in find_clicks(heard).values())
    assert 5 in find_clicks(heard)


@pytest.mark.parametrize("bit", [1 << 11, 1 << 12, 1 << 14])
@pytest.mark.parametrize("picture_s", [0, 30])
def test_one_damaged_stamp_of_a_cluster_moves_nothing(
    bit: int,
    picture_s: int,
    write_media: Make,
    make_clicks: MakeSound,
    find_clicks: FindClicks,
) -> None:
    options = {"cluster_time_limit": "4000"}
    clicks = make_clicks(30, 44_100)
    path = write_media(
        "a.mka", clicks, rate_hz=44_100, codec="aac", picture_s=picture_s, options=options
    )
    whole, _ = _decode(path)
    data = bytearray(path.read_bytes())
    stamp = data.index(b"\xe7\x82", data.index((12_000).to_bytes(2, "big")) - 8) + 2
    true_ms = int.from_bytes(data[stamp : stamp + 2], "big")
    data[stamp : stamp + 2] = (true_ms ^ bit).to_bytes(2, "big")
    path.write_bytes(data)

    heard, damaged = _decode(path)

    assert damaged == []
    assert len(heard) == pytest.approx(len(whole), abs=32)
    assert find_clicks(heard) == pytest.approx(find_clicks(whole), abs=1)


def test_a_film_that_ends_too_early_says_from_where(
    write_media: Make, make_clicks: MakeSound
) -> None:
    clicks = make_clicks(10, 44_100)
    path = write_media(
        "a.mp4",
        clicks,
        rate_hz=44_100,
        codec="aac",
        picture_s=10,
        options={"movflags": "faststart"},
    )
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.6)])

    heard, damaged = _decode(path)

    assert 3 < len(heard) / 16_000 < 9
    (lost,) = damaged
    assert lost.reason == CUT_OFF
    assert lost.start_ms == pytest.approx(len(heard) / 16, abs=2)
    assert lost.end_ms == pytest.approx(10_000, abs=30)


def test_an_mp3_that_does_not_count_its_frames_promises_nothing(
    write_media: Make, make_clicks: MakeSound
) -> None:
    clicks = make_clicks(10, 44_100)
    options = {"write_xing": "0"}
    path = write_media("a.mp3", clicks, rate_hz=44_100, codec="libmp3lame", options=options)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    heard, damaged = _decode(path)

    assert len(heard) / 16_000 == pytest.approx(5, abs=0.2)
    assert damaged == []


def test_damage_outside_of_the_range_is_not_told(write_damaged: Make) -> None:
    path = write_damaged("a.flac", "flac", 40_000)
    _, (lost,) = _decode(path)

    assert _decode(path, end_ms=lost.start_ms - 500)[1] == []
    assert _decode(path, start_ms=lost.end_ms + 500)[1] == []
    (part,) = _decode(path, start_ms=lost.start_ms + 100, end_ms=lost.end_ms - 100)[1]
    assert (part.start_ms, part.end_ms) == (lost.start_ms + 100, lost.end_ms - 100)


def test_audio_of_which_nothing_decodes_is_unreadable(
    write_media: Make, make_clicks: MakeSound, damage_file: Damage
) -> None:
    path = write_media("a.mp4", make_clicks(2, 44_100), rate_hz=44_100, codec="aac")
    data = path.read_bytes()
    first = data.index(b"mdat") + 4
    size = int.from_bytes(data[first - 8 : first - 4], "big") - 8
    path.write_bytes(data[:first] + b"\xff" * size + data[first + size :])

    with pytest.raises(MediaUnreadableError) as caught:
        _decode(path)

    assert caught.value.reason == "none of its audio could be decoded"


def test_a_stream_that_appears_on_the_way_does_no_harm(
    write_media: Make, make_clicks: MakeSound
) -> None:
    path = write_media("a.flv", make_clicks(10, 44_100), rate_hz=44_100, codec="aac")
    whole, _ = _decode(path)
    data = path.read_bytes()
    picture = b"\x22" + bytes(9)
    tag = b"\x09" + len(picture).to_bytes(3, "big") + bytes(7) + picture
    path.write_bytes(data + tag + len(tag).to_bytes(4, "big"))

    heard, _ = _decode(path)

    np.testing.assert_array_equal(heard, whole)


class _FailingContainer:
    """A container whose medium fails again and again, for a while or for good."""

    def __init__(self, media: Media, failures: int) -> None:
        self._container, self.failures = media.container, failures
        self._packets = media.container.demux(media.inputs[0].stream)
        self._count = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._container, name)

    def demux(self, stream: object) -> Any:
        while True:
            self._count += 1
            if self._count > 20 and self.failures:
                self.failures -= 1
                raise FFmpegError(5, "Input/output error")
            packet = next(self._packets, None)
            if packet is None:
                return
            yield packet


@pytest.mark.parametrize(("failures", "is_whole"), [(3, True), (1_000, False)])
def test_a_medium_that_fails_is_read_as_far_as_it_goes(
    failures: int, is_whole: bool, write_media: Make, make_clicks: MakeSound
) -> None:
    log = DamageLog(None, 0, None, is_unbroken_flow=False)
    with open_media(write_media("a.wav", make_clicks(3, 16_000))) as media:
        failing: Any = _FailingContainer(media, failures)
        source = media.choose(None)
        reader = FrameReader(Media(media.path, failing, media.inputs), source, log, None)

        frames = list(reader.frames())

    assert len(frames) >= 20
    assert (failing.failures == 0) == is_whole
    assert (reader.end_s == pytest.approx(3)) == is_whole


def test_a_long_recording_without_timestamps_is_sought_in(
    write_media: Make, make_clicks: MakeSound
) -> None:
    plain = {"write_xing": "0", "id3v2_version": "0"}
    clicks = make_clicks(10, 32_000)
    path = write_media("a.mp3", clicks, rate_hz=32_000, codec="libmp3lame", options=plain)
    # More than an hour: more than FFmpeg keeps a complete index of, unless it is told to.
    path.write_bytes(path.read_bytes() * 450)
    log = DamageLog(None, 0, None, is_unbroken_flow=False, is_counted=True)
    with open_media(path) as media:
        reader = FrameReader(media, media.choose(None), log, None)

        assert reader.seek(4_400)
        _, place = next(reader.frames())
    path.unlink()

    assert place.start_s == pytest.approx(4_400, abs=0.05)
