import json
from pathlib import Path

import pytest

from whisper_desktop.app.request import MediaPart, RecognitionOptions, TranscriptionRequest
from whisper_desktop.app.transcript_collector import TranscriptCollector
from whisper_desktop.core.events import (
    Event,
    Finished,
    LanguageDetected,
    MemoryRanOut,
    ModelIdentity,
    NothingRecognised,
    Progress,
    ResumePoint,
    SegmentReady,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.core.segment import LeftOut, LeftOutReason, Segment
from whisper_desktop.formats import TranscriptFormat, render

MODEL = ModelIdentity("base", "", "cpu", "fp32")
FIRST, SECOND = Segment(0, 1_000, "a", "de"), Segment(1_000, 2_000, "b", "de")
RECIPE = Recipe(task=Task.TRANSLATE, hotwords="Äpfel")
REQUEST = TranscriptionRequest(
    MediaPart(Path("a/talk.mp3"), 2, 1_000, None), RecognitionOptions(recipe=RECIPE)
)
EVENTS: list[Event] = [
    Started(MODEL, 2_000),
    Progress(0, 2_000, 0.0, None),
    LanguageDetected("de", 0.9),
    SegmentReady(SECOND),
    WindowDone(ResumePoint(1_000)),
    SegmentReady(FIRST),
    Warned(NothingRecognised()),
]


def collect(events: list[Event]) -> TranscriptCollector:
    collector = TranscriptCollector(REQUEST)
    for event in events:
        collector.take(event)
    return collector


def test_what_is_known_midway_is_a_transcript_in_order() -> None:
    transcript = collect(EVENTS).transcript()
    assert transcript.segments == (FIRST, SECOND)
    assert (transcript.language, transcript.duration_ms) == ("de", 2_000)
    assert (transcript.media_name, transcript.model) == ("talk.mp3", MODEL)
    assert transcript.task is Task.TRANSLATE
    assert transcript.warnings == (NothingRecognised(),)
    assert not transcript.is_complete


def test_it_is_complete_when_the_work_finished() -> None:
    transcript = collect([*EVENTS, Finished((FIRST,), "nl")]).transcript()
    assert transcript.is_complete
    assert (transcript.segments, transcript.language) == ((FIRST,), "nl")


def test_the_model_is_the_one_that_did_the_last_of_the_work() -> None:
    smaller = ModelIdentity("base", "", "cpu", "int8")
    moved = Warned(MemoryRanOut("cpu in fp32", "cpu in int8", smaller))
    shrunk = Warned(MemoryRanOut("batch of 2", "batch of 1"))
    assert collect([*EVENTS, moved, shrunk]).transcript().model == smaller
    assert collect([*EVENTS, shrunk]).transcript().model == MODEL


def test_a_move_before_the_start_is_told_by_the_start() -> None:
    larger = ModelIdentity("base", "", "cuda", "fp32")
    moved = Warned(MemoryRanOut("cuda in fp32", "cpu in fp32", larger))
    assert collect([moved, *EVENTS]).transcript().model == MODEL
    with pytest.raises(ValueError, match="not started"):
        collect([moved]).transcript()


def test_the_settings_are_kept_as_json_holds_them() -> None:
    document = json.loads(render(collect(EVENTS).transcript(), TranscriptFormat.JSON))
    settings = document["settings"]
    assert settings["recipe"]["hotwords"] == "Äpfel"
    assert settings["recipe"]["language"] is None
    assert (settings["mode"], settings["audio_track"]) == ("sequential", 2)
    assert (settings["start_ms"], settings["end_ms"]) == (1_000, None)
    assert settings["fallback"]["temperatures"] == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def test_what_was_left_out_is_kept_in_order_of_time() -> None:
    late, early = (LeftOut(at, at + 100, "you", LeftOutReason.NO_SPEECH) for at in (9_000, 1_000))
    windows = [WindowDone(ResumePoint(10_000), left_out=(one,)) for one in (late, early)]
    assert collect([*EVENTS, *windows]).transcript().left_out == (early, late)


def test_nothing_is_worth_keeping_before_the_first_segment() -> None:
    assert not collect(EVENTS[:3]).has_segments
    assert collect(EVENTS[:4]).has_segments


def test_there_is_no_transcript_before_the_start() -> None:
    with pytest.raises(ValueError, match="not started"):
        collect([]).transcript()
