import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.words import TYPED_PROBABILITY, respread

WORDS = (
    Word(0, 400, " The", 0.9),
    Word(400, 1_000, " harbor", 0.8),
    Word(1_200, 1_500, " is", 0.7),
    Word(1_500, 2_000, " open.", 0.6),
)


def times(words: tuple[Word, ...]) -> list[tuple[str, int, int]]:
    return [(word.text, word.start_ms, word.end_ms) for word in words]


@pytest.mark.parametrize(
    "text", ["The harbor is open.", "The harbor\nis open.", "<i>The harbor</i>\nis  open."]
)
def test_words_stay_while_only_lines_and_formatting_change(text: str) -> None:
    assert respread(WORDS, text) == WORDS


def test_a_correction_keeps_the_times_of_every_word() -> None:
    corrected = respread(WORDS, "The Harbor was open.")
    assert [word.start_ms for word in corrected] == [word.start_ms for word in WORDS]
    assert [word.probability for word in corrected] == [0.9, 0.8, TYPED_PROBABILITY, 0.6]


def test_words_that_go_leave_the_others_alone() -> None:
    assert respread(WORDS, "harbor open.") == (WORDS[1], WORDS[3])


def test_a_new_word_shares_the_time_of_what_it_replaces() -> None:
    assert times(respread(WORDS, "The old port is open.")) == [
        (" The", 0, 400),
        (" old", 400, 657),
        (" port", 657, 1_000),
        (" is", 1_200, 1_500),
        (" open.", 1_500, 2_000),
    ]


def test_an_inserted_word_gets_the_pause_between_its_neighbours() -> None:
    assert times(respread(WORDS, "The harbor really is open."))[2] == (" really", 1_000, 1_200)
    assert times(respread(WORDS, "The harbor is open. Now."))[4] == (" Now.", 2_000, 2_000)
    assert times(respread(WORDS, "And The harbor is open."))[0] == (" And", 0, 0)


def test_one_word_may_become_two() -> None:
    assert times(respread((Word(0, 1_000, " everyday", 0.5),), "every hour")) == [
        (" every", 0, 555),
        (" hour", 555, 1_000),
    ]


def test_words_without_spaces_stay_only_with_their_text() -> None:
    words = (Word(0, 300, "日本", 0.9), Word(300, 600, "語", 0.9))
    assert respread(words, "日本\n語") == words
    assert respread(words, "日本人") == ()


def test_there_are_none_where_there_were_none_or_nothing_is_said() -> None:
    assert respread((), "text") == ()
    assert respread(WORDS, " ") == ()


@given(st.lists(st.sampled_from(["The", "harbor", "is", "open.", "old"]), max_size=8))
def test_words_are_those_of_the_text_in_the_order_of_time(tokens: list[str]) -> None:
    words = respread(WORDS, " ".join(tokens))
    assert [word.text for word in words] == [f" {token}" for token in tokens]
    edges_ms = [edge for word in words for edge in (word.start_ms, word.end_ms)]
    assert edges_ms == sorted(edges_ms)
