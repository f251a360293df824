import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.differences import Difference, DifferenceKind, word_differences

EQUAL, INSERT, DELETE, REPLACE = DifferenceKind

texts = st.text("ab ,\n日本ด\u0e38", max_size=12)


@pytest.mark.parametrize(
    ("old", "new", "language", "expected"),
    [
        (
            "the cat sat here",
            "the bat sat down here",
            "en",
            [
                Difference(EQUAL, "the", "the"),
                Difference(REPLACE, " cat", " bat"),
                Difference(EQUAL, " sat", " sat"),
                Difference(INSERT, "", " down"),
                Difference(EQUAL, " here", " here"),
            ],
        ),
        (
            "well yes",
            "yes",
            None,
            [Difference(DELETE, "well", ""), Difference(EQUAL, " yes", "yes")],
        ),
        ("one\ntwo", "one two", "en", [Difference(EQUAL, "one\ntwo", "one two")]),
        (
            "日本語です",
            "日本人です",
            "ja",
            [
                Difference(EQUAL, "日本", "日本"),
                Difference(REPLACE, "語", "人"),
                Difference(EQUAL, "です", "です"),
            ],
        ),
        ("", "", "en", []),
    ],
)
def test_differences_are_told_word_by_word(
    old: str, new: str, language: str | None, expected: list[Difference]
) -> None:
    assert list(word_differences(old, new, language)) == expected


@given(texts, texts, st.sampled_from([None, "en", "ja", "th"]))
def test_the_pieces_are_the_texts_again(old: str, new: str, language: str | None) -> None:
    pieces = word_differences(old, new, language)
    assert "".join(piece.old for piece in pieces) == old
    assert "".join(piece.new for piece in pieces) == new
    for piece in pieces:
        is_same = piece.old.split() == piece.new.split()
        assert is_same or piece.kind is not EQUAL
        assert (not piece.old) == (piece.kind is INSERT)
        assert (not piece.new) == (piece.kind is DELETE)


@given(texts, st.sampled_from(["en", "ja"]))
def test_a_text_does_not_differ_from_itself(text: str, language: str) -> None:
    assert {piece.kind for piece in word_differences(text, text, language)} <= {EQUAL}
