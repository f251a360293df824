"""The use case against a recording whose every word is known: no weights, no media, no clock."""

import gc
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines, real_engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ResolvedModel
from whisper_desktop.app.request import MediaPart, RecognitionOptions
from whisper_desktop.app.retranscribe import CandidateReady, SpanEvent, SpanFailed, rerecognise
from whisper_desktop.app.span_orders import RerecognitionRequest, SpanOrder
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.errors import (
    Cancelled,
    InsufficientMemoryError,
    MediaUnreadableError,
    ModelCapabilityError,
    ModelFileError,
    ModelNotInstalledError,
    NoAudioError,
    WhisperDesktopError,
)
from whisper_desktop.core.events import (
    AudioDamaged,
    LanguageDetected,
    MemoryRanOut,
    Preparing,
    Progress,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    Stage,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode
from whisper_desktop.core.segment import Evidence, Segment, Word
from whisper_desktop.core.timecode import TimeSpan

Samples = npt.NDArray[np.float32]

MEDIA = Path("talk.mp3")
END_MS = 90_000
WORDS = Recipe("en", timestamps=TimestampMode.WORDS)
OUT_OF_MEMORY = InsufficientMemoryError("cuda", "CUDA out of memory")


@pytest.fixture(autouse=True)
def _no_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the tenth of a second that a full collection takes beside torch."""
    monkeypatch.setattr(gc, "collect", lambda: 0)


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
        spans: Sequence[TimeSpan] | None = None,
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
            heard = [self._understood(word, options) for word in words[first : first + 5]]
            yield SegmentReady(said(heard, options))
            yield WindowDone(ResumePoint(words[first].end_ms, options.recipe.language))

    def _understood(self, word: Word, options: RecognitionOptions) -> Word:
        """Return a word as it is at the options' temperature: hotter ones are surer here."""
        temperature = options.fallback.temperatures[0]
        if len(self.heard) - 1 == self.unclear:
            return replace(word, text=word.text.replace("w", "m"), probability=0.2)
        if not temperature:
            return word
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
        Evidence(-0.2, 0.0, 1.0, 0.0),
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
        return Engines(self._load_audio, self._find_speech, self._choose, tuple, self._load)

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

    def _choose(self, device: str, precision: str, needed_bytes: int = 0) -> Any:
        precision = "fp32" if precision == "auto" else precision
        return SimpleNamespace(device=device, precision=precision, reason="")

    def _load(self, path: Path, choice: Any, threads: int | None, cancel: CancelToken) -> Any:
        self.loads.append(f"{path} {choice.device} {choice.precision}")
        if self.load_errors:
            raise self.load_errors.pop(0)
        return self.recognizer


def order(
    start_ms: int, end_ms: int, recipe: Recipe = WORDS, key: int = 1, *, is_locked: bool = True
) -> SpanOrder:
    return SpanOrder(key, start_ms, end_ms, recipe, is_locked)


def run(bench: Bench, *orders: SpanOrder, **options: Any) -> list[SpanEvent]:
    request = RerecognitionRequest(MEDIA, orders, **options)
    seconds = iter(range(10_000))
    return list(
        rerecognise(
            request,
            bench.model,
            bench.engines,
            cancel=CancelToken(),
            clock=lambda: float(next(seconds)),
        )
    )


def candidates(events: list[SpanEvent]) -> list[Candidate]:
    return [event.candidate for event in events if isinstance(event, CandidateReady)]


def failures(events: list[SpanEvent]) -> dict[int, WhisperDesktopError]:
    return {event.key: event.error for event in events if isinstance(event, SpanFailed)}


def texts(events: list[SpanEvent]) -> dict[int, list[str]]:
    return {one.key: [s.text for s in one.segments] for one in candidates(events)}


def test_a_locked_row_gets_the_text_said_in_it() -> None:
    bench = Bench()
    events = run(bench, order(20_000, 23_000))
    (candidate,) = candidates(events)
    (segment,) = candidate.segments
    assert (segment.start_ms, segment.end_ms) == (20_000, 23_000)
    assert segment.text == "w20 w21 w22"
    assert segment.words == (spoken(20), spoken(21), spoken(22))
    assert (candidate.key, candidate.recipe, candidate.alternatives) == (1, WORDS, ())


def test_a_row_is_heard_alone_and_with_its_surroundings() -> None:
    bench = Bench()
    run(bench, order(20_000, 23_000))
    assert [(start_ms, end_ms) for start_ms, end_ms, _ in bench.recognizer.heard] == [
        (20_000, 23_000),
        (7_000, 36_000),
    ]
    for _, _, options in bench.recognizer.heard:
        assert options.recipe.timestamps is TimestampMode.WORDS


@pytest.mark.parametrize("unclear", [0, 1])
def test_the_hearing_with_the_surer_words_is_kept(unclear: int) -> None:
    bench = Bench(KnownTalk(unclear=unclear))
    assert texts(run(bench, order(20_000, 22_000))) == {1: ["w20 w21"]}


def test_a_row_of_several_windows_is_heard_once() -> None:
    bench = Bench()
    run(bench, order(10_000, 45_000))
    assert len(bench.recognizer.heard) == 1


def test_free_rows_are_segmented_anew_inside_their_span() -> None:
    (candidate,) = candidates(run(Bench(), order(20_000, 28_000, is_locked=False)))
    first, *_, last = candidate.segments
    assert len(candidate.segments) > 1
    assert first.start_ms == 20_000
    assert last.end_ms == 27_500
    assert " ".join(s.text for s in candidate.segments) == " ".join(f"w{i}" for i in range(20, 28))


@pytest.mark.parametrize("mode", [TimestampMode.NONE, TimestampMode.SEGMENTS])
def test_words_are_given_to_those_who_want_them(mode: TimestampMode) -> None:
    (candidate,) = candidates(run(Bench(), order(1_000, 3_000, Recipe("en", timestamps=mode))))
    assert [(s.text, s.words) for s in candidate.segments] == [("w1 w2", ())]


def test_short_long_and_overlapping_rows_are_each_heard_by_themselves() -> None:
    events = run(
        Bench(),
        order(20_100, 20_400, key=1),
        order(5_000, 50_000, key=2),
        order(20_000, 22_000, key=3),
        order(21_000, 24_000, key=4),
    )
    heard = texts(events)
    assert len(heard) == 4
    assert heard[2] == [" ".join(f"w{second}" for second in range(5, 50))]
    assert (heard[3], heard[4]) == (["w20 w21"], ["w21 w22 w23"])


def test_candidates_come_in_order_of_time() -> None:
    events = run(Bench(), order(50_000, 51_000, key=7), order(10_000, 11_000, key=8))
    assert [one.key for one in candidates(events)] == [8, 7]


def test_an_empty_row_and_a_silent_one_say_nothing() -> None:
    events = run(Bench(), order(5_000, 5_000, key=1), order(70_000, 75_000, key=2))
    assert texts(events) == {1: [], 2: []}


def test_rows_after_the_end_fail_and_the_others_go_on() -> None:
    events = run(
        Bench(),
        order(80_000, 95_000, key=1),
        order(90_000, 91_000, key=2),
        order(200_000, 201_000, key=3),
    )
    assert list(texts(events)) == [1]
    found = failures(events)
    assert set(found) == {2, 3}
    for error in found.values():
        assert isinstance(error, NoAudioError)
        assert error.end_ms == END_MS


def test_only_what_is_needed_is_decoded() -> None:
    bench = Bench()
    run(bench, order(80_000, 81_000, key=1), order(5_000, 6_000, key=2), audio_track=2)
    assert [part.audio_track for part in bench.decoded] == [2, 2]
    assert sum((part.end_ms or 0) - part.start_ms for part in bench.decoded) < 60_000


def test_damages_are_told() -> None:
    damage = AudioDamaged(1_000, 2_000, "the data could not be decoded")
    assert Warned(damage) in run(Bench(damages=(damage,)), order(1_000, 2_000))


def test_a_file_that_cannot_be_read_ends_the_work() -> None:
    bench = Bench(audio_error=MediaUnreadableError(MEDIA, "the file is empty"))
    with pytest.raises(MediaUnreadableError):
        run(bench, order(1_000, 2_000))


def test_progress_counts_the_sound_of_all_spans() -> None:
    events = run(Bench(), order(1_000, 3_000, key=1), order(40_000, 50_000, key=2))
    done = [event.done_ms for event in events if isinstance(event, Progress)]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 12_000)
    assert any(2_000 < ms < 12_000 for ms in done)


