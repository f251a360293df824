import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.subtitles import ReadReason, Subtitles
from whisper_desktop.formats.timed_table import read_csv, read_tsv, write_csv
from whisper_desktop.formats.tsv import write_tsv


def told(read: Subtitles) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in read.cues]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 400_000_000),
            st.integers(0, 9_000),
            st.text(st.sampled_from('a",;\t\n =-') | st.characters(exclude_categories=["Cs"])),
        )
    )
)
def test_what_was_written_is_read_back_exactly(rows: list[tuple[int, int, str]]) -> None:
    cues = [
        Cue(uid, start_ms, start_ms + length_ms, normal_text(text))
        for uid, (start_ms, length_ms, text) in enumerate(rows, start=1)
    ]
    read = read_csv(write_csv(cues))
    assert list(read.cues) == cues
    assert read.problems == ()


def test_a_table_of_the_recogniser_is_read_back() -> None:
    cues = [Cue(1, 0, 1_500, '"a" b'), Cue(2, 2_000, 3_000, "c")]
    assert list(read_tsv(write_tsv(cues)).cues) == cues


@pytest.mark.parametrize(
    "text",
    [
        "Start,End,Text\n1.5,2.5,a b\n",
        "Text;Begin;Duration\na b;1,5;1\n",
        "start_ms\tend_ms\ttext\n1500\t2500\ta b\n",
        "Number,Start Time (ms),Dur (s),Content\n1,1500,1,a b\n",
        "00:00:01.500,0:02.5,a b\n",
        "\n1.5,2.5,a b\n",
    ],
)
def test_columns_are_known_by_their_names_or_order(text: str) -> None:
    assert told(read_csv(text)) == [(1_500, 2_500, "a b")]


def test_an_end_that_is_missing_is_made_up() -> None:
    assert told(read_csv("start,text\n1,a")) == [(1_000, 2_000, "a")]


def test_what_cannot_be_read_is_told() -> None:
    text = "start,end,text\nsoon,2,bad\n-1,2,negative\n3,2,crossing\n,,\nnan,1,a\n1e30,2,b\n"
    read = read_csv(text)
    assert told(read) == [(0, 2_000, "negative"), (2_000, 3_000, "crossing")]
    assert [(one.line, one.reason) for one in read.problems] == [
        (2, ReadReason.BAD_TIME),
        (3, ReadReason.NEGATIVE_TIME),
        (4, ReadReason.CROSSING_TIMES),
        (6, ReadReason.BAD_TIME),
        (7, ReadReason.BAD_TIME),
    ]


def test_a_heading_without_a_start_is_told_with_every_row() -> None:
    read = read_csv("end,text\n1.5,hello\n2,again\n")
    assert read.cues == ()
    assert [(one.line, one.text, one.reason) for one in read.problems] == [
        (2, "1.5 | hello", ReadReason.BAD_TIME),
        (3, "2 | again", ReadReason.BAD_TIME),
    ]


def test_a_text_that_could_name_a_column_is_no_heading() -> None:
    assert told(read_csv("1,2,To\n3,4,there\n")) == [(1_000, 2_000, "To"), (3_000, 4_000, "there")]


def test_a_cell_without_end_is_told() -> None:
    read = read_csv('start,end,text\n1,2,a\n1,2,"' + "x" * 200_000)
    assert told(read) == [(1_000, 2_000, "a")]
    assert [one.reason for one in read.problems] == [ReadReason.DAMAGED]


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_csv(text)
    read_csv(f"start,end,text\n{text}")
    read_tsv(text)


@given(
    st.lists(
        st.lists(st.sampled_from(["start", "end", "dur (s)", "text", "1", "-2", "0:03", "x"])),
        max_size=4,
    )
)
def test_any_heading_is_read_without_an_error(rows: list[list[str]]) -> None:
    for read, delimiter in ((read_csv, ","), (read_tsv, "\t")):
        read("\n".join(delimiter.join(row) for row in rows))
