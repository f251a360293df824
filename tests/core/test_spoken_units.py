import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.spoken_units import heard_letters, units_of


@pytest.mark.parametrize(
    ("text", "language", "units"),
    [
        ("Yes, <i>you</i>\nknow", "en", [" Yes,", " you", " know"]),
        ("- No!", "en", [" -", " No!"]),
        ("広い、空だ。", "ja", ["広", "い、", "空", "だ。"]),
        ("「広い」", "ja", ["「広", "い」"]),
        ("これはiPhone 15です", "ja", ["こ", "れ", "は", "iPhone", " 15", "で", "す"]),
        ("你好 世界", "zh", ["你", "好", " 世", "界"]),
        ("", "en", []),
        ("♪", "zh", ["♪"]),
    ],
)
def test_a_text_is_cut_where_words_begin(text: str, language: str, units: list[str]) -> None:
    assert [unit.text for unit in units_of(text, language)] == units


def test_what_is_heard_has_no_case_accents_or_marks() -> None:
    assert heard_letters("¡Contraseña!") == "contrasena"
    assert heard_letters("Isn't") == "isnt"
    assert heard_letters("—") == ""
    assert [unit.letters for unit in units_of("– Ja!", "de")] == ["", "ja"]


def test_what_is_heard_and_not_said_has_no_letters() -> None:
    units = units_of("[loud applause] Thank you [laughs].", "en")
    assert [unit.letters for unit in units] == ["", "", "thank", "you", ""]
    assert [unit.letters for unit in units_of("【笑】好", "zh")] == ["好"]
    assert units_of("[笑] 好", "zh")[0].text == "[笑] 好"
    assert [unit.letters for unit in units_of("a [ stray one", "en")] == ["a", "", "stray", "one"]


@given(st.text(), st.sampled_from(["en", "zh", None]))
def test_nothing_that_is_seen_gets_lost(text: str, language: str | None) -> None:
    text = text.replace("<", "").replace("{", "")
    joined = "".join(unit.text for unit in units_of(text, language))
    assert joined.split() == text.split()
