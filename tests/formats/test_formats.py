import json

import pytest

from whisper_desktop.core.events import ModelIdentity
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.formats import WRITERS, TranscriptFormat, render
from whisper_desktop.formats.transcript import Transcript

TRANSCRIPT = Transcript(
    media_name="talk.mp3",
    segments=(Segment(1_000, 2_000, "Hello", "en"),),
    duration_ms=2_000,
    language="en",
    task=Task.TRANSCRIBE,
    model=ModelIdentity("base", "", "cpu", "fp32"),
)


def test_every_format_has_a_writer() -> None:
    assert set(WRITERS) == set(TranscriptFormat)


@pytest.mark.parametrize(
    ("wanted", "start"),
    [
        (TranscriptFormat.SRT, "1\n00:00:01,000"),
        (TranscriptFormat.VTT, "WEBVTT\n"),
        (TranscriptFormat.TXT, "Hello\n"),
        (TranscriptFormat.TSV, "start\tend\ttext\n1000\t2000\tHello\n"),
    ],
)
def test_a_format_is_written_as_itself(wanted: TranscriptFormat, start: str) -> None:
    assert render(TRANSCRIPT, wanted).startswith(start)


def test_json_is_written_as_itself() -> None:
    assert json.loads(render(TRANSCRIPT, TranscriptFormat.JSON))["media"] == "talk.mp3"
