"""The use case against a recording whose every word is known: no weights, no media, no clock."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import real_engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ResolvedModel
from whisper_desktop.app.retranscribe import CandidateReady, SpanBegun, rerecognise
from whisper_desktop.app.span_orders import RerecognitionRequest, SpanOrder
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    Cancelled,
    InsufficientMemoryError,
    MediaUnreadableError,
    ModelCapabilityError,
    ModelFileError,
    ModelNotInstalledError,
    NoAudioError,
)
from whisper_desktop.core.events import (
    AudioDamaged,
    MemoryRanOut,
    Progress,
    Started,
    Warned,
)
from whisper_desktop.core.recipe import Recipe, TimestampMode

WORDS = Recipe("en", timestamps=TimestampMode.WORDS)
MEDIA = Path("talk.mp3")
END_MS = 90_000
OUT_OF_MEMORY = InsufficientMemoryError("cuda", "CUDA out of memory")

MakeBench = Callable[..., Any]


def order(
    start_ms: int, end_ms: int, recipe: Recipe = WORDS, key: int = 1, *, is_locked: bool = True
) -> SpanOrder:
    return SpanOrder(key, start_ms, end_ms, recipe, is_locked)


def test_short_long_and_overlapping_rows_are_each_heard_by_themselves(bench: Any) -> None:
    course = bench.run(
        order(20_100, 20_400, key=1),
        order(5_000, 50_000, key=2),
        order(20_000, 22_000, key=3),
        order(21_000, 24_000, key=4),
    )
    heard = course.texts
    assert len(heard) == 4
    assert heard[2] == [" ".join(f"w{second}" for second in range(5, 50))]
    assert (heard[3], heard[4]) == (["w20 w21"], ["w21 w22 w23"])


def test_the_time_is_that_of_work_which_may_wait(bench: Any) -> None:
    course = bench.run(order(10_000, 11_000))
    times_s = [event.elapsed_s for event in course.events if isinstance(event, Progress)]
    assert times_s == [float(number) for number in range(1, 1 + len(times_s))]


def test_candidates_come_in_order_of_time(bench: Any) -> None:
    course = bench.run(order(50_000, 51_000, key=7), order(10_000, 11_000, key=8))
    assert [one.key for one in course.candidates] == [8, 7]


def test_rows_after_the_end_fail_and_the_others_go_on(bench: Any) -> None:
    course = bench.run(
        order(80_000, 95_000, key=1),
        order(90_000, 91_000, key=2),
        order(200_000, 201_000, key=3),
    )
    assert list(course.texts) == [1]
    found = course.failures
    assert set(found) == {2, 3}
    for error in found.values():
        assert isinstance(error, NoAudioError)
        assert error.end_ms == END_MS


def test_only_what_is_needed_is_decoded(bench: Any) -> None:
    bench.run(order(80_000, 81_000, key=1), order(5_000, 6_000, key=2), audio_track=2)
    assert [part.audio_track for part in bench.decoded] == [2, 2]
    assert sum((part.end_ms or 0) - part.start_ms for part in bench.decoded) < 60_000


def test_damages_are_told(make_bench: MakeBench) -> None:
    damage = AudioDamaged(1_000, 2_000, "the data could not be decoded")
    assert Warned(damage) in make_bench(damages=(damage,)).run(order(1_000, 2_000)).events


def test_a_file_that_cannot_be_read_ends_the_work(make_bench: MakeBench) -> None:
    bench = make_bench(audio_error=MediaUnreadableError(MEDIA, "the file is empty"))
    with pytest.raises(MediaUnreadableError):
        bench.run(order(1_000, 2_000))


def test_progress_counts_the_sound_of_all_spans(bench: Any) -> None:
    course = bench.run(order(1_000, 3_000, key=1), order(40_000, 50_000, key=2))
    done = [event.done_ms for event in course.events if isinstance(event, Progress)]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 12_000)
    assert any(2_000 < ms < 12_000 for ms in done)


def test_a_span_is_not_told_to_be_done_before_it_was_heard_in_all_ways(bench: Any) -> None:
    course = bench.run(order(1_000, 3_000, key=1))
    done = [event.done_ms for event in course.events if isinstance(event, Progress)]
    assert done == sorted(done)
    assert 1_000 in done, "then it was heard alone, and not with its surroundings yet"
    course = bench.run(order(1_000, 3_000, key=1), alternatives=1)
    assert len({event.done_ms for event in course.events if isinstance(event, Progress)}) > 3


def test_it_is_told_which_span_is_heard(bench: Any) -> None:
    course = bench.run(order(40_000, 50_000, key=2), order(1_000, 3_000, key=1))
    found = [
        (type(event), event.key if isinstance(event, SpanBegun) else event.candidate.key)
        for event in course.events
        if isinstance(event, SpanBegun | CandidateReady)
    ]
    assert found == [(SpanBegun, 1), (CandidateReady, 1), (SpanBegun, 2), (CandidateReady, 2)]


class TestModels:
    def test_each_is_loaded_once(self, bench: Any) -> None:
        course = bench.run(
            order(1_000, 2_000, replace(WORDS, model="tiny"), key=1),
            order(3_000, 4_000, key=2),
            order(5_000, 6_000, Recipe("nl", model="tiny"), key=3),
        )
        assert bench.loads == ["tiny cuda fp32", "base cuda fp32"]
        started = [event.model.name for event in course.events if isinstance(event, Started)]
        assert started == ["tiny", "base"]
        assert [one.key for one in course.candidates] == [1, 3, 2]

    def test_what_one_cannot_do_the_others_go_on_without(self, bench: Any) -> None:
        course = bench.run(
            order(1_000, 2_000, Recipe("nl", model="tiny.en"), key=1),
            order(1_000, 2_000, Recipe("en", model="tiny.en"), key=2),
            order(1_000, 2_000, Recipe("en", model="nonesuch"), key=3),
            order(3_000, 4_000, Recipe("en", model="nonesuch"), key=4),
            order(3_000, 4_000, key=5),
        )
        found = course.failures
        assert isinstance(found[1], ModelCapabilityError)
        assert isinstance(found[3], ModelNotInstalledError)
        assert found[3] is found[4]
        assert set(course.texts) == {2, 5}

    def test_weights_that_do_not_load_fail_their_rows(self, make_bench: MakeBench) -> None:
        bench = make_bench(load_errors=[ModelFileError(Path("base"), "the file is empty")])
        course = bench.run(
            order(1_000, 2_000, key=1),
            order(1_000, 2_000, replace(WORDS, model="tiny"), key=2),
        )
        assert isinstance(course.failures[1], ModelFileError)
        assert set(course.texts) == {2}

    def test_work_goes_on_where_memory_suffices(self, make_bench: MakeBench) -> None:
        bench = make_bench(talk={"failures": [OUT_OF_MEMORY]})
        course = bench.run(order(1_000, 3_000))
        (warned,) = [event.concern for event in course.events if isinstance(event, Warned)]
        assert isinstance(warned, MemoryRanOut)
        assert course.texts == {1: ["w1 w2"]}

    def test_rows_fail_when_nothing_smaller_is_left(self, make_bench: MakeBench) -> None:
        bench = make_bench(talk={"failures": [OUT_OF_MEMORY] * 5})
        course = bench.run(
            order(1_000, 3_000, key=1),
            order(4_000, 5_000, Recipe("nl"), key=2),
        )
        assert [type(error) for error in course.failures.values()] == [InsufficientMemoryError] * 2
        assert isinstance(course.events[-1], Progress)
        assert course.events[-1].done_ms == 3_000

    def test_an_error_of_one_row_is_its_own(self, make_bench: MakeBench) -> None:
        bench = make_bench(talk={"failures": [ModelFileError(Path("silero"), "it is damaged")]})
        course = bench.run(order(1_000, 3_000, key=1), order(4_000, 6_000, key=2))
        assert set(course.failures) == {1}
        assert set(course.texts) == {2}


class TestCancel:
    def test_what_was_heard_by_then_stays(self, bench: Any) -> None:
        cancel = CancelToken()
        request = RerecognitionRequest(MEDIA, (order(0, 900, key=1), order(1_000, 1_900, key=2)))
        events = rerecognise(request, bench.model, bench.engines, cancel=cancel)
        first = next(event for event in events if isinstance(event, CandidateReady))
        assert first.candidate.key == 1
        cancel.cancel()
        with pytest.raises(Cancelled):
            list(events)

    def test_while_the_model_is_looked_for(self, bench: Any) -> None:
        def interrupted(_recipe: Recipe) -> LoadedModel:
            raise Cancelled

        request = RerecognitionRequest(MEDIA, (order(0, 900),))
        with pytest.raises(Cancelled):
            list(rerecognise(request, interrupted, bench.engines, cancel=CancelToken()))


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
    events = rerecognise(request, lambda _: model, engines, cancel=CancelToken())
    candidates = [event.candidate for event in events if isinstance(event, CandidateReady)]
    found = {one.key: one for one in candidates}
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
