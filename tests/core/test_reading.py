import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.reading import (
    Counting,
    characters_per_second,
    count_characters,
    graphemes,
    line_lengths,
    reading_time_ms,
    visible_text,
)

HALF = Counting(is_narrow_half=True)


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("<i>Hello</i>", "Hello"),
        ("<B>Hello</B>", "Hello"),
        ('<font color="#ff0000">Red</font>', "Red"),
        ("<v Ann>Yes <c.loud>sir</c>", "Yes sir"),
        ("<00:01.000>one <01:00:02.500>two", "one two"),
        (r"{\an8}{\i1}Up{\i0}", "Up"),
        ("a <b and c> d, i < 3, <3", "a <b and c> d, i < 3, <3"),
        ("{not formatting}", "{not formatting}"),
    ],
)
def test_formatting_is_not_read_and_text_is(text: str, visible: str) -> None:
    assert visible_text(text) == visible


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Hello", 5),
        ("two words", 9),
        ("one\ntwo", 6),
        ("one\r\ntwo", 6),
        ("Müße", 4),
        ("Mu\u0308ße", 4),
        ("हिन्दी", 3),
        ("ที่", 1),
        ("น้ำ", 1),
        ("\u1112\u1161\u11ab", 1),
        ("👍🏽", 1),
        ("👩\u200d👩\u200d👧", 1),
        ("🇫🇷🇩🇪", 2),
        ("\u200fשלום\u200f", 4),
        ("co\u00adop", 4),
        ("<i>Hé</i>", 2),
    ],
)
def test_what_a_person_takes_for_one_character_counts_once(text: str, count: int) -> None:
    assert count_characters(text) == count


def test_narrow_characters_count_half_where_the_preset_says_so() -> None:
    assert count_characters("日本語", HALF) == 3
    assert count_characters("ABCD", HALF) == 2
    assert count_characters("日本3", HALF) == 3
    assert count_characters("ｶﾅ", HALF) == 1
    assert count_characters("日本語") == 3


@given(st.text(st.sampled_from("aé日。！ー가ｱ…— 　\u00ad\u0301\u3099𝒳Жи̇") | st.characters()))
def test_common_scripts_are_counted_as_the_marks_say(text: str) -> None:
    single = [
        c for c in text if unicodedata.category(c) not in {"Mn", "Mc", "Me", "Cf", "So", "Sk"}
    ]
    plain = "".join(c for c in single if not "\u0e33" <= c <= "\u11ff" and c not in "\r\n")
    assert count_characters(plain) == len(plain)
    wide = [
        c
        for c in plain
        if unicodedata.east_asian_width(c) in {"W", "F"}
        or (unicodedata.east_asian_width(c) == "A" and c >= "\u2000")
    ]
    assert count_characters(plain, HALF) == math.ceil((len(plain) + len(wide)) / 2)


def test_spaces_can_be_left_out() -> None:
    assert count_characters("a b\u3000c", Counting(has_spaces=False)) == 3


def test_every_line_has_its_length() -> None:
    assert line_lengths("<i>one\nthree</i>") == (3, 5)
    assert line_lengths("") == (0,)


def test_the_speed_is_characters_by_time() -> None:
    assert characters_per_second("twenty characters!!!", 2_000) == 10.0
    assert characters_per_second("text", 0) == math.inf
    assert characters_per_second("", 0) == 0.0


@given(st.text())
def test_the_parts_of_a_text_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(st.text(), st.text())
def test_a_text_is_never_longer_than_its_code_points(text: str, other: str) -> None:
    assert 0 <= count_characters(text) <= len(text)
    assert count_characters(f"{text}\n{other}") == sum(line_lengths(f"{text}\n{other}"))


@given(st.text(min_size=1), st.floats(1, 60), st.booleans())
def test_the_reading_time_is_enough_and_no_more(text: str, speed: float, half: bool) -> None:
    counting = Counting(is_narrow_half=half)
    time_ms = reading_time_ms(text, speed, counting)
    assert characters_per_second(text, time_ms, counting) <= speed * (1 + 1e-9)
    if time_ms:
        assert characters_per_second(text, time_ms - 1, counting) > speed * (1 - 1e-9)
