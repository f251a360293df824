import os
from pathlib import Path

import numpy as np
import pytest

from whisper_desktop.app.peaks_cache import MediaVersion, PeaksCache, media_version
from whisper_desktop.audio.peaks import PeakPyramid
from whisper_desktop.core.errors import MediaUnreadableError


def _pyramid(value: int = 1_000) -> PeakPyramid:
    pyramid = PeakPyramid()
    pyramid.append(np.full(16_000, value, dtype=np.int16))
    pyramid.finish()
    return pyramid


@pytest.fixture
def media(tmp_path: Path) -> Path:
    path = tmp_path / "talk.mp3"
    path.write_bytes(bytes(range(256)) * 10)
    return path


@pytest.fixture
def version(media: Path) -> MediaVersion:
    return media_version(media)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def test_a_waveform_is_found_again(tmp_path: Path, version: MediaVersion) -> None:
    assert PeaksCache(tmp_path / "peaks").load(version, 1) is None
    assert PeaksCache(tmp_path / "peaks").save(version, 1, _pyramid())

    found = PeaksCache(tmp_path / "peaks").load(version, 1)

    assert found is not None
    assert (found.duration_ms, found.peak) == (1_000, 1_000 / 32_768)


def test_every_track_has_its_own(tmp_path: Path, version: MediaVersion) -> None:
    cache = PeaksCache(tmp_path / "peaks")
    cache.save(version, 1, _pyramid(100))
    cache.save(version, 2, _pyramid(200))
    cache.save(version, None, _pyramid(300))

    for track, value in ((1, 100), (2, 200), (None, 300)):
        found = cache.load(version, track)
        assert found is not None
        assert found.peak == value / 32_768


def test_media_that_moved_is_known_and_media_that_changed_is_not(media: Path) -> None:
    version = media_version(media)
    stat = media.stat()
    assert media_version(media.rename(media.with_name("moved.mp3"))) == version
    media.write_bytes(bytes(stat.st_size))
    os.utime(media, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert media_version(media) != version
    media.write_bytes(media.with_name("moved.mp3").read_bytes())
    os.utime(media, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))
    assert media_version(media) != version


def test_missing_media_has_no_version(tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadableError) as caught:
        media_version(tmp_path / "gone.mp3")
    assert caught.value.reason == "the file does not exist"


def test_a_damaged_file_is_deleted(tmp_path: Path, version: MediaVersion) -> None:
    cache = PeaksCache(tmp_path / "peaks")
    cache.save(version, 1, _pyramid())
    (path,) = _files(tmp_path / "peaks")
    path.write_bytes(path.read_bytes()[:-1])

    assert cache.load(version, 1) is None
    assert not path.exists()


def test_the_longest_unused_go_first(tmp_path: Path, version: MediaVersion) -> None:
    folder = tmp_path / "peaks"
    cache = PeaksCache(folder)
    for track in (1, 2, 3):
        cache.save(version, track, _pyramid())
        for path in _files(folder):
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**12))
    size_bytes = _files(folder)[0].stat().st_size
    assert cache.load(version, 1) is not None  # It was made first, and is used last.

    PeaksCache(folder, limit_bytes=3 * size_bytes).save(version, 4, _pyramid())

    known = [track for track in (1, 2, 3, 4) if cache.load(version, track) is not None]
    assert known == [1, 3, 4]


def test_what_a_crash_left_half_written_goes_too(tmp_path: Path, version: MediaVersion) -> None:
    left = tmp_path / "peaks" / ".0123456789abcdef.tmp"
    left.parent.mkdir()
    left.write_bytes(bytes(1_000_000))
    os.utime(left, ns=(0, 0))

    PeaksCache(tmp_path / "peaks", limit_bytes=900_000).save(version, 1, _pyramid())

    assert not left.exists()
    assert PeaksCache(tmp_path / "peaks").load(version, 1) is not None


def test_the_newest_stays_however_small_the_limit(tmp_path: Path, version: MediaVersion) -> None:
    cache = PeaksCache(tmp_path / "peaks", limit_bytes=1)
    cache.save(version, 1, _pyramid())
    cache.save(version, 2, _pyramid())

    assert cache.load(version, 1) is None
    assert cache.load(version, 2) is not None


def test_a_disk_that_takes_nothing_does_no_harm(tmp_path: Path, version: MediaVersion) -> None:
    (tmp_path / "peaks").write_text("a file where the folder should be", encoding="utf-8")
    cache = PeaksCache(tmp_path / "peaks")

    assert not cache.save(version, 1, _pyramid())
    assert cache.load(version, 1) is None
