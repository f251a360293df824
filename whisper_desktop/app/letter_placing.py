"""Words of planned windows placed by their letters, where a model that hears them is installed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import torch

from whisper_desktop.app.aligners import open_aligner
from whisper_desktop.app.loaded_model import CPU, LoadedModel
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import AlignmentImpossibleError, InsufficientMemoryError
from whisper_desktop.core.segment import Word
from whisper_desktop.speech.aligner import Aligner, PlacedWord, Samples
from whisper_desktop.speech.frame import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from whisper_desktop.asr.forced import GivenWindow

LEAST_SCORE = 0.2
"""A window whose words have less on average is not heard by its letters: with hama on seven
recordings of English, text that is said has 0.67 to 0.98, and that of another one 0 to 0.14."""
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


@dataclass(frozen=True, slots=True)
class PlacedWindow:
    """The words of a window with times from the samples' start; whether letters placed them."""

    words: tuple[Word, ...]
    is_by_letters: bool


class LetterPlacer:
    """Places words by their letters; where that cannot be done, as the other placer does.

    `aligner_of` returns the model for a language, None where none is installed.
    """

    def __init__(
        self,
        aligner_of: Callable[[str], Aligner | None],
        otherwise: WindowPlacer,
        device: str = CPU,
    ) -> None:
        self._aligner_of, self._otherwise, self._device = aligner_of, otherwise, device

    def place(
        self,
        samples: Samples,
        windows: "Sequence[GivenWindow]",
        cancel: CancelToken | None = None,
    ) -> Iterator[PlacedWindow]:
        """Yield the words of each window.

        Raises `Cancelled`, `ModelFileError` for an aligner whose files are damaged, and what the
        other placer raises, where it has to help.
        """
        by_letters = [self._placed(samples, window, cancel) for window in windows]
        # Together, for the other placer is faster with several.
        left = [window for window, words in zip(windows, by_letters, strict=True) if words is None]
        others = self._otherwise.place(samples, left, cancel=cancel)
        for words in by_letters:
            yield PlacedWindow(next(others) if words is None else words, words is not None)

    def _placed(
        self, samples: Samples, window: "GivenWindow", cancel: CancelToken | None
    ) -> tuple[Word, ...] | None:
        aligner = self._aligner_of(window.language)
        if aligner is None:
            return None
        part = samples[window.start_ms * _SAMPLES_PER_MS : window.end_ms * _SAMPLES_PER_MS]
        try:
            with memory_errors(torch.device(self._device)):
                placed = aligner.align(part, window.words, cancel)
        except (AlignmentImpossibleError, InsufficientMemoryError):
            return None
        return _as_words(window, placed) if _is_heard(placed) else None


def _is_heard(placed: Sequence[PlacedWord | None]) -> bool:
    scores = [word.score for word in placed if word]
    return bool(scores) and sum(scores) >= LEAST_SCORE * len(scores)


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


class Placers:
    """What places words in one run: letters where they can, else the model's attention.

    An aligner is loaded when it is first needed, and kept for the run.
    """

    def __init__(self, model: LoadedModel, aligners: ModelStore | None) -> None:
        self._model, self._aligners = model, aligners
        self._loaded: dict[str, Aligner | None] = {}

    def place(
        self,
        samples: Samples,
        windows: "Sequence[GivenWindow]",
        cancel: CancelToken | None = None,
    ) -> Iterator[PlacedWindow]:
        """Yield the words of each window, by the model as it is loaded now.

        Raises `Cancelled`, `ModelFileError` and `InsufficientMemoryError`.
        """
        placer = LetterPlacer(
            partial(self._aligner_of, cancel), self._model.recognizer.placer(), self._device
        )
        return placer.place(samples, windows, cancel)

    @property
    def _device(self) -> str:
        # Aligners run in fp32, on devices that were tried with it.
        return self._model.device if self._model.device.startswith("cuda") else CPU

    def _aligner_of(self, cancel: CancelToken | None, language: str) -> Aligner | None:
        if self._aligners is None:
            return None
        if language not in self._loaded:
            self._loaded[language] = self._opened(self._aligners, language, cancel)
        return self._loaded[language]

    def _opened(
        self, aligners: ModelStore, language: str, cancel: CancelToken | None
    ) -> Aligner | None:
        try:
            return open_aligner(aligners, language, self._device, cancel)
        except InsufficientMemoryError:
            return None
