"""Laying runs of samples on the wanted stretch of the media's clock."""

from collections.abc import Iterator

import numpy as np

from whisper_desktop.audio.resample import Samples, SampleShape


class Timeline:
    """Emits every sample of a stretch exactly once: silence where there is none, no overlaps.

    Positions are sample numbers of the media's own clock: position 0 is played at 0:00.
    """

    def __init__(self, shape: SampleShape, start_ms: int, end_ms: int | None) -> None:
        self._shape = shape
        self._start = start_ms * shape.rate_hz // 1000
        self._end = None if end_ms is None else end_ms * shape.rate_hz // 1000
        self._position = self._start

    @property
    def is_empty(self) -> bool:
        """Whether nothing was emitted so far."""
        return self._position == self._start

    @property
    def is_full(self) -> bool:
        """Whether the stretch is emitted to its end."""
        return self._end is not None and self._position >= self._end

    def put(self, at: int, samples: Samples) -> Iterator[Samples]:
        """Emit samples that belong at a position, with silence before them if needed."""
        yield from self._silence_until(at)
        first = self._position - at
        last = len(samples) if self._end is None else min(len(samples), self._end - at)
        if first < last:
            self._position = at + last
            yield samples[first:last]

    def _silence_until(self, at: int) -> Iterator[Samples]:
        until = at if self._end is None else min(at, self._end)
        while self._position < until:
            count = min(until - self._position, self._shape.rate_hz)
            self._position += count
            yield np.zeros((count, self._shape.channels), dtype=self._shape.dtype)
