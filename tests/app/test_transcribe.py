"""The use case against scripted engines: no weights, no media, no clock."""

import gc
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.ticking_token import TickingToken
from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ResolvedModel
from whisper_desktop.app.request import (
    LongFormMode,
    MediaPart,
    RecognitionOptions,
    TranscriptionRequest,
)
from whisper_desktop.app.speech_news import SpeechNews
from whisper_desktop.app.transcribe import transcribe
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    Cancelled,
    DeviceUnavailableError,
    InsufficientMemoryError,
    MediaUnreadableError,
    ModelCapabilityError,
)
from whisper_desktop.core.events import (
    AudioDamaged,
    Event,
    Finished,
    LanguageDetected,
    MemoryRanOut,
    ModelIdentity,
    NothingRecognised,
    Preparing,
    Progress,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    SpeechFound,
    Stage,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.speech_map import HearsSpeech, SpeechMap
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.unfinished import Unfinished

Samples = npt.NDArray[np.float32]

OFFSET_MS = 60_000
N_WINDOWS = 4
WINDOW_MS = 10_000
OUT_OF_MEMORY = InsufficientMemoryError("cuda", "CUDA out of memory. Tried to allocate 2 GiB")


@pytest.fixture(autouse=True)
def _no_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the tenth of a second that a full collection takes beside torch."""
    monkeypatch.setattr(gc, "collect", lambda: 0)


def segments_of(window: int) -> tuple[Segment, Segment]:
    start_ms = OFFSET_MS + window * WINDOW_MS
    return (
        Segment(start_ms, start_ms + 4_000, f"{window} a", "de"),
        Segment(start_ms + 4_000, start_ms + 9_000, f"{window} b", "de"),
    )


ALL = tuple(segment for window in range(N_WINDOWS) for segment in segments_of(window))


@dataclass
class ScriptedRecognizer:
    """Reads four windows; fails within a window before its end where the script says so."""

    failures: dict[int, Exception] = field(default_factory=dict)
    """By window; each happens once."""
    windows: int = N_WINDOWS
    language_codes: tuple[str, ...] = ("en", "de")
    sha256: str = "ab12"
    calls: list[dict[str, Any]] = field(default_factory=list)

    detect_language: Any = None
    placer: Any = None

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
        self.calls.append({"options": options, "speech": speech, "resume": resume})
        language = resume.language if resume else options.recipe.language or options.first_language
        if language is None:
            language = "de"
            yield LanguageDetected("de", 0.9, {"de": 0.9, "en": 0.1})
        at_ms = start_ms if resume is None else resume.at_ms
        for window in range((at_ms - start_ms) // WINDOW_MS, self.windows):
            cancel.raise_if_cancelled()
            first, second = segments_of(window)
            yield SegmentReady(first)
            if window in self.failures:
                raise self.failures.pop(window)
            yield SegmentReady(second)
            yield WindowDone(ResumePoint(start_ms + (window + 1) * WINDOW_MS, language, (1, 2)))


@dataclass
class Bench:
    """Engines that note what they were asked."""

    recognizer: ScriptedRecognizer = field(default_factory=ScriptedRecognizer)
    load_failures: list[Exception] = field(default_factory=list)
    unavailable: frozenset[tuple[str, str]] = frozenset()
    spans: tuple[TimeSpan, ...] = (TimeSpan(0, 40_000),)
    damages: tuple[AudioDamaged, ...] = ()
    loads: list[tuple[str, str]] = field(default_factory=list)
    decoded: list[MediaPart] = field(default_factory=list)

    @property
    def engines(self) -> Engines:
        # Only who hears single spans listens to them as a whole.
        nobody: Any = None
        return Engines(self._load_audio, nobody, self._open_ear, self._choose, tuple, self._load)

    def model(self, name: str = "large-v3", device: str = "cuda") -> LoadedModel:
        catalogue = official_catalogue()
        resolved = ResolvedModel(name, Path("weights"), "", catalogue.find(name))
        return LoadedModel(resolved, self._choose(device, "fp32"), self.engines, catalogue, 3)

    def _load_audio(
        self, part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
    ) -> Generator[Preparing, None, Pcm]:
        self.decoded.append(part)
        for damage in self.damages:
            on_damage(damage)
        yield Preparing(Stage.READING, 20_000, 40_000)
        return Pcm(np.zeros(N_WINDOWS * WINDOW_MS * 16, dtype=np.float32), OFFSET_MS)

    def _open_ear(self, samples: Samples, cancel: CancelToken) -> HearsSpeech:
        return SpeechMap.known(self.spans, 40_000)

    def _choose(self, device: str, precision: str, needed_bytes: int = 0) -> Any:
        if (device, precision) in self.unavailable:
            raise DeviceUnavailableError(precision, "it is not supported here", ("cpu",))
        precision = "fp32" if precision == "auto" else precision
        return SimpleNamespace(device=device, precision=precision, reason="it was asked for")

    def _load(self, path: Path, choice: Any, threads: int | None, cancel: CancelToken) -> Any:
        assert threads == 3
        self.loads.append((choice.device, choice.precision))
        if self.load_failures:
            raise self.load_failures.pop(0)
        return self.recognizer


def request(mode: LongFormMode = LongFormMode.SEQUENTIAL, **recipe: Any) -> TranscriptionRequest:
    options = RecognitionOptions(recipe=Recipe(**recipe), mode=mode)
    return TranscriptionRequest(MediaPart(Path("talk.mp3"), start_ms=OFFSET_MS), options)


def run(bench: Bench, wanted: TranscriptionRequest, model: LoadedModel) -> Iterator[Event]:
    return transcribe(wanted, model, bench.engines, cancel=TickingToken())


def announced(events: Sequence[Event]) -> tuple[Segment, ...]:
    return tuple(event.segment for event in events if isinstance(event, SegmentReady))


def concerns(events: Sequence[Event]) -> list[object]:
    return [event.concern for event in events if isinstance(event, Warned)]


def test_a_recording_is_told_from_its_start_to_its_end() -> None:
    bench = Bench()
    events = list(run(bench, request(), bench.model()))
    assert events[:4] == [
        Preparing(Stage.READING, 20_000, 40_000),
        Started(ModelIdentity("large-v3", "ab12", "cuda", "fp32", "it was asked for"), 40_000),
        Progress(0, 40_000, 1.0, None),
        LanguageDetected("de", 0.9, {"de": 0.9, "en": 0.1}),
    ]
    assert events[-2:] == [Progress(40_000, 40_000, 6.0, 0.0), Finished(ALL, "de")]
    assert announced(events) == ALL
    assert bench.recognizer.calls[0]["options"] == request().options
    assert isinstance(bench.recognizer.calls[0]["speech"], SpeechNews)


def test_progress_counts_from_the_start_of_the_range() -> None:
    bench = Bench()
    progress = [e for e in run(bench, request(), bench.model()) if isinstance(e, Progress)]
    assert [event.done_ms for event in progress] == [0, 10_000, 20_000, 30_000, 40_000, 40_000]
    remaining_s = [event.remaining_s for event in progress[1:4]]
    assert remaining_s == pytest.approx([6.0, 3.0, 4 / 3], rel=0.02)


def test_segments_come_with_their_window() -> None:
    bench = Bench()
    kinds = [type(e) for e in run(bench, request(), bench.model())]
    first = kinds.index(SegmentReady)
    assert kinds[first : first + 4] == [SegmentReady, SegmentReady, WindowDone, Progress]


def test_damaged_stretches_are_told() -> None:
    damage = AudioDamaged(61_000, 62_000, "the data could not be decoded")
    bench = Bench(damages=(damage,))
    assert Warned(damage) in run(bench, request(), bench.model())


def test_the_model_is_loaded_once_for_several_inputs() -> None:
    bench = Bench()
    model = bench.model()
    for _ in range(3):
        assert announced(list(run(bench, request(), model))) == ALL
    assert bench.loads == [("cuda", "fp32")]


ErrorT = TypeVar("ErrorT", bound=Exception)


def run_to_error(events: Iterator[Event], kind: type[ErrorT]) -> tuple[list[Event], ErrorT]:
    seen: list[Event] = []
    try:
        for event in events:
            seen.append(event)
    except kind as error:
        return seen, error
    raise AssertionError("it ended without an error")


class TestBatched:
    def test_speech_is_looked_for_first(self) -> None:
        bench = Bench()
        events = list(run(bench, request(LongFormMode.BATCHED), bench.model()))
        assert Preparing(Stage.LISTENING, 40_000, 40_000) in events
        assert SpeechFound(60_000, 100_000, (TimeSpan(60_000, 100_000),)) in events
        assert announced(events) == ALL

    def test_silence_is_not_recognised(self) -> None:
        bench = Bench(spans=())
        events = list(run(bench, request(LongFormMode.BATCHED), bench.model()))
        assert bench.recognizer.calls == []
        assert concerns(events) == [NothingRecognised()]
        assert events[-2:] == [Progress(40_000, 40_000, 2.0, 0.0), Finished((), "")]


def test_a_recording_without_words_is_told() -> None:
    bench = Bench(ScriptedRecognizer(windows=0))
    *_, told, _, last = run(bench, request(language="de"), bench.model())
    assert (told, last) == (Warned(NothingRecognised()), Finished((), "de"))


class TestMemory:
    def test_nothing_is_lost_or_repeated_when_it_runs_out(self) -> None:
        bench = Bench(ScriptedRecognizer({0: OUT_OF_MEMORY, 2: OUT_OF_MEMORY}))
        events = list(run(bench, request(), bench.model()))
        assert announced(events) == ALL
        assert events[-1] == Finished(ALL, "de")
        assert bench.loads == [("cuda", "fp32"), ("cuda", "fp16"), ("cpu", "fp32")]
        assert [(c.after, c.model) for c in concerns(events) if isinstance(c, MemoryRanOut)] == [
            ("cuda in fp16", ModelIdentity("large-v3", "ab12", "cuda", "fp16", "it was asked for")),
            ("cpu in fp32", ModelIdentity("large-v3", "ab12", "cpu", "fp32", "it was asked for")),
        ]
        assert len(bench.decoded) == 1

    def test_the_work_goes_on_where_it_was_with_its_language(self) -> None:
        bench = Bench(ScriptedRecognizer({0: OUT_OF_MEMORY, 2: OUT_OF_MEMORY}))
        events = list(run(bench, request(initial_prompt="Äpfel"), bench.model()))
        assert [type(e) for e in events].count(LanguageDetected) == 1
        first, second, third = bench.recognizer.calls
        assert (first["resume"], first["options"].recipe.language) == (None, None)
        # Without a finished window the work begins anew, prompt and all, in the language found.
        assert second["resume"] is None
        options = second["options"]
        assert (options.first_language, options.recipe) == ("de", Recipe(initial_prompt="Äpfel"))
        at_ms, said = OFFSET_MS + 2 * WINDOW_MS, Unfinished(spoken_ms=ALL[3].end_ms)
        assert third["resume"] == ResumePoint(at_ms, "de", (1, 2), unfinished=said)

    def test_a_model_that_does_not_even_load_goes_down_too(self) -> None:
        bench = Bench(load_failures=[OUT_OF_MEMORY, OUT_OF_MEMORY])
        events = list(run(bench, request(), bench.model()))
        assert bench.loads == [("cuda", "fp32"), ("cuda", "fp16"), ("cpu", "fp32")]
        assert [type(e) for e in events[:4]] == [Preparing, Warned, Warned, Started]
        assert announced(events) == ALL

    def test_a_precision_that_is_not_to_be_had_is_skipped(self) -> None:
        bench = Bench(
            ScriptedRecognizer({1: OUT_OF_MEMORY}), unavailable=frozenset({("cuda", "fp16")})
        )
        list(run(bench, request(), bench.model()))
        assert bench.loads == [("cuda", "fp32"), ("cpu", "fp32")]

    def test_at_the_bottom_the_failure_is_told_and_what_was_done_stays(self) -> None:
        class Small(ScriptedRecognizer):
            def recognize(self, *arguments: Any, **options: Any) -> Iterator[RecognitionEvent]:
                for event in super().recognize(*arguments, **options):
                    if event == SegmentReady(segments_of(2)[1]):
                        raise OUT_OF_MEMORY
                    yield event

        bench = Bench(Small())
        events, error = run_to_error(run(bench, request(), bench.model()), InsufficientMemoryError)
        assert (error.device, error.reason) == ("cpu", OUT_OF_MEMORY.reason)
        assert bench.loads[-1] == ("cpu", "int8")
        assert announced(events) == ALL[:4]

    def test_the_smaller_ground_is_kept_for_the_next_input(self) -> None:
        bench = Bench(ScriptedRecognizer({1: OUT_OF_MEMORY}))
        model = bench.model()
        list(run(bench, request(), model))
        assert concerns(list(run(bench, request(), model))) == []
        assert bench.loads == [("cuda", "fp32"), ("cuda", "fp16")]

    @given(
        st.sets(st.integers(0, N_WINDOWS - 1), max_size=3),
        st.sampled_from(list(LongFormMode)),
    )
    def test_every_segment_is_told_once_wherever_memory_runs_out(
        self, failing: set[int], mode: LongFormMode
    ) -> None:
        bench = Bench(ScriptedRecognizer(dict.fromkeys(failing, OUT_OF_MEMORY)))
        events = list(run(bench, request(mode), bench.model()))
        assert announced(events) == ALL
        assert len(bench.loads) == 1 + len(failing)


@pytest.mark.parametrize("error", [Cancelled(), MediaUnreadableError(Path("a"), "why")])
def test_segments_that_are_final_are_told_before_the_work_stops(error: Exception) -> None:
    bench = Bench(ScriptedRecognizer({2: error}))
    events, raised = run_to_error(run(bench, request(), bench.model()), type(error))
    assert (raised, announced(events)) == (error, ALL[:5])


def test_a_stop_is_heard_between_windows() -> None:
    bench = Bench()
    cancel = CancelToken()

    def stopped_after_a_window() -> Iterator[Event]:
        for event in transcribe(request(), bench.model(), bench.engines, cancel=cancel):
            yield event
            if isinstance(event, WindowDone):
                cancel.cancel()

    events, _ = run_to_error(stopped_after_a_window(), Cancelled)
    assert announced(events) == ALL[:2]


class TestCapability:
    @pytest.mark.parametrize(
        ("model", "recipe", "wanted"),
        [
            ("large-v3-turbo", {"task": Task.TRANSLATE}, "translate"),
            ("tiny.en", {"task": Task.TRANSLATE}, "translate"),
            ("tiny.en", {"language": "de"}, "de"),
            ("distil-large-v3", {"language": "de"}, "de"),
            ("base", {"language": "yue"}, "yue"),
        ],
    )
    def test_what_a_model_cannot_do_is_told_before_anything_is_read(
        self, model: str, recipe: dict[str, Any], wanted: str
    ) -> None:
        bench = Bench()
        with pytest.raises(ModelCapabilityError) as caught:
            list(run(bench, request(**recipe), bench.model(model)))
        assert (caught.value.model, caught.value.wanted) == (model, wanted)
        assert caught.value.alternatives
        assert (bench.decoded, bench.loads) == ([], [])

    def test_weights_from_elsewhere_are_asked_once_they_are_loaded(self) -> None:
        bench = Bench(ScriptedRecognizer(language_codes=("en",)))
        with pytest.raises(ModelCapabilityError) as caught:
            list(run(bench, request(task=Task.TRANSLATE), bench.model("mine")))
        assert (caught.value.model, caught.value.wanted) == ("mine", "translate")
        assert bench.recognizer.calls == []

    def test_a_model_for_english_takes_it_for_granted(self) -> None:
        bench = Bench()
        list(run(bench, request(), bench.model("distil-large-v3")))
        assert bench.recognizer.calls[0]["options"].recipe == Recipe(language="en")
