import wave
from pathlib import Path

import numpy as np
import pytest

from whisper_desktop.app.media_spectrogram import (
    ROW_COUNT,
    Spectrogram,
    TileKey,
    TileReady,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, MediaUnreadableError, NoAudioError

_DURATION_MS = 40_000


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """40 s of a tone that is 500 Hz higher every 10 s."""
    path = tmp_path / "talk.wav"
    times_s = np.arange(16 * _DURATION_MS) / 16_000
    frequencies_hz = 500 * (1 + times_s // 10)
    samples = (16_000 * np.sin(2 * np.pi * frequencies_hz * times_s)).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture
def spectrogram(recording: Path) -> Spectrogram:
    return Spectrogram(recording, None, _DURATION_MS)


def _complete(spectrogram: Spectrogram, start_ms: float, end_ms: float, columns: int) -> None:
    missing = spectrogram.view(start_ms, end_ms, columns).missing
    events = list(spectrogram.compute(missing, CancelToken()))
    assert events == [TileReady(key) for key in missing]


def _rows(image: np.typing.NDArray[np.uint8]) -> list[int]:
    return [int(row) for row in image.argmax(axis=0)]


@pytest.mark.parametrize("columns", [10, 333, 4_000])
def test_a_view_is_completed_by_what_it_lacks(spectrogram: Spectrogram, columns: int) -> None:
    view = spectrogram.view(0, _DURATION_MS, columns)
    assert view.image.shape == (ROW_COUNT, columns)
    assert not view.image.any()
    assert view.missing

    _complete(spectrogram, 0, _DURATION_MS, columns)

    view = spectrogram.view(0, _DURATION_MS, columns)
    assert view.missing == ()
    for quarter in range(4):
        middle = view.image[:, columns * (2 * quarter + 1) // 8]
        assert middle.argmax() == 16 * (quarter + 1)  # 500 Hz are 16 rows


def test_seeking_finds_what_a_whole_pass_finds(recording: Path, spectrogram: Spectrogram) -> None:
    _complete(spectrogram, 0, _DURATION_MS, 5_000)
    other = Spectrogram(recording, 1, _DURATION_MS)
    _complete(other, 29_000, 31_000, 250)

    expected = spectrogram.view(29_000, 31_000, 250).image
    np.testing.assert_array_equal(other.view(29_000, 31_000, 250).image, expected)


def test_only_what_is_new_is_computed(spectrogram: Spectrogram) -> None:
    _complete(spectrogram, 0, 4_000, 500)

    assert spectrogram.view(0, 4_000, 500).missing == ()
    missing = spectrogram.view(2_000, 6_000, 500).missing
    assert [key.start_ms for key in missing] == [4_096, 5_120]


def test_other_zooms_are_shown_until_the_right_one_is_there(spectrogram: Spectrogram) -> None:
    _complete(spectrogram, 0, _DURATION_MS, 5_000)

    for columns in (1_250, 2_500, 10_000):
        view = spectrogram.view(0, _DURATION_MS, columns)
        assert view.missing
        assert view.image[16, : columns // 8].min() > 200


def test_outside_of_the_media_nothing_is_missing(spectrogram: Spectrogram) -> None:
    _complete(spectrogram, -1_000, 1_000, 100)
    view = spectrogram.view(-1_000, 1_000, 100)
    assert not view.image[:, :48].any()
    assert _rows(view.image[:, 52:]) == [16] * 48

    assert spectrogram.view(_DURATION_MS, _DURATION_MS + 9_000, 50).missing == ()


def test_behind_the_end_of_the_sound_it_is_silent(recording: Path) -> None:
    longer = Spectrogram(recording, None, _DURATION_MS * 2)
    _complete(longer, 60_000, 61_000, 100)
    assert not longer.view(60_000, 61_000, 100).image.any()


def test_the_longest_unseen_tiles_are_forgotten(recording: Path) -> None:
    small = Spectrogram(recording, None, _DURATION_MS, most_tiles=2)
    keys = [TileKey(0, index) for index in range(2)]
    list(small.compute(keys, CancelToken()))
    small.view(0, 500, 125)  # Looks at the first.
    list(small.compute([TileKey(0, 2)], CancelToken()))

    missing = small.view(0, 1_536, 384).missing
    assert missing == (TileKey(0, 1),)


def test_neighbours_are_computed_in_one_pass_and_others_in_their_own(
    spectrogram: Spectrogram,
) -> None:
    keys = [TileKey(1, 0), TileKey(1, 1), TileKey(1, 30), TileKey(2, 31), TileKey(2, 3)]
    events = list(spectrogram.compute(keys, CancelToken()))
    assert [event.key for event in events] == keys
    assert list(spectrogram.compute([], CancelToken())) == []


def test_it_stops_when_asked(spectrogram: Spectrogram) -> None:
    token = CancelToken()
    events = spectrogram.compute([TileKey(0, 0), TileKey(0, 1)], token)
    next(events)
    token.cancel()
    with pytest.raises(Cancelled):
        next(events)


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    gone = Spectrogram(tmp_path / "gone.wav", None, 9_000)
    with pytest.raises(MediaUnreadableError):
        list(gone.compute([TileKey(0, 0)], CancelToken()))

    path = tmp_path / "empty.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
    with pytest.raises(NoAudioError):
        list(Spectrogram(path, None, 9_000).compute([TileKey(0, 0)], CancelToken()))


@pytest.mark.parametrize("view", [(1_000, 1_000, 5), (0, 1_000, 0), (5, 4, 1)])
def test_an_empty_view_is_a_bug(spectrogram: Spectrogram, view: tuple[float, float, int]) -> None:
    with pytest.raises(ValueError, match="bad view"):
        spectrogram.view(*view)