class TestLanguage:
    def test_it_is_found_out_by_row_where_it_is_not_given(self) -> None:
        bench = Bench()
        (candidate,) = candidates(run(bench, order(1_000, 3_000, Recipe())))
        assert [segment.language for segment in candidate.segments] == ["de"]
        assert candidate.recipe == Recipe()
        assert len(bench.recognizer.identified_ms) == 1

    def test_languages_of_the_document_are_likelier(self) -> None:
        events = run(Bench(), order(1_000, 3_000, Recipe()), likely_languages=("nl", "en"))
        assert [segment.language for segment in candidates(events)[0].segments] == ["nl"]

    def test_they_do_not_outvote_what_is_plain(self) -> None:
        bench = Bench(KnownTalk(probabilities={"nl": 0.01, "de": 0.99}))
        events = run(bench, order(1_000, 3_000, Recipe()), likely_languages=("nl",))
        assert [segment.language for segment in candidates(events)[0].segments] == ["de"]

    def test_it_is_not_asked_where_it_is_given(self) -> None:
        bench = Bench()
        run(bench, order(1_000, 3_000))
        assert bench.recognizer.identified_ms == []


def test_a_translation_is_of_the_row_alone() -> None:
    bench = Bench()
    recipe = Recipe("nl", Task.TRANSLATE)
    (candidate,) = candidates(run(bench, order(1_000, 3_000, recipe)))
    assert [segment.task for segment in candidate.segments] == [Task.TRANSLATE]
    assert bench.recognizer.heard[0][:2] == (1_000, 3_000)


