import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app import subtitle_files
from whisper_desktop.app.subtitle_files import (
    ENCODINGS,
    ReadReason,
    SubtitleFormat,
    Track,
    WriteOptions,
    candidate_encodings,
    preview,
    read_subtitles,
    reads_back,
    render_subtitles,
    subtitle_endings,
    track_path,
    write_subtitles,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import (
    Cancelled,
    EncodingUnfitError,
    OutputExistsError,
    OutputUnwritableError,
    SubtitlesUnreadableError,
)
from whisper_desktop.core.recipe import Task
from whisper_desktop.formats.srt import write_srt_cues
from whisper_desktop.formats.vtt import write_vtt_cues

CUES = [Cue(1, 0, 1_500, "Grüß Gott"), Cue(2, 90_000_000, 90_001_000, "1984\n\n-->")]
UTF = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"]


def reasons(path: Path) -> list[ReadReason]:
    return [one.reason for one in read_subtitles(path).problems]


@pytest.mark.parametrize("wanted", SubtitleFormat)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_format_is_read_as_it_was_written(
    wanted: SubtitleFormat, newline: str, tmp_path: Path
) -> None:
    path = tmp_path / f"talk{wanted.endings[0]}"
    cues = [Cue(1, 1_000, 2_000, "Grüß Gott"), Cue(2, 3_000, 4_000, "there")]
    write_subtitles(path, cues, wanted, WriteOptions(newline=newline))
    read = read_subtitles(path)
    assert [cue.text for cue in read.cues] == ["Grüß Gott", "there"]
    assert [cue.uid for cue in read.cues] == [1, 2]
    assert (read.format, read.is_frame_rate_needed) == (wanted, False)
    if wanted is not SubtitleFormat.DOCX:
        assert (read.encoding, read.newline, read.had_bom) == ("utf-8", newline, False)


@given(
    st.lists(
        st.text(st.sampled_from("aü-> 1\n\u00a0<>&") | st.characters(exclude_categories=["C"]))
    ),
    st.sampled_from([SubtitleFormat.SRT, SubtitleFormat.VTT]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(UTF),
)
def test_srt_and_vtt_are_exact_in_any_unicode(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    wanted: SubtitleFormat,
    newline: str,
    encoding: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / f"exact.{wanted}"
    cues = [Cue(uid, uid * 7, uid * 9, text) for uid, text in enumerate(texts, start=1)]
    write_subtitles(path, cues, wanted, WriteOptions(encoding, newline, bom=True), overwrite=True)
    read = read_subtitles(path)
    if wanted is SubtitleFormat.VTT or cues:
        assert (read.encoding, read.had_bom, read.format) == (encoding, True, wanted)
        assert list(read.cues) == cues


MARKS = ["<c>", "<v Bob>", "</v>", "<ruby>", "<lang de>", "<i>", "<font color='red'>", "</font>"]
MARKED = st.lists(
    st.sampled_from([*MARKS, "<00:01.500>", "{\\an8}", "{\\pos(3,4)}", "{\\k20}", "{\\N\x0b}"])
    | st.text(st.sampled_from("a{}\\<>& \n\x0b|")),
    max_size=6,
).map("".join)


@given(st.lists(MARKED, max_size=4), st.sampled_from([SubtitleFormat.SRT, SubtitleFormat.VTT]))
def test_a_file_with_marks_is_written_as_it_was_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], wanted: SubtitleFormat
) -> None:
    path = tmp_path_factory.getbasetemp() / f"marked.{wanted}"
    cues = [Cue(uid, uid * 7, uid * 9, text) for uid, text in enumerate(texts, start=1)]
    write = write_srt_cues if wanted is SubtitleFormat.SRT else write_vtt_cues
    path.write_bytes(write(cues).encode())
    read = read_subtitles(path)
    assert [cue.text for cue in read.cues] == texts
    options = WriteOptions(header=read.header)
    assert render_subtitles(path, read.cues, wanted, options) == path.read_bytes()


@given(st.lists(MARKED, max_size=4))
def test_whatever_is_typed_goes_to_subrip_and_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "typed.srt"
    cues = [Cue(uid, uid * 7, uid * 9, text) for uid, text in enumerate(texts, start=1)]
    write_subtitles(path, cues, SubtitleFormat.SRT, overwrite=True)
    assert list(read_subtitles(path).cues) == cues


def test_a_file_that_gives_back_every_row_is_whole(tmp_path: Path) -> None:
    rows = {
        "plain": [Cue(1, 1_000, 2_000, "first"), Cue(2, 2_000, 3_000, "after")],
        "lines": [Cue(1, 1_000, 2_000, "two\nlines")],
        "style": [Cue(1, 1_000, 2_000, "<i>first</i>")],
        "overlap": [Cue(1, 1_000, 2_000, "first"), Cue(2, 1_000, 3_000, "meanwhile")],
        "empty": [Cue(1, 1_000, 2_000, "first"), Cue(2, 3_000, 4_000, "")],
        "order": [Cue(1, 1_000, 2_000, "first"), Cue(2, 0, 800, "before")],
        "clock": [Cue(1, 1_000, 2_000, "[00:12]")],
        "between frames": [Cue(1, 1_001, 2_002, "first")],
    }
    exact = {"srt", "vtt", "json", "csv", "ttml", "docx"}
    for wanted in SubtitleFormat:
        whole = {name for name, cues in rows.items() if is_whole(tmp_path, cues, wanted)}
        if wanted in exact:
            assert whole == set(rows), wanted
        else:
            assert whole < set(rows), wanted
        assert ("plain" in whole) is (wanted is not SubtitleFormat.TXT), wanted


def is_whole(
    folder: Path, cues: list[Cue], wanted: SubtitleFormat, track: Track = Track.TEXT
) -> bool:
    """Write the cues, and return whether that keeps all that a person sees of them."""
    path, options = folder / f"talk{wanted.endings[0]}", WriteOptions(track=track)
    write_subtitles(path, cues, wanted, options, overwrite=True)
    return reads_back(path, cues, options)


def test_what_cannot_be_read_is_not_whole(tmp_path: Path) -> None:
    assert not reads_back(tmp_path / "gone.srt", CUES, WriteOptions())


def test_what_a_file_says_besides_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    text = "WEBVTT - Talk\n\nSTYLE\n::cue {}\n\nx\n00:00:01.000 --> 00:00:02.000 line:0\na\n"
    path.write_text(text, encoding="utf-8")
    read = read_subtitles(path)
    write_subtitles(path, read.cues, read.format, WriteOptions(header=read.header), overwrite=True)
    assert path.read_text(encoding="utf-8") == text


def test_an_encoding_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    write_subtitles(path, CUES, SubtitleFormat.SRT, WriteOptions("cp1252"))
    assert candidate_encodings(path)[0] == "cp1252"
    assert set(ENCODINGS) == set(candidate_encodings(path))
    assert read_subtitles(path).cues[0].text == "Grüß Gott"
    assert "Gr³▀ Gott" in preview(path, "cp850")
    assert read_subtitles(path, "cp850").cues[0].text == "Gr³▀ Gott"


def test_a_frame_rate_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "talk.sub"
    path.write_text("{0}{25}a\n", encoding="utf-8")
    assert read_subtitles(path).is_frame_rate_needed
    read = read_subtitles(path, frame_rate=50)
    assert (read.cues[0].end_ms, read.is_frame_rate_needed) == (500, False)


def test_characters_that_an_encoding_lacks_are_told_before_anything_is_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "talk.srt"
    with pytest.raises(EncodingUnfitError) as caught:
        write_subtitles(path, [Cue(1, 0, 1, "aЖüЖ字")], SubtitleFormat.SRT, WriteOptions("cp1252"))
    assert (caught.value.path, caught.value.encoding) == (path, "cp1252")
    assert caught.value.characters == "Ж字"
    assert list(tmp_path.iterdir()) == []


def test_half_a_surrogate_pair_does_not_stop_the_file() -> None:
    cue = Cue(1, 0, 1, "a\ud800b")
    assert render_subtitles(Path(), [cue], SubtitleFormat.SRT, WriteOptions()).endswith(b"\na?b\n")


def test_only_unicode_has_a_mark() -> None:
    cue = [Cue(1, 0, 1, "a")]
    marked = render_subtitles(Path(), cue, SubtitleFormat.TXT, WriteOptions(bom=True))
    plain = render_subtitles(Path(), cue, SubtitleFormat.TXT, WriteOptions("cp1252", bom=True))
    assert (marked, plain) == (codecs.BOM_UTF8 + b"a\n", b"a\n")


def test_no_file_is_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputExistsError):
        write_subtitles(path, CUES, SubtitleFormat.SRT)
    assert path.read_text(encoding="utf-8") == "mine"
    with pytest.raises(OutputUnwritableError):
        write_subtitles(tmp_path / "none" / "talk.srt", CUES, SubtitleFormat.SRT)


