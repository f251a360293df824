import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.subtitle_table import (
    OWN_MARKS,
    TextLayout,
    format_named,
    format_of,
    read_bytes,
    read_text,
    write_bytes,
    write_text,
)
from whisper_desktop.formats.subtitles import ReadReason, SubtitleFormat

TEXT_FORMATS = [one for one in SubtitleFormat if one is not SubtitleFormat.DOCX]
SRT = "1\n00:00:01,000 --> 00:00:02,000\n"
CUES = [Cue(1, 1_000, 2_000, "Hello"), Cue(2, 3_000, 4_000, "there")]


@pytest.mark.parametrize("wanted", TEXT_FORMATS)
def test_every_format_is_read_as_it_is_written(wanted: SubtitleFormat) -> None:
    read = read_text(write_text(CUES, wanted, TextLayout()), wanted)
    assert [cue.text for cue in read.cues] == ["Hello", "there"]
    if wanted is not SubtitleFormat.TXT:
        assert [(cue.start_ms, cue.end_ms) for cue in read.cues] == [(1_000, 2_000), (3_000, 4_000)]
        assert read.problems == ()


def test_a_document_is_read_as_it_is_written() -> None:
    data = write_bytes(CUES, SubtitleFormat.DOCX)
    assert list(read_bytes(data, SubtitleFormat.DOCX).cues) == CUES


@pytest.mark.parametrize("wanted", TEXT_FORMATS)
def test_a_format_is_known_by_its_text_or_its_name(wanted: SubtitleFormat) -> None:
    written = write_text(CUES, wanted, TextLayout())
    assert format_of(wanted.endings[0].upper(), written) is wanted
    if wanted not in {SubtitleFormat.CSV, SubtitleFormat.TXT}:
        assert format_of(".txt", "\ufeff" + written) is wanted


@pytest.mark.parametrize(
    ("ending", "text", "wanted"),
    [
        (".srt", "WEBVTT\n\n", SubtitleFormat.VTT),
        (".srt", "nothing", SubtitleFormat.SRT),
        (".srt", "WEBVTTX", SubtitleFormat.SRT),
        (".unknown", "nothing", SubtitleFormat.TXT),
        (".sub", "{0}{25}a", SubtitleFormat.MICRODVD),
        (".txt", "a --> b", SubtitleFormat.TXT),
        (".ass", "[V4 Styles]\n", SubtitleFormat.SSA),
        (".srt", f"{SRT}[V4+ Styles]\n", SubtitleFormat.SRT),
        (".srt", f"{SRT}\n[V4 Styles]\n", SubtitleFormat.SRT),
        (".txt", "; by hand\n[Script Info]\nTitle: x\n\n[V4 Styles]\n", SubtitleFormat.SSA),
        (".txt", "[Script Info]\n[V4+ Styles]\n", SubtitleFormat.ASS),
        (".txt", "[00:12] was when it began.\nThen more came.\nAnd more.\n", SubtitleFormat.TXT),
        (".txt", "[00:12] It began.\n[00:15] Then more came.\n", SubtitleFormat.LRC),
        (".lrc", "[ti:x]\n\n[00:01.00]a", SubtitleFormat.LRC),
        (".xml", '<?xml version="1.0"?>\n<!-- x -->\n<tt:tt>', SubtitleFormat.TTML),
        (".json", '[{"start": 1}]', SubtitleFormat.JSON),
    ],
)
def test_the_text_counts_more_than_the_name(ending: str, text: str, wanted: SubtitleFormat) -> None:
    assert format_of(ending, text) is wanted


def test_every_format_has_endings_that_name_it() -> None:
    for one in SubtitleFormat:
        assert all(format_named(ending.upper()) is one for ending in one.endings)
    assert format_named(".mp4") is format_named("") is None
    assert [one for one in SubtitleFormat if one.is_counted_in_frames] == [SubtitleFormat.MICRODVD]


