import pysubs2
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.sami import LANGUAGE, read_sami, write_sami
from whisper_desktop.formats.subtitles import ReadReason

TEXTS = st.lists(
    st.text(st.sampled_from("xy<>&;{}\u00a0ü"), min_size=1, max_size=5).filter(str.strip),
    min_size=1,
    max_size=3,
).map("\n".join)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500), TEXTS)))
def test_texts_that_do_not_overlap_are_read_back(rows: list[tuple[int, int, str]]) -> None:
    cues, at_ms = [], 0
    for uid, (gap_ms, length_ms, text) in enumerate(rows, start=1):
        start_ms, at_ms = at_ms + gap_ms, at_ms + gap_ms + length_ms
        cues.append(Cue(uid, start_ms, at_ms, text))
    read = read_sami(write_sami(cues))
    assert list(read.cues) == cues
    assert read.problems == ()


FILE = """\
<SAMI><HEAD><STYLE TYPE="text/css"><!-- P { color: white } .EN { lang: en } --></STYLE></HEAD>
<BODY>
<SYNC Start=1000><P Class=EN>Tom &amp; <i>Jerry</i><br>
second  line
<SYNC Start="2500ms"><P Class=EN>&nbsp;
<SYNC Start=x><P Class=EN>lost
<SYNC Start=3000><P Class=EN>one<P Class=FR>un
<SYNC Start=4000>no paragraph
</BODY></SAMI>
"""


def test_a_usual_file_is_read() -> None:
    read = read_sami(FILE)
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in read.cues] == [
        (1_000, 2_500, "Tom & <i>Jerry</i>\nsecond line"),
        (3_000, 4_000, "one"),
        (4_000, 5_000, "no paragraph"),
    ]
    assert [(one.line, one.text, one.reason) for one in read.problems] == [
        (7, "un", ReadReason.OTHER_LANGUAGE),
        (6, "<SYNC Start=x>", ReadReason.BAD_TIME),
    ]


def test_styles_and_language_are_written() -> None:
    written = write_sami([Cue(1, 0, 5, "<b>a <i>b</i></b>")], {LANGUAGE: "de-DE; }"})
    assert "lang: de-DE;" in written
    assert "<SYNC Start=0><P Class=SUBTTL><b>a </b><b><i>b</i></b>\n" in written


def test_a_blank_line_inside_a_text_stays() -> None:
    cue = Cue(1, 0, 5, "a\n\nb")
    assert read_sami(write_sami([cue])).cues == (cue,)


def test_another_reader_understands_the_file() -> None:
    read = pysubs2.SSAFile.from_string(write_sami([Cue(1, 1_000, 1_400, "a\nb")]))
    assert next((e.start, e.end, e.plaintext) for e in read) == (1_000, 1_400, "a\nb")


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_sami(text)
    read_sami(f"<SAMI><SYNC Start=1><P>{text}")


@given(st.lists(st.sampled_from(["<!", "[", "<!--", "-->", "</", "<P", ">", "<STYLE>", "='", "x"])))
def test_broken_tags_hide_no_other_cue(pieces: list[str]) -> None:
    broken = "".join(pieces)
    read = read_sami(f"<SAMI>{broken}\n<SYNC Start=1000><P>{broken}\n<SYNC Start=2000><P>text")
    assert (read.cues[-1].start_ms, read.cues[-1].text) == (2_000, "text")
