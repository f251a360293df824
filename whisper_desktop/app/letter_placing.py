"""Words of planned windows placed by their letters, where a model that hears them is installed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import torch

from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import AlignmentImpossibleError, InsufficientMemoryError
from whisper_desktop.core.segment import Word
from whisper_desktop.speech.aligner import Aligner, PlacedWord, Samples
from whisper_desktop.speech.frame import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from whisper_desktop.asr.forced import GivenWindow

_SAMPLES_PER_MS = SAMPLE_RATE_HZ // 1_000


class WindowPlacer(Protocol):
    """Finds given words in samples, window by window, as `asr.forced.TextPlacer` does."""

    def place(
        self,
        samples: Samples,
        windows: "Sequence[GivenWindow]",
        batch_size: int = 4,
        cancel: CancelToken | None = None,
    ) -> Iterator[tuple[Word, ...]]:
        """Yield the words of each window with their times from the samples' start."""
        ...


class LetterPlacer:
    """Places words by their letters; what has no room for them is placed as it was before."""

    def __init__(self, aligner: Aligner, otherwise: WindowPlacer, device: str = "cpu") -> None:
        self._aligner, self._otherwise, self._device = aligner, otherwise, device

    def place(
        self,
        samples: Samples,
        windows: "Sequence[GivenWindow]",
        batch_size: int = 4,
        cancel: CancelToken | None = None,
    ) -> Iterator[tuple[Word, ...]]:
        """Yield the words of each window with times and scores; raise `Cancelled`.

        Raises what the other placer raises, where it has to help.
        """
        for window in windows:
            words = self._placed(samples, window, cancel)
            if words is None:
                yield from self._otherwise.place(samples, [window], batch_size, cancel)
            else:
                yield words

    def _placed(
        self, samples: Samples, window: "GivenWindow", cancel: CancelToken | None
    ) -> tuple[Word, ...] | None:
        part = samples[window.start_ms * _SAMPLES_PER_MS : window.end_ms * _SAMPLES_PER_MS]
        try:
            with memory_errors(torch.device(self._device)):
                placed = self._aligner.align(part, window.words, cancel)
        except (AlignmentImpossibleError, InsufficientMemoryError):
            return None
        if not any(placed):
            return None
        return _as_words(window, placed)


def _as_words(window: "GivenWindow", placed: Sequence[PlacedWord | None]) -> tuple[Word, ...]:
    """Return the words on the samples' clock; one without letters is where the last one ends."""
    end_ms = next(word.start_ms for word in placed if word)
    words = []
    for text, word in zip(window.words, placed, strict=True):
        found = word or PlacedWord(end_ms, end_ms, 0.0)
        start_ms, end_ms = found.start_ms, found.end_ms
        offset_ms = window.start_ms
        words.append(Word(start_ms + offset_ms, end_ms + offset_ms, text, found.score))
    return tuple(words)
