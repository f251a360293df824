from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.app.letter_placing import LetterPlacer
from whisper_desktop.asr.forced import GivenWindow
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import AlignmentImpossibleError, InsufficientMemoryError
from whisper_desktop.core.segment import Word
from whisper_desktop.speech.aligner import PlacedWord

Samples = npt.NDArray[np.float32]
SAMPLES = np.arange(16_000 * 4, dtype=np.float32)
WINDOW = GivenWindow(1_000, 3_000, (" Two", " words", " —"), "en")
OTHER = (Word(0, 10, "other", 0.5),)


class ScriptedAligner:
    languages = ("en",)
    frame_ms = 20.0

    def __init__(self, placed: Sequence[PlacedWord | None] | Exception) -> None:
        self.placed = placed
        self.heard: list[tuple[Samples, tuple[str, ...]]] = []

    def emissions(self, samples: Samples, cancel: CancelToken | None = None) -> Samples:
        raise AssertionError("nobody asked for them")

    def align(
        self, samples: Samples, words: Sequence[str], cancel: CancelToken | None = None
    ) -> tuple[PlacedWord | None, ...]:
        self.heard.append((samples, tuple(words)))
        if isinstance(self.placed, Exception):
            raise self.placed
        return tuple(self.placed)


class OtherPlacer:
    def place(
        self,
        samples: Samples,
        windows: Sequence[GivenWindow],
        batch_size: int = 4,
        cancel: CancelToken | None = None,
    ) -> Iterator[tuple[Word, ...]]:
        yield from (OTHER for _ in windows)


def placed_by(aligner: ScriptedAligner) -> list[tuple[Word, ...]]:
    return list(LetterPlacer(aligner, OtherPlacer()).place(SAMPLES, [WINDOW]))


def test_words_are_on_the_clock_of_the_samples() -> None:
    aligner = ScriptedAligner([PlacedWord(100, 400, 0.9), PlacedWord(400, 700, 0.8), None])
    assert placed_by(aligner) == [
        (
            Word(1_100, 1_400, " Two", 0.9),
            Word(1_400, 1_700, " words", 0.8),
            Word(1_700, 1_700, " —", 0.0),
        )
    ]
    samples, words = aligner.heard[0]
    assert (samples[0], samples.size) == (16_000, 32_000)
    assert words == WINDOW.words


def test_what_nothing_is_spoken_of_at_the_start_is_at_the_first_word() -> None:
    placed = [None, PlacedWord(400, 700, 0.8), None]
    ((first, second, _),) = placed_by(ScriptedAligner(placed))
    assert (first.start_ms, first.end_ms) == (1_400, 1_400)
    assert second.start_ms == 1_400


@pytest.mark.parametrize(
    "placed",
    [
        AlignmentImpossibleError(10, 20),
        InsufficientMemoryError("cuda", "out of memory"),
        MemoryError(),
        [None, None, None],
    ],
)
def test_what_cannot_be_placed_by_letters_is_placed_as_before(
    placed: Sequence[PlacedWord | None] | Exception,
) -> None:
    assert placed_by(ScriptedAligner(placed)) == [OTHER]
