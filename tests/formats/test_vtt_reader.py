from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.subtitles import ReadReason
from whisper_desktop.formats.vtt import (
    COMMENT,
    FOOTER,
    HEADER,
    IDENTIFIER,
    SETTINGS,
    write_vtt_cues,
)
from whisper_desktop.formats.vtt_reader import read_vtt

AWKWARD = [
    "1984", "-->", "--->", "<v -->", "00:01.000 --> 00:02.000", "NOTE", "STYLE", "WEBVTT", "&amp;",
    "&lt;", "&", "<", ">", "&nbsp;", "\n", "\n\n", "\r\n", " ", "\t", "\u00a0", "\x0b", "\u2028",
    "<i>", "</i>", "<v Bob>", "<v.loud Tom & Jerry>", "<c.red>", "<00:00:01.000>", "<x>", "a", "😀",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=6), max_size=6).map("".join)
EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        SETTINGS: st.sampled_from(["line:0", "align:start position:10%,line-left size:35%"]),
        IDENTIFIER: st.sampled_from(["1", "intro", "NOTE", " x ", "WEBVTT"]),
        COMMENT: st.sampled_from(["NOTE one", "NOTE\ntwo\nlines", "NOTE one\n\nNOTE two"]),
    },
)
HEADERS = st.fixed_dictionaries(
    {
        HEADER: st.sampled_from(
            ["WEBVTT", "WEBVTT - Talk", "WEBVTT\nKind: captions\nLanguage: en"]
        ).flatmap(lambda head: st.sampled_from([head, f"{head}\n\nSTYLE\n::cue {{ color: red }}"]))
    },
    optional={FOOTER: st.sampled_from(["NOTE end", "NOTE a\n\nNOTE b"])},
)


@st.composite
def cue_lists(draw: st.DrawFn) -> list[Cue]:
    """Return cues in any order, also overlapping, empty and beyond a day."""
    cues = []
    for uid, text in enumerate(draw(st.lists(TEXTS, max_size=5)), start=1):
        start_ms = draw(st.integers(0, 400_000_000))
        end_ms = start_ms + draw(st.integers(0, 30_000))
        extras = draw(EXTRAS)
        if uid == 1:
            # A comment above the first cue is one of the header.
            extras.pop(COMMENT, None)
        cues.append(Cue(uid, start_ms, end_ms, normal_text(text), extras=extras))
    return cues


def told(text: str) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in read_vtt(dedent(text)).cues]


def complaints(text: str) -> list[tuple[int, str, ReadReason]]:
    return [(one.line, one.text, one.reason) for one in read_vtt(dedent(text)).problems]


@given(cue_lists(), HEADERS)
def test_what_was_written_is_read_back_exactly(cues: list[Cue], header: dict[str, str]) -> None:
    if not cues:
        header.pop(FOOTER, None)
    read = read_vtt(write_vtt_cues(cues, header))
    assert list(read.cues) == cues
    assert read.problems == ()
    assert read.header == header


@given(cue_lists())
def test_the_ends_of_lines_do_not_matter(cues: list[Cue]) -> None:
    written = write_vtt_cues(cues)
    assert read_vtt(written.replace("\n", "\r\n")) == read_vtt(written)


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_vtt(text)


@given(st.lists(st.sampled_from(["WEBVTT", "id", "NOTE", "", "00:01.000 --> 00:02", "x --> y"])))
def test_any_order_of_lines_is_read_and_no_cue_is_lost(lines: list[str]) -> None:
    read = read_vtt("\n".join(lines))
    assert len(read.cues) == lines.count("00:01.000 --> 00:02")
    again = read_vtt(write_vtt_cues(read.cues, read.header))
    assert (again.cues, again.header) == (read.cues, read.header)


def test_a_usual_file_is_read() -> None:
    text = """\
        WEBVTT - Talk
        Kind: captions

        STYLE
        ::cue { color: red }

        NOTE by somebody

        intro
        00:01.000 --> 00:02.500 line:0 align:start
        <v Bob>Tom &amp; Jerry &lt;3</v>
        second

        NOTE about the next

        25:00:00.000 --> 100:00:01.001
        1984

        NOTE end
    """
    read = read_vtt(dedent(text))
    assert told(text) == [
        (1_000, 2_500, "<v Bob>Tom & Jerry <3</v>\nsecond"),
        (90_000_000, 360_001_001, "1984"),
    ]
    assert [cue.extras for cue in read.cues] == [
        {SETTINGS: "line:0 align:start", IDENTIFIER: "intro"},
        {COMMENT: "NOTE about the next"},
    ]
    assert read.header == {
        HEADER: "WEBVTT - Talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE by somebody",
        FOOTER: "NOTE end",
    }
    assert read.problems == ()
    assert write_vtt_cues(read.cues, read.header) == dedent(text).replace(
        "00:01.000 --> 00:02.500", "00:00:01.000 --> 00:00:02.500"
    ).replace("<3", "&lt;3")


def test_what_cannot_be_read_is_told() -> None:
    text = """\
        00:01.000 --> 00:02.000
        first
        00:03.000 --> 00:02.000
        without a blank line above

        stray
        text

        broken
        00:0x.000 --> 00:05.000
        lost

        00:06.000 --> 00:07.000
        cut off
        ? --> ?
        below
    """
    assert told(text) == [
        (1_000, 2_000, "first"),
        (2_000, 3_000, "without a blank line above"),
        (6_000, 7_000, "cut off"),
    ]
    assert complaints(text) == [
        (1, "00:01.000 --> 00:02.000", ReadReason.NO_HEADER),
        (3, "without a blank line above", ReadReason.CROSSING_TIMES),
        (6, "stray\ntext", ReadReason.STRAY_TEXT),
        (9, "broken\n00:0x.000 --> 00:05.000\nlost", ReadReason.BAD_TIME),
        (15, "? --> ?\nbelow", ReadReason.BAD_TIME),
    ]


def test_times_right_below_the_first_line_are_read() -> None:
    assert told("WEBVTT\n00:01.000 --> 00:02.000\nHello") == [(1_000, 2_000, "Hello")]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a &amp; b", "a & b"),
        ("AT&T &para &unknown;", "AT&T &para &unknown;"),
        ("&#8211;&#x2014;", "–—"),
        ("&amp;lt;", "&lt;"),
        ("<i>&lt;</i>", "<i><</i>"),
    ],
)
def test_entities_become_letters(written: str, text: str) -> None:
    assert told(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{written}") == [(1_000, 2_000, text)]


@given(TEXTS)
def test_no_text_ends_a_cue_or_begins_another_for_strict_readers(text: str) -> None:
    written = write_vtt_cues([Cue(1, 0, 1, text)])
    assert written.count("-->") == 1
    assert written.count("\n\n") == 1


def test_extras_that_would_break_the_file_are_left_out() -> None:
    extras = {SETTINGS: "a\nb", IDENTIFIER: "0 --> 1", COMMENT: "NOTE -->"}
    header = {HEADER: "no magic", FOOTER: "-->"}
    assert write_vtt_cues([Cue(1, 0, 1, "a", extras=extras)], header) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:00.001\na\n"
    )
