"""The spectrogram of a media file: computed where somebody looks, and kept for a while."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whisper_desktop.audio.spectrogram import (
    FLOOR_DB,
    LEVEL_COUNT,
    MARGIN_MS,
    ROW_COUNT,
    SPECTROGRAM_RATE_HZ,
    TILE_COLUMNS,
    Image,
    Samples,
    Tile,
    TileKey,
    column_ms_of,
    compute_tiles,
    level_for,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import NoAudioError

__all__ = [
    "FLOOR_DB",
    "ROW_COUNT",
    "SPECTROGRAM_RATE_HZ",
    "Spectrogram",
    "SpectrogramView",
    "TileKey",
    "TileReady",
]

_MOST_TILES = 2_048
"""64 MiB."""
# What is known at other zooms is better to look at than nothing; coarser first, for it covers
# more.
_OTHER_ZOOMS = (0, 1, -1, 2, -2, 3, -3)


@dataclass(frozen=True, slots=True)
class TileReady:
    """A part of the spectrogram can be looked at."""

    key: TileKey


@dataclass(frozen=True, slots=True, eq=False)
class SpectrogramView:
    """A picture of a stretch of time, and what it takes to complete it."""

    image: Image  # (ROW_COUNT, columns)
    """Row 0 is the lowest pitch; 0 is silence or unknown, 255 a pure tone at full scale."""
    missing: tuple[TileKey, ...]
    """In order of time; give them to `Spectrogram.compute`."""


class Spectrogram:
    """The tiles of one track of a file; looked at in one thread, computed in another."""

    def __init__(
        self, path: Path, track: int | None, duration_ms: int, most_tiles: int = _MOST_TILES
    ) -> None:
        """Prepare for a track counted from 1, or for the default one; nothing is read yet."""
        self._path, self._track, self._duration_ms = path, track, duration_ms
        self._most_tiles = most_tiles
        self._tiles: OrderedDict[TileKey, Tile] = OrderedDict()
        self._lock = threading.Lock()

    def view(self, start_ms: float, end_ms: float, columns: int) -> SpectrogramView:
        """Return what is known of a stretch of time, at exactly so many columns."""
        if not start_ms < end_ms or columns < 1:
            raise ValueError(f"bad view: {start_ms}..{end_ms} ms in {columns} columns")
        column_ms = (end_ms - start_ms) / columns
        times_ms = np.asarray(start_ms + (np.arange(columns) + 0.5) * column_ms, dtype=np.float64)
        wanted = level_for(column_ms)
        image = np.zeros((ROW_COUNT, columns), dtype=np.uint8)
        unknown = (times_ms >= 0) & (times_ms < self._duration_ms)
        missing: tuple[TileKey, ...] = ()
        for zoom in _OTHER_ZOOMS:
            if 0 <= wanted + zoom < LEVEL_COUNT:
                lacking = self._paint(image, times_ms, unknown, wanted + zoom)
                if zoom == 0:
                    missing = lacking
            if not unknown.any():
                break
        return SpectrogramView(image, missing)

    def compute(self, keys: Sequence[TileKey], cancel: CancelToken) -> Iterator[TileReady]:
        """Compute tiles; neighbours in one pass over the file.

        Raises `MediaUnreadableError`, `NoAudioError`, `AudioTrackMissingError` and `Cancelled`.
        """
        for first, count in _runs(keys):
            for tile in compute_tiles(self._decode(first, count, cancel), first, count):
                cancel.raise_if_cancelled()
                self._keep(tile)
                yield TileReady(tile.key)

    def _paint(
        self,
        image: Image,
        times_ms: npt.NDArray[np.float64],
        unknown: npt.NDArray[np.bool_],
        level: int,
    ) -> tuple[TileKey, ...]:
        """Fill in unknown columns from the tiles of a level; return those that are not there."""
        positions = (times_ms // column_ms_of(level)).astype(np.int64)
        indexes = positions // TILE_COLUMNS
        missing = []
        for index in np.unique(indexes[unknown]).tolist():
            tile = self._find(TileKey(level, index))
            if tile is None:
                missing.append(TileKey(level, index))
                continue
            here = np.flatnonzero(unknown & (indexes == index))
            image[:, here] = tile.image[:, positions[here] - index * TILE_COLUMNS]
            unknown[here] = False
        return tuple(missing)

    def _decode(self, first: TileKey, count: int, cancel: CancelToken) -> Iterator[Samples]:
        """Yield the samples of neighbouring tiles, from `MARGIN_MS` before them on."""
        # The library for media is big: it is loaded with the first file, not with the window.
        from whisper_desktop.audio.decode import DecodeRequest, decode_samples
        from whisper_desktop.audio.resample import SampleShape

        shape = SampleShape(SPECTROGRAM_RATE_HZ, 1)
        start_ms = first.start_ms - MARGIN_MS
        end_ms = TileKey(first.level, first.index + count - 1).end_ms + MARGIN_MS
        if start_ms < 0:
            yield np.zeros(MARGIN_MS * SPECTROGRAM_RATE_HZ // 1000, dtype=np.int16)
        request = DecodeRequest(self._path, self._track, max(start_ms, 0), end_ms)
        try:
            for block in decode_samples(request, lambda _: shape, cancel=cancel):
                yield block[:, 0]
        except NoAudioError:
            # A picture may go on where the sound has ended.
            if start_ms < 0:
                raise

    def _find(self, key: TileKey) -> Tile | None:
        with self._lock:
            tile = self._tiles.get(key)
            if tile is not None:
                self._tiles.move_to_end(key)
            return tile

    def _keep(self, tile: Tile) -> None:
        """Remember a tile; forget those that were not looked at for longest."""
        with self._lock:
            self._tiles[tile.key] = tile
            while len(self._tiles) > self._most_tiles:
                self._tiles.popitem(last=False)


def _runs(keys: Sequence[TileKey]) -> Iterator[tuple[TileKey, int]]:
    """Yield the first of each row of neighbours, and how many they are."""
    first, count = None, 0
    for key in keys:
        if first is not None and key == TileKey(first.level, first.index + count):
            count += 1
            continue
        if first is not None:
            yield first, count
        first, count = key, 1
    if first is not None:
        yield first, count
