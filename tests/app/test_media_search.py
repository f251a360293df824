from pathlib import Path

import pytest

from whisper_desktop.app.media_identity import MediaState, refer_to
from whisper_desktop.app.media_search import find_media, see_media
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled


def test_a_chosen_file_is_looked_at(sample_audio: Path) -> None:
    (seen,) = see_media(sample_audio, None, CancelToken())
    assert seen.state is MediaState.FOUND
    assert seen.facts is not None
    assert seen.facts.has_audio
    assert seen.reference is not None
    assert seen.reference.path == sample_audio


def test_a_file_that_is_not_there_has_no_reference(tmp_path: Path) -> None:
    (seen,) = see_media(tmp_path / "gone.mp4", None, CancelToken())
    assert seen.reference is None
    assert seen.facts is not None
    assert not seen.facts.is_readable


def test_a_recording_is_found_where_it_was_or_where_it_went(
    sample_audio: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.flac"
    path.write_bytes(sample_audio.read_bytes())
    reference = refer_to(path)
    (seen,) = find_media(reference, None, CancelToken())
    assert (seen.state, seen.reference) == (MediaState.FOUND, reference)
    moved = path.rename(tmp_path / "b.flac")
    (seen,) = find_media(reference, None, CancelToken())
    assert seen.state is MediaState.MOVED
    assert seen.reference is not None
    assert seen.reference.path == moved
    moved.unlink()
    (seen,) = find_media(reference, None, CancelToken())
    assert (seen.state, seen.facts, seen.wanted) == (MediaState.MISSING, None, path)


def test_a_folder_where_the_recording_was_has_no_reference(
    sample_audio: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.flac"
    path.write_bytes(sample_audio.read_bytes())
    reference = refer_to(path)
    path.unlink()
    path.mkdir()
    (seen,) = find_media(reference, None, CancelToken())
    assert (seen.state, seen.reference) == (MediaState.REPLACED, None)
    assert seen.facts is not None
    assert not seen.facts.is_readable


def test_a_search_can_be_stopped(sample_audio: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(see_media(sample_audio, None, cancel))
    with pytest.raises(Cancelled):
        list(find_media(refer_to(sample_audio), None, cancel))
