"""What is heard in one span, against a recording whose every word is known."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from whisper_desktop.app.span_orders import SpanOrder
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode
from whisper_desktop.core.segment import Word

WORDS = Recipe("en", timestamps=TimestampMode.WORDS)

MakeBench = Callable[..., Any]


def order(
    start_ms: int, end_ms: int, recipe: Recipe = WORDS, key: int = 1, *, is_locked: bool = True
) -> SpanOrder:
    return SpanOrder(key, start_ms, end_ms, recipe, is_locked)


def test_a_locked_row_gets_the_text_said_in_it(bench: Any) -> None:
    course = bench.run(order(20_000, 23_000))
    (candidate,) = course.candidates
    (segment,) = candidate.segments
    assert (segment.start_ms, segment.end_ms) == (20_000, 23_000)
    assert segment.text == "w20 w21 w22"
    assert segment.words == tuple(
        Word(second * 1_000, second * 1_000 + 500, f" w{second}", 0.9) for second in (20, 21, 22)
    )
    assert (candidate.key, candidate.recipe, candidate.alternatives) == (1, WORDS, ())


def test_what_the_row_said_when_it_was_asked_for_is_told_with_what_is_heard(bench: Any) -> None:
    asked = replace(order(20_000, 23_000), texts=("old", "beside"))
    assert bench.run(asked).candidates[0].texts == ("old", "beside")


def test_a_row_is_heard_with_its_surroundings_and_alone(bench: Any) -> None:
    bench.run(order(20_000, 23_000))
    assert [(start_ms, end_ms) for start_ms, end_ms, _ in bench.recognizer.heard] == [
        (7_000, 36_000),
        (20_000, 23_000),
    ]
    for _, _, options in bench.recognizer.heard:
        assert options.recipe.timestamps is TimestampMode.WORDS


def test_nothing_is_read_behind_the_span(bench: Any) -> None:
    bench.run(order(20_000, 23_000))
    *around, alone = bench.recognizer.begun_ms
    assert (alone, around) == (20_000, [7_000, 12_000, 17_000, 22_000, 27_000])


@pytest.mark.parametrize(("probability", "count"), [(0.9, 2), (0.91, 1)])
def test_a_row_is_heard_once_where_alone_it_could_not_be_surer(
    probability: float, count: int, make_bench: MakeBench
) -> None:
    bench = make_bench(talk={"sureness": probability})
    assert bench.run(order(20_000, 22_000)).texts == {1: ["w20 w21"]}
    assert len(bench.recognizer.heard) == count
    bench.run(order(20_000, 22_000), alternatives=1)
    assert len(bench.recognizer.heard) == count + 8


@pytest.mark.parametrize("unclear", [0, 1])
def test_the_hearing_with_the_surer_words_is_kept(unclear: int, make_bench: MakeBench) -> None:
    bench = make_bench(talk={"unclear": unclear})
    assert bench.run(order(20_000, 22_000)).texts == {1: ["w20 w21"]}


def test_nothing_is_guessed_at_alone_where_there_is_a_text_already(bench: Any) -> None:
    bench.run(order(20_000, 22_000))
    around, alone = [options.fallback.temperatures for *_, options in bench.recognizer.heard]
    assert (len(around), alone) == (6, around[:1])
    bench.recognizer.heard.clear()
    bench.run(order(70_000, 75_000), alternatives=1)
    around, alone, *_ = [options.fallback.temperatures for *_, options in bench.recognizer.heard]
    assert alone == around


@pytest.mark.parametrize(("ratio", "text"), [(2.4, "w20 w21"), (2.5, "m20 m21")])
def test_what_repeats_itself_alone_is_not_kept_however_sure_it_is(
    ratio: float, text: str, make_bench: MakeBench
) -> None:
    bench = make_bench(talk={"unclear": 0, "compression_ratio": ratio})
    assert bench.run(order(20_000, 22_000)).texts == {1: [text]}


def test_a_row_of_several_windows_is_heard_once(bench: Any) -> None:
    bench.run(order(10_000, 45_000))
    assert len(bench.recognizer.heard) == 1


def test_free_rows_are_segmented_anew_inside_their_span(bench: Any) -> None:
    (candidate,) = bench.run(order(20_000, 28_000, is_locked=False)).candidates
    first, *_, last = candidate.segments
    assert len(candidate.segments) > 1
    assert first.start_ms == 20_000
    assert last.end_ms == 27_500
    assert " ".join(s.text for s in candidate.segments) == " ".join(f"w{i}" for i in range(20, 28))


@pytest.mark.parametrize("mode", [TimestampMode.NONE, TimestampMode.SEGMENTS])
def test_words_are_given_to_those_who_want_them(mode: TimestampMode, bench: Any) -> None:
    (candidate,) = bench.run(order(1_000, 3_000, Recipe("en", timestamps=mode))).candidates
    assert [(s.text, s.words) for s in candidate.segments] == [("w1 w2", ())]


def test_an_empty_row_and_a_silent_one_say_nothing(bench: Any) -> None:
    course = bench.run(order(5_000, 5_000, key=1), order(70_000, 75_000, key=2))
    assert course.texts == {1: [], 2: []}


class TestLanguage:
    def test_it_is_found_out_by_row_where_it_is_not_given(self, bench: Any) -> None:
        (candidate,) = bench.run(order(1_000, 3_000, Recipe())).candidates
        assert [segment.language for segment in candidate.segments] == ["de"]
        assert candidate.recipe == Recipe()
        assert len(bench.recognizer.identified_ms) == 1

    def test_languages_of_the_document_are_likelier(self, bench: Any) -> None:
        course = bench.run(order(1_000, 3_000, Recipe()), likely_languages=("nl", "en"))
        assert [segment.language for segment in course.candidates[0].segments] == ["nl"]

    def test_they_do_not_outvote_what_is_plain(self, make_bench: MakeBench) -> None:
        bench = make_bench(talk={"probabilities": {"nl": 0.01, "de": 0.99}})
        course = bench.run(order(1_000, 3_000, Recipe()), likely_languages=("nl",))
        assert [segment.language for segment in course.candidates[0].segments] == ["de"]

    def test_it_is_not_asked_where_it_is_given(self, bench: Any) -> None:
        bench.run(order(1_000, 3_000))
        assert bench.recognizer.identified_ms == []


def test_a_translation_is_of_the_row_alone(bench: Any) -> None:
    recipe = Recipe("nl", Task.TRANSLATE)
    (candidate,) = bench.run(order(1_000, 3_000, recipe)).candidates
    assert [segment.task for segment in candidate.segments] == [Task.TRANSLATE]
    assert bench.recognizer.heard[0][:2] == (1_000, 3_000)


class TestAlternatives:
    def test_they_differ_and_the_best_comes_first(self, bench: Any) -> None:
        (candidate,) = bench.run(order(20_000, 22_000), alternatives=2).candidates
        best, *others = [
            " ".join(s.text for s in one) for one in (candidate.segments, *candidate.alternatives)
        ]
        assert best == "w20 w21"
        assert others == ["w20~1.0 w21~1.0", "w20~0.8 w21~0.8"]

    def test_the_hearing_that_was_not_kept_is_one(self, make_bench: MakeBench) -> None:
        bench = make_bench(talk={"unclear": 0})
        (candidate,) = bench.run(order(20_000, 22_000), alternatives=99).candidates
        assert [one.text for one in candidate.alternatives[-1]] == ["m20 m21"]

    def test_what_differs_in_nothing_that_is_said_is_left_out(self, bench: Any) -> None:
        (candidate,) = bench.run(order(20_000, 22_000), alternatives=99).candidates
        heard = [one.text for (one,) in candidate.alternatives]
        assert len(heard) == len(set(heard)) == 5
        assert "w20 w21" not in heard

    def test_where_nobody_speaks_what_the_model_makes_of_it_is_offered(
        self, make_bench: MakeBench
    ) -> None:
        bench = make_bench(is_all_noise=True)
        (candidate,) = bench.run(order(20_000, 22_000)).candidates
        assert (candidate.segments, candidate.alternatives) == ((), ())
        assert bench.recognizer.heard == []
        (candidate,) = bench.run(order(20_000, 22_000), alternatives=1).candidates
        assert candidate.segments == ()
        assert [one.text for one in candidate.alternatives[0]] == ["w20 w21"]

    def test_silence_has_none(self, bench: Any) -> None:
        (candidate,) = bench.run(order(70_000, 75_000), alternatives=2).candidates
        assert candidate.alternatives == ()


def test_what_is_heard_is_measured(bench: Any) -> None:
    (candidate,) = bench.run(order(20_000, 23_000)).candidates
    evidence = candidate.segments[0].evidence
    assert evidence.mean_word_prob == evidence.min_word_prob == 0.9
    assert evidence.words_per_s == 1
    assert 0 < evidence.speech_share <= 1


def test_words_that_nobody_asked_for_are_measured_before_they_go(bench: Any) -> None:
    plain = Recipe("en", timestamps=TimestampMode.SEGMENTS)
    (candidate,) = bench.run(order(20_000, 23_000, plain)).candidates
    assert candidate.segments[0].words == ()
    assert candidate.segments[0].evidence.mean_word_prob == 0.9
