from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.app import letter_placing
from whisper_desktop.app.aligners import aligner_store, open_aligner
from whisper_desktop.app.letter_placing import (
    LEAST_SCORE,
    LetterPlacer,
    PlacedWindow,
    Placers,
)
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.asr.forced import GivenWindow
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import AlignmentImpossibleError, InsufficientMemoryError
from whisper_desktop.core.segment import Word
from whisper_desktop.speech.aligner import PlacedWord

Samples = npt.NDArray[np.float32]
DATA = Path(__file__).parents[1] / "data"
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
    placer = LetterPlacer(lambda _: aligner, OtherPlacer())
    placed = list(placer.place(SAMPLES, [WINDOW]))
    assert all(window.is_by_letters is not (window.words == OTHER) for window in placed)
    return [window.words for window in placed]


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
        [PlacedWord(100, 400, 0.0), PlacedWord(400, 700, LEAST_SCORE), None],
    ],
)
def test_what_cannot_be_placed_by_letters_is_placed_as_before(
    placed: Sequence[PlacedWord | None] | Exception,
) -> None:
    assert placed_by(ScriptedAligner(placed)) == [OTHER]


def test_a_language_without_a_model_is_placed_as_before() -> None:
    asked: list[str] = []

    def aligner_of(language: str) -> None:
        asked.append(language)

    (placed,) = LetterPlacer(aligner_of, OtherPlacer()).place(SAMPLES, [WINDOW])
    assert placed == PlacedWindow(OTHER, is_by_letters=False)
    assert asked == ["en"]


@dataclass
class ScriptedModel:
    """As much of a loaded model as places words."""

    device: str = "cpu"

    @property
    def recognizer(self) -> Any:
        return self

    def placer(self) -> OtherPlacer:
        return OtherPlacer()


def placers_for(model: ScriptedModel, aligners: ModelStore | None) -> Placers:
    return Placers(cast(LoadedModel, model), aligners)


class TestPlacers:
    WINDOW = GivenWindow(0, 90, (" The", " hen"), "en")

    @pytest.fixture
    def aligners(self, tmp_path: Path) -> ModelStore:
        store = aligner_store(tmp_path, offline=True)
        store.import_(DATA / "wav2vec2-base", "mine", languages=("en",))
        return store

    def test_without_aligners_attention_places_words(self) -> None:
        (placed,) = placers_for(ScriptedModel(), None).place(SAMPLES, [WINDOW])
        assert placed == PlacedWindow(OTHER, is_by_letters=False)

    def test_an_installed_model_is_loaded_once_and_used(
        self, aligners: ModelStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[str] = []

        def open_counted(*arguments: Any) -> Any:
            opened.append(arguments[1])
            return open_aligner(*arguments)

        monkeypatch.setattr(letter_placing, "open_aligner", open_counted)
        # A network of random numbers is sure of nothing.
        monkeypatch.setattr(letter_placing, "LEAST_SCORE", 0.0)
        placers = placers_for(ScriptedModel(), aligners)
        windows = [self.WINDOW, replace(self.WINDOW, language="de"), self.WINDOW]
        noise = np.random.default_rng(5).normal(size=1_440).astype(np.float32)
        first, german, last = placers.place(noise, windows)
        assert [word.text for word in first.words] == [" The", " hen"]
        assert first.is_by_letters
        assert first == last
        assert german == PlacedWindow(OTHER, is_by_letters=False)
        assert list(placers.place(noise, [self.WINDOW])) == [first]
        assert opened == ["en", "de"]

    def test_a_model_that_there_is_no_memory_for_is_done_without(
        self, aligners: ModelStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any) -> None:
            raise InsufficientMemoryError("cpu", "no room")

        monkeypatch.setattr(letter_placing, "open_aligner", fail)
        (placed,) = placers_for(ScriptedModel(), aligners).place(SAMPLES, [WINDOW])
        assert placed.words == OTHER

    @pytest.mark.parametrize(
        ("device", "of_aligner"), [("cuda:1", "cuda:1"), ("mps", "cpu"), ("cpu", "cpu")]
    )
    def test_it_works_on_devices_that_were_tried(
        self,
        aligners: ModelStore,
        monkeypatch: pytest.MonkeyPatch,
        device: str,
        of_aligner: str,
    ) -> None:
        devices: list[str] = []
        monkeypatch.setattr(
            letter_placing, "open_aligner", lambda _store, _code, on, _cancel: devices.append(on)
        )
        (placed,) = placers_for(ScriptedModel(device), aligners).place(SAMPLES, [WINDOW])
        assert placed.words == OTHER
        assert devices == [of_aligner]
