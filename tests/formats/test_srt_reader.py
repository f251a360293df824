from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.srt import SETTINGS, write_srt_cues
from whisper_desktop.formats.srt_reader import read_srt
from whisper_desktop.formats.subtitles import ReadProblem, ReadReason

AWKWARD = [
    "1984", "2", "-->", "--->", "00:00:01,000 --> 00:00:02,000", "0:01 -\u2060> 0:02", "\u2060",
    "0:1 -> 0:2",
    "\n", "\n\n", "\r\n", "\r", " ", "\t", "\u00a0", "\x0b", "\x85", "\u2028", "\ufeff", "\0",
    "<i>", "</i>", '<font color="red">', "{\\an8}", "&amp;", "a", "ﷺ", "😀",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=6), max_size=6).map("".join)
SETTINGS_TEXT = "X1:100 X2:200 Y1:10 Y2:20"


@st.composite
def cue_lists(draw: st.DrawFn) -> list[Cue]:
    """Return cues in any order, also overlapping, empty and beyond a day."""
    cues = []
    for uid, text in enumerate(draw(st.lists(TEXTS, max_size=5)), start=1):
        start_ms = draw(st.integers(0, 400_000_000))
        end_ms = start_ms + draw(st.integers(0, 30_000))
        extras = draw(st.sampled_from([{}, {SETTINGS: SETTINGS_TEXT}]))
        cues.append(Cue(uid, start_ms, end_ms, normal_text(text), extras=extras))
    return cues


def told(text: str) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in read_srt(dedent(text)).cues]


def complaints(text: str) -> list[tuple[int, str, ReadReason]]:
    return [(one.line, one.text, one.reason) for one in read_srt(dedent(text)).problems]


@given(cue_lists())
def test_what_was_written_is_read_back_exactly(cues: list[Cue]) -> None:
    read = read_srt(write_srt_cues(cues))
    assert list(read.cues) == cues
    assert read.problems == ()


@given(cue_lists())
def test_the_ends_of_lines_do_not_matter(cues: list[Cue]) -> None:
    written = write_srt_cues(cues)
    assert read_srt(written.replace("\n", "\r\n")) == read_srt(written)
    assert read_srt(written.replace("\n", "\r")) == read_srt(written)


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_srt(text)


@given(st.lists(st.sampled_from(["1", "2", "", "00:01 --> 00:02", "0:x --> 0:y", "a", " ", "-->"])))
def test_any_order_of_lines_is_read_and_no_cue_is_lost(lines: list[str]) -> None:
    read = read_srt("\n".join(lines))
    assert len(read.cues) == lines.count("00:01 --> 00:02")
    assert [cue.uid for cue in read.cues] == list(range(1, len(read.cues) + 1))


@given(st.lists(st.sampled_from(["a", "b c", "1984", "-->", "0:x --> 0:y", ""])))
def test_every_word_is_in_a_cue_or_in_a_problem(lines: list[str]) -> None:
    read = read_srt("1\n00:00:01,000 --> 00:00:02,000\n" + "\n".join(lines))
    kept = " ".join(cue.text for cue in read.cues) + " ".join(one.text for one in read.problems)
    assert kept.count("a") == lines.count("a")
    assert kept.count("1984") == lines.count("1984")


def test_a_usual_file_is_read() -> None:
    text = """\
        1
        00:00:00,000 --> 00:00:01,500
        <i>Hello</i> there.

        2
        25:00:00,000 --> 100:00:01,001
        He was

        42

        3
        00:00:03,000 --> 00:00:04,000
        5
    """
    assert told(text) == [
        (0, 1_500, "<i>Hello</i> there."),
        (90_000_000, 360_001_001, "He was\n\n42"),
        (3_000, 4_000, "5"),
    ]
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("line", "times_ms"),
    [
        ("00:00:01.5 --> 00:00:02", (1_500, 2_000)),
        ("0:1:2,3456->0:1:3,000", None),
        ("01:02,345 --> 01:03,000", (62_345, 63_000)),
        (" 00:00:01 , 000-->00:00:02,000 ", (1_000, 2_000)),
        ("00:00:01,000 ---> 00:01:75,000", (1_000, 135_000)),
        ("12345678901:00:01,000 --> 00:00:02,000", None),
    ],
)
def test_times_are_read_as_people_write_them(line: str, times_ms: tuple[int, int] | None) -> None:
    found = [(start_ms, end_ms) for start_ms, end_ms, _ in told(f"{line}\nText")]
    assert found == ([] if times_ms is None else [times_ms])


def test_numbers_and_blank_lines_may_be_missing() -> None:
    text = """\
        00:00:01,000 --> 00:00:02,000
        no number
        2
        00:00:03,000 --> 00:00:04,000
        no blank line above
        42
        00:00:05,000 --> 00:00:06,000
        neither, so 42 is text

        4

        00:00:07,000 --> 00:00:08,000

        blank lines around the times


    """
    assert told(text) == [
        (1_000, 2_000, "no number"),
        (3_000, 4_000, "no blank line above\n42"),
        (5_000, 6_000, "neither, so 42 is text"),
        (7_000, 8_000, "blank lines around the times"),
    ]


def test_times_that_run_backwards_are_set_right_and_told() -> None:
    text = """\
        1
        -00:00:01,000 --> 00:00:02,000
        below zero

        2
        00:00:05,000 --> 00:00:03,000
        crossing
    """
    assert told(text) == [(0, 2_000, "below zero"), (3_000, 5_000, "crossing")]
    assert complaints(text) == [
        (2, "below zero", ReadReason.NEGATIVE_TIME),
        (6, "crossing", ReadReason.CROSSING_TIMES),
    ]


