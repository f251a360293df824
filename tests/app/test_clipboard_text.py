from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.clipboard_text import (
    PastedCues,
    PastedTexts,
    PastedTimes,
    copied_rows,
    copied_srt,
    copied_text,
    copied_times,
    pasted,
    pasted_rows,
)
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.segment import Word

ROWS = [Cue(7, 1_000, 2_500, "One"), Cue(9, 3_000, 4_000, "Two\nlines")]


def test_text_of_single_lines_is_one_line_for_each_row() -> None:
    assert copied_text([Cue(1, 0, 1, "a"), Cue(2, 1, 2, "b")]) == "a\nb"


def test_rows_of_several_lines_are_parted_by_an_empty_line() -> None:
    assert copied_text(ROWS) == "One\n\nTwo\nlines"
    assert pasted(copied_text(ROWS)) == PastedTexts(("One", "Two\nlines"))


def test_rows_copied_as_srt_come_back() -> None:
    back = pasted(copied_srt(ROWS))
    assert isinstance(back, PastedCues)
    assert [(c.start_ms, c.end_ms, c.text) for c in back.cues] == [
        (1_000, 2_500, "One"),
        (3_000, 4_000, "Two\nlines"),
    ]


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 10**6)), min_size=1, max_size=5))
def test_times_come_back(spans: list[tuple[int, int]]) -> None:
    cues = [Cue(i, start, start + length, "") for i, (start, length) in enumerate(spans)]
    assert pasted(copied_times(cues)) == PastedTimes(
        tuple((cue.start_ms, cue.end_ms) for cue in cues)
    )


def test_an_arrow_alone_is_text() -> None:
    assert pasted("go --> there") == PastedTexts(("go --> there",))


def test_times_without_text_are_times() -> None:
    assert pasted("00:00:01,000 --> 00:00:02,000\r\n") == PastedTimes(((1_000, 2_000),))


def test_lines_that_only_look_like_times_are_texts() -> None:
    assert pasted("5 3") == PastedTexts(("5 3",))
    assert pasted("1:99:00 2:00") == PastedTexts(("1:99:00 2:00",))


def test_nothing_is_nothing() -> None:
    assert pasted(" \n\t\n") is None


def test_rows_of_this_program_come_back_whole() -> None:
    cue = Cue(
        1,
        1_000,
        2_500,
        "Hallo",
        (Word(1_000, 1_500, " Hallo", 0.5),),
        "nl",
        Task.TRANSCRIBE,
        {"ass.style": "Top"},
        RecipeOverride("nl", Task.TRANSLATE),
        "Hello",
    )
    assert pasted_rows(copied_rows([cue])) == PastedCues((cue,))


def test_what_is_no_row_of_this_program_is_none() -> None:
    for data in (b"", b"\xff", b"[]", b"{", b"7"):
        assert pasted_rows(data) is None
