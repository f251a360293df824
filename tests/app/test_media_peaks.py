import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from whisper_desktop.app.media_peaks import (
    PeakPyramid,
    PeaksCache,
    PeaksEvent,
    PeaksGrew,
    PeaksReady,
    build_peaks,
    is_unchanged,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    Cancelled,
    MediaUnreadableError,
    NoAudioError,
)


@pytest.fixture
def cache(tmp_path: Path) -> PeaksCache:
    return PeaksCache(tmp_path / "cache" / "peaks")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two minutes of silence with a click every 10 s."""
    path = tmp_path / "talk.wav"
    samples = np.zeros(16_000 * 120, dtype=np.int16)
    samples[::160_000] = 16_384
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


def _build(
    path: Path, cache: PeaksCache, pyramid: PeakPyramid, track: int | None = None
) -> Iterator[PeaksEvent]:
    return build_peaks(path, track, pyramid, cache, CancelToken())


def _ready(events: Iterator[PeaksEvent]) -> PeaksReady:
    *_, last = events
    assert isinstance(last, PeaksReady)
    return last


def test_it_can_be_looked_at_while_it_is_built(recording: Path, cache: PeaksCache) -> None:
    pyramid = PeakPyramid()
    shown_ms = []
    for event in _build(recording, cache, pyramid):
        if isinstance(event, PeaksGrew):
            assert event.total_ms == 120_000
            assert event.done_ms == pyramid.duration_ms
            _, maxs = pyramid.window(0, 120_000, 12)
            assert np.count_nonzero(maxs) == -(-event.done_ms // 10_000)
            shown_ms.append(event.done_ms)

    assert shown_ms == [1_000, 31_000, 61_000, 91_000]
    assert np.all(pyramid.window(0, 120_000, 12)[1] == 0.5)


def test_the_second_time_it_comes_from_the_cache(recording: Path, cache: PeaksCache) -> None:
    first, second = PeakPyramid(), PeakPyramid()
    built = _ready(_build(recording, cache, first))
    (found,) = _build(recording, cache, second)

    assert (built.is_from_cache, built.is_settled, built.duration_ms) == (False, True, 120_000)
    assert found == PeaksReady(120_000, is_from_cache=True, is_settled=True, version=built.version)
    np.testing.assert_array_equal(second.window(0, 120_000, 999), first.window(0, 120_000, 999))


def test_a_file_that_is_cut_off_says_how_long_it_should_be(
    recording: Path, cache: PeaksCache
) -> None:
    assert _ready(_build(recording, cache, PeakPyramid())).promised_ms is None
    data = recording.read_bytes()
    recording.write_bytes(data[: len(data) // 2])
    for is_from_cache in (False, True):
        ready = _ready(_build(recording, cache, PeakPyramid()))
        assert ready.is_from_cache is is_from_cache
        assert ready.duration_ms == pytest.approx(60_000, abs=2)
        assert ready.promised_ms == 120_000


def test_a_whole_waveform_lies_on_the_disk(recording: Path, cache: PeaksCache) -> None:
    pyramid = PeakPyramid()
    _ready(_build(recording, cache, pyramid))
    assert isinstance(pyramid.levels[0].extremes, np.memmap)


def test_without_a_cache_it_is_built_every_time(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = PeaksCache(tmp_path / "file" / "peaks")
    for _ in range(2):
        pyramid = PeakPyramid()
        ready = _ready(_build(recording, cache, pyramid))
        assert (ready.is_from_cache, pyramid.duration_ms) == (False, 120_000)


def test_a_damaged_cache_is_built_again(recording: Path, cache: PeaksCache, tmp_path: Path) -> None:
    _ready(_build(recording, cache, PeakPyramid()))
    (file,) = (tmp_path / "cache" / "peaks").iterdir()
    # In place, the waveform that is looked at would change as well.
    damaged = file.with_suffix(".new")
    damaged.write_bytes(file.read_bytes()[:-1] + b"!")
    damaged.replace(file)

    assert not _ready(_build(recording, cache, PeakPyramid())).is_from_cache
    assert _ready(_build(recording, cache, PeakPyramid())).is_from_cache


def test_media_that_is_still_being_recorded_is_not_kept(recording: Path, cache: PeaksCache) -> None:
    pyramid = PeakPyramid()
    events = _build(recording, cache, pyramid)
    next(events)
    with recording.open("ab") as file:
        file.write(bytes(32_000))

    ready = _ready(events)

    assert not ready.is_settled
    assert not is_unchanged(recording, ready.version)
    assert pyramid.duration_ms >= 120_000
    again = _ready(_build(recording, cache, PeakPyramid()))
    assert (again.is_from_cache, again.is_settled) == (False, True)
    assert is_unchanged(recording, again.version)


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_media_that_vanishes_is_shown_as_far_as_it_was_read(
    recording: Path, cache: PeaksCache
) -> None:
    pyramid = PeakPyramid()
    events = _build(recording, cache, pyramid)
    next(events)
    recording.unlink()

    ready = _ready(events)

    assert not ready.is_settled
    assert ready.duration_ms == pyramid.duration_ms > 0


def test_what_cannot_be_read_says_so(tmp_path: Path, cache: PeaksCache, sample_audio: Path) -> None:
    (tmp_path / "notes.txt").write_text("not media", encoding="utf-8")
    for path in (tmp_path / "gone.mp3", tmp_path / "notes.txt"):
        with pytest.raises(MediaUnreadableError):
            _ready(_build(path, cache, PeakPyramid()))
    with pytest.raises(AudioTrackMissingError):
        _ready(_build(sample_audio, cache, PeakPyramid(), track=2))


def test_media_without_sound_has_no_waveform(tmp_path: Path, cache: PeaksCache) -> None:
    path = tmp_path / "empty.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))

    with pytest.raises(NoAudioError):
        _ready(_build(path, cache, PeakPyramid()))


def test_it_stops_when_asked_and_keeps_nothing(
    recording: Path, cache: PeaksCache, tmp_path: Path
) -> None:
    token = CancelToken()
    events = build_peaks(recording, None, PeakPyramid(), cache, token)
    next(events)
    token.cancel()

    with pytest.raises(Cancelled):
        next(events)
    assert not (tmp_path / "cache").exists()


def test_a_copy_of_a_recording_shares_its_waveform(
    recording: Path, cache: PeaksCache, tmp_path: Path
) -> None:
    _ready(_build(recording, cache, PeakPyramid()))
    copy = Path(shutil.copy2(recording, tmp_path / "copy.wav"))

    assert _ready(_build(copy, cache, PeakPyramid())).is_from_cache


def test_the_library_for_media_is_not_loaded_with_the_window() -> None:
    code = (
        "import sys, whisper_desktop.app.media_peaks, whisper_desktop.app.media_facts, "
        "whisper_desktop.app.media_spectrogram; sys.exit('av' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
