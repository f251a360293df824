from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.identify_language import identify_language
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ResolvedModel
from whisper_desktop.app.request import MediaPart
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    InsufficientMemoryError,
    ModelCapabilityError,
    NoAudioError,
)
from whisper_desktop.core.events import (
    AudioDamaged,
    LanguageDetected,
    MemoryRanOut,
    ModelIdentity,
    Preparing,
    Stage,
    Warned,
)

GERMAN = LanguageDetected("de", 0.9, {"de": 0.9, "nl": 0.1})
TALK = Path("talk.mp3")


@dataclass
class Bench:
    failures: list[Exception] = field(default_factory=list)
    sound_starts_ms: int = 0
    language_codes: tuple[str, ...] = ("en", "de")
    decoded: list[MediaPart] = field(default_factory=list)
    windows: list[int] = field(default_factory=list)

    @property
    def engines(self) -> Engines:
        return Engines(self._load_audio, self._never, self._never, self._choose, tuple, self._load)

    def model(self, name: str) -> LoadedModel:
        catalogue = official_catalogue()
        resolved = ResolvedModel(name, Path("weights"), "", catalogue.find(name))
        return LoadedModel(resolved, self._choose("cuda", "fp16"), self.engines, catalogue)

    def _load_audio(
        self, part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
    ) -> Generator[Preparing, None, Pcm]:
        self.decoded.append(part)
        on_damage(AudioDamaged(0, 100, "why"))
        if part.end_ms is not None and part.end_ms <= self.sound_starts_ms:
            raise NoAudioError(part.media, "it is silent there")
        yield Preparing(Stage.READING, 1, 2)
        return Pcm(np.zeros(16, dtype=np.float32))

    def _never(self, *_: object) -> Any:
        raise AssertionError("the language is told without looking for speech")

    def _choose(self, device: str, precision: str, needed_bytes: int = 0) -> Any:
        precision = "fp32" if precision == "auto" else precision
        return SimpleNamespace(device=device, precision=precision, reason="")

    def _load(self, *_: object, **__: object) -> Any:
        return self

    sha256 = ""

    def detect_language(
        self, samples: object, *, windows: int, cancel: CancelToken
    ) -> LanguageDetected:
        self.windows.append(windows)
        if self.failures:
            raise self.failures.pop(0)
        return GERMAN


def run(bench: Bench, part: MediaPart, windows: int = 1, name: str = "base") -> list[object]:
    model = bench.model(name)
    found = identify_language(part, model, bench.engines, windows=windows, cancel=CancelToken())
    return list(found)


def test_the_language_comes_last() -> None:
    bench = Bench()
    assert run(bench, MediaPart(TALK, audio_track=2)) == [
        Preparing(Stage.READING, 1, 2),
        Warned(AudioDamaged(0, 100, "why")),
        GERMAN,
    ]
    assert bench.decoded == [MediaPart(TALK, 2, 0, 30_000)]


@pytest.mark.parametrize(
    ("part", "windows", "decoded"),
    [
        (MediaPart(TALK, None, 5_000), 1, MediaPart(TALK, None, 5_000, 35_000)),
        (MediaPart(TALK, None, 5_000, 9_000), 1, MediaPart(TALK, None, 5_000, 9_000)),
        (MediaPart(TALK, None, 5_000, 90_000), 1, MediaPart(TALK, None, 5_000, 35_000)),
        (MediaPart(TALK), 3, MediaPart(TALK)),
    ],
)
def test_no_more_is_decoded_than_is_listened_to(
    part: MediaPart, windows: int, decoded: MediaPart
) -> None:
    bench = Bench()
    run(bench, part, windows)
    assert (bench.decoded, bench.windows) == ([decoded], [windows])


def test_sound_that_starts_late_is_found() -> None:
    bench = Bench(sound_starts_ms=40_000)
    found = run(bench, MediaPart(TALK))
    assert [part.end_ms for part in bench.decoded] == [30_000, None]
    assert found == [Preparing(Stage.READING, 1, 2), Warned(AudioDamaged(0, 100, "why")), GERMAN]


def test_too_little_memory_moves_the_work() -> None:
    bench = Bench(failures=[InsufficientMemoryError("cuda", "full")])
    found = run(bench, MediaPart(TALK))
    smaller = ModelIdentity("base", "", "cpu", "fp32")
    assert found[-2:] == [Warned(MemoryRanOut("cuda in fp16", "cpu in fp32", smaller)), GERMAN]
    assert len(bench.decoded) == 1


def test_a_model_for_english_alone_is_refused_before_anything_is_read() -> None:
    bench = Bench()
    with pytest.raises(ModelCapabilityError):
        run(bench, MediaPart(TALK), name="base.en")
    assert bench.decoded == []


def test_weights_for_english_alone_are_refused_once_loaded() -> None:
    bench = Bench(language_codes=("en",))
    with pytest.raises(ModelCapabilityError):
        run(bench, MediaPart(TALK), name="mine")
    assert bench.windows == []
