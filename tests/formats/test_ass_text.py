import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.formats.ass_text import read_ass_text, write_ass_text

AWKWARD = [
    "\\N", "\\n", "\\h", "\\", "{", "}", "\\{", "{\\an8}", "{\\pos(1,2)}", "{note}", "<i>", "</i>",
    "\n", "\u00a0", "\u2060", "<", ",", "a",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=4), max_size=8).map("".join)


@given(TEXTS.map(lambda text: text.replace("\r", "")))
def test_what_was_written_is_read_back_exactly(text: str) -> None:
    assert read_ass_text(write_ass_text(text)) == text


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("plain", "plain"),
        ("one\\Ntwo\\nthree\\hfour", "one\ntwo\nthree\u00a0four"),
        ("{\\i1}a{\\i0} {\\b700}b{\\b}", "<i>a</i> <b>b</b>"),
        ("{\\an8\\i1}a", "{\\an8}<i>a"),
        ("{\\pos(10,20)}a{\\k20}b", "{\\pos(10,20)}a{\\k20}b"),
        ("a{a comment}b", "ab"),
        ("\\{shown\\}", "{shown}"),
        ("{\\shad2\\bord1}a", "{\\shad2\\bord1}a"),
    ],
)
def test_marks_of_an_event_become_marks_of_a_cue(event: str, text: str) -> None:
    assert read_ass_text(event) == text


def test_tags_that_an_event_cannot_have_are_left_out() -> None:
    assert write_ass_text('<font color="red">a</font> <v Bob>b</v>') == "a b"
