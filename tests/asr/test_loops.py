"""Text in circles is noticed, and repeated speech is told from it by its sound."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.loops import (
    Run,
    are_said_apart,
    count_kept,
    count_repeats,
    count_sounding,
    find_run,
    is_agreed,
    is_circling,
    keys_of,
    least_repeat_ms,
    usual_repeat_ms,
)
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.timecode import TimeSpan

words = st.lists(st.sampled_from("abc"), max_size=24)


def said(texts: list[str], step_s: float) -> list[AlignedWord]:
    return [
        AlignedWord(f" {text}", (i,), i * step_s, (i + 1) * step_s, 0.9)
        for i, text in enumerate(texts)
    ]


def constantly(start_ms: int, end_ms: int) -> int:
    return end_ms - start_ms


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("", None),
        ("no no", None),
        ("no no no", Run(0, 1, 3)),
        ("well no no no no then", Run(1, 1, 4)),
        ("a b a b a b c", Run(0, 2, 3)),
        ("a b a b a b c c c", Run(0, 2, 3)),
        ("thank you so much thank you so much thank you", None),
    ],
)
def test_a_run_is_the_same_three_times_or_more(text: str, run: Run | None) -> None:
    assert find_run(text.split()) == run


@given(words)
def test_a_run_that_is_found_is_there_and_none_is_longer(keys: list[str]) -> None:
    def is_run(first: int, period: int, count: int) -> bool:
        parts = [keys[first + period * i : first + period * (i + 1)] for i in range(count)]
        return first + period * count <= len(keys) and all(a == b for a, b in pairwise(parts))

    every = [
        period * count
        for period in range(1, len(keys) // 3 + 1)
        for first in range(len(keys))
        for count in range(3, len(keys) // period + 1)
        if is_run(first, period, count)
    ]
    run = find_run(keys)
    assert (run is None) == (not every)
    if run is not None:
        assert is_run(run.first, run.period, run.count)
        assert run.count * run.period == max(every)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.integers(1, 60))
def test_writing_in_circles_is_noticed_sooner_or_later(unit: list[int], count: int) -> None:
    tokens = [99, *unit * count]
    if len(unit) * (count - 1) >= max(30, 3 * len(unit)):
        assert is_circling(tokens)
    assert not is_circling([*tokens, 100])
    assert not is_circling(list(range(len(tokens))))


def test_a_few_repeats_do_not_stop_the_writing() -> None:
    assert not is_circling([7, 8] * 15)
    assert is_circling([7, 8] * 16)


def test_repeats_with_a_sound_of_their_own_are_counted() -> None:
    texts = ["well", *["no"] * 6]
    run = find_run(texts)
    assert run == Run(1, 1, 6)
    least_ms = least_repeat_ms(["no"], "en")
    assert least_ms == 120
    assert count_sounding(run, said(texts, 0.3), least_ms, constantly) == 6
    assert count_sounding(run, said(texts, 0.02), least_ms, constantly) == 1
    squeezed = [*said(texts, 0.3)[:4], *[AlignedWord(" no", (1,), 1.2, 1.2, 0.9)] * 3]
    assert count_sounding(run, squeezed, least_ms, constantly) == 6
    assert count_sounding(run, squeezed, 200, constantly) == 4


def test_where_nobody_speaks_nothing_is_repeated() -> None:
    texts = ["thank", "you"] * 4
    run = find_run(texts)
    assert run is not None
    assert count_sounding(run, said(texts, 2.0), 300, lambda start_ms, end_ms: 0) == 0


def test_long_words_take_longer_and_characters_longest() -> None:
    assert least_repeat_ms(["international"], "en") == 520
    assert least_repeat_ms(["大丈夫"], "ja") == 250


def test_repeats_of_a_unit_are_counted_in_another_hearing() -> None:
    assert count_repeats(["a", "b"], ["a", "b", "a", "b", "x", "a", "b", "a"]) == 3
    assert count_repeats(["a"], []) == 0


def test_a_second_hearing_agrees_when_it_hears_little_else() -> None:
    assert is_agreed(["go", "home"], 3, ["go", "home", "oh", "home", "gone", "home"])
    assert is_agreed(["go", "home"], 3, ["go", "home"])
    assert not is_agreed(["no"], 3, ["what", "is", "this", "no"])
    assert not is_agreed(["no"], 3, [])


def test_a_second_hearing_may_part_and_spell_words_in_another_way() -> None:
    assert is_agreed(["x", "ray"], 5, ["xray"] * 2)
    assert is_agreed(["papa"], 7, ["baba"] * 6)
    assert not is_agreed(["papa"], 12, ["baba"] * 4)
    assert not is_agreed(
        ["papa"], 3, ["baba", "baba", "baba", "what", "else", "do", "you", "say", "to", "me"]
    )


def test_of_two_numbers_that_are_near_the_smaller_one_counts() -> None:
    assert count_kept(5, 5, 4) == 4
    assert count_kept(9, 6, 4) == 7
    assert count_kept(5, 5, 6) == 5
    assert count_kept(12, 12, 4) == 4
    assert count_kept(5, 5, 1) == 5
    assert count_kept(5, 5, 0) == 5


def test_each_repeat_needs_half_the_time_of_the_first_one() -> None:
    run = Run(0, 1, 3)
    assert usual_repeat_ms(run, said(["no"] * 3, 0.4), 120) == 200
    assert usual_repeat_ms(run, said(["no"] * 3, 9.0), 120) == 240
    assert usual_repeat_ms(run, said(["no"] * 3, 0.1), 120) == 120


def test_words_are_compared_without_case_and_marks() -> None:
    assert keys_of(said(["No,", "no!"], 1)) == ["no", "no"]


FOUR = tuple(TimeSpan(at_ms + 280, at_ms + 1_600) for at_ms in (0, 1_900, 3_800, 5_700))
APART = tuple(TimeSpan(at_ms + 1_600, at_ms + 2_180) for at_ms in (0, 1_900, 3_800))


def test_repeats_between_pauses_of_their_own_are_said_apart() -> None:
    assert are_said_apart(FOUR, APART)
    closure, before = TimeSpan(700, 820), TimeSpan(0, 280)
    assert are_said_apart(FOUR, (before, closure, *APART, TimeSpan(7_300, 7_700)))


@pytest.mark.parametrize(
    "pauses",
    [
        pytest.param((), id="no pauses"),
        pytest.param(APART[:2], id="one less"),
        pytest.param((TimeSpan(500, 900), *APART), id="one more"),
        pytest.param((TimeSpan(500, 900), *APART[1:]), id="elsewhere"),
    ],
)
def test_repeats_that_do_not_keep_pace_with_pauses_are_not(pauses: tuple[TimeSpan, ...]) -> None:
    assert not are_said_apart(FOUR, pauses)


def test_repeats_that_are_not_alike_are_not() -> None:
    spans = (TimeSpan(0, 400), TimeSpan(900, 2_900))
    assert not are_said_apart(spans, [TimeSpan(400, 900)])
