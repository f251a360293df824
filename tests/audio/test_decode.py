import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from av.error import FFmpegError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whisper_desktop.audio.decode import DecodeRequest, decode_blocks
from whisper_desktop.audio.frames import FrameReader
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    Cancelled,
    MediaUnreadableError,
    NoAudioError,
)

Sound = npt.NDArray[np.float32]
Make = Callable[..., Path]
MakeSound = Callable[..., Sound]
FindClicks = Callable[[Sound], dict[int, float]]


def decode(path: Path, **options: Any) -> Sound:
    return np.concatenate(list(decode_blocks(path, **options)))


@pytest.mark.parametrize(
    ("codec", "sample_format", "tolerance"),
    [
        ("pcm_u8", None, 1 / 128),
        ("pcm_s16le", None, 1 / 32_768),
        ("pcm_s24le", None, 1e-6),
        ("pcm_s32le", None, 1e-6),
        ("pcm_f32le", None, 1e-6),
        ("pcm_f64le", None, 1e-6),
        ("pcm_alaw", "s16", 1 / 64),
    ],
)
def test_every_number_format_keeps_its_level(
    codec: str,
    sample_format: str | None,
    tolerance: float,
    write_media: Make,
    make_sine: MakeSound,
) -> None:
    sine = make_sine(0.5, 16_000)
    path = write_media("a.wav", sine, codec=codec, sample_format=sample_format)

    heard = decode(path)

    assert heard.dtype == np.float32
    np.testing.assert_allclose(heard, sine[0], atol=2 * tolerance)


def test_left_and_right_become_their_mean(write_media: Make, make_sine: MakeSound) -> None:
    left, right = make_sine(0.5, 16_000, 440), make_sine(0.5, 16_000, 1_000, peak=0.3)
    path = write_media("a.wav", np.concatenate([left, right]))

    np.testing.assert_allclose(decode(path), (left + right)[0] / 2, atol=1e-4)


def test_speech_in_one_channel_is_not_lost(write_media: Make, make_sine: MakeSound) -> None:
    sine = make_sine(0.5, 44_100)
    path = write_media("a.flac", np.concatenate([sine, 0 * sine]), rate_hz=44_100, codec="flac")

    assert np.abs(decode(path)).max() == pytest.approx(0.25, abs=0.01)


def test_full_scale_surround_stays_within_full_scale(
    write_media: Make, make_sine: MakeSound
) -> None:
    sine = np.repeat(make_sine(0.5, 48_000, peak=1.0), 6, axis=0)
    path = write_media("a.wav", sine, rate_hz=48_000, codec="pcm_f32le")

    assert 0.9 < np.abs(decode(path)).max() <= 1.0


def test_a_faint_fine_recording_keeps_its_detail(write_media: Make, make_sine: MakeSound) -> None:
    sine = make_sine(0.5, 16_000, peak=1e-5)

    for codec in ("pcm_s24le", "pcm_f32le"):
        heard = decode(write_media("a.wav", sine, codec=codec))
        assert np.abs(heard).max() == pytest.approx(1e-5, rel=0.02)


def test_floats_beyond_full_scale_or_without_value_are_tamed(
    write_media: Make, make_sine: MakeSound
) -> None:
    sound = 4 * make_sine(0.5, 16_000)
    sound[0, 4_000:4_003] = np.nan, np.inf, -np.inf

    heard = decode(write_media("a.wav", sound, codec="pcm_f32le"))

    assert np.isfinite(heard).all()
    assert heard.max() == 1.0
    assert heard.min() == -1.0


def test_the_wanted_track_is_heard(write_media: Make, make_sine: MakeSound) -> None:
    loud, quiet = make_sine(0.5, 16_000), make_sine(0.5, 16_000, peak=0.1)
    path = write_media("a.mkv", loud, quiet, picture_s=1)

    assert np.abs(decode(path)).max() == pytest.approx(0.5, abs=0.01)
    assert np.abs(decode(path, track=2)).max() == pytest.approx(0.1, abs=0.01)
    with pytest.raises(AudioTrackMissingError):
        decode(path, track=3)


