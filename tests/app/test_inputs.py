import os
import wave
from pathlib import Path

import pytest

from whisper_desktop.app.inputs import (
    FoundMedia,
    check_input,
    distinct_inputs,
    found_media,
    is_named,
    media_in,
)
from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    Cancelled,
    MediaUnreadableError,
    NoAudioError,
)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(3_200))
    return path


def test_a_file_named_twice_is_one_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    named = [Path("talk.wav"), Path("b.wav"), tmp_path / "talk.wav", Path("a/../talk.wav")]
    assert distinct_inputs(named) == (Path("talk.wav"), Path("b.wav"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_an_input_of_its_own_and_a_linked_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    talk = tmp_path / "real" / "talk.wav"
    talk.touch()
    (tmp_path / "link.wav").symlink_to(talk)
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    named = [talk, tmp_path / "link.wav", tmp_path / "folder" / "talk.wav"]
    assert distinct_inputs(named) == (talk, tmp_path / "link.wav")


def test_a_recording_is_named_by_any_path_to_it_and_by_its_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    media = tmp_path / "show" / "one" / ".." / "talk.wav"
    (tmp_path / "show" / "one").mkdir(parents=True)
    for named in ("show/talk.wav", "./show/one/../talk.wav", "show", ".", tmp_path):
        assert is_named(media, Path(named)), named
    for other in ("talk.wav", "show/one", "show/talk", "show/talk.wav/x"):
        assert not is_named(media, Path(other)), other


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_recording_is_named_by_a_link_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    for media in (tmp_path / "real" / "talk.wav", tmp_path / "folder" / "talk.wav"):
        assert is_named(media, tmp_path / "folder")
        assert is_named(media, tmp_path / "real")


def test_a_recording_is_fine(recording: Path) -> None:
    check_input(MediaPart(recording))


def test_what_cannot_be_recognised_is_refused(recording: Path, tmp_path: Path) -> None:
    with pytest.raises(AudioTrackMissingError):
        check_input(MediaPart(recording, audio_track=2))
    with pytest.raises(MediaUnreadableError, match="does not exist"):
        check_input(MediaPart(tmp_path / "gone.wav"))
    with pytest.raises(MediaUnreadableError, match="it is a folder"):
        check_input(MediaPart(tmp_path))
    picture = tmp_path / "talk.pgm"
    picture.write_bytes(b"P5 16 16 255\n" + bytes(256))
    with pytest.raises(NoAudioError):
        check_input(MediaPart(picture))


def test_a_folder_gives_its_recordings_and_those_below(tmp_path: Path) -> None:
    for name in (
        *("b.mp4", "a.WAV", "notes.txt", "._b.mp4", "disc 2/two.mkv", "disc 1/one.mkv"),
        *(".trash/gone.mp4", "disc 1/deep/three.flac"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = [path.relative_to(tmp_path).as_posix() for path in media_in(tmp_path)]
    assert found == ["a.WAV", "b.mp4", "disc 1/one.mkv", "disc 1/deep/three.flac", "disc 2/two.mkv"]
    assert list(media_in(tmp_path / "nowhere")) == []


def test_what_is_no_recording_is_told_and_the_rest_is_found(
    tmp_path: Path, recording: Path
) -> None:
    folder, empty = tmp_path / "show", tmp_path / "empty"
    folder.mkdir()
    empty.mkdir()
    # What is in a folder is not opened yet.
    (folder / "a.mp4").touch()
    *errors, found = found_media([tmp_path / "gone.wav", empty, recording, folder], CancelToken())
    assert [getattr(error, "path").name for error in errors] == ["gone.wav", "empty"]  # noqa: B009
    assert found == FoundMedia((recording, folder / "a.mp4"))


def test_looking_into_a_large_folder_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(found_media([tmp_path], cancel))
