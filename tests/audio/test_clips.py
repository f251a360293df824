import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.audio.clips import ENDINGS, Clip, export_clip
from whisper_desktop.audio.decode import decode_blocks
from whisper_desktop.audio.pcm import Pcm, load_pcm
from whisper_desktop.audio.probe import probe
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    MediaUnreadableError,
    NoAudioError,
    OutputUnwritableError,
)

Sound = npt.NDArray[np.float32]
Make = Callable[..., Path]
MakeSound = Callable[..., Sound]


def _decode(path: Path) -> Sound:
    return np.concatenate(list(decode_blocks(path)))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_clip_is_the_stretch_at_the_rate_of_the_file(
    ending: str, tmp_path: Path, write_media: Make, make_clicks: MakeSound
) -> None:
    clicks = make_clicks(4, 44_100, channels=2)
    path = write_media("talk.flac", clicks, rate_hz=44_100, codec="flac")
    target = tmp_path / f"clip{ending}"

    export_clip(path, Clip(1_500, 3_250), target)

    (track,) = probe(target).tracks
    assert track.channels == 2
    assert track.rate_hz == (48_000 if ending in {".ogg", ".opus"} else 44_100)
    heard = _decode(target)
    assert len(heard) / 16 == pytest.approx(1_750, abs=25)
    assert np.abs(heard[:16_000]).argmax() / 16 == pytest.approx(500, abs=1)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([target.name, "talk.flac"])


@pytest.mark.parametrize("ending", [".wav", ".flac"])
def test_a_clip_of_pcm_is_exact(ending: str, tmp_path: Path, make_sine: MakeSound) -> None:
    pcm = Pcm(make_sine(2, 16_000)[0], start_ms=10_000)
    target = tmp_path / f"clip{ending}"

    export_clip(pcm, Clip(10_500, 11_000), target)

    wanted = pcm.slice_ms(10_500, 11_000).samples
    np.testing.assert_allclose(_decode(target), wanted, atol=1 / 65_536 + 1e-7)


def test_gain_is_in_decibels_and_clips_at_full_scale(tmp_path: Path, make_sine: MakeSound) -> None:
    pcm = Pcm(make_sine(1, 16_000, peak=0.4)[0])
    quiet, loud = tmp_path / "quiet.wav", tmp_path / "loud.wav"

    export_clip(pcm, Clip(0, 1_000, gain_db=-6.0206), quiet)
    export_clip(pcm, Clip(0, 1_000, gain_db=20), loud)

    np.testing.assert_allclose(_decode(quiet), pcm.samples / 2, atol=1e-4)
    assert _decode(loud).max() == pytest.approx(1, abs=1e-4)
    assert _decode(loud).min() == -1


def test_fades_go_from_and_to_silence(tmp_path: Path) -> None:
    pcm = Pcm(np.full(16_000, 0.5, np.float32))
    target = tmp_path / "clip.wav"

    export_clip(pcm, Clip(0, 1_000, fade_in_ms=200, fade_out_ms=300), target)

    levels = _decode(target)[8::16]  # one a millisecond
    assert levels[0] < 0.01
    assert levels[-1] < 0.01
    assert (np.diff(levels[:200]) >= 0).all()
    assert (np.diff(levels[700:]) <= 0).all()
    assert levels[210:690] == pytest.approx(0.5, abs=1e-3)


def test_surround_becomes_stereo_and_mono_stays_mono(
    tmp_path: Path, write_media: Make, make_sine: MakeSound
) -> None:
    sine = make_sine(1, 48_000)
    surround = write_media("a.wav", np.repeat(sine, 6, axis=0), rate_hz=48_000)
    mono = write_media("b.wav", sine, rate_hz=48_000)
    target = tmp_path / "clip.wav"

    export_clip(surround, Clip(0, 500), target)
    assert probe(target).tracks[0].channels == 2
    export_clip(mono, Clip(0, 500), target)
    assert probe(target).tracks[0].channels == 1


def test_a_rate_that_the_encoder_lacks_becomes_the_next_higher(
    tmp_path: Path, write_media: Make, make_sine: MakeSound
) -> None:
    target = tmp_path / "clip.mp3"

    for rate_hz, wanted_hz in [(18_900, 22_050), (96_000, 48_000)]:
        path = write_media("a.wav", make_sine(1, rate_hz), rate_hz=rate_hz)
        export_clip(path, Clip(0, 500), target)
        assert probe(target).tracks[0].rate_hz == wanted_hz


def test_the_wanted_track_is_cut(tmp_path: Path, write_media: Make, make_sine: MakeSound) -> None:
    loud, quiet = make_sine(1, 16_000), make_sine(1, 16_000, peak=0.1)
    path = write_media("a.mkv", loud, quiet)
    target = tmp_path / "clip.wav"

    export_clip(path, Clip(0, 500), target, track=2)

    assert np.abs(_decode(target)).max() == pytest.approx(0.1, abs=0.01)
    with pytest.raises(AudioTrackMissingError):
        export_clip(path, Clip(0, 500), target, track=3)


def test_what_cannot_be_cut_leaves_the_old_clip_alone(
    tmp_path: Path, write_media: Make, make_sine: MakeSound
) -> None:
    path = write_media("a.wav", make_sine(1, 16_000))
    target = tmp_path / "clip.wav"
    target.write_text("old", encoding="utf-8")

    with pytest.raises(NoAudioError):
        export_clip(path, Clip(5_000, 6_000), target)
    with pytest.raises(MediaUnreadableError):
        export_clip(tmp_path / "none.wav", Clip(0, 500), target)
    with pytest.raises(ValueError, match="no samples"):
        export_clip(load_pcm(path), Clip(5_000, 6_000), target)

    assert target.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none/clip.wav", "the folder does not exist"),
        ("a.wav/clip.wav", "its folder is not a folder"),
        ("folder.wav", "a folder of that name is in the way"),
        ("clip.xyz", "its name must end in one of .wav, .flac, .m4a, .mp3, .ogg, .opus"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows gives other reasons")
def test_what_cannot_be_written_says_why(
    name: str, reason: str, tmp_path: Path, write_media: Make, make_sine: MakeSound
) -> None:
    path = write_media("a.wav", make_sine(1, 16_000))
    (tmp_path / "folder.wav").mkdir()

    with pytest.raises(OutputUnwritableError) as caught:
        export_clip(path, Clip(0, 500), tmp_path / name)

    assert (caught.value.path, caught.value.reason) == (tmp_path / name, reason)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.wav", "folder.wav"]


@pytest.mark.parametrize(
    "bad",
    [
        {"start_ms": -1, "end_ms": 5},
        {"start_ms": 5, "end_ms": 5},
        {"start_ms": 0, "end_ms": 100, "fade_in_ms": -1},
        {"start_ms": 0, "end_ms": 100, "fade_in_ms": 60, "fade_out_ms": 60},
    ],
)
def test_a_clip_that_is_none_is_a_bug(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="bad"):
        Clip(**bad)
