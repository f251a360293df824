from collections.abc import Callable
from pathlib import Path

import pytest
from av.stream import Disposition

from whisper_desktop.audio.probe import probe
from whisper_desktop.core.errors import MediaUnreadableError

Make = Callable[..., Path]
MakeSound = Callable[..., object]


def test_a_wav_describes_itself(write_media: Make, make_sine: MakeSound) -> None:
    path = write_media("a.wav", make_sine(1.5, 44_100), rate_hz=44_100)

    info = probe(path)

    assert (info.path, info.container, info.duration_ms) == (path, "wav", 1_500)
    assert not info.has_video
    (track,) = info.tracks
    assert (track.number, track.codec, track.channels) == (1, "pcm_s16le", 1)
    assert (track.rate_hz, track.start_ms, track.duration_ms) == (44_100, 0, 1_500)
    assert (track.language, track.title) == (None, "")


def test_tracks_tell_their_language_title_and_which_is_the_default(
    write_media: Make, make_sine: MakeSound
) -> None:
    sine = make_sine(1, 16_000)
    path = write_media(
        "a.mkv",
        sine,
        sine,
        tags=[{"language": "deu", "title": "Kommentar"}, {"language": "eng"}],
        flags=[0, int(Disposition.default)],
        picture_s=2,
    )

    info = probe(path)

    assert info.has_video
    assert [track.language for track in info.tracks] == ["deu", "eng"]
    assert [track.title for track in info.tracks] == ["Kommentar", ""]
    assert [track.is_default for track in info.tracks] == [False, True]


def test_a_late_track_tells_its_start_on_the_clock_of_the_media(
    write_media: Make, make_sine: MakeSound
) -> None:
    sine = make_sine(1, 16_000)
    path = write_media("a.ts", sine, codec="mp2", cuts=[(0, 1, 0.5)], picture_s=2)

    (track,) = probe(path).tracks

    assert track.start_ms == pytest.approx(500, abs=40)  # mp2 begins with 30 ms of its own


def test_a_picture_without_sound_has_no_tracks(write_media: Make) -> None:
    info = probe(write_media("a.mp4", picture_s=1))

    assert info.has_video
    assert info.tracks == ()


def test_tags_in_another_encoding_do_no_harm(write_media: Make, make_sine: MakeSound) -> None:
    path = write_media("a.wav", make_sine(1, 16_000))
    tag = b"INAM\x06\x00\x00\x00caf\xe9\x00\x00"
    chunk = b"LIST" + (4 + len(tag)).to_bytes(4, "little") + b"INFO" + tag
    data = path.read_bytes() + chunk
    path.write_bytes(data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:])

    assert len(probe(path).tracks) == 1


def test_what_is_no_media_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("not a film", encoding="utf-8")

    with pytest.raises(MediaUnreadableError) as caught:
        probe(tmp_path / "a.mp4")

    assert caught.value.path == tmp_path / "a.mp4"
    assert caught.value.reason == "it is not a media file, or it is too damaged to open"
