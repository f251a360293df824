from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.formats.cue_text import cue_lines, single_line, without_arrows


@given(st.text())
def test_no_line_is_blank_or_breaks_again(text: str) -> None:
    for line in cue_lines(text):
        assert line == line.strip() != ""
        assert line.splitlines() == [line]


@given(st.text(alphabet="a \n\t\r\x00\x0b\x85\u2028"))
def test_the_letters_survive(text: str) -> None:
    assert "".join(cue_lines(text)).count("a") == text.count("a")


def test_lines_end_where_any_reader_may_end_them() -> None:
    assert cue_lines("one\r\n\r\n two\rthree\x0bfour\u2028five\n") == [
        "one",
        "two",
        "three",
        "four",
        "five",
    ]


def test_control_characters_and_half_surrogates_are_dropped() -> None:
    assert cue_lines("a\x00b\x07c\ud800d") == ["abcd"]


def test_joiners_that_scripts_need_are_kept() -> None:
    assert cue_lines("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645") == [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    ]


def test_a_single_line_has_neither_tabs_nor_breaks() -> None:
    assert single_line("a\tb\n\nc\r\n") == "a b c"


@given(st.text(alphabet="->ab"))
def test_no_arrow_is_left(text: str) -> None:
    assert "-->" not in without_arrows(text)


@given(st.text().filter(lambda text: "-->" not in text))
def test_text_without_arrows_is_left_alone(text: str) -> None:
    assert without_arrows(text) == text