def test_a_damaged_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(
        "1\n00:00:01,000 --> 00:00:02,000\nGrüß\0 Gott, schöne Mädchen äöü äöü äöü\n".encode()
        + b"\xe4\n"
    )
    read = read_subtitles(path, "utf-8")
    assert read.cues[0].text == "Grüß Gott, schöne Mädchen äöü äöü äöü\n\ufffd"
    assert [(one.line, one.text, one.reason) for one in read.problems] == [
        (0, "", ReadReason.CONTROL_CHARACTERS),
        (4, "\ufffd", ReadReason.UNDECODABLE),
    ]


@pytest.mark.parametrize("ending", subtitle_endings())
def test_an_empty_file_is_told(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"talk{ending}"
    path.touch()
    assert reasons(path) == [ReadReason.EMPTY_FILE]
    assert read_subtitles(path).cues == ()


@given(st.binary(max_size=300), st.sampled_from(subtitle_endings()))
def test_any_bytes_are_read(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(data)
    read = read_subtitles(path)
    assert read.cues or read.problems


def test_what_cannot_be_opened_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for read in (read_subtitles, candidate_encodings, lambda path: preview(path, "utf-8")):
        with pytest.raises(SubtitlesUnreadableError) as caught:
            read(tmp_path / "none.srt")
        assert caught.value.reason == "the file does not exist"
    with pytest.raises(SubtitlesUnreadableError) as caught:
        read_subtitles(tmp_path)
    assert caught.value.reason == "it is a folder"
    monkeypatch.setattr(subtitle_files, "MAX_FILE_BYTES", 3)
    (tmp_path / "film.srt").write_bytes(b"1234")
    with pytest.raises(SubtitlesUnreadableError) as caught:
        read_subtitles(tmp_path / "film.srt")
    assert caught.value.reason == "the file is too large for subtitles"


@pytest.mark.parametrize("wanted", SubtitleFormat)
def test_reading_can_be_stopped(wanted: SubtitleFormat, tmp_path: Path) -> None:
    path = tmp_path / f"talk{wanted.endings[0]}"
    write_subtitles(path, [Cue(1, 0, 1_000, "a")], wanted)
    cancel = CancelToken()
    assert len(read_subtitles(path, cancel=cancel).cues) == 1
    cancel.cancel()
    with pytest.raises(Cancelled):
        read_subtitles(path, cancel=cancel)


@pytest.mark.parametrize("bad", [{"newline": "\r"}, {"fps": 0.0}])
def test_options_that_are_none_are_a_bug(bad: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="bad options"):
        WriteOptions(**bad)  # type: ignore[arg-type]


TWO_TEXTS = [
    Cue(1, 1_000, 2_000, "Hallo daar", language="nl", translation="Hello there"),
    Cue(2, 3_000, 4_000, "Dag"),
]
JOINED = {SubtitleFormat.TSV: " ", SubtitleFormat.LRC: " "}
"""What parts the two texts in formats without lines."""


def written_cues(path: Path, wanted: SubtitleFormat, track: Track) -> list[Cue]:
    write_subtitles(path, TWO_TEXTS, wanted, WriteOptions(track=track), overwrite=True)
    return list(read_subtitles(path, frame_rate=25.0).cues)


@pytest.mark.parametrize(
    "wanted", [one for one in SubtitleFormat if one is not SubtitleFormat.JSON]
)
def test_every_format_can_hold_the_translation_or_both(
    tmp_path: Path, wanted: SubtitleFormat
) -> None:
    path = tmp_path / f"talk{wanted.endings[0]}"
    between = JOINED.get(wanted, "\n")
    tracks = {
        Track.TEXT: ["Hallo daar", "Dag"],
        Track.TRANSLATION: ["Hello there"],
        Track.TEXT_FIRST: [f"Hallo daar{between}Hello there", "Dag"],
        Track.TRANSLATION_FIRST: [f"Hello there{between}Hallo daar", "Dag"],
    }
    for track, texts in tracks.items():
        found = written_cues(path, wanted, track)
        if wanted is SubtitleFormat.TXT:
            assert "\n".join(cue.text for cue in found).split() == " ".join(texts).split()
        else:
            assert [cue.text for cue in found] == texts


@pytest.mark.parametrize("track", [Track.TEXT, Track.TEXT_FIRST, Track.TRANSLATION_FIRST])
def test_json_holds_both_texts_apart(tmp_path: Path, track: Track) -> None:
    assert written_cues(tmp_path / "talk.json", SubtitleFormat.JSON, track) == TWO_TEXTS


def test_json_can_hold_the_translation_alone(tmp_path: Path) -> None:
    (cue,) = written_cues(tmp_path / "talk.json", SubtitleFormat.JSON, Track.TRANSLATION)
    assert (cue.text, cue.task, cue.translation) == ("Hello there", Task.TRANSLATE, "")


@pytest.mark.parametrize(
    ("wanted", "sign"), [(SubtitleFormat.TTML, 'lang="en"'), (SubtitleFormat.SAMI, "lang: en-US")]
)
def test_a_translation_is_called_english(wanted: SubtitleFormat, sign: str) -> None:
    options = WriteOptions(track=Track.TRANSLATION, header={"ttml.lang": "nl", "sami.lang": "nl"})
    assert sign in render_subtitles(Path("talk"), TWO_TEXTS, wanted, options).decode()


@pytest.mark.parametrize(
    ("wanted", "track", "is_kept"),
    [
        (SubtitleFormat.SRT, Track.TEXT, False),
        (SubtitleFormat.SRT, Track.TRANSLATION, False),
        (SubtitleFormat.SRT, Track.TEXT_FIRST, False),
        (SubtitleFormat.JSON, Track.TEXT, True),
        (SubtitleFormat.JSON, Track.TEXT_FIRST, True),
        (SubtitleFormat.JSON, Track.TRANSLATION, False),
    ],
)
def test_a_file_that_does_not_hold_both_texts_apart_is_not_whole(
    tmp_path: Path, wanted: SubtitleFormat, track: Track, *, is_kept: bool
) -> None:
    assert is_whole(tmp_path, TWO_TEXTS, wanted, track) is is_kept
    assert is_whole(tmp_path, TWO_TEXTS[1:], wanted)


def test_the_translation_is_named_after_its_language() -> None:
    path = Path("folder/talk.srt")
    translation = track_path(path, Track.TRANSLATION)
    assert translation == Path("folder/talk.en.srt")
    assert track_path(translation, Track.TRANSLATION) == translation
    assert track_path(translation, Track.TEXT) == track_path(path, Track.TEXT_FIRST) == path
