import math
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.word_error_rate import ErrorCount, count_errors, pool, split_units

WORDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=6)


def edit_distance(one: list[str], other: list[str]) -> int:
    """The textbook recursion (Levenshtein 1966), as an oracle."""

    @cache
    def distance(i: int, j: int) -> int:
        if i == 0 or j == 0:
            return i + j
        change = distance(i - 1, j - 1) + (one[i - 1] != other[j - 1])
        return min(change, distance(i - 1, j) + 1, distance(i, j - 1) + 1)

    return distance(len(one), len(other))


@given(reference=WORDS, heard=WORDS)
def test_errors_are_the_edit_distance(reference: list[str], heard: list[str]) -> None:
    expected = ErrorCount(edit_distance(reference, heard), len(reference))
    assert count_errors(reference, heard) == expected


def test_whole_words_are_compared() -> None:
    reference = ["the", "quick", "brown", "fox"]
    assert count_errors(reference, ["the", "quack", "brown"]) == ErrorCount(2, 4)


def test_every_word_on_silence_is_an_error() -> None:
    count = count_errors([], ["thank", "you"])
    assert count.errors == 2
    assert math.isnan(count.percent)


def test_pooling_weighs_words_and_not_recordings() -> None:
    pooled = pool([ErrorCount(1, 2), ErrorCount(0, 98)])
    assert pooled == ErrorCount(1, 100)
    assert pooled.percent == 1.0
    assert pool([]) == ErrorCount(0, 0)


@pytest.mark.parametrize("language", ["zh", "ja", "ko"])
def test_unspaced_languages_are_counted_in_characters(language: str) -> None:
    assert split_units("今日 は\u3000晴れ", language) == list("今日は晴れ")


def test_other_languages_are_counted_in_words() -> None:
    assert split_units(" guten  tag ", "de") == ["guten", "tag"]
