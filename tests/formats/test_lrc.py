from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.lrc import HEADER, read_lrc, write_lrc
from whisper_desktop.formats.subtitles import ReadReason

WORDS = st.text("abc", min_size=1, max_size=4)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500), WORDS)))
def test_lines_that_do_not_overlap_are_read_back(rows: list[tuple[int, int, str]]) -> None:
    cues, at_ms = [], 0
    for uid, (gap, length, text) in enumerate(rows, start=1):
        start_ms = at_ms + gap * 10
        at_ms = start_ms + length * 10
        cues.append(Cue(uid, start_ms, at_ms, text))
    assert list(read_lrc(write_lrc(cues)).cues) == cues


def test_a_usual_file_is_read() -> None:
    text = dedent("""\
        [ti:Song]
        [offset:+500]

        [00:01.50][00:10.5]again <00:11.00> and again
        [00:03]once
        [00:04.123]
        nonsense
        """)
    read = read_lrc(text)
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in read.cues] == [
        (1_000, 2_500, "again and again"),
        (2_500, 3_623, "once"),
        (10_000, 11_005, "again and again"),
    ]
    assert read.header == {HEADER: "[ti:Song]"}
    assert [(one.line, one.reason) for one in read.problems] == [(7, ReadReason.STRAY_TEXT)]


def test_lines_are_written_in_the_order_of_their_starts() -> None:
    cues = [
        Cue(1, 6_000_000, 6_001_000, "<i>last</i>"),
        Cue(2, 0, 2_000, "one\ntwo"),
        Cue(3, 500, 500, "  "),
        Cue(4, 1_000, 1_500, "overlaps"),
    ]
    assert write_lrc(cues, {HEADER: "[ti:Song]"}) == dedent("""\
        [ti:Song]
        [00:00.00]one two
        [00:01.00]overlaps
        [00:01.50]
        [100:00.00]last
        [100:01.00]
        """)


def test_an_offset_that_is_none_is_ignored() -> None:
    assert read_lrc("[offset:soon]\n[00:01.00]a").cues[0].start_ms == 1_000


def test_an_offset_that_goes_below_zero_is_told() -> None:
    read = read_lrc("[offset:1500]\n[00:01.00]a\n[00:02.00]b")
    assert [(cue.start_ms, cue.end_ms) for cue in read.cues] == [(0, 500), (500, 1_500)]
    assert [one.reason for one in read.problems] == [ReadReason.NEGATIVE_TIME]


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_lrc(text)
    read_lrc(f"[00:01.00]{text}")
