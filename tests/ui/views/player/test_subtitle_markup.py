import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.ui.views.player.subtitle_markup import Run, parse_markup


def test_slant_weight_and_line_are_runs_of_the_plain_text() -> None:
    styled = parse_markup("a <i>b <B>c</B></i> <u>d</u>")
    assert styled.text == "a b c d"
    assert styled.runs == (
        Run(2, 2, is_italic=True, is_bold=False, is_underlined=False),
        Run(4, 1, is_italic=True, is_bold=True, is_underlined=False),
        Run(6, 1, is_italic=False, is_bold=False, is_underlined=True),
    )


def test_a_mark_that_is_never_closed_goes_on_to_the_end() -> None:
    assert parse_markup("<i>a\nb").runs == (Run(0, 3, True, False, False),)


def test_marks_of_ass_count_too() -> None:
    styled = parse_markup(r"{\an8\i1}up{\i0} there")
    assert styled.text == "up there"
    assert styled.is_at_top
    assert styled.runs == (Run(0, 2, True, False, False),)


@pytest.mark.parametrize(
    "text",
    [
        '<font color="red">plain</font>',
        "<v Bob>plain</v>",
        "<c.loud>plain</c>",
        "<00:01:02.300>plain",
        r"{\pos(1,2)}plain",
        r"{\blur2\bord3}plain",
    ],
)
def test_other_marks_are_left_out(text: str) -> None:
    styled = parse_markup(text)
    assert (styled.text, styled.runs, styled.is_at_top) == ("plain", (), False)


@pytest.mark.parametrize("text", ["I <3 you", "a < b > c", "{not a mark}", "-->", "", "1 << 2"])
def test_what_is_no_mark_stays(text: str) -> None:
    assert parse_markup(text).text == text


@given(st.text(alphabet="ab<>/iu{}\\n1 \n"))
def test_runs_lie_within_the_text_in_order(text: str) -> None:
    styled = parse_markup(text)
    end = 0
    for run in styled.runs:
        assert end <= run.start
        assert run.length > 0
        end = run.start + run.length
    assert end <= len(styled.text)