@pytest.mark.parametrize("wanted", TEXT_FORMATS)
@pytest.mark.parametrize("text", ["", "\ufeff\r\n \n"])
def test_an_empty_file_is_told(text: str, wanted: SubtitleFormat) -> None:
    read = read_text(text, wanted)
    assert [one.reason for one in read.problems] == [ReadReason.EMPTY_FILE]
    assert read.cues == ()


def test_a_file_without_cues_is_told() -> None:
    for wanted, text in ((SubtitleFormat.VTT, "WEBVTT\n"), (SubtitleFormat.JSON, "{}")):
        (problem,) = read_text(text, wanted).problems
        assert problem.reason is ReadReason.NO_CUES
        assert problem.reason.is_loss
    assert read_bytes(b"", SubtitleFormat.DOCX).problems[0].reason is ReadReason.EMPTY_FILE


TEXT = "{\\an8}<i>a</i> <font color='red'><v Bob>b</v></font><00:00.500>c"
TAGGED = Cue(1, 0, 1_000, TEXT)
OF_VTT = Cue(1, 0, 1_000, TEXT, extras={OWN_MARKS: "webvtt"})


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (SubtitleFormat.SRT, f"{TEXT}\n"),
        (SubtitleFormat.VTT, "line:0\n<i>a</i> <v Bob>b</v><00:00.500>c\n"),
        (SubtitleFormat.ASS, ",{\\an8}{\\i1}a{\\i0} bc\n"),
        (SubtitleFormat.TXT, "a bc\n"),
        (SubtitleFormat.TSV, "\ta bc\n"),
        (
            SubtitleFormat.CSV,
            ",{\\an8}<i>a</i> <font color='red'><v Bob>b</v></font><00:00.500>c\n",
        ),
    ],
)
def test_a_format_gets_the_marks_that_it_knows(wanted: SubtitleFormat, text: str) -> None:
    assert write_text([TAGGED], wanted, TextLayout()).endswith(text)


def test_marks_of_webvtt_stay_there_and_do_not_go_to_subrip() -> None:
    vtt = write_text([OF_VTT], SubtitleFormat.VTT, TextLayout())
    assert vtt.endswith(f"00:00:01.000\n{TEXT}\n")
    srt = write_text([OF_VTT], SubtitleFormat.SRT, TextLayout())
    assert srt.endswith("\n{\\an8}<i>a</i> <font color='red'>b</font>c\n")


def test_only_what_has_marks_is_called_marked() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\na < b\n\n00:03.000 --> 00:04.000\n<c>a</c>\n"
    plain, marked = read_text(text, SubtitleFormat.VTT).cues
    assert not plain.extras
    assert OWN_MARKS in marked.extras


@pytest.mark.parametrize(
    ("position", "settings"),
    [
        (1, " align:start position:0%"),
        (2, ""),
        (5, " line:50%"),
        (9, " line:0 align:end position:100%"),
    ],
)
def test_a_place_becomes_a_setting(position: int, settings: str) -> None:
    cue = Cue(1, 0, 1_000, f"{{\\an{position}}}a")
    written = write_text([cue], SubtitleFormat.VTT, TextLayout())
    assert written.endswith(f"00:00:01.000{settings}\na\n")


def test_a_setting_of_the_cue_counts_more_than_a_place_in_its_text() -> None:
    cue = Cue(1, 0, 1_000, "{\\an8}a", extras={"vtt.settings": "line:5"})
    assert " line:5\na\n" in write_text([cue], SubtitleFormat.VTT, TextLayout())


def test_overrides_of_substation_do_not_go_to_subrip() -> None:
    text = "Dialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,{\\pos(1,2)\\an8}{\\i1}a{\\k5}b\n"
    cues = read_text(f"[Events]\n{text}", SubtitleFormat.ASS).cues
    assert write_text(cues, SubtitleFormat.SRT, TextLayout()).endswith("\n{\\an8}<i>ab\n")
