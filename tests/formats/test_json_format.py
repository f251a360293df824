import json
import math
from dataclasses import replace
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.events import (
    AudioDamaged,
    Concern,
    MemoryRanOut,
    ModelIdentity,
    NothingRecognised,
)
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Defence, Evidence, LeftOut, LeftOutReason, Segment, Word
from whisper_desktop.formats.json_format import concern_record, write_json
from whisper_desktop.formats.transcript import Transcript

TRANSCRIPT = Transcript(
    media_name="Gespräch.mp3",
    segments=(
        Segment(
            60_000,
            61_500,
            "Grüß Gott",
            "de",
            words=(Word(60_000, 60_700, " Grüß", 0.987654321), Word(60_700, 61_500, " Gott", 1.0)),
            evidence=Evidence(
                -0.25,
                0.01,
                1.1,
                0.0,
                speech_share=0.75,
                mean_word_prob=0.993827161,
                min_word_prob=0.987654321,
                defences=(Defence.HOTTER, Defence.LOOP_CUT),
                is_reviewed=True,
            ),
        ),
        Segment(62_000, 63_000, "Hello", "en", task=Task.TRANSLATE),
    ),
    duration_ms=30_000,
    language="de",
    task=Task.TRANSCRIBE,
    model=ModelIdentity("base", "ab12", "cpu", "fp32", "no GPU was found"),
    settings={"mode": "sequential", "search": {"beam_size": 5, "suppress_tokens": (1, 2)}},
    left_out=(LeftOut(9_000, 9_400, "you", LeftOutReason.NO_SPEECH),),
    warnings=(
        AudioDamaged(10, 20, "the packet is corrupt"),
        MemoryRanOut("a", "b"),
        MemoryRanOut("b", "c", ModelIdentity("base", "", "cpu", "int8")),
    ),
)


DOCUMENT = {
    "format": "whisper-desktop-transcript",
    "version": 1,
    "media": "Gespräch.mp3",
    "duration_ms": 30_000,
    "is_complete": True,
    "language": "de",
    "task": "transcribe",
    "model": {
        "name": "base",
        "sha256": "ab12",
        "device": "cpu",
        "precision": "fp32",
        "reason": "no GPU was found",
    },
    "settings": {"mode": "sequential", "search": {"beam_size": 5, "suppress_tokens": [1, 2]}},
    "segments": [
        {
            "id": 1,
            "start_ms": 60_000,
            "end_ms": 61_500,
            "text": "Grüß Gott",
            "language": "de",
            "task": "transcribe",
            "words": [
                {
                    "start_ms": 60_000,
                    "end_ms": 60_700,
                    "text": " Grüß",
                    "probability": 0.987654,
                },
                {"start_ms": 60_700, "end_ms": 61_500, "text": " Gott", "probability": 1.0},
            ],
            "evidence": {
                "avg_logprob": -0.25,
                "no_speech_prob": 0.01,
                "compression_ratio": 1.1,
                "temperature": 0.0,
                "speech_share": 0.75,
                "mean_word_prob": 0.993827,
                "min_word_prob": 0.987654,
                "words_per_s": None,
                "defences": ["hotter", "loop-cut"],
                "is_reviewed": True,
            },
        },
        {
            "id": 2,
            "start_ms": 62_000,
            "end_ms": 63_000,
            "text": "Hello",
            "language": "en",
            "task": "translate",
            "words": [],
            "evidence": None,
        },
    ],
    "left_out": [{"start_ms": 9000, "end_ms": 9400, "text": "you", "reason": "no-speech"}],
    "warnings": [
        {
            "kind": "audio_damaged",
            "start_ms": 10,
            "end_ms": 20,
            "reason": "the packet is corrupt",
        },
        {"kind": "memory_ran_out", "before": "a", "after": "b", "model": None},
        {
            "kind": "memory_ran_out",
            "before": "b",
            "after": "c",
            "model": {
                "name": "base",
                "sha256": "",
                "device": "cpu",
                "precision": "int8",
                "reason": "",
            },
        },
    ],
}


def test_everything_that_is_known_is_written() -> None:
    assert json.loads(write_json(TRANSCRIPT)) == DOCUMENT


def test_letters_stay_readable() -> None:
    assert "Grüß" in write_json(TRANSCRIPT)


def test_numbers_that_json_cannot_hold_become_null() -> None:
    evidence = Evidence(-math.inf, math.nan, math.inf, 0.0, words_per_s=math.inf)
    unlikely = replace(TRANSCRIPT, segments=(Segment(0, 1, "a", "en", evidence=evidence),))
    written = json.loads(write_json(unlikely), parse_constant=refuse)
    assert written["segments"][0]["evidence"] == {
        "avg_logprob": None,
        "no_speech_prob": None,
        "compression_ratio": None,
        "temperature": 0.0,
        "speech_share": None,
        "mean_word_prob": None,
        "min_word_prob": None,
        "words_per_s": None,
        "defences": [],
        "is_reviewed": False,
    }


def refuse(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_read_back_unchanged(text: str) -> None:
    told = replace(TRANSCRIPT, segments=(Segment(0, 1, text, "en"),))
    assert json.loads(write_json(told))["segments"][0]["text"] == text


def test_every_kind_of_warning_has_a_name() -> None:
    examples: dict[type[Concern], Concern] = {
        AudioDamaged: AudioDamaged(0, 1, "why"),
        MemoryRanOut: MemoryRanOut("a", "b"),
        NothingRecognised: NothingRecognised(),
    }
    assert set(examples) == set(get_args(Concern))
    kinds = {concern_record(concern)["kind"] for concern in examples.values()}
    assert len(kinds) == len(examples)
