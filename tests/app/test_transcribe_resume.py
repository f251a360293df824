"""Work that was killed and goes on gives what work that was not killed gives."""

import os
import signal
import sys
import wave
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines, real_engines
from whisper_desktop.app.loaded_model import LoadedModel, open_model
from whisper_desktop.app.model_store import ModelStore, ResolvedModel
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import TranscribeJob
from whisper_desktop.app.request import (
    FallbackLimits,
    LongFormMode,
    MediaPart,
    ModelRequest,
    RecognitionOptions,
    TranscriptionRequest,
)
from whisper_desktop.app.transcribe import transcribe
from whisper_desktop.audio.pcm import Pcm, load_pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import RecogniserDiedError
from whisper_desktop.core.events import (
    AudioDamaged,
    Event,
    Finished,
    LanguageDetected,
    Preparing,
    Progress,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    Warned,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

OFFSET_MS, WINDOW_MS, N_WINDOWS = 60_000, 10_000, 4
SAMPLE_RATE = 16_000

Run = Callable[[ResumePoint | None], Iterator[Event]]


class ContextRecognizer:
    """What it says in a window depends on everything that was said before."""

    sha256 = "ab12"
    language_codes = ("en", "de")
    detect_language: Any = None
    placer: Any = None

    def recognize(
        self,
        samples: object,
        options: RecognitionOptions,
        *,
        start_ms: int = 0,
        speech: object = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        language = resume.language if resume else options.recipe.language or options.first_language
        if language is None:
            language = "de"
            yield LanguageDetected("de", 0.9)
        at_ms, said = (resume.at_ms, resume.previous_tokens) if resume else (start_ms, ())
        while at_ms < start_ms + N_WINDOWS * WINDOW_MS:
            said = (*said, hash((said, at_ms)) % 1_000)
            yield SegmentReady(Segment(at_ms, at_ms + 5_000, str(said), language))
            at_ms += WINDOW_MS
            yield WindowDone(ResumePoint(at_ms, language, said))


def _audio(
    part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
) -> Generator[Preparing, None, Pcm]:
    yield from ()
    return Pcm(np.zeros(N_WINDOWS * WINDOW_MS * 16, dtype=np.float32), OFFSET_MS)


def _no_speech(samples: object, cancel: CancelToken) -> Any:
    raise AssertionError("the ear is to listen")


def _ear(samples: object, cancel: CancelToken) -> SpeechMap:
    duration_ms = N_WINDOWS * WINDOW_MS
    return SpeechMap.known([TimeSpan(0, duration_ms)], duration_ms)


def _choose(device: str, precision: str, needed_bytes: int = 0) -> Any:
    return SimpleNamespace(device="cpu", precision="fp32", reason="")


def made_up_run(mode: LongFormMode) -> Run:
    options = RecognitionOptions(recipe=Recipe(), mode=mode)
    request = TranscriptionRequest(MediaPart(Path("talk.mp3"), start_ms=OFFSET_MS), options)
    engines = Engines(_audio, _no_speech, _ear, _choose, tuple, lambda *_: ContextRecognizer())
    catalogue = official_catalogue()
    resolved = ResolvedModel("base", Path("weights"), "", catalogue.find("base"))

    def run(resume: ResumePoint | None) -> Iterator[Event]:
        model = LoadedModel(resolved, _choose("cpu", "fp32"), engines, catalogue)
        return transcribe(request, model, engines, cancel=CancelToken(), resume=resume)

    return run


def announced(events: list[Event]) -> list[Segment]:
    return [event.segment for event in events if isinstance(event, SegmentReady)]


def killed_after_every_window(run: Run) -> list[Event]:
    """Return what was acknowledged: all up to each window's end, from a run that stopped there."""
    kept: list[Event] = []
    resume = None
    while True:
        for event in run(resume):
            kept.append(event)
            if isinstance(event, WindowDone):
                resume = event.resume
                break
        else:
            return kept


@pytest.mark.parametrize("mode", LongFormMode)
def test_killed_after_every_window_nothing_is_lost_or_different(mode: LongFormMode) -> None:
    run = made_up_run(mode)
    whole, pieces = list(run(None)), killed_after_every_window(run)
    assert len(announced(whole)) == N_WINDOWS
    assert announced(pieces) == announced(whole)
    assert sum(isinstance(event, LanguageDetected) for event in pieces) == 1
    # At its end there is nothing left to recognise, and nothing to complain of.
    assert pieces[-1] == Finished((), "de")
    assert not any(isinstance(event, Warned) for event in pieces)


def test_what_follows_is_told_with_its_place_in_the_whole() -> None:
    run = made_up_run(LongFormMode.SEQUENTIAL)
    segments = announced(list(run(None)))
    first = next(event for event in run(None) if isinstance(event, WindowDone))
    rest = list(run(first.resume))
    assert rest[-1] == Finished(tuple(segments[1:]), "de")
    done = [event.done_ms for event in rest if isinstance(event, Progress)]
    assert done == [10_000, 20_000, 30_000, 40_000, 40_000]


@pytest.fixture(scope="module")
def long_sample(sample_audio: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file in which the sample is heard five times: two windows."""
    samples = load_pcm(sample_audio).samples
    path = tmp_path_factory.mktemp("media") / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.tile(samples, 5) * 32_767).astype("<i2").tobytes())
    return path


def real_request(media: Path, mode: LongFormMode) -> TranscriptionRequest:
    options = RecognitionOptions(
        Recipe(language="en", timestamps=TimestampMode.WORDS),
        mode,
        # So much repetition would not be believed, and tried again and again.
        fallback=FallbackLimits(temperatures=(0.0,)),
        batch_size=1,
    )
    return TranscriptionRequest(MediaPart(media), options)


@pytest.mark.real_model
@pytest.mark.parametrize("mode", LongFormMode)
def test_so_it_is_with_a_real_model(
    mode: LongFormMode, tiny_en_model: Path, long_sample: Path, tmp_path: Path
) -> None:
    engines = real_engines()
    model = open_model(ModelRequest(str(tiny_en_model)), ModelStore(tmp_path), engines)
    request = real_request(long_sample, mode)

    def run(resume: ResumePoint | None) -> Iterator[Event]:
        return transcribe(request, model, engines, cancel=CancelToken(), resume=resume)

    whole = list(run(None))
    assert sum(isinstance(event, WindowDone) for event in whole) >= 2
    assert announced(killed_after_every_window(run)) == announced(whole)


@pytest.mark.real_model
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_so_it_is_when_its_process_is_killed(
    base_model: Path, long_sample: Path, tmp_path: Path
) -> None:
    request = real_request(long_sample, LongFormMode.SEQUENTIAL)
    job = TranscribeJob(request, ModelRequest(str(base_model)))
    with RecognitionHost(os.environ, tmp_path / "recogniser.log") as host:
        whole = _events_of(host, job)
        kept: list[Event] = []
        with pytest.raises(RecogniserDiedError):
            _keep_until_killed(host, job, kept)
        (resume,) = [event.resume for event in kept if isinstance(event, WindowDone)]
        kept += _events_of(host, replace(job, resume=resume))
    assert "harbor" in announced(whole)[0].text
    assert announced(kept) == announced(whole)


def _events_of(host: RecognitionHost, job: TranscribeJob) -> list[Event]:
    return [_event(event) for event in host.run(job, CancelToken())]


def _keep_until_killed(host: RecognitionHost, job: TranscribeJob, kept: list[Event]) -> None:
    for event in host.run(job, CancelToken()):
        kept.append(_event(event))
        if isinstance(event, WindowDone):
            assert host.process_id is not None
            os.kill(host.process_id, signal.SIGKILL)


def _event(event: object) -> Event:
    assert isinstance(event, Event)
    return event