class TestModels:
    def test_each_is_loaded_once(self) -> None:
        bench = Bench()
        events = run(
            bench,
            order(1_000, 2_000, replace(WORDS, model="tiny"), key=1),
            order(3_000, 4_000, key=2),
            order(5_000, 6_000, Recipe("nl", model="tiny"), key=3),
        )
        assert bench.loads == ["tiny cuda fp32", "base cuda fp32"]
        started = [event.model.name for event in events if isinstance(event, Started)]
        assert started == ["tiny", "base"]
        assert [one.key for one in candidates(events)] == [1, 3, 2]

    def test_what_one_cannot_do_the_others_go_on_without(self) -> None:
        events = run(
            Bench(),
            order(1_000, 2_000, Recipe("nl", model="tiny.en"), key=1),
            order(1_000, 2_000, Recipe("en", model="tiny.en"), key=2),
            order(1_000, 2_000, Recipe("en", model="nonesuch"), key=3),
            order(3_000, 4_000, Recipe("en", model="nonesuch"), key=4),
            order(3_000, 4_000, key=5),
        )
        found = failures(events)
        assert isinstance(found[1], ModelCapabilityError)
        assert isinstance(found[3], ModelNotInstalledError)
        assert found[3] is found[4]
        assert set(texts(events)) == {2, 5}

    def test_weights_that_do_not_load_fail_their_rows(self) -> None:
        bench = Bench(load_errors=[ModelFileError(Path("base"), "the file is empty")])
        events = run(
            bench,
            order(1_000, 2_000, key=1),
            order(1_000, 2_000, replace(WORDS, model="tiny"), key=2),
        )
        assert isinstance(failures(events)[1], ModelFileError)
        assert set(texts(events)) == {2}

    def test_work_goes_on_where_memory_suffices(self) -> None:
        bench = Bench(KnownTalk(failures=[OUT_OF_MEMORY]))
        events = run(bench, order(1_000, 3_000))
        (warned,) = [event.concern for event in events if isinstance(event, Warned)]
        assert isinstance(warned, MemoryRanOut)
        assert texts(events) == {1: ["w1 w2"]}

    def test_rows_fail_when_nothing_smaller_is_left(self) -> None:
        bench = Bench(KnownTalk(failures=[OUT_OF_MEMORY] * 5))
        events = run(
            bench,
            order(1_000, 3_000, key=1),
            order(4_000, 5_000, Recipe("nl"), key=2),
        )
        assert [type(error) for error in failures(events).values()] == [InsufficientMemoryError] * 2
        assert isinstance(events[-1], Progress)
        assert events[-1].done_ms == 3_000

    def test_an_error_of_one_row_is_its_own(self) -> None:
        bench = Bench(KnownTalk(failures=[ModelFileError(Path("silero"), "it is damaged")]))
        events = run(bench, order(1_000, 3_000, key=1), order(4_000, 6_000, key=2))
        assert set(failures(events)) == {1}
        assert set(texts(events)) == {2}


