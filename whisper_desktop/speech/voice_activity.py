"""Where in a recording somebody speaks."""

from collections.abc import Generator, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import Preparing, Stage
from whisper_desktop.core.outcome import outcome_of
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.frame import FRAME_SAMPLES, SAMPLE_RATE_HZ
from whisper_desktop.speech.hysteresis import VoiceActivityOptions, spans_from_probabilities

__all__ = [
    "VoiceActivityOptions",
    "find_speech",
    "listen",
    "spans_from_probabilities",
    "stream_probabilities",
]

Samples = npt.NDArray[np.float32]

BLOCK_SAMPLES = 1_024 * FRAME_SAMPLES
"""32.8 s are listened to at once: 15 MB of intermediate values."""


def listen(
    samples: Samples,
    options: VoiceActivityOptions | None = None,
    cancel: CancelToken | None = None,
) -> Generator[Preparing, None, tuple[TimeSpan, ...]]:
    """Find the spans of speech in mono 16 kHz samples, telling how far it is.

    The spans are in ms from the samples' start.

    Raises:
        Cancelled: Somebody asked to stop; asked once per block of 33 s.
        ModelFileError: The voice activity weights are missing or damaged.
    """
    total_ms = samples.size * 1_000 // SAMPLE_RATE_HZ
    probabilities: list[float] = []
    for block in stream_probabilities([samples], cancel):
        probabilities += block.tolist()
        done_ms = min(len(probabilities) * FRAME_SAMPLES * 1_000 // SAMPLE_RATE_HZ, total_ms)
        yield Preparing(Stage.LISTENING, done_ms, total_ms)
    return spans_from_probabilities(probabilities, total_ms, options or VoiceActivityOptions())


def find_speech(
    samples: Samples,
    options: VoiceActivityOptions | None = None,
    cancel: CancelToken | None = None,
) -> tuple[TimeSpan, ...]:
    """Return the spans of speech in mono 16 kHz samples, in ms from their start.

    Raises as `listen` does.
    """
    return outcome_of(listen(samples, options, cancel))


def stream_probabilities(
    chunks: Iterable[Samples], cancel: CancelToken | None = None
) -> Iterator[Samples]:
    """Yield the frames' speech probabilities while a recording arrives in chunks of any size.

    Only one block of 33 s is held at a time. Raises as `listen` does.
    """
    # Imported late: torch takes seconds, and not every run of the program listens.
    from whisper_desktop.speech.silero import open_stream

    stream = open_stream()
    for block in _blocks(chunks):
        if cancel is not None:
            cancel.raise_if_cancelled()
        yield stream.feed(block)


def _blocks(chunks: Iterable[Samples]) -> Iterator[Samples]:
    """Regroup chunks into blocks of whole frames; silence fills the last frame."""
    block = np.zeros(BLOCK_SAMPLES, dtype=np.float32)
    filled = 0
    for chunk in chunks:
        rest = _checked(chunk)
        while rest.size:
            taken = rest[: BLOCK_SAMPLES - filled]
            block[filled : filled + taken.size] = taken
            filled += taken.size
            rest = rest[taken.size :]
            if filled == BLOCK_SAMPLES:
                yield block
                filled = 0
    if filled:
        n_frames = -(-filled // FRAME_SAMPLES)
        block[filled:] = 0
        yield block[: n_frames * FRAME_SAMPLES]


def _checked(samples: Samples) -> Samples:
    if samples.ndim != 1 or samples.dtype != np.float32:
        raise ValueError(f"want mono float32, not {samples.dtype} of shape {samples.shape}")
    return samples