def test_blocks_are_small_however_long_the_file(write_media: Make, make_sine: MakeSound) -> None:
    path = write_media("a.wav", make_sine(30, 8_000), rate_hz=8_000)

    lengths = [len(block) for block in decode_blocks(path)]

    assert max(lengths) == 16_000
    assert sum(lengths) == 30 * 16_000


@pytest.fixture(scope="module")
def glissando() -> Sound:
    """Return 20 seconds in which no two places are alike.

    Not noise: AAC stores that as a wish for noise, and every decoder makes its own.
    """
    times_s = np.arange(20 * 44_100) / 44_100
    voices = [np.sin(2 * np.pi * (low + 20 * times_s) * times_s) for low in (100, 330, 720)]
    glissando: Sound = (0.2 * np.stack(voices).sum(axis=0))[None].astype(np.float32)
    return glissando


@pytest.mark.parametrize(
    ("name", "codec", "tolerance"),
    [
        ("a.wav", "pcm_s16le", 1e-6),
        ("a.flac", "flac", 1e-6),
        ("a.mp3", "libmp3lame", 1e-3),
        ("a.mp4", "aac", 1e-2),
        ("a.aac", "aac", 1e-2),
    ],
)
def test_a_range_is_the_slice_of_the_whole(
    name: str, codec: str, tolerance: float, glissando: Sound, write_media: Make
) -> None:
    path = write_media(name, glissando, rate_hz=44_100, codec=codec)
    whole = decode(path)

    for start_ms, end_ms in [(0, 50), (1, 2), (3_333, 5_001), (12_345, 13_000), (19_900, 19_950)]:
        part = decode(path, start_ms=start_ms, end_ms=end_ms)
        np.testing.assert_allclose(part, whole[start_ms * 16 : end_ms * 16], atol=tolerance)
    tail, wanted = decode(path, start_ms=15_001), whole[15_001 * 16 :]
    assert len(tail) == len(wanted)
    # AAC hears the sudden end as noise.
    np.testing.assert_allclose(tail[:-1_600], wanted[:-1_600], atol=tolerance)


@pytest.fixture(scope="module")
def flac_and_whole(
    glissando: Sound, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Sound]:
    """Return a file that is sought in, and what decoding all of it gives."""
    import av
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream

    path = tmp_path_factory.mktemp("ranges") / "glissando.flac"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=44_100, layout="mono")
        assert isinstance(stream, AudioStream)
        numbers = np.rint(glissando * 32_767).astype(np.int16)
        frame = AudioFrame.from_ndarray(numbers, "s16", "mono")
        frame.sample_rate, frame.pts = 44_100, 0
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return path, decode(path)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start_ms=st.integers(0, 19_990), length_ms=st.integers(1, 3_000))
def test_any_range_is_the_slice_of_the_whole(
    start_ms: int, length_ms: int, flac_and_whole: tuple[Path, Sound]
) -> None:
    path, whole = flac_and_whole

    part = decode(path, start_ms=start_ms, end_ms=start_ms + length_ms)

    wanted = whole[start_ms * 16 : (start_ms + length_ms) * 16]
    np.testing.assert_allclose(part, wanted, atol=1e-3)


def test_a_range_of_an_odd_rate_is_a_sample_off_at_most(
    write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks
) -> None:
    path = write_media("a.wav", make_clicks(14, 44_101), rate_hz=44_101)

    found = find_clicks(decode(path, start_ms=11_000, end_ms=13_500))

    assert sorted(found) == [1, 2]
    assert all(abs(off_ms) < 0.07 for off_ms in found.values())


