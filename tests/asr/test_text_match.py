from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr import text_match
from whisper_desktop.asr.text_match import UNMATCHED, RoughTimes, likeness, match_words

SENTENCE = [
    "the",
    "quick",
    "brown",
    "fox",
    "jumps",
    "over",
    "the",
    "lazy",
    "dog",
    "and",
    "runs",
    "into",
    "the",
    "deep",
    "forest",
]

words = st.lists(st.sampled_from(["a", "the", "fox", "foxes", "dog", "lazy", ""]), max_size=12)


def test_the_same_text_is_matched_word_by_word() -> None:
    assert match_words(SENTENCE, SENTENCE) == tuple(range(len(SENTENCE)))


def test_misheard_words_keep_their_places() -> None:
    heard = [
        "the",
        "quack",
        "brown",
        "fogs",
        "jump",
        "over",
        "a",
        "lazy",
        "dog",
        "and",
        "runs",
        "in",
        "the",
        "deep",
        "forrest",
    ]
    matches = match_words(SENTENCE, heard)
    assert [at for at, found in enumerate(matches) if found == UNMATCHED] == [3, 6]
    assert all(found in (at, UNMATCHED) for at, found in enumerate(matches))


def test_what_only_one_of_them_has_is_passed_over() -> None:
    extra = ["once", "upon", "a", "time", "in", "a", "far", "country"]
    heard = [*extra, *SENTENCE[:5], *extra, *SENTENCE[9:]]
    matches = match_words(SENTENCE, heard)
    assert matches[:5] == (8, 9, 10, 11, 12)
    assert matches[5:9] == (UNMATCHED,) * 4
    assert matches[9:] == (21, 22, 23, 24, 25, 26)


def test_a_lone_short_word_is_not_taken_for_another_far_away() -> None:
    heard = ["um", "the", *(f"x{at}yz" for at in range(20)), *SENTENCE[1:]]
    assert match_words(SENTENCE, heard)[0] == UNMATCHED


def test_repeated_phrases_are_told_apart_by_their_order() -> None:
    given = ["press", "one", "press", "two", "press", "three", "press", "four"]
    assert match_words(given, ["noise", *given, "noise"]) == tuple(range(1, 9))


CARDS = ["ten", "clubs", "queen", "hearts"]


def test_passages_that_are_misheard_do_not_move_to_where_they_are_said_again() -> None:
    misheard = ["xxx", "yyy", "zzz", "vvv"]
    matches = match_words([*CARDS, *CARDS, *CARDS], [*misheard, *misheard, *CARDS])
    assert matches == (*[UNMATCHED] * 8, 8, 9, 10, 11)
    matches = match_words([*CARDS, *CARDS, *CARDS], [*CARDS, *misheard, *misheard])
    assert matches == (0, 1, 2, 3, *[UNMATCHED] * 8)


def test_times_tell_which_passage_it_is_that_is_said_several_times() -> None:
    heard = [*CARDS, *CARDS, *CARDS]
    heard_ms = [at * 3_000 for at in range(12)]
    for first in (0, 4, 8):
        times = RoughTimes([at * 3_000 + 1_500 for at in range(first, first + 4)], heard_ms)
        assert match_words(CARDS, heard, times) == (first, first + 1, first + 2, first + 3)


def test_times_keep_a_misheard_passage_from_one_that_is_heard_well() -> None:
    heard = ["um", "ten", "xxxx", "queen", "yyyyyy", *CARDS]
    heard_ms = [0, 1_000, 3_000, 6_000, 9_000, 60_000, 63_000, 66_000, 69_000]
    times = RoughTimes([1_000, 4_000, 7_000, 10_000], heard_ms)
    assert match_words(CARDS, heard) == (5, 6, 7, 8)
    assert set(match_words(CARDS, heard, times)) <= {1, 3, UNMATCHED}


def test_words_without_times_are_matched_as_ever() -> None:
    times = RoughTimes([None] * len(SENTENCE), [0] * len(SENTENCE))
    assert match_words(SENTENCE, SENTENCE, times) == tuple(range(len(SENTENCE)))


def test_nothing_matches_nothing() -> None:
    assert match_words([], ["a"]) == ()
    assert match_words(["a"], []) == (UNMATCHED,)
    assert match_words(["", "fox"], ["", "fox"]) == (UNMATCHED, 1)


def test_likeness_goes_from_nothing_to_the_same() -> None:
    assert likeness("fox", "fox") == pytest.approx(1.0)
    assert likeness("fox", "dug") == 0.0
    assert 0.5 < likeness("forest", "forrest") < 1.0


@given(words, words)
def test_matches_rise_and_sound_alike(own: list[str], heard: list[str]) -> None:
    matches = match_words(own, heard)
    assert len(matches) == len(own)
    found = [one for one in matches if one != UNMATCHED]
    assert all(one < other for one, other in pairwise(found))
    for word, at in zip(own, matches, strict=True):
        assert at == UNMATCHED or likeness(word, heard[at]) >= 0.5


def test_long_texts_are_cut_at_words_that_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_match, "_MOST_CELLS", 2_000)
    given = [f"word{at}" for at in range(200)]
    heard = [*given[:50], "um", *given[50:120], *given[130:]]
    matches = match_words(given, heard)
    assert matches[:50] == tuple(range(50))
    assert matches[50:120] == tuple(range(51, 121))
    assert matches[130:] == tuple(range(121, 191))


def test_long_texts_without_such_words_are_cut_in_the_middle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text_match, "_MOST_CELLS", 100)
    given = ["fox", "dog"] * 20
    assert match_words(given, given) == tuple(range(40))
