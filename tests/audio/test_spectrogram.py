from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.audio.spectrogram import (
    FLOOR_DB,
    LEVEL_COUNT,
    MARGIN_MS,
    ROW_COUNT,
    TILE_COLUMNS,
    Tile,
    TileKey,
    compute_tiles,
    level_for,
)

Samples = npt.NDArray[np.int16]


def _tone(seconds: float, frequency_hz: float, peak: float = 1.0) -> Samples:
    times_s = np.arange(round(seconds * 16_000)) / 16_000
    wave = peak * 32_767 * np.sin(2 * np.pi * frequency_hz * times_s)
    return np.rint(wave).astype(np.int16)


def _blocks(samples: Samples, length: int = 16_000) -> Iterator[Samples]:
    yield np.zeros(MARGIN_MS * 16, dtype=np.int16)
    for first in range(0, len(samples), length):
        yield samples[first : first + length]


def _tiles(samples: Samples, level: int, count: int = 1, length: int = 16_000) -> list[Tile]:
    return list(compute_tiles(_blocks(samples, length), TileKey(level, 0), count))


def _loudness_db(shades: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    return FLOOR_DB * (1 - shades / 255)


@pytest.mark.parametrize("level", [0, 1, 2, 3, 5, 9])
@pytest.mark.parametrize("row", [8, 32, 100])
def test_a_tone_is_as_high_and_as_loud_as_it_is(level: int, row: int) -> None:
    key = TileKey(level, 0)
    (tile,) = _tiles(_tone(key.end_ms / 1000 + 1, row * 31.25, peak=0.1), level)

    middle = tile.image[:, 8:]
    assert (middle.argmax(axis=0) == row).all()
    assert _loudness_db(middle[row]) == pytest.approx(-20, abs=0.5)
    assert (_loudness_db(middle[row + 10]) < -70).all()


def test_a_column_is_what_a_plain_transform_gives() -> None:
    samples = np.random.default_rng(3).integers(-9_000, 9_000, 32_000).astype(np.int16)
    (tile,) = _tiles(samples, 0)

    for column in (0, 40, 127):
        centre = column * 64 + 32
        padded = np.concatenate([np.zeros(256), samples / 32_768])
        window = padded[centre : centre + 512]
        hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(512) / 512)
        angles = 2 * np.pi * np.outer(np.arange(ROW_COUNT), np.arange(512)) / 512
        amplitude = np.abs(np.exp(-1j * angles) @ (window * hann)) * 2 / hann.sum()
        expected = 255 * (1 - 20 * np.log10(amplitude) / FLOOR_DB)
        np.testing.assert_allclose(tile.image[:, column], np.clip(expected, 0, 255), atol=1.01)


def test_a_wide_column_is_the_mean_power_of_narrow_ones() -> None:
    samples = np.random.default_rng(4).integers(-9_000, 9_000, 16_000 * 9).astype(np.int16)
    narrow = np.concatenate([tile.image for tile in _tiles(samples, 2, count=4)], axis=1)
    (wide,) = _tiles(samples, 4)

    powers = 10 ** (_loudness_db(narrow) / 10)  # (rows, 512)
    means = powers.reshape(ROW_COUNT, TILE_COLUMNS, 4).mean(axis=2)
    expected = 255 * (1 - 10 * np.log10(means) / FLOOR_DB)
    np.testing.assert_allclose(wide.image, expected, atol=2)


def test_a_very_wide_column_is_a_sample_of_its_sound() -> None:
    # 2 s a column: silence, tone, silence, tone…
    second = np.concatenate([np.zeros(32_768, dtype=np.int16), _tone(2.048, 1_000, peak=0.1)])
    (tile,) = _tiles(np.tile(second, TILE_COLUMNS // 2), level=9, length=50_000)

    assert not tile.image[:, ::2].any()
    assert _loudness_db(tile.image[32, 1::2]) == pytest.approx(-20, abs=0.5)


def test_a_sound_begins_in_its_own_column() -> None:
    samples = np.concatenate([np.zeros(8_000, dtype=np.int16), _tone(1, 1_000)])
    (tile,) = _tiles(samples, 1)

    loud = _loudness_db(tile.image[32])
    # Half as loud where half of the window is in it: at 500 ms, in columns of 8 ms.
    assert loud[62] == pytest.approx(-6, abs=2)
    assert (loud[:58] == FLOOR_DB).all()
    assert loud[66:] == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize("level", [0, 3, 8])
def test_the_length_of_the_blocks_does_not_matter(level: int) -> None:
    samples = np.random.default_rng(5).integers(-9_000, 9_000, 16_000 * 9).astype(np.int16)

    expected = _tiles(samples, level, count=2)
    for length in (100, 777, 100_000):
        for tile, other in zip(expected, _tiles(samples, level, 2, length), strict=True):
            assert tile.key == other.key
            np.testing.assert_array_equal(tile.image, other.image)


def test_behind_the_end_it_is_silent() -> None:
    first, second = _tiles(_tone(0.3, 1_000), 0, count=2)

    assert first.image[32, :70].min() > 200
    assert not first.image[:, 80:].any()
    assert not second.image.any()


def test_tiles_meet_without_a_gap() -> None:
    for level in range(LEVEL_COUNT):
        assert TileKey(level, 2).end_ms == TileKey(level, 3).start_ms
        assert TileKey(level, 1).start_ms == TILE_COLUMNS * TileKey(level, 0).column_ms
        assert TileKey(level, 1).start_ms % MARGIN_MS == 0


@pytest.mark.parametrize(
    ("column_ms", "level"),
    [(0.1, 0), (3.9, 0), (4, 0), (7.9, 0), (8, 1), (100, 4), (128, 5), (1e9, LEVEL_COUNT - 1)],
)
def test_the_level_is_the_coarsest_that_is_fine_enough(column_ms: float, level: int) -> None:
    assert level_for(column_ms) == level