def test_a_range_is_placed_by_most_stamps_and_not_by_one(
    write_media: Make, make_clicks: MakeSound, find_clicks: FindClicks
) -> None:
    # Matroska rounds to 1 ms: each stamp is up to half of that off.
    path = write_media("a.mka", make_clicks(16, 44_100), rate_hz=44_100)

    for start_ms in range(10_000, 15_000, 1_000):
        found = find_clicks(decode(path, start_ms=start_ms))
        assert len(found) >= 1
        assert all(abs(off_ms) < 0.2 for off_ms in found.values())


@pytest.mark.parametrize("is_refused", [True, False])
def test_where_seeking_fails_all_is_decoded(
    is_refused: bool, flac_and_whole: tuple[Path, Sound], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, whole = flac_and_whole

    def fail(self: FrameReader, at_s: float) -> None:
        if is_refused:
            raise FFmpegError(1, "Operation not permitted")
        self._media.container.seek(19_000_000)  # Too far, as with a bad index.

    monkeypatch.setattr(FrameReader, "seek", fail)

    part = decode(path, start_ms=12_000, end_ms=12_500)

    np.testing.assert_array_equal(part, whole[12_000 * 16 : 12_500 * 16])


def test_a_range_in_the_silence_before_a_late_track_is_silence(
    write_media: Make, make_sine: MakeSound
) -> None:
    path = write_media("a.mkv", make_sine(1, 16_000), cuts=[(0, 1, 5)], picture_s=6)

    heard = decode(path, start_ms=1_000, end_ms=3_000)

    assert len(heard) == 32_000
    assert not heard.any()


@pytest.mark.parametrize("start_ms", [2_000, 60_000])
def test_a_range_behind_the_end_has_no_audio(
    start_ms: int, write_media: Make, make_sine: MakeSound
) -> None:
    path = write_media("a.wav", make_sine(1.5, 16_000))

    with pytest.raises(NoAudioError) as caught:
        decode(path, start_ms=start_ms)

    assert caught.value.path == path
    assert caught.value.reason == "its audio ends at 0:00:01, before the wanted range"
    assert caught.value.end_ms == 1_500


def test_a_track_without_samples_has_no_audio(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", "not compressed"))

    with pytest.raises(NoAudioError) as caught:
        decode(path)

    assert (caught.value.reason, caught.value.end_ms) == ("its audio track is empty", None)


@pytest.mark.parametrize("name", ["a.mp3", "a.wav", "a.mp4", "a.flac", "a.aac", "a"])
@pytest.mark.parametrize(
    "content", [b"Dear diary,\n" * 2_000, bytes(9_000), bytes(range(250)) * 99]
)
def test_what_only_calls_itself_media_is_refused(content: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(MediaUnreadableError) as caught:
        decode(tmp_path / name)

    assert caught.value.reason in {
        "it is not a media file, or it is too damaged to open",
        "none of its audio could be decoded",
    }


def test_more_channels_than_can_be_mixed_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((70, 2, 16_000, 0, "NONE", "not compressed"))
        file.writeframes(bytes(70 * 2 * 16_000))

    with pytest.raises(MediaUnreadableError) as caught:
        decode(path)

    assert caught.value.reason == "the format of its audio is not supported"


@pytest.mark.parametrize("bad", [{"start_ms": -1}, {"start_ms": 5, "end_ms": 5}])
def test_a_range_that_is_none_is_a_bug(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="bad range"):
        DecodeRequest(Path("a.wav"), **bad)


def test_a_cancelled_token_stops_before_the_first_block(
    write_media: Make, make_sine: MakeSound
) -> None:
    token = CancelToken()
    token.cancel()

    with pytest.raises(Cancelled):
        decode(write_media("a.wav", make_sine(1, 16_000)), cancel=token)


def test_cancelling_stops_at_the_next_block(write_media: Make, make_sine: MakeSound) -> None:
    token = CancelToken()
    blocks = decode_blocks(write_media("a.wav", make_sine(9, 16_000)), cancel=token)
    next(blocks)

    token.cancel()

    with pytest.raises(Cancelled):
        next(blocks)
