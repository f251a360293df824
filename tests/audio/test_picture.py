from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from whisper_desktop.audio.media import open_media
from whisper_desktop.audio.picture import Picture, picture_of

Make = Callable[..., Path]
MakeSound = Callable[..., Any]


def _picture(path: Path) -> Picture | None:
    with open_media(path) as media:
        return picture_of(media.container)


def test_a_film_has_a_size_and_a_rate(write_media: Make) -> None:
    assert _picture(write_media("a.mp4", picture_s=1)) == Picture(32, 32, 10.0)


def test_sound_alone_has_no_picture(write_media: Make, make_sine: MakeSound) -> None:
    assert _picture(write_media("a.wav", make_sine(0.2, 16_000))) is None


def test_a_cover_is_no_picture(tmp_path: Path, make_sine: MakeSound) -> None:
    path = tmp_path / "cover.m4a"
    with av.open(path, "w", format="mp4") as container:
        sound = container.add_stream("aac", rate=16_000, layout="mono")
        cover = container.add_stream("mjpeg", rate=1)
        assert isinstance(sound, AudioStream)
        assert isinstance(cover, VideoStream)
        cover.width, cover.height, cover.pix_fmt = 32, 32, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        container.mux(cover.encode(VideoFrame(32, 32, "yuvj420p")))
        container.mux(cover.encode(None))
        frame = AudioFrame.from_ndarray(make_sine(0.5, 16_000), "fltp", "mono")
        frame.sample_rate = 16_000
        container.mux(sound.encode(frame))
        container.mux(sound.encode(None))

    with open_media(path) as media:
        assert len(media.container.streams.video) == 1
    assert _picture(path) is None


def test_oblong_pixels_count_as_they_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "wide.mkv"
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = 48, 32
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)
        for number in range(3):
            frame = VideoFrame(48, 32, "yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    assert _picture(path) == Picture(64, 32, 25.0)


def test_a_picture_that_cannot_be_decoded_is_still_one(write_media: Make) -> None:
    path = write_media("a.mkv", picture_s=0.5)
    path.write_bytes(path.read_bytes().replace(b"V_MPEG4/ISO/ASP", b"V_QQQQQ/QQQ/QQQ"))

    assert _picture(path) == Picture(0, 0, None)
