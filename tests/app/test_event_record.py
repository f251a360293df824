import json
import math
from typing import get_args

import pytest

from whisper_desktop.app.event_record import event_record
from whisper_desktop.core.events import (
    AudioDamaged,
    Event,
    Finished,
    LanguageDetected,
    ModelIdentity,
    Preparing,
    Progress,
    ResumePoint,
    SegmentReady,
    SpeechFound,
    Stage,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.segment import Evidence, Segment
from whisper_desktop.core.timecode import TimeSpan

SEGMENT = Segment(0, 1_000, "Grüße", "de", evidence=Evidence(-math.inf, 0.1, 1.0, 0.0))
EXPECTED: list[tuple[Event, dict[str, object]]] = [
    (
        Preparing(Stage.READING, 1, None),
        {"event": "preparing", "stage": "reading", "done_ms": 1, "total_ms": None},
    ),
    (
        Started(ModelIdentity("base", "ab", "cpu", "fp32", "why"), 5),
        {
            "event": "started",
            "model": {
                "name": "base",
                "sha256": "ab",
                "device": "cpu",
                "precision": "fp32",
                "reason": "why",
            },
            "total_ms": 5,
        },
    ),
    (
        LanguageDetected("de", 0.9, {"de": 0.9}),
        {
            "event": "language_detected",
            "language": "de",
            "probability": 0.9,
            "probabilities": {"de": 0.9},
        },
    ),
    (
        SpeechFound(0, 9_000, (TimeSpan(100, 2_000), TimeSpan(3_000, 8_000))),
        {
            "event": "speech_found",
            "start_ms": 0,
            "end_ms": 9_000,
            "spans": [{"start_ms": 100, "end_ms": 2_000}, {"start_ms": 3_000, "end_ms": 8_000}],
        },
    ),
    (
        SegmentReady(SEGMENT),
        {
            "event": "segment_ready",
            "segment": {
                "start_ms": 0,
                "end_ms": 1_000,
                "text": "Grüße",
                "language": "de",
                "task": "transcribe",
                "words": [],
                "evidence": {
                    "avg_logprob": None,
                    "no_speech_prob": 0.1,
                    "compression_ratio": 1.0,
                    "temperature": 0.0,
                    "speech_share": None,
                    "mean_word_prob": None,
                    "min_word_prob": None,
                    "words_per_s": None,
                    "defences": [],
                    "is_reviewed": False,
                },
            },
        },
    ),
    (
        Progress(1, 2, 0.5, None),
        {
            "event": "progress",
            "done_ms": 1,
            "total_ms": 2,
            "elapsed_s": 0.5,
            "remaining_s": None,
        },
    ),
    (
        Warned(AudioDamaged(1, 2, "why")),
        {"event": "warned", "kind": "audio_damaged", "start_ms": 1, "end_ms": 2, "reason": "why"},
    ),
    (
        Finished((SEGMENT,), "de"),
        {"event": "finished", "language": "de", "segment_count": 1},
    ),
]


@pytest.mark.parametrize(("event", "record"), EXPECTED)
def test_an_event_is_written_as_documented(event: Event, record: dict[str, object]) -> None:
    assert json.loads(json.dumps(event_record(event), allow_nan=False)) == record


def test_inner_matters_are_left_out() -> None:
    assert event_record(WindowDone(ResumePoint(0))) is None


def test_every_event_is_known() -> None:
    kinds = {type(event) for event, _ in EXPECTED} | {WindowDone}
    assert kinds == set(get_args(Event))
