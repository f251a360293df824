from textwrap import dedent

import pysubs2
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.ass import COMMENTS, FOOTER, HEADER, read_ass, write_ass
from whisper_desktop.formats.subtitles import ReadReason

FILE = """\
[Script Info]
; made by hand
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial
Style: Top,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,a remark
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,Hello, {\\i1}you{\\i0}\\Nthere
Dialogue: 3,0:00:03.00,0:00:04.00,Top,Bob,10,20,30,fx,{\\b1\\pos(1,2)}a{remark}

[Fonts]
fontname: arial.ttf
"""

TEXTS = st.text(
    st.sampled_from("ab,{}\\N<>i\n ") | st.characters(exclude_categories=("Cc", "Cs")), max_size=12
)


@st.composite
def cue_lists(draw: st.DrawFn) -> list[Cue]:
    cues = []
    for uid, text in enumerate(draw(st.lists(TEXTS, max_size=4)), start=1):
        start = draw(st.integers(0, 20_000_000))
        span = (start * 10, (start + draw(st.integers(0, 3_000))) * 10)
        cues.append(Cue(uid, *span, text, extras={"ass.style": "Default"}))
    return cues


@given(cue_lists(), st.booleans())
def test_what_was_written_is_read_back(cues: list[Cue], is_advanced: bool) -> None:
    read = read_ass(write_ass(cues, is_advanced=is_advanced))
    assert [(c.start_ms, c.end_ms, c.text) for c in read.cues] == [
        (c.start_ms, c.end_ms, c.text) for c in cues
    ]
    assert read.problems == ()


def test_a_usual_file_is_read_and_written_back_as_it_was() -> None:
    read = read_ass(FILE)
    assert [(c.start_ms, c.end_ms, c.text) for c in read.cues] == [
        (1_000, 2_500, "Hello, <i>you</i>\nthere"),
        (3_000, 4_000, "{\\pos(1,2)}<b>a"),
    ]
    assert read.problems == ()
    assert write_ass(read.cues, read.header) == FILE
    assert read.header[COMMENTS].startswith("Comment: 0")
    assert read.header[FOOTER].startswith("[Fonts]")


def test_a_changed_text_is_written_anew() -> None:
    first, second = read_ass(FILE).cues
    changed = Cue(2, 0, 10, "new", extras=second.extras)
    assert write_ass([first, changed]).endswith(",Default,Bob,10,20,30,fx,new\n")


def test_sections_of_another_version_are_not_taken_over() -> None:
    read = read_ass(FILE)
    written = write_ass(read.cues, read.header, is_advanced=False)
    assert "[V4 Styles]" in written
    assert "V4+" not in written
    assert "Dialogue: Marked=0,0:00:03.00,0:00:04.00,Default,Bob" in written
    assert [c.text for c in read_ass(written).cues] == [c.text for c in read.cues]
    assert HEADER in read_ass(written).header


def test_what_cannot_be_read_is_told() -> None:
    text = dedent("""\
        Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,without any section
        [Events]
        nonsense
        Dialogue: 0,0:0x:01.00,0:00:02.00,Default,,0,0,0,,bad time
        Dialogue: 0,0:00:03.00
        Dialogue: 0,0:00:05.00,0:00:04.00,Default,,0,0,0,,crossing
        Dialogue: 0,-0:00:01.00,0:00:04.5,Default,,0,0,0,,negative
        """)
    read = read_ass(text)
    assert [(c.start_ms, c.end_ms) for c in read.cues] == [
        (1_000, 2_000),
        (4_000, 5_000),
        (0, 4_500),
    ]
    assert [(one.line, one.reason) for one in read.problems] == [
        (3, ReadReason.STRAY_TEXT),
        (4, ReadReason.BAD_TIME),
        (5, ReadReason.BAD_TIME),
        (6, ReadReason.CROSSING_TIMES),
        (7, ReadReason.NEGATIVE_TIME),
    ]


def test_columns_may_stand_in_another_order() -> None:
    text = "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,a,b\n"
    (cue,) = read_ass(text).cues
    assert (cue.start_ms, cue.end_ms, cue.text) == (1_000, 2_000, "a,b")


def test_another_reader_understands_the_file() -> None:
    cues = [Cue(1, 0, 1_504, "<i>a</i>\nb"), Cue(2, 2_000, 3_000, "c, d")]
    for is_advanced, name in ((True, "ass"), (False, "ssa")):
        read = pysubs2.SSAFile.from_string(write_ass(cues, is_advanced=is_advanced))
        assert read.format == name
        assert [(e.start, e.end, e.plaintext) for e in read] == [
            (0, 1_500, "a\nb"),
            (2_000, 3_000, "c, d"),
        ]
        assert read.styles["Default"].fontname == "Arial"


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_ass(text)
    read_ass(f"[Events]\nDialogue: {text}")
