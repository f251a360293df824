from pathlib import Path

import pytest

from whisper_desktop.app.media_identity import (
    BLOCK_BYTES,
    LocatedMedia,
    MediaReference,
    MediaState,
    identify,
    is_same_media,
    locate,
    refer_to,
    relocated,
)
from whisper_desktop.core.errors import MediaUnreadableError

LONG = bytes(range(256)) * (4 * BLOCK_BYTES // 256)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "films" / "talk.mp4"
    path.parent.mkdir()
    path.write_bytes(LONG)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "work" / "talk.wdproj"
    path.parent.mkdir()
    return path


@pytest.fixture
def reference(video: Path, project: Path) -> MediaReference:
    return refer_to(video, project)


def test_it_is_found_where_it_was(reference: MediaReference, project: Path) -> None:
    assert reference.relative_path == "../films/talk.mp4"
    assert locate(reference, project) == LocatedMedia(MediaState.FOUND, reference.path)


@pytest.mark.parametrize("place", [0, BLOCK_BYTES - 1, -1, -BLOCK_BYTES])
def test_another_recording_of_the_same_size_is_told_apart(video: Path, place: int) -> None:
    identity = identify(video)
    data = bytearray(LONG)
    data[place] ^= 1
    video.write_bytes(data)
    assert not is_same_media(video, identity)


def test_another_recording_of_its_name_is_called_replaced(
    reference: MediaReference, project: Path
) -> None:
    reference.path.write_bytes(b"another film" * 200_000)
    assert locate(reference, project) == LocatedMedia(MediaState.REPLACED, reference.path)
    reference.path.write_bytes(b"short")
    assert locate(reference).state is MediaState.REPLACED


@pytest.mark.parametrize("size", [10, BLOCK_BYTES, len(LONG)])
def test_a_recording_that_goes_on_has_grown(video: Path, size: int) -> None:
    video.write_bytes(LONG[:size])
    reference = refer_to(video)
    video.write_bytes(LONG[:size] + b"and so on")
    assert locate(reference) == LocatedMedia(MediaState.GREW, video)


def test_what_was_replaced_but_is_elsewhere_is_found_there(
    reference: MediaReference, project: Path
) -> None:
    kept = reference.path.rename(reference.path.with_name("talk (old).mp4"))
    reference.path.write_bytes(b"another film")
    assert locate(reference, project) == LocatedMedia(MediaState.MOVED, kept)


@pytest.mark.parametrize(
    "place", ["films/renamed.mkv", "films/a/talk.mp4", "work/talk.mp4", "work/a/b/other.mov"]
)
def test_it_is_known_again_by_its_content(
    reference: MediaReference, project: Path, tmp_path: Path, place: str
) -> None:
    new = tmp_path / place
    new.parent.mkdir(parents=True, exist_ok=True)
    reference.path.rename(new)
    # Of the same size, to be told apart by what is in it.
    (project.parent / "decoy.mp4").write_bytes(bytes(len(LONG)))
    assert locate(reference, project) == LocatedMedia(MediaState.MOVED, new)


def test_a_folder_with_project_and_recording_can_be_moved(
    reference: MediaReference, project: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "disk" / "deep"
    moved.mkdir(parents=True)
    for name in ("films", "work"):
        (tmp_path / name).rename(moved / name)
    found = locate(reference, moved / "work" / "talk.wdproj")
    assert found.state is MediaState.MOVED
    assert found.path is not None
    assert found.path.samefile(moved / "films" / "talk.mp4")


def test_what_is_nowhere_is_missing(reference: MediaReference, project: Path) -> None:
    reference.path.unlink()
    assert locate(reference, project) == LocatedMedia(MediaState.MISSING, None)
    reference.path.parent.rmdir()
    assert locate(reference, project) == LocatedMedia(MediaState.MISSING, None)


def test_a_link_in_a_circle_ends_the_search(reference: MediaReference, project: Path) -> None:
    reference.path.unlink()
    (project.parent / "again").symlink_to(project.parent)
    (project.parent / "broken").symlink_to(project.parent / "nothing")
    assert locate(reference, project).state is MediaState.MISSING


def test_a_recording_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadableError) as raised:
        identify(tmp_path / "nothing.mp4")
    assert raised.value.reason == "the file does not exist"


def test_an_empty_recording_has_an_identity(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    path.touch()
    assert identify(path).size_bytes == 0
    assert is_same_media(path, identify(path))


def test_a_reference_follows_its_project(reference: MediaReference, tmp_path: Path) -> None:
    assert relocated(reference, tmp_path / "a.wdproj").relative_path == "films/talk.mp4"
    assert refer_to(reference.path).relative_path is None
