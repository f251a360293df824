"""How loud each pitch is over time, in tiles of picture at several zooms."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]
Image = npt.NDArray[np.uint8]

SPECTROGRAM_RATE_HZ = 16_000
"""The rate of the samples that tiles are made of; pitches go up to half of it."""
ROW_COUNT = 256
"""Pitches, the lowest first: row i is around i x 31.25 Hz."""
TILE_COLUMNS = 128
FLOOR_DB = -100.0
"""What is drawn as 0; a pure tone at full scale is 0 dB and drawn as 255."""
LEVEL_COUNT = 14
"""The coarsest level has 33 s a column."""
MARGIN_MS = 16
"""How much sound on either side of a tile counts for its outermost columns."""

_FFT_SAMPLES = 512
_SAMPLES_PER_MS = SPECTROGRAM_RATE_HZ // 1000
_FINEST_COLUMN_MS = 4
# Half of an FFT: wider columns are the mean of several, and very wide ones of so many samples.
_LONGEST_HOP_MS = 16
_MOST_FFTS_PER_COLUMN = 32
_FFTS_AT_ONCE = 1_024
_LEAST_POWER = 1e-12
_HANN = np.hanning(_FFT_SAMPLES + 1)[:-1]
# The scale of a tone's amplitude, and of 16-bit samples.
_WEIGHTS = (_HANN * (2 / _HANN.sum() / 32_768)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class TileKey:
    """Which part of the spectrogram a tile shows: the `index`-th at a zoom level."""

    level: int
    index: int

    @property
    def column_ms(self) -> int:
        """How long one column is."""
        return column_ms_of(self.level)

    @property
    def start_ms(self) -> int:
        """Where the first column starts."""
        return self.index * TILE_COLUMNS * self.column_ms

    @property
    def end_ms(self) -> int:
        """Where the last column ends."""
        return self.start_ms + TILE_COLUMNS * self.column_ms


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A part of the spectrogram."""

    key: TileKey
    image: Image  # (ROW_COUNT, TILE_COLUMNS)


def column_ms_of(level: int) -> int:
    """Return how long one column of a level is; level 0 is the finest."""
    return _FINEST_COLUMN_MS << level


def level_for(column_ms: float) -> int:
    """Return the coarsest level whose columns are no longer than this, or the finest."""
    level = max(int(column_ms / _FINEST_COLUMN_MS).bit_length() - 1, 0)
    return min(level, LEVEL_COUNT - 1)


def compute_tiles(blocks: Iterator[Samples], first: TileKey, count: int) -> Iterator[Tile]:
    """Yield so many neighbouring tiles as soon as their sound is there.

    The first sample of the blocks lies `MARGIN_MS` before the first tile; where they end too
    early, silence follows.
    """
    hop = _hop_ms(first.column_ms) * _SAMPLES_PER_MS
    tape = _Tape(blocks)
    # The first FFT is centred in the first hop.
    tape.read(hop // 2 + MARGIN_MS * _SAMPLES_PER_MS - _FFT_SAMPLES // 2, overlap=0)
    for index in range(first.index, first.index + count):
        key = TileKey(first.level, index)
        yield Tile(key, _draw(tape, key, hop))


def _hop_ms(column_ms: int) -> int:
    return max(min(column_ms, _LONGEST_HOP_MS), column_ms // _MOST_FFTS_PER_COLUMN)


def _draw(tape: "_Tape", key: TileKey, hop: int) -> Image:
    image = np.empty((ROW_COUNT, TILE_COLUMNS), dtype=np.uint8)
    ffts_per_column = key.column_ms * _SAMPLES_PER_MS // hop
    step = min(max(_FFTS_AT_ONCE // ffts_per_column, 1), TILE_COLUMNS)
    for column in range(0, TILE_COLUMNS, step):
        fft_count = step * ffts_per_column
        samples = tape.read(fft_count * hop, overlap=_FFT_SAMPLES - hop)
        powers = _powers(samples, hop)  # (fft_count, ROW_COUNT)
        means = powers.reshape(step, ffts_per_column, ROW_COUNT).mean(axis=1)
        image[:, column : column + step] = _shades(means).T
    return image


def _powers(samples: Samples, hop: int) -> npt.NDArray[np.float32]:
    """Return the power of each pitch in windows `hop` samples apart; 1 is a full-scale tone."""
    windows = np.lib.stride_tricks.sliding_window_view(samples, _FFT_SAMPLES)[::hop]
    spectrum = np.fft.rfft(windows * _WEIGHTS, axis=1)[:, :ROW_COUNT]
    powers: npt.NDArray[np.float32] = np.square(spectrum.real) + np.square(spectrum.imag)
    return powers


def _shades(powers: npt.NDArray[np.float32]) -> Image:
    loudness_db = 10 * np.log10(np.maximum(powers, _LEAST_POWER))
    return np.clip((1 - loudness_db / FLOOR_DB) * 255, 0, 255).astype(np.uint8)


class _Tape:
    """Reads blocks in pieces of any length, and silence after the last."""

    def __init__(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self._held = np.empty(0, dtype=np.int16)

    def read(self, count: int, *, overlap: int) -> Samples:
        """Return the next samples, and so many more that are also returned the next time.

        With a negative overlap, so many of the next samples are left out.
        """
        parts, missing = [self._held], max(count, count + overlap) - len(self._held)
        while missing > 0:
            block = next(self._blocks, None)
            if block is None:
                block = np.zeros(missing, dtype=np.int16)
            parts.append(block)
            missing -= len(block)
        samples = np.concatenate(parts)
        self._held = samples[count:]
        return samples[: count + overlap]
