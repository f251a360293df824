"""A recording of which every word is known, one a second, for the tests of aligning."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ResolvedModel
from whisper_desktop.app.request import MediaPart, RecognitionOptions
from whisper_desktop.asr.forced import GivenWindow
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError, NoAudioError
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
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.speech_map import HearsSpeech, SpeechMap
from whisper_desktop.core.timecode import TimeSpan

MEDIA = Path("talk.mp3")
END_MS = 60_000
_TEXT = (
    "amber bridge candle dolphin engine forest garden harbour island jungle kettle lantern "
    "marble needle orchard pencil quarry ribbon saddle thunder umbrella velvet window yellow "
    "zipper acrobat balloon chimney diamond elephant feather giraffe hammer insect jacket "
    "kitchen lemon mirror nephew ocean"
)
WORDS = tuple(_TEXT.split())
"""Word n is said from n.0 s to n.6 s."""


@dataclass
class Placer:
    """Finds words where they are said; any other has no probability."""

    windows: list[GivenWindow] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    max_tokens: int = 400
    probability: float = 0.9

    def token_count(self, text: str) -> int:
        return len(text)

    def place(
        self,
        samples: Any,
        windows: Sequence[GivenWindow],
        batch_size: int = 4,
        cancel: CancelToken | None = None,
    ) -> Iterator[tuple[Word, ...]]:
        for window in windows:
            if self.errors:
                raise self.errors.pop(0)
            self.windows.append(window)
            # Each sample of the recording's first second says how late it begins.
            yield tuple(self._word(text, window, round(float(samples[0]))) for text in window.words)

    def _word(self, text: str, window: GivenWindow, first_ms: int) -> Word:
        name = text.strip().casefold().strip(".,")
        if name not in WORDS:
            return Word(window.start_ms, window.start_ms, text, 0.0)
        at_ms = max(0, WORDS.index(name) * 1_000 - first_ms)
        return Word(at_ms, at_ms + 600, text, self.probability)


@dataclass
class Talk:
    """A recogniser that hears every word, late by 100 ms."""

    placed: Placer = field(default_factory=Placer)
    misheard: Callable[[int], str] = lambda at: WORDS[at]
    language: str = "en"
    sha256: str = "ab12"
    language_codes: tuple[str, ...] = ("en", "de")
    options: list[RecognitionOptions] = field(default_factory=list)

    def placer(self) -> Any:
        return self.placed

    def detect_language(self, *_: object, **__: object) -> LanguageDetected:
        return LanguageDetected(self.language, 0.9, {self.language: 0.9})

    def recognize(
        self,
        samples: Any,
        options: RecognitionOptions,
        *,
        start_ms: int = 0,
        speech: HearsSpeech | None = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        self.options.append(options)
        if options.recipe.language is None:
            yield self.detect_language()
        for first in range(0, len(WORDS), 5):
            cancel.raise_if_cancelled()
            words = tuple(
                Word(at * 1_000 + 100, at * 1_000 + 600, f" {text}", 0.8)
                for at in range(first, first + 5)
                if (text := self.misheard(at))
            )
            if words:
                text = "".join(word.text for word in words).strip()
                span = words[0].start_ms, words[-1].end_ms
                yield SegmentReady(Segment(*span, text, self.language, words=words))
            yield WindowDone(ResumePoint((first + 5) * 1_000, self.language))


@dataclass
class Room:
    """Engines around the recogniser."""

    talk: Talk = field(default_factory=Talk)
    decoded: list[MediaPart] = field(default_factory=list)
    loads: int = 0
    damages: tuple[AudioDamaged, ...] = ()

    @property
    def engines(self) -> Engines:
        return Engines(
            self._load_audio, self._find_speech, self._open_ear, self._choose, tuple, self._load
        )

    def model(self, name: str = "base") -> LoadedModel:
        catalogue = official_catalogue()
        resolved = ResolvedModel(name, Path(name), "", catalogue.find(name))
        return LoadedModel(resolved, self._choose("cuda", "fp32"), self.engines, catalogue, 1)

    def run_out_of_memory(self) -> None:
        self.talk.placed.errors.append(InsufficientMemoryError("cuda", "out of memory"))

    def _load_audio(
        self, part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
    ) -> Generator[Preparing, None, Pcm]:
        cancel.raise_if_cancelled()
        self.decoded.append(part)
        for damage in self.damages:
            on_damage(damage)
        yield Preparing(Stage.READING, 0, END_MS)
        end_ms = min(part.end_ms or END_MS, END_MS)
        if end_ms <= part.start_ms:
            raise NoAudioError(part.media, "its audio ends", END_MS)
        times = np.arange(part.start_ms * 16, end_ms * 16)
        sound = np.random.default_rng(3).standard_normal(len(times)).astype(np.float32) * 0.2
        sound[times % 16_000 >= 9_600] *= 1e-4
        sound[:1] = part.start_ms
        return Pcm(sound, part.start_ms)

    def _find_speech(self, *_: object) -> Any:
        raise AssertionError("the ear tells where speech is")

    def _open_ear(self, samples: Any, cancel: CancelToken) -> HearsSpeech:
        spans = [TimeSpan(at * 1_000, at * 1_000 + 600) for at in range(len(WORDS))]
        return SpeechMap.known(spans, END_MS)

    def _choose(self, device: str, precision: str, needed_bytes: int = 0) -> Any:
        precision = "fp32" if precision == "auto" else precision
        return SimpleNamespace(device=device, precision=precision, reason="")

    def _load(self, path: Path, choice: Any, threads: int | None, cancel: CancelToken) -> Any:
        self.loads += 1
        return self.talk
