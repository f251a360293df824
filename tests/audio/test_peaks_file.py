import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.audio.peaks import PeakPyramid
from whisper_desktop.audio.peaks_file import encode_peaks, load_peaks


def _pyramid(count: int) -> PeakPyramid:
    pyramid = PeakPyramid()
    pyramid.append(np.random.default_rng(count).integers(-32_768, 32_768, count).astype(np.int16))
    pyramid.finish()
    return pyramid


@given(count=st.integers(0, 100_000))
def test_a_file_gives_back_what_was_written(
    count: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("peaks") / "a.peaks"
    pyramid = _pyramid(count)
    path.write_bytes(encode_peaks(pyramid))

    loaded = load_peaks(path)

    assert loaded is not None
    assert loaded.sample_count == count
    assert loaded.peak == pyramid.peak
    np.testing.assert_array_equal(loaded.window(0, 9_000, 321), pyramid.window(0, 9_000, 321))


def test_the_samples_stay_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.peaks"
    path.write_bytes(encode_peaks(_pyramid(50_000)))

    loaded = load_peaks(path)

    assert loaded is not None
    assert all(isinstance(level.extremes, np.memmap) for level in loaded.levels)


@pytest.mark.parametrize("at", [0, 8, 9, 16, 30, 500, -1])
def test_a_changed_byte_is_noticed(at: int, tmp_path: Path) -> None:
    path = tmp_path / "a.peaks"
    data = bytearray(encode_peaks(_pyramid(50_000)))
    data[at] ^= 0x10
    path.write_bytes(data)

    assert load_peaks(path) is None


@pytest.mark.parametrize("length", [0, 10, 40, 5_000])
def test_a_file_that_was_cut_short_is_noticed(length: int, tmp_path: Path) -> None:
    path = tmp_path / "a.peaks"
    path.write_bytes(encode_peaks(_pyramid(50_000))[:length])

    assert load_peaks(path) is None


def test_an_impossible_length_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.peaks"
    data = bytearray(encode_peaks(_pyramid(50_000)))
    struct.pack_into("<Q", data, 16, 1 << 63)
    path.write_bytes(data)

    assert load_peaks(path) is None
