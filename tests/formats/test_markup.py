import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.formats.markup import (
    Run,
    fit_for_xml,
    plain_text,
    position_of,
    styled_runs,
    tagged,
    with_tags_only,
    without_overrides,
)

PIECES = ["<i>", "</i>", "<B>", "</b>", "<u>", "<v Bob>", "{\\an8}", "<3", "{x}", "a", " ", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<i>a</i> <font color='red'>b</font>", "a b"),
        ("{\\an8\\i1}a{\\k20}b", "ab"),
        ("<v.loud Bob>a</v> <c.red.big>b</c> <00:00:01.000>c", "a b c"),
        ("I <3 you, {laughs} <a@b.c> 1 < 2 > 1", "I <3 you, {laughs} <a@b.c> 1 < 2 > 1"),
    ],
)
def test_only_what_is_a_mark_is_taken_away(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_some_tags_can_be_kept() -> None:
    text = "<i>a</i><v Bob>b</v><00:01.000>c"
    assert with_tags_only(text, frozenset({"i"})) == "<i>a</i>bc"
    assert without_overrides("{\\an8}<i>a</i>") == "<i>a</i>"


@pytest.mark.parametrize(
    ("text", "position"), [("{\\an8}a", 8), ("{\\pos(1,2)\\an1}a", 1), ("\\an8", None), ("a", None)]
)
def test_a_place_is_read(text: str, position: int | None) -> None:
    assert position_of(text) == position


@given(TEXTS)
def test_runs_hold_the_whole_text(text: str) -> None:
    runs = styled_runs(text)
    assert "".join(run.text for run in runs) == plain_text(text)
    assert all(run.text for run in runs)
    assert all(one.styles != other.styles for one, other in pairwise(runs))


def test_styles_nest_and_close_in_any_order() -> None:
    assert styled_runs("a<i>b<B>c</i>d</b>e</u>") == [
        Run("a", ""),
        Run("b", "i"),
        Run("c", "bi"),
        Run("d", "b"),
        Run("e", ""),
    ]


def test_tags_stand_inside_the_blanks() -> None:
    assert tagged(" a b \n", "bi") == " <b><i>a b</i></b> \n"
    assert tagged(" ", "b") == " "
    assert tagged("a", "") == "a"


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_fit_for_xml_has_no_control_characters(text: str) -> None:
    assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", fit_for_xml(text))
