from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from whisper_desktop.app.media_facts import (
    AudioTrackFacts,
    MediaFacts,
    PictureFacts,
    read_media_facts,
)


@pytest.fixture
def silent_film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mkv"
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = 48, 32
        for number in range(25):
            frame = VideoFrame(48, 32, "yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _track(number: int, *, codec: str = "aac", is_default: bool = False) -> AudioTrackFacts:
    return AudioTrackFacts(number, "deu", "", codec, 2, is_default)


def test_a_recording_tells_its_tracks(sample_audio: Path) -> None:
    facts = read_media_facts(sample_audio)

    assert facts == MediaFacts(
        sample_audio, 9_151, (AudioTrackFacts(1, None, "", "flac", 1, is_default=False),)
    )
    assert facts.is_readable
    assert facts.has_audio
    assert not facts.has_video
    assert facts.default_track == 1


def test_a_film_tells_its_picture(silent_film: Path) -> None:
    facts = read_media_facts(silent_film)

    assert facts == MediaFacts(silent_film, 1_000, picture=PictureFacts(48, 32, 25.0))
    assert facts.has_video
    assert not facts.has_audio
    assert facts.default_track is None


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not media", encoding="utf-8")

    missing = read_media_facts(tmp_path / "gone.mp4")
    assert (missing.is_readable, missing.reason) == (False, "the file does not exist")
    assert not missing.has_audio
    assert not read_media_facts(tmp_path / "notes.txt").is_readable


def test_the_track_that_is_marked_is_the_default_and_else_the_first() -> None:
    path = Path("a.mkv")

    assert MediaFacts(path, tracks=(_track(1), _track(2))).default_track == 1
    marked = MediaFacts(path, tracks=(_track(1), _track(2, is_default=True)))
    assert marked.default_track == 2


def test_tracks_that_nobody_can_decode_are_not_heard() -> None:
    assert not MediaFacts(Path("a.mkv"), tracks=(_track(1, codec=""),)).has_audio
