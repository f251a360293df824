"""A finished pyramid of peaks as a file that is read without loading it."""

import struct
import zlib
from pathlib import Path

import numpy as np

from whisper_desktop.audio.peaks import BIN_SAMPLES, FOLD, LEVEL_COUNT, PeakPyramid, bin_counts

# What it is, how it is built, how many samples, and the check sum of all that follows.
_HEAD = struct.Struct("<8sHHHxxQI")
_MAGIC = b"WDPEAKS1"
_LAYOUT = (BIN_SAMPLES, FOLD, LEVEL_COUNT)
_LARGEST_SAMPLE_COUNT = 1 << 48
_CHUNK_BYTES = 1 << 20


def encode_peaks(pyramid: PeakPyramid) -> bytes:
    """Return the contents of the file of a finished pyramid."""
    rows = [
        np.ascontiguousarray(row[: level.count], dtype="<i2").data
        for level in pyramid.levels
        for row in level.extremes
    ]
    checksum = 0
    for row in rows:
        checksum = zlib.crc32(row, checksum)
    head = _HEAD.pack(_MAGIC, *_LAYOUT, pyramid.sample_count, checksum)
    return b"".join([head, *rows])


def load_peaks(path: Path) -> PeakPyramid | None:
    """Return the pyramid of a file, which stays on the disk; None when it is not intact.

    Raises `OSError` when it cannot be read.
    """
    sample_count = _read_intact(path)
    if sample_count is None:
        return None
    levels, at = [], _HEAD.size
    for count in bin_counts(sample_count):
        shape = (2, count)
        levels.append(
            np.memmap(path, dtype="<i2", mode="r", offset=at, shape=shape)
            if count
            else np.empty(shape, dtype=np.int16)
        )
        at += 4 * count
    return PeakPyramid.of_levels(levels, sample_count)


def _read_intact(path: Path) -> int | None:
    """Return how many samples the file shows, having read it once; None if it was changed."""
    with path.open("rb") as file:
        data = file.read(_HEAD.size)
        if len(data) < _HEAD.size:
            return None
        magic, bin_samples, fold, level_count, sample_count, expected = _HEAD.unpack(data)
        if magic != _MAGIC or (bin_samples, fold, level_count) != _LAYOUT:
            return None
        if sample_count > _LARGEST_SAMPLE_COUNT:
            return None
        size = _HEAD.size + 4 * sum(bin_counts(sample_count))
        if path.stat().st_size != size:
            return None
        found = 0
        while chunk := file.read(_CHUNK_BYTES):
            found = zlib.crc32(chunk, found)
    return sample_count if found == expected else None
