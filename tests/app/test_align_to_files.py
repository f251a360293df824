from pathlib import Path

import pytest

from tests.app.aligning import MEDIA, WORDS, Room
from whisper_desktop.app.align import TextAligned
from whisper_desktop.app.align_to_files import (
    AlignedFile,
    AlignedWritten,
    FileAlignment,
    aligned_files,
    check_aligned_files,
    check_has_text,
)
from whisper_desktop.app.given_text import read_given
from whisper_desktop.app.request import MediaPart, RecognitionOptions
from whisper_desktop.app.subtitle_files import SubtitleFormat, read_subtitles
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import OutputExistsError, SubtitlesUnreadableError
from whisper_desktop.core.presets import NETFLIX
from whisper_desktop.core.recipe import Recipe

SRT, VTT, JSON = SubtitleFormat.SRT, SubtitleFormat.VTT, SubtitleFormat.JSON


def test_outputs_bear_the_name_of_the_text_and_never_replace_it() -> None:
    text = Path("a/talk.txt")
    assert aligned_files(text, None, [SRT, JSON, SRT]) == (
        AlignedFile(Path("a/talk.srt"), SRT),
        AlignedFile(Path("a/talk.json"), JSON),
    )
    subtitles = Path("a/talk.srt")
    assert aligned_files(subtitles, None, [SRT]) == (AlignedFile(Path("a/talk.aligned.srt"), SRT),)


def test_an_output_that_is_named_is_of_the_format_of_its_ending() -> None:
    assert aligned_files(Path("t.srt"), Path("b.vtt"), [SRT]) == (AlignedFile(Path("b.vtt"), VTT),)
    assert aligned_files(Path("t.srt"), Path("b.out"), [SRT]) == (AlignedFile(Path("b.out"), SRT),)


def test_an_output_that_is_there_is_found_before_the_work(tmp_path: Path) -> None:
    file = AlignedFile(tmp_path / "new" / "talk.srt", SRT)
    check_aligned_files(MEDIA, [file], overwrite=False)
    file.path.write_text("kept", encoding="utf-8")
    with pytest.raises(OutputExistsError):
        check_aligned_files(MEDIA, [file], overwrite=False)
    check_aligned_files(MEDIA, [file], overwrite=True)


def test_a_text_without_a_word_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(SubtitlesUnreadableError, match="no text"):
        check_has_text(path, read_given(path))


def test_a_text_becomes_subtitles_with_words_in_json(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("\n".join([*map(" ".join, (WORDS[:5], WORDS[5:9])), "qqqq"]), encoding="utf-8")
    files = aligned_files(path, None, [SRT, JSON])
    room = Room()
    options = RecognitionOptions(recipe=Recipe("en"))
    alignment = FileAlignment(MediaPart(MEDIA), read_given(path), options, files, overwrite=False)
    events = list(alignment.events(room.model(), room.engines, cancel=CancelToken()))
    assert isinstance(events[-2], TextAligned)
    assert events[-1] == AlignedWritten(tuple(file.path for file in files), (2,), 3)
    cues = read_subtitles(tmp_path / "talk.srt").cues
    assert [cue.start_ms for cue in cues[:2]] == pytest.approx([0, 5_000], abs=25)
    assert [cue.text for cue in cues] == [" ".join(WORDS[:5]), " ".join(WORDS[5:9]), "qqqq"]
    timed = read_subtitles(tmp_path / "talk.json").cues
    assert [word.text.strip() for word in timed[1].words] == list(WORDS[5:9])


def test_the_look_of_styled_subtitles_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    text = " ".join(WORDS[:5])
    body = f"WEBVTT\n\nSTYLE\n::cue {{}}\n\n00:09.000 --> 00:10.000 align:left\n<i>{text}</i>\n"
    path.write_text(body, encoding="utf-8")
    files = aligned_files(path, None, [VTT])
    room = Room()
    options = RecognitionOptions(recipe=Recipe("en"))
    alignment = FileAlignment(MediaPart(MEDIA), read_given(path), options, files, overwrite=True)
    list(alignment.events(room.model(), room.engines, cancel=CancelToken()))
    written = (tmp_path / "talk.aligned.vtt").read_text(encoding="utf-8")
    assert "::cue" in written
    assert "align:left" in written
    assert f"<i>{text}</i>" in written


def test_nothing_that_is_cut_for_reading_ends_behind_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(" ".join(WORDS), encoding="utf-8")
    files = aligned_files(path, None, [SRT])
    options = RecognitionOptions(recipe=Recipe("en"))
    part = MediaPart(MEDIA, end_ms=39_700)
    alignment = FileAlignment(
        part, read_given(path), options, files, overwrite=False, reading=NETFLIX
    )
    room = Room()
    list(alignment.events(room.model(), room.engines, cancel=CancelToken()))
    cues = read_subtitles(tmp_path / "talk.srt").cues
    assert len(cues) > 3
    assert 39_000 < cues[-1].end_ms <= 39_700