def test_a_cue_without_times_is_told_with_its_text() -> None:
    text = """\
        Subtitles by somebody

        1
        00:00:01,000 --> 00:00:02,000
        first

        2
        00:00:xx,000 --> 00:00:04,000
        lost

        00:0a --> ?
        lost as well

        4
        00:00:05,000 --> 00:00:06,000
        last

        5
    """
    assert told(text) == [(1_000, 2_000, "first"), (5_000, 6_000, "last")]
    assert complaints(text) == [
        (1, "Subtitles by somebody", ReadReason.STRAY_TEXT),
        (7, "2\n00:00:xx,000 --> 00:00:04,000\nlost", ReadReason.BAD_TIME),
        (11, "00:0a --> ?\nlost as well", ReadReason.BAD_TIME),
        (18, "5", ReadReason.STRAY_TEXT),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "xx\n00:00:0a,000 --> 00:00:04,000",
        "xx\n00:00:0a,000 -> 00:00:04",
        "2\n00:00:0a,000 -> 00:00:04",
        "00:00:0a,000 -> 00:00:04  X1:100",
    ],
)
def test_a_cue_with_a_broken_number_and_times_is_no_text_of_the_one_before(head: str) -> None:
    text = f"1\n00:00:01,000 --> 00:00:02,000\nfirst\n\n{head}\nBroken\n"
    assert told(text) == [(1_000, 2_000, "first")]
    assert complaints(text) == [(5, f"{head}\nBroken", ReadReason.BAD_TIME)]


def test_a_number_that_the_count_leaves_out_begins_a_cue_that_cannot_be_read() -> None:
    text = """\
        6
        00:00:08,500 --> 00:00:09,000
        dots

        7
        no times here

        xx
        00:00:0a --> 00:00:0b

        9

        10
        00:00:10,000 --> 00:00:11,000
        next

        11
        00:00:12,000
        without an end
    """
    assert told(text) == [(8_500, 9_000, "dots"), (10_000, 11_000, "next")]
    assert complaints(text) == [
        (5, "7\nno times here", ReadReason.BAD_TIME),
        (8, "xx\n00:00:0a --> 00:00:0b", ReadReason.BAD_TIME),
        (11, "9", ReadReason.BAD_TIME),
        (17, "11\n00:00:12,000\nwithout an end", ReadReason.BAD_TIME),
    ]


def test_a_number_inside_a_text_stays_when_the_count_goes_on_without_it() -> None:
    text = """\
        1
        00:00:01,000 --> 00:00:02,000
        He counted

        2
        and

        2
        00:00:03,000 --> 00:00:04,000
        went on

        4

        5
        00:00:05,000 --> 00:00:06,000
        never to

        7
    """
    assert [text for *_, text in told(text)] == [
        "He counted\n\n2\nand",
        "went on\n\n4",
        "never to\n\n7",
    ]
    assert complaints(text) == []


def test_a_text_with_an_arrow_stays_a_text() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nGo\n\nGate 4: -> Hall 5\n\nScore 1:0 -> 2:0\n"
    assert told(text) == [(1_000, 2_000, "Go\n\nGate 4: -> Hall 5\n\nScore 1:0 -> 2:0")]
    assert complaints(text) == []


def test_every_cue_without_times_is_a_problem_of_its_own() -> None:
    text = """\
        1
        00:0x --> ?
        lost

        2
        00:0y --> ?
        lost too

        42
        00:00:05,000 --> 00:00:06,000
        84
        00:00:07,000 --> 00:00:08,000
        kept
    """
    assert told(text) == [(5_000, 6_000, "84"), (7_000, 8_000, "kept")]
    assert complaints(text) == [
        (1, "1\n00:0x --> ?\nlost", ReadReason.BAD_TIME),
        (5, "2\n00:0y --> ?\nlost too", ReadReason.BAD_TIME),
    ]


def test_many_broken_cues_are_read_in_one_pass() -> None:
    read = read_srt("00:01 --> 00:02\na\n\n" + "x1 --> ?\n\n" * 200_000)
    assert [cue.text for cue in read.cues] == ["a"]
    assert read.problems[-1].reason is ReadReason.TOO_MANY_PROBLEMS


def test_settings_that_would_be_read_as_text_are_left_out() -> None:
    for settings in ("a\nb", "Bob: hello", "-->"):
        cue = Cue(1, 0, 1, "a", extras={SETTINGS: settings})
        assert read_srt(write_srt_cues([cue])).cues == (Cue(1, 0, 1, "a"),)


def test_what_stands_behind_the_times_is_kept() -> None:
    read = read_srt(f"1\n00:01 --> 00:02  {SETTINGS_TEXT}\nHello\n\n2\n00:03 --> 00:04 there\nyou")
    assert [cue.text for cue in read.cues] == ["Hello", "there\nyou"]
    assert [dict(cue.extras) for cue in read.cues] == [{SETTINGS: SETTINGS_TEXT}, {}]


def test_a_file_without_times_has_no_cues_but_a_problem() -> None:
    assert read_srt("just\n\ntext\n").problems == (
        ReadProblem(1, "just\n\ntext", ReadReason.STRAY_TEXT),
    )
    assert read_srt("") == read_srt("\n \n")


def test_a_text_that_looks_like_times_stays_a_text_for_every_reader() -> None:
    cue = Cue(1, 0, 1, "00:00:01,000 --> 00:00:02,000")
    written = write_srt_cues([cue])
    assert written.count("-->") == 1
    assert read_srt(written).cues == (cue,)


def test_a_blank_line_in_a_text_does_not_end_the_cue_for_other_readers() -> None:
    written = write_srt_cues([Cue(1, 0, 1, "a\n\nb"), Cue(2, 1, 2, "")])
    assert written.count("\n\n") == 1
    assert "a\n\u00a0\nb\n" in written
