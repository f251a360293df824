"""Small media made here: every frame of a video is one shade of grey that tells its number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.player.playback import Playback

RATE_HZ = 16_000
GREY_STEP = 4


@dataclass(frozen=True)
class MadeVideo:
    """What a made video holds."""

    path: Path
    fps: Fraction = Fraction(25)
    picture_s: float = 2.0
    sound_s: float = 2.0
    languages: Sequence[str] = ("eng",)


def make_video(video: MadeVideo) -> Path:
    with av.open(str(video.path), "w") as media:
        picture = media.add_stream("libx264", rate=video.fps, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 160, 90, "yuv420p"
        picture.gop_size = 25
        tones = [media.add_stream("aac", rate=RATE_HZ, layout="mono") for _ in video.languages]
        for tone, language in zip(tones, video.languages, strict=True):
            tone.metadata["language"] = language
        draw_greys(media, picture, round(video.picture_s * video.fps))
        for tone in tones:
            sound_tone(media, tone, video.sound_s)
    return video.path


def draw_greys(media: OutputContainer, stream: VideoStream, count: int) -> None:
    for number in range(count):
        grey = np.full((90, 160, 3), number * GREY_STEP, np.uint8)
        frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
        assert stream.codec_context.framerate
        frame.pts, frame.time_base = number, 1 / stream.codec_context.framerate
        media.mux(stream.encode(frame))
    media.mux(stream.encode())


def sound_tone(media: OutputContainer, stream: AudioStream, duration_s: float) -> None:
    count = round(duration_s * RATE_HZ)
    tone = (np.sin(np.arange(count) / 6) * 0.3).astype(np.float32)
    for first in range(0, count, 1_024):
        block = tone[first : first + 1_024]
        frame = av.AudioFrame.from_ndarray(block[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
        media.mux(stream.encode(frame))
    media.mux(stream.encode())


@pytest.fixture(scope="session")
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session")
def video(media_folder: Path) -> Path:
    """Return two seconds at 25 frames a second, with an English and a German audio track."""
    return make_video(MadeVideo(media_folder / "video.mp4", languages=("eng", "deu")))


@pytest.fixture(scope="session")
def film(media_folder: Path) -> Path:
    """Return a second at 24000/1001 frames a second, whose frames begin between milliseconds."""
    fps = Fraction(24_000, 1_001)
    return make_video(MadeVideo(media_folder / "film.mp4", fps, 1.0, 1.0))


@pytest.fixture(scope="session")
def long_sound(media_folder: Path) -> Path:
    """Return a video whose sound goes on for a second after the picture."""
    return make_video(MadeVideo(media_folder / "long_sound.mp4", picture_s=0.4, sound_s=1.4))


@pytest.fixture(scope="session")
def recording(media_folder: Path) -> Path:
    """Return two seconds of sound alone."""
    path = media_folder / "recording.wav"
    with av.open(str(path), "w") as media:
        stream = media.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        tone = (np.sin(np.arange(2 * RATE_HZ) / 6) * 9_000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(tone[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, 0, Fraction(1, RATE_HZ)
        media.mux(stream.encode(frame))
        media.mux(stream.encode())
    return path


@pytest.fixture
def playback(qtbot: QtBot) -> Iterator[Playback]:
    found = Playback()
    yield found
    found.unload()
    # The threads of the player end with it.
    with qtbot.waitSignal(found.destroyed):
        found.deleteLater()
