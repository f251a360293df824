"""The program with real files, real decoding and a scripted recogniser."""

import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.cli.said import Said
from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines, real_engines
from whisper_desktop.app.model_store import ModelStore, ResolvedModel
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.settings import LoadedSettings, Settings
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli import main
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import DeviceUnavailableError
from whisper_desktop.core.events import (
    LanguageDetected,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    WindowDone,
)
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.speech_map import HearsSpeech, SpeechMap
from whisper_desktop.core.timecode import TimeSpan

GERMAN = LanguageDetected("de", 0.9, {"de": 0.9, "nl": 0.06, "en": 0.04})


@dataclass
class ScriptedRecognizer:
    """Hears one word in every second; `before_window` may raise or send signals."""

    before_window: Callable[[int], None] = lambda _: None
    language_codes: tuple[str, ...] = ("en", "de")
    sha256: str = "ab12"
    options: list[Any] = field(default_factory=list)
    placer: Any = None
    speech: list[HearsSpeech | None] = field(default_factory=list)

    def detect_language(
        self, samples: Any, *, windows: int = 1, cancel: CancelToken | None = None
    ) -> LanguageDetected:
        self.before_window(0)
        return GERMAN

    def recognize(
        self,
        samples: Any,
        options: Any,
        *,
        start_ms: int = 0,
        speech: HearsSpeech | None = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        self.options.append(options)
        self.speech.append(speech)
        if options.recipe.language is None and resume is None:
            yield GERMAN
        at_ms = resume.at_ms if resume else start_ms
        for window in range((at_ms - start_ms) // 1_000, len(samples) // 16_000):
            self.before_window(window)
            cancel.raise_if_cancelled()
            now_ms = start_ms + window * 1_000
            yield SegmentReady(Segment(now_ms, now_ms + 900, f"word {window}", "de"))
            yield WindowDone(ResumePoint(now_ms + 1_000, "de"))


class FullStore(ModelStore):
    """Has every official model, without a byte of it."""

    def resolve(self, name_or_path: str, cancel: CancelToken | None = None) -> ResolvedModel:
        official = official_catalogue().find(name_or_path)
        if official is None:
            return super().resolve(name_or_path, cancel)
        return ResolvedModel(official.name, Path("weights"), "", official)


@dataclass
class Studio:
    """Runs command lines in its folder and keeps what the engines were asked."""

    folder: Path
    recognizer: ScriptedRecognizer = field(default_factory=ScriptedRecognizer)
    settings: LoadedSettings = field(default_factory=lambda: LoadedSettings(Settings()))
    changes: dict[str, Any] = field(default_factory=dict)
    """Of the engines."""
    store_type: type[ModelStore] = FullStore
    loads: list[tuple[Path, str, str, int | None]] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def wiring(self) -> Wiring:
        paths = AppPaths(self.home, self.home / "cache", self.home / "config")
        scripted = replace(
            real_engines(),
            find_speech=self._find_speech,
            open_ear=self._open_ear,
            choose_device=self._choose_device,
            load_recognizer=self._load,
        )
        engines: Engines = replace(scripted, **self.changes)
        return Wiring(paths, self.settings, self.store_type(self.home), engines)

    def run(self, *arguments: str | Path) -> int:
        return main([str(argument) for argument in arguments], self.wiring)

    def recording(self, name: str = "talk.wav", seconds: float = 3) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        tone = np.sin(np.arange(int(seconds * 16_000)) / 10) * 8_000
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(tone.astype("<i2").tobytes())
        return path

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())

    def _find_speech(self, samples: Any, cancel: CancelToken) -> Any:
        yield from ()
        return (TimeSpan(0, len(samples) // 16),)

    def _open_ear(self, samples: Any, cancel: CancelToken) -> HearsSpeech:
        duration_ms = len(samples) // 16
        return SpeechMap.known([TimeSpan(0, duration_ms)], duration_ms)

    def _choose_device(self, device: str, precision: str, needed_bytes: int = 0) -> Any:
        if device == "cuda":
            reason = "no NVIDIA driver is installed"
            raise DeviceUnavailableError("cuda", reason, ("cpu (fp32, int8)",))
        precision = "fp32" if precision == "auto" else precision
        return SimpleNamespace(device="cpu", precision=precision, reason="fp32 is exact")

    def _load(self, path: Path, choice: Any, threads: int | None, cancel: CancelToken) -> Any:
        self.loads.append((path, choice.device, choice.precision, threads))
        return self.recognizer


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    folder = tmp_path / "studio"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Studio(folder)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """Return the lines on standard error since the last call."""

    def read() -> list[str]:
        return capsys.readouterr().err.splitlines()

    return read


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)