class TestCancel:
    def test_what_was_heard_by_then_stays(self) -> None:
        bench, cancel = Bench(), CancelToken()
        request = RerecognitionRequest(MEDIA, (order(0, 900, key=1), order(1_000, 1_900, key=2)))
        events = rerecognise(request, bench.model, bench.engines, cancel=cancel)
        first = next(event for event in events if isinstance(event, CandidateReady))
        assert first.candidate.key == 1
        cancel.cancel()
        with pytest.raises(Cancelled):
            list(events)

    def test_while_the_model_is_looked_for(self) -> None:
        def interrupted(_recipe: Recipe) -> LoadedModel:
            raise Cancelled

        request = RerecognitionRequest(MEDIA, (order(0, 900),))
        with pytest.raises(Cancelled):
            list(rerecognise(request, interrupted, Bench().engines, cancel=CancelToken()))


class TestAlternatives:
    def test_they_differ_and_the_best_comes_first(self) -> None:
        (candidate,) = candidates(run(Bench(), order(20_000, 22_000), alternatives=2))
        best, *others = [
            " ".join(s.text for s in one) for one in (candidate.segments, *candidate.alternatives)
        ]
        assert best == "w20 w21"
        assert others == ["w20~1.0 w21~1.0", "w20~0.8 w21~0.8"]

    def test_the_hearing_that_was_not_kept_is_one(self) -> None:
        bench = Bench(KnownTalk(unclear=0))
        (candidate,) = candidates(run(bench, order(20_000, 22_000), alternatives=99))
        assert [one.text for one in candidate.alternatives[-1]] == ["m20 m21"]

    def test_what_differs_in_nothing_that_is_said_is_left_out(self) -> None:
        (candidate,) = candidates(run(Bench(), order(20_000, 22_000), alternatives=99))
        heard = [one.text for (one,) in candidate.alternatives]
        assert len(heard) == len(set(heard)) == 5
        assert "w20 w21" not in heard

    def test_where_nobody_speaks_what_the_model_makes_of_it_is_offered(self) -> None:
        bench = Bench(is_all_noise=True)
        (candidate,) = candidates(run(bench, order(20_000, 22_000)))
        assert (candidate.segments, candidate.alternatives) == ((), ())
        assert bench.recognizer.heard == []
        (candidate,) = candidates(run(bench, order(20_000, 22_000), alternatives=1))
        assert candidate.segments == ()
        assert [one.text for one in candidate.alternatives[0]] == ["w20 w21"]

    def test_silence_has_none(self) -> None:
        (candidate,) = candidates(run(Bench(), order(70_000, 75_000), alternatives=2))
        assert candidate.alternatives == ()


@pytest.mark.real_model
def test_rows_of_real_speech_get_what_is_said_in_them(base_model: Path, sample_audio: Path) -> None:
    engines, catalogue = real_engines(), official_catalogue()
    resolved = ResolvedModel("base", base_model, "ab12", catalogue.find("base"))
    model = LoadedModel(resolved, engines.choose_device("cpu", "fp32"), engines, catalogue)
    orders = (
        order(2_200, 4_600, Recipe(), key=1),
        order(4_850, 5_500, Recipe("en"), key=2),
        order(0, 9_150, WORDS, key=3, is_locked=False),
    )
    request = RerecognitionRequest(sample_audio, orders)
    events = list(rerecognise(request, lambda _: model, engines, cancel=CancelToken()))
    found = {one.key: one for one in candidates(events)}
    (row,) = found[1].segments
    assert (row.start_ms, row.end_ms, row.language) == (2_200, 4_600, "en")
    assert letters(row.text) == "the first boat of the morning is just leaving"
    assert found[2].segments == ()
    whole = letters(" ".join(segment.text for segment in found[3].segments))
    assert whole.startswith("welcome to the harbor the first boat")
    assert whole.endswith("out there is cold")
    assert all(segment.words for segment in found[3].segments)


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalpha() or c == " ").replace("harbour", "harbor")
