"""A whole file, or a range of it, as samples in memory."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whisper_desktop.audio.decode import RATE_HZ, decode_blocks
from whisper_desktop.audio.probe import probe
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import AudioDamaged, Preparing, Stage
from whisper_desktop.core.outcome import outcome_of

SAMPLES_PER_MS = RATE_HZ // 1000

# Room beyond what a file says of itself, whose word is good to a few frames at best.
_SLACK_MS = 1_000
_CHUNK_MS = 10 * 60_000
# Decoding runs at several hundred times real time.
_TELL_EVERY_MS = 30_000
# A promise of more than a day is not believed.
_MOST_EXPECTED_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True, eq=False)
class Pcm:
    """16 kHz mono samples in [-1, 1], and where they start on the media's own clock."""

    samples: npt.NDArray[np.float32]  # (n,)
    start_ms: int = 0

    def __post_init__(self) -> None:
        samples = self.samples
        if samples.ndim != 1 or samples.dtype != np.float32 or not samples.flags.c_contiguous:
            raise ValueError(f"bad samples: {samples.dtype} {samples.shape}")
        if self.start_ms < 0:
            raise ValueError(f"bad start: {self.start_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in whole milliseconds; the rest of a millisecond does not count."""
        return len(self.samples) // SAMPLES_PER_MS

    @property
    def end_ms(self) -> int:
        """Where the samples end on the media's own clock."""
        return self.start_ms + self.duration_ms

    def slice_ms(self, start_ms: int, end_ms: int) -> "Pcm":
        """Return what there is of a stretch of the media's own clock; nothing is copied."""
        first = min(max(start_ms - self.start_ms, 0) * SAMPLES_PER_MS, len(self.samples))
        last = max((end_ms - self.start_ms) * SAMPLES_PER_MS, first)
        return Pcm(self.samples[first:last], self.start_ms + first // SAMPLES_PER_MS)


class PcmBuilder:
    """Collects blocks without ever holding all of the samples twice.

    When the expected duration is right, they are written where they stay. Otherwise more chunks
    are added, and given back one by one while their contents are joined.
    """

    def __init__(self, start_ms: int = 0, expected_ms: int | None = None) -> None:
        """Make room for what is expected; memory is only used as it fills."""
        room_ms = _CHUNK_MS if expected_ms is None else min(expected_ms, _MOST_EXPECTED_MS)
        self._start_ms = start_ms
        self._full: list[npt.NDArray[np.float32]] = []
        self._chunk = _make_room(room_ms + _SLACK_MS)
        self._filled = 0
        self._count = 0

    @property
    def duration_ms(self) -> int:
        """How much is collected so far."""
        return self._count // SAMPLES_PER_MS

    def append(self, block: npt.NDArray[np.float32]) -> None:
        """Add samples at the end."""
        self._count += len(block)
        while len(block):
            if self._filled == len(self._chunk):
                self._full.append(self._chunk)
                self._chunk, self._filled = _make_room(_CHUNK_MS), 0
            part = block[: len(self._chunk) - self._filled]
            self._chunk[self._filled : self._filled + len(part)] = part
            self._filled += len(part)
            block = block[len(part) :]

    def finish(self) -> Pcm:
        """Return the samples; nothing can be added any more."""
        self._chunk.resize(self._filled, refcheck=False)
        if not self._full:
            return Pcm(self._chunk, self._start_ms)
        chunks = [self._chunk, *reversed(self._full)]
        del self._full, self._chunk
        samples = np.empty(self._count, dtype=np.float32)
        position = 0
        while chunks:
            chunk = chunks.pop()
            samples[position : position + len(chunk)] = chunk
            position += len(chunk)
        return Pcm(samples, self._start_ms)


def _make_room(room_ms: int) -> npt.NDArray[np.float32]:
    return np.empty(room_ms * SAMPLES_PER_MS, dtype=np.float32)


def read_pcm(
    path: Path,
    *,
    track: int | None = None,
    start_ms: int = 0,
    end_ms: int | None = None,
    on_damage: Callable[[AudioDamaged], None] | None = None,
    cancel: CancelToken | None = None,
) -> Generator[Preparing, None, Pcm]:
    """Decode a file or a range of it to memory, telling how far it is.

    Raises what `decode_blocks` raises.
    """
    expected_ms = expected_duration_ms(path, start_ms, end_ms)
    builder = PcmBuilder(start_ms, expected_ms)
    told_ms = 0
    for block in decode_blocks(
        path, track=track, start_ms=start_ms, end_ms=end_ms, on_damage=on_damage, cancel=cancel
    ):
        builder.append(block)
        if builder.duration_ms - told_ms >= _TELL_EVERY_MS:
            told_ms = builder.duration_ms
            yield Preparing(Stage.READING, told_ms, expected_ms)
    return builder.finish()


def load_pcm(
    path: Path,
    *,
    track: int | None = None,
    start_ms: int = 0,
    end_ms: int | None = None,
    on_damage: Callable[[AudioDamaged], None] | None = None,
    cancel: CancelToken | None = None,
) -> Pcm:
    """Decode a file or a range of it to memory; see `decode_blocks` for the errors."""
    return outcome_of(
        read_pcm(
            path, track=track, start_ms=start_ms, end_ms=end_ms, on_damage=on_damage, cancel=cancel
        )
    )


def expected_duration_ms(path: Path, start_ms: int = 0, end_ms: int | None = None) -> int | None:
    """Return how long a range of a file is by the file's own account, or None."""
    stored_ms = probe(path).duration_ms
    if stored_ms is None:
        return None if end_ms is None else end_ms - start_ms
    last_ms = stored_ms if end_ms is None else min(end_ms, stored_ms)
    return max(last_ms - start_ms, 0)
