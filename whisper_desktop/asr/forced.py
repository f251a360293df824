"""Given text placed in the sound: the network is made to say it, and shows where it listens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from whisper_desktop.asr.alignment_heads import timing_heads_for
from whisper_desktop.asr.dims import WINDOW_FRAMES
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.asr.pauses import pauses_of_window
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.asr.word_timing import AlignedWord, AlignmentRequest, WordAligner
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Word

Samples = npt.NDArray[np.float32]

MAX_WINDOW_MS = WINDOW_FRAMES * FRAME_MS
_PREFIX_AND_END = 8
"""Tokens of the context that are not the text's."""


@dataclass(frozen=True, slots=True)
class GivenWindow:
    """Words that are said in a stretch of the samples, in order, and no others.

    Times are in milliseconds from the samples' start. A word has its leading space, if one is
    written.
    """

    start_ms: int
    end_ms: int
    words: tuple[str, ...]
    language: str

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms or not self.words:
            raise ValueError(f"bad window: {self.start_ms}..{self.end_ms} ms, {self.words}")


class TextPlacer:
    """Finds given words in samples, window by window."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        heads = engine.alignment_heads
        timing_heads = timing_heads_for(engine.model.dims, heads)
        self._aligner = WordAligner(
            engine.model, engine.tokenizer, heads, Task.TRANSCRIBE, timing_heads
        )

    @property
    def max_tokens(self) -> int:
        """How many tokens of text a window can have."""
        return self._engine.model.dims.n_text_ctx - _PREFIX_AND_END

    def token_count(self, text: str) -> int:
        """Return how many tokens a text makes."""
        return len(self._engine.tokenizer.encode(text))

    def place(
        self,
        samples: Samples,
        windows: Sequence[GivenWindow],
        batch_size: int = 4,
        cancel: CancelToken | None = None,
    ) -> Iterator[tuple[Word, ...]]:
        """Yield the words of each window as they were given, with their times and probabilities.

        Of a window longer than half a minute, or of text with more than `max_tokens`, only the
        beginning is heard. Raises `Cancelled` and `InsufficientMemoryError`.
        """
        mel = LogMel(samples, self._engine.model.dims.n_mels)
        for first in range(0, len(windows), batch_size):
            together = windows[first : first + batch_size]
            with memory_errors(self._engine.model.device):
                placed = self._placed(mel, together, cancel)
            yield from placed

    def _placed(
        self, mel: LogMel, windows: Sequence[GivenWindow], cancel: CancelToken | None
    ) -> list[tuple[Word, ...]]:
        requests = [self._request(mel, window) for window in windows]
        mels = [
            mel.window(window.start_ms // FRAME_MS, request.n_frames, fill_with_silence=True)
            for window, request in zip(windows, requests, strict=True)
        ]
        features = self._engine.encode(mels, cancel)
        aligned = self._aligner.align(features, requests, cancel)
        return [_words_of(window, words) for window, words in zip(windows, aligned, strict=True)]

    def _request(self, mel: LogMel, window: GivenWindow) -> AlignmentRequest:
        text = "".join(window.words)
        # The network has seen text with a space before its first word.
        tokens = self._engine.tokenizer.encode(f" {text.lstrip()}")[: self.max_tokens]
        first = window.start_ms // FRAME_MS
        n_frames = min(-(-window.end_ms // FRAME_MS) - first, WINDOW_FRAMES)
        pauses = pauses_of_window(self._engine, mel, first, n_frames)
        return AlignmentRequest((tuple(tokens),), window.language, n_frames, pauses)


def _words_of(window: GivenWindow, aligned: Sequence[AlignedWord]) -> tuple[Word, ...]:
    """Return the given words: each with the times of what was aligned of its letters.

    What was aligned is cut at other places where words run together; a given word begins with the
    piece that has its first letter, and ends with that of its last.
    """
    first_ms = window.start_ms // FRAME_MS * FRAME_MS
    ends = list(accumulate(len(piece.text.replace(" ", "")) for piece in aligned))
    words: list[Word] = []
    at = done = 0
    for text in window.words:
        begin, done = done, done + len("".join(text.split()))
        while at < len(ends) and ends[at] <= begin:
            at += 1
        last = at
        while last < len(ends) - 1 and ends[last] < done:
            last += 1
        pieces = aligned[at : last + 1]
        # A mark that stands alone lies anywhere between the words.
        said = [piece for piece in pieces if any(map(str.isalnum, piece.text))] or pieces
        words.append(_word(text, said, first_ms, window.end_ms))
    return tuple(words)


def _word(text: str, pieces: Sequence[AlignedWord], first_ms: int, end_ms: int) -> Word:
    if not pieces:
        return Word(end_ms, end_ms, text, 0.0)
    start_s, stop_s = pieces[0].start_s, pieces[-1].end_s
    probability = sum(piece.probability for piece in pieces) / len(pieces)
    start_ms = min(first_ms + round(start_s * 1_000), end_ms)
    return Word(
        start_ms, max(start_ms, min(first_ms + round(stop_s * 1_000), end_ms)), text, probability
    )
