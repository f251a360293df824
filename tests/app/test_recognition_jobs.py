"""Jobs at a bench with made-up parts: nothing is loaded or decoded."""

import pickle
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.app.aligning import MEDIA, WORDS, Room
from whisper_desktop.app.align import AlignRequest, TextAligned
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.recognition_jobs import (
    AlignJob,
    RerecogniseJob,
    RetimeJob,
    TranscribeJob,
    Workbench,
)
from whisper_desktop.app.request import MediaPart, ModelRequest, TranscriptionRequest
from whisper_desktop.app.retime import RetimeRequest, RowOrder, RowTimed
from whisper_desktop.app.retranscribe import CandidateReady
from whisper_desktop.app.span_orders import RerecognitionRequest, SpanOrder
from whisper_desktop.app.wiring import wire
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.errors import ModelCapabilityError
from whisper_desktop.core.events import AudioDamaged, Finished, Preparing, ResumePoint, Started
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.core.speech_map import SpeechMap

GERMAN = Recipe(language="de")


class Parts:
    """Engines that note what was loaded, and recognise nothing."""

    def __init__(self) -> None:
        self.loads: list[Path] = []
        self.resumes: list[ResumePoint | None] = []
        self.language_codes: tuple[str, ...] = ("en", "de")
        self.sha256 = "ab12"
        self.engines = Engines(
            self._audio, self._no_speech, self._ear, self._choose, tuple, self._load
        )

    def recognize(self, *_: object, resume: ResumePoint | None = None, **__: object) -> Any:
        self.resumes.append(resume)
        return iter(())

    def _audio(
        self, part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
    ) -> Generator[Preparing, None, Pcm]:
        yield from ()
        return Pcm(np.zeros(16_000, dtype=np.float32), 0)

    def _no_speech(self, *_: object) -> Any:
        yield from ()
        return ()

    def _ear(self, *_: object) -> SpeechMap:
        return SpeechMap.known((), 1_000)

    def _choose(self, device: str, precision: str, needed_bytes: int = 0) -> Any:
        return SimpleNamespace(device="cpu", precision="fp32", reason="")

    def _load(self, path: Path, choice: Any, threads: int | None, cancel: CancelToken) -> Any:
        self.loads.append(path)
        return self


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def bench(parts: Parts, tmp_path: Path) -> Workbench:
    wiring = wire({"WHISPER_DESKTOP_HOME": str(tmp_path)})
    return Workbench(replace(wiring, engines=parts.engines))


@pytest.fixture
def weights(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "one.pt", tmp_path / "two.pt"]
    for path in paths:
        path.touch()
    return paths


def transcribe(bench: Workbench, weights: Path, recipe: Recipe = GERMAN) -> list[object]:
    request = TranscriptionRequest(MediaPart(Path("talk.mp3")))
    request = replace(request, options=replace(request.options, recipe=recipe))
    return list(TranscribeJob(request, ModelRequest(str(weights))).events(bench, CancelToken()))


def test_the_model_stays_for_the_next_job(
    bench: Workbench, parts: Parts, weights: list[Path]
) -> None:
    first, second = weights
    for path in (first, first, second, second, first):
        events = transcribe(bench, path)
        assert isinstance(events[0], Started)
        assert events[-1] == Finished((), "de")
    assert parts.loads == [first, second, first]


def test_a_recipe_may_name_its_own_model(
    bench: Workbench, parts: Parts, weights: list[Path]
) -> None:
    first, second = weights
    transcribe(bench, first, replace(GERMAN, model=str(second)))
    assert parts.loads == [second]


def test_the_model_that_stays_is_asked_what_it_can_do(
    bench: Workbench, parts: Parts, weights: list[Path]
) -> None:
    parts.language_codes = ("en",)
    transcribe(bench, weights[0], Recipe(language="en"))
    with pytest.raises(ModelCapabilityError):
        bench.model(ModelRequest(str(weights[0])), Recipe(task=Task.TRANSLATE), CancelToken())


def test_work_goes_on_where_it_was(bench: Workbench, parts: Parts, weights: list[Path]) -> None:
    resume = ResumePoint(500, "de", (1, 2))
    request = TranscriptionRequest(MediaPart(Path("talk.mp3")))
    job = TranscribeJob(request, ModelRequest(str(weights[0])), resume)
    assert list(job.events(bench, CancelToken()))[-1] == Finished((), "de")
    assert parts.resumes == [resume]


def test_spans_are_recognised_again_by_their_own_models(
    bench: Workbench, parts: Parts, weights: list[Path]
) -> None:
    first, second = weights
    own = replace(GERMAN, model=str(second))
    orders = (SpanOrder(1, 0, 40_000, own, False), SpanOrder(2, 0, 40_000, GERMAN, False))
    request = RerecognitionRequest(Path("talk.mp3"), orders)
    job = pickle.loads(pickle.dumps(RerecogniseJob(request, ModelRequest(str(first)))))
    found = [e for e in job.events(bench, CancelToken()) if isinstance(e, CandidateReady)]
    assert found == [
        CandidateReady(Candidate(1, 0, 40_000, False, own, ())),
        CandidateReady(Candidate(2, 0, 40_000, False, GERMAN, ())),
    ]
    assert parts.loads == [second, first]


def test_rows_are_fitted_and_texts_aligned_there(tmp_path: Path, weights: list[Path]) -> None:
    wiring = wire({"WHISPER_DESKTOP_HOME": str(tmp_path)})
    bench = Workbench(replace(wiring, engines=Room().engines))
    model, text = ModelRequest(str(weights[0])), " ".join(WORDS[:4])
    request = RetimeRequest(MEDIA, (RowOrder(7, 200, 3_900, text),), "de")
    job = pickle.loads(pickle.dumps(RetimeJob(request, model, GERMAN)))
    (timed,) = [one for one in job.events(bench, CancelToken()) if isinstance(one, RowTimed)]
    assert (timed.key, len(timed.times.words)) == (7, 4)
    whole = AlignRequest(MediaPart(MEDIA), (GivenRow(text),))
    job = pickle.loads(pickle.dumps(AlignJob(whole, model)))
    last = list(job.events(bench, CancelToken()))[-1]
    assert isinstance(last, TextAligned)
    assert pickle.loads(pickle.dumps(last)) == last
    assert last.rows[0].is_heard
