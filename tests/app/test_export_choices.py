import json
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.export_choices import ExportChoices, choices_from, choices_of
from whisper_desktop.app.subtitle_files import SubtitleFile, SubtitleFormat

CHOICES = ExportChoices(
    Path("/films/talk.vtt"),
    SubtitleFormat.VTT,
    "cp1252",
    "\r\n",
    has_bom=True,
    fps=24.0,
    header=(("vtt.header", "NOTE x"),),
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
    assert (choices.options.encoding, choices.options.newline) == ("utf-16-le", "\r\n")
    assert choices.options.header == {"ass.header": "x"}
