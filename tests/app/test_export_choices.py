import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.export_choices import (
    ExportChoices,
    FileSeen,
    Replacing,
    choices_from,
    choices_of,
)
from whisper_desktop.app.file_stamp import FileStamp, stamp_of
from whisper_desktop.app.subtitle_files import (
    ReadProblem,
    ReadReason,
    SubtitleFile,
    SubtitleFormat,
    Track,
)

CHOICES = ExportChoices(
    Path("/films/talk.vtt"),
    SubtitleFormat.VTT,
    "cp1252",
    "\r\n",
    has_bom=True,
    fps=24.0,
    header=(("vtt.header", "NOTE x"),),
    seen=FileSeen(FileStamp(7, 9), is_own=True),
    track=Track.TEXT_FIRST,
)


def test_choices_survive_json() -> None:
    assert choices_from(json.loads(json.dumps(CHOICES.to_data()))) == CHOICES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "pink"),
        ("encoding", "klingon"),
        ("newline", "x"),
        ("fps", "many"),
        ("fps", 0),
        ("header", []),
        ("path", 7),
        ("seen", {}),
        ("track", "both"),
    ],
)
def test_choices_that_make_no_sense_are_none(name: str, value: Any) -> None:
    assert choices_from(CHOICES.to_data() | {name: value}) is None


@pytest.mark.parametrize("data", [None, [], "talk.srt", {}])
def test_anything_else_is_none(data: object) -> None:
    assert choices_from(data) is None


def test_a_file_is_written_as_it_was_read() -> None:
    file = SubtitleFile(
        (), SubtitleFormat.ASS, "utf-16-le", True, "\r\n", header={"ass.header": "x"}
    )
    choices = choices_of(Path("a.ass"), file)
    assert choices.options.bom
    assert CHOICES.options.track is Track.TEXT_FIRST
    assert (choices.options.encoding, choices.options.newline) == ("utf-16-le", "\r\n")
    assert choices.options.header == {"ass.header": "x"}


def test_choices_of_before_anything_was_kept_of_the_file_know_nothing_of_it() -> None:
    data = CHOICES.to_data()
    del data["seen"]
    choices = choices_from(data)
    assert choices is not None
    assert choices.seen == FileSeen()


def test_what_is_known_of_a_file_says_nothing_of_another() -> None:
    assert CHOICES.for_path(CHOICES.path) == CHOICES
    assert CHOICES.for_path(Path("/films/other.vtt")).seen == FileSeen()


def test_replacing_loses_nothing_of_what_this_document_wrote(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("one", encoding="utf-8")
    assert ExportChoices(path).replacing is Replacing.EXISTING
    own = ExportChoices(path).written()
    before = own.replacing
    path.write_text("three", encoding="utf-8")
    assert (before, own.replacing) == (Replacing.NOTHING_LOST, Replacing.CHANGED)


@pytest.mark.parametrize(
    ("reason", "replacing"),
    [(ReadReason.BAD_TIME, Replacing.UNREAD), (ReadReason.NEGATIVE_TIME, Replacing.OPENED)],
)
def test_replacing_a_file_that_was_read_loses_what_could_not_be(
    tmp_path: Path, reason: ReadReason, replacing: Replacing
) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("one", encoding="utf-8")
    problems = (ReadProblem(1, "one", reason),)
    file = SubtitleFile(
        (), SubtitleFormat.SRT, "utf-8", False, problems=problems, stamp=stamp_of(path)
    )
    assert choices_of(path, file).replacing is replacing


def test_choices_of_before_there_were_tracks_are_the_text() -> None:
    data = CHOICES.to_data()
    del data["track"]
    assert choices_from(data) == replace(CHOICES, track=Track.TEXT)
