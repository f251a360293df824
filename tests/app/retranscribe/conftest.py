"""A recording whose every word is known, and engines that note what they were asked."""

import gc
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.app.ticking_token import TickingToken
from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ResolvedModel
from whisper_desktop.app.request import MediaPart, RecognitionOptions
from whisper_desktop.app.retranscribe import CandidateReady, SpanEvent, SpanFailed, rerecognise
from whisper_desktop.app.span_orders import RerecognitionRequest, SpanOrder
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.errors import (
    ModelNotInstalledError,
    NoAudioError,
    WhisperDesktopError,
)
from whisper_desktop.core.events import (
    AudioDamaged,
    LanguageDetected,
    Preparing,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    Stage,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Evidence, Segment, Word
from whisper_desktop.core.speech_map import HearsSpeech
from whisper_desktop.core.timecode import TimeSpan

Samples = npt.NDArray[np.float32]

MEDIA = Path("talk.mp3")
END_MS = 90_000


@pytest.fixture(autouse=True)
def _no_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the tenth of a second that a full collection takes beside torch."""
    monkeypatch.setattr(gc, "collect", lambda: 0)


@dataclass(frozen=True, slots=True)
class Course:
    """What happened when spans were heard again."""

    events: list[SpanEvent]

    @property
    def candidates(self) -> list[Candidate]:
        return [event.candidate for event in self.events if isinstance(event, CandidateReady)]

    @property
    def failures(self) -> dict[int, WhisperDesktopError]:
        return {event.key: event.error for event in self.events if isinstance(event, SpanFailed)}

    @property
    def texts(self) -> dict[int, list[str]]:
        return {one.key: [s.text for s in one.segments] for one in self.candidates}


def spoken(second: int) -> Word:
    """Return the word of a second: of the first half of it, named by its number."""
    return Word(second * 1_000, second * 1_000 + 500, f" w{second}", 0.9)


@dataclass
class KnownTalk:
    """Hears a word in each second of what it is given, five to a segment; nothing after 60 s."""

    failures: list[Exception] = field(default_factory=list)
    """Each happens once, in the middle of a hearing."""
    language_codes: tuple[str, ...] = ("en", "nl", "de")
    sha256: str = "ab12"
    probabilities: dict[str, float] = field(default_factory=lambda: {"de": 0.6, "nl": 0.4})
    heard: list[tuple[int, int, RecognitionOptions]] = field(default_factory=list)
    """The range that was listened to, and how, each time."""
    unclear: int = -1
    """Which hearing is so bad that the words come out as others."""
    identified_ms: list[int] = field(default_factory=list)
    sureness: float = 0.9
    """How likely its words are."""
    compression_ratio: float = 1.0
    """How much it says the same again and again."""
    begun_ms: list[int] = field(default_factory=list)
    """Where the windows begin that were read."""
    placer: Any = None

    def detect_language(
        self, samples: Samples, *, windows: int = 1, cancel: CancelToken | None = None
    ) -> LanguageDetected:
        self.identified_ms.append(len(samples) // 16)
        return LanguageDetected("de", 0.6, self.probabilities)

    def recognize(
        self,
        samples: Samples,
        options: RecognitionOptions,
        *,
        start_ms: int = 0,
        speech: HearsSpeech | None = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        end_ms = start_ms + len(samples) // 16
        self.heard.append((start_ms, end_ms, options))
        cancel.raise_if_cancelled()
        if self.failures:
            raise self.failures.pop(0)
        words = [
            spoken(second) for second in range(-(-start_ms // 1_000), min(end_ms // 1_000, 60))
        ]
        for first in range(0, len(words), 5):
            self.begun_ms.append(words[first].start_ms)
            heard = [self._understood(word, options) for word in words[first : first + 5]]
            segment = said(heard, options)
            evidence = Evidence(-0.2, 0.0, self.compression_ratio, 0.0)
            yield SegmentReady(replace(segment, evidence=evidence))
            yield WindowDone(ResumePoint(words[first].end_ms, options.recipe.language))

    def _understood(self, word: Word, options: RecognitionOptions) -> Word:
        """Return a word as it is at the options' temperature: hotter ones are surer here."""
        temperature = options.fallback.temperatures[0]
        if len(self.heard) - 1 == self.unclear:
            return replace(word, text=word.text.replace("w", "m"), probability=0.2)
        if not temperature:
            return replace(word, probability=self.sureness)
        text = f"{word.text}~{temperature}"
        return replace(word, text=text, probability=0.5 + temperature / 10)


def said(words: list[Word], options: RecognitionOptions) -> Segment:
    return Segment(
        words[0].start_ms,
        words[-1].end_ms,
        "".join(word.text for word in words).strip(),
        options.recipe.language or "",
        options.recipe.task,
        tuple(words),
    )


@dataclass
class Bench:
    """Engines that note what they were asked."""

    recognizer: KnownTalk = field(default_factory=KnownTalk)
    damages: tuple[AudioDamaged, ...] = ()
    audio_error: WhisperDesktopError | None = None
    is_all_noise: bool = False
    load_errors: list[WhisperDesktopError] = field(default_factory=list)
    decoded: list[MediaPart] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    models: dict[str, LoadedModel] = field(default_factory=dict)

    def model(self, recipe: Recipe) -> LoadedModel:
        """Return the model of a recipe, as the recogniser process does."""
        name = recipe.model or "base"
        catalogue = official_catalogue()
        if catalogue.find(name) is None:
            raise ModelNotInstalledError(name, is_known=False)
        if name not in self.models:
            resolved = ResolvedModel(name, Path(name), "", catalogue.find(name))
            choice: Any = self._choose("cuda", "fp32")
            self.models[name] = LoadedModel(resolved, choice, self.engines, catalogue, 1)
        return self.models[name]

    @property
    def engines(self) -> Engines:
        return Engines(
            self._load_audio,
            self._find_speech,
            self._open_ear,
            self._choose,
            tuple,
            self._load,
        )

    def _load_audio(
        self, part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
    ) -> Generator[Preparing, None, Pcm]:
        cancel.raise_if_cancelled()
        self.decoded.append(part)
        if self.audio_error is not None:
            raise self.audio_error
        for damage in self.damages:
            on_damage(damage)
        yield Preparing(Stage.READING, 20_000, 40_000)
        end_ms = min(part.end_ms or END_MS, END_MS)
        if end_ms <= part.start_ms:
            raise NoAudioError(part.media, "its audio ends", END_MS)
        # Each sample says how late it is.
        samples = (np.arange(part.start_ms * 16, end_ms * 16) / 16).astype(np.float32)
        return Pcm(samples, part.start_ms)

    def _find_speech(
        self, samples: Samples, cancel: CancelToken
    ) -> Generator[Preparing, None, tuple[TimeSpan, ...]]:
        yield Preparing(Stage.LISTENING, 0, 0)
        start_ms = int(samples[0]) if len(samples) else 0
        speech_ms = 0 if self.is_all_noise else min(len(samples) // 16, 60_000 - start_ms)
        return (TimeSpan(0, speech_ms),) if speech_ms > 0 else ()

    def _open_ear(self, samples: Samples, cancel: CancelToken) -> HearsSpeech:
        raise AssertionError("a span is listened to as a whole")

    def _choose(self, device: str, precision: str, needed_bytes: int = 0) -> Any:
        precision = "fp32" if precision == "auto" else precision
        return SimpleNamespace(device=device, precision=precision, reason="")

    def _load(self, path: Path, choice: Any, threads: int | None, cancel: CancelToken) -> Any:
        self.loads.append(f"{path} {choice.device} {choice.precision}")
        if self.load_errors:
            raise self.load_errors.pop(0)
        return self.recognizer

    def run(self, *orders: SpanOrder, **options: Any) -> Course:
        """Hear spans again, with a clock that goes on by a second each time it is read."""
        request = RerecognitionRequest(MEDIA, orders, **options)
        events = rerecognise(request, self.model, self.engines, cancel=TickingToken())
        return Course(list(events))


@pytest.fixture
def make_bench() -> Callable[..., Bench]:
    """Return what makes engines; `talk` are facts of what they hear with."""

    def make(talk: Mapping[str, Any] = MappingProxyType({}), **facts: Any) -> Bench:
        return Bench(KnownTalk(**talk), **facts)

    return make


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    """Return engines with which nothing goes wrong."""
    return make_bench()
