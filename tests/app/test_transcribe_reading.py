"""Rows that are cut for reading as they are recognised, also by work that was killed."""

import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ResolvedModel
from whisper_desktop.app.request import MediaPart, RecognitionOptions, TranscriptionRequest
from whisper_desktop.app.run_record import RunRecord, run_from_data
from whisper_desktop.app.transcribe import transcribe
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.core.events import (
    AudioDamaged,
    Event,
    Finished,
    Preparing,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    WindowDone,
)
from whisper_desktop.core.presets import NETFLIX, Preset
from whisper_desktop.core.reading_cues.stream import cut_segments
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

WINDOW_MS, N_WINDOWS, WORD_MS = 10_000, 4, 400
SAID = """
It was late when the train from New York arrived, and nobody was at the station. We had to walk
through the snow for 3 000 metres. The house was dark. Then somebody opened the door, and Mrs.
Brown, who had waited for us since five, said that the soup was cold by now. We ate it all the
same, for we had had nothing since the morning. Nobody said a word until the lamp went out, and
then everybody spoke at once about the journey, the weather and the price of bread.
"""
TEXT = SAID.split()
WORDS = [
    Word(at * WORD_MS, at * WORD_MS + WORD_MS, f" {text}", 0.9) for at, text in enumerate(TEXT)
]
DURATION_MS = N_WINDOWS * WINDOW_MS


class TalkingRecognizer:
    """Says a text, in segments that end where the windows do."""

    sha256 = "ab12"
    language_codes = ("en",)
    detect_language: Any = None
    placer: Any = None

    def recognize(
        self,
        samples: object,
        options: RecognitionOptions,
        *,
        start_ms: int = 0,
        speech: object = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        at_ms = resume.at_ms if resume else start_ms
        while at_ms < DURATION_MS:
            words = tuple(w for w in WORDS if at_ms <= w.start_ms < at_ms + WINDOW_MS)
            text = "".join(word.text for word in words)
            yield SegmentReady(
                Segment(words[0].start_ms, words[-1].end_ms, text, "en", words=words)
            )
            at_ms += WINDOW_MS
            yield WindowDone(ResumePoint(at_ms, "en"))
            if cancel.is_cancelled:
                raise Cancelled


def _audio(
    part: MediaPart, on_damage: Callable[[AudioDamaged], None], cancel: CancelToken
) -> Generator[Preparing, None, Pcm]:
    yield from ()
    # Sound all over, so that no word is moved away from silence.
    noise = np.random.default_rng(1).normal(0, 0.1, DURATION_MS * 16)
    return Pcm(noise.astype(np.float32), 0)


def _no_speech(samples: object, cancel: CancelToken) -> Any:
    raise AssertionError("the ear is to listen")


def _ear(samples: object, cancel: CancelToken) -> SpeechMap:
    return SpeechMap.known([TimeSpan(0, DURATION_MS)], DURATION_MS)


def _choose(device: str, precision: str, needed_bytes: int = 0) -> Any:
    return SimpleNamespace(device="cpu", precision="fp32", reason="")


def events(
    reading: Preset | None,
    resume: ResumePoint | None = None,
    mode: TimestampMode = TimestampMode.WORDS,
    cancel: CancelToken | None = None,
) -> Iterator[Event]:
    options = RecognitionOptions(Recipe("en", timestamps=mode))
    request = TranscriptionRequest(MediaPart(Path("talk.mp3")), options, reading)
    engines = Engines(_audio, _no_speech, _ear, _choose, tuple, lambda *_: TalkingRecognizer())
    catalogue = official_catalogue()
    resolved = ResolvedModel("base", Path("weights"), "", catalogue.find("base"))
    model = LoadedModel(resolved, _choose("cpu", "fp32"), engines, catalogue)
    return transcribe(request, model, engines, cancel=cancel or CancelToken(), resume=resume)


def announced(found: list[Event]) -> list[Segment]:
    return [event.segment for event in found if isinstance(event, SegmentReady)]


def test_rows_do_not_end_where_windows_do() -> None:
    recognised, cut = (announced(list(events(reading))) for reading in (None, NETFLIX))
    assert len(recognised) == N_WINDOWS
    assert tuple(cut) == cut_segments(recognised, NETFLIX, DURATION_MS)
    assert [word for one in cut for word in one.text.split()] == TEXT
    assert [word.text for one in cut for word in one.words] == [
        word.text for one in recognised for word in one.words
    ]
    assert max(len(line) for one in cut for line in one.text.split("\n")) <= 42


def test_killed_after_every_window_the_rows_are_the_same() -> None:
    whole = announced(list(events(NETFLIX)))
    kept: list[Segment] = []
    resume: ResumePoint | None = None
    for _ in range(N_WINDOWS + 1):
        for event in events(NETFLIX, resume):
            if isinstance(event, SegmentReady):
                kept.append(event.segment)
            if isinstance(event, WindowDone):
                # As a project keeps it.
                record = RunRecord("a", Recipe("en"), resume=event.resume, reading=NETFLIX)
                again = run_from_data(json.loads(json.dumps(record.to_data())))
                assert again == record
                resume = event.resume
                break
    assert kept == whole
    rest = list(events(NETFLIX, resume))
    assert rest[-1] == Finished(tuple(announced(rest)), "en")


def test_what_waits_is_told_when_the_work_is_stopped() -> None:
    cancel = CancelToken()
    found: list[Event] = []

    def follow() -> None:
        for event in events(NETFLIX, cancel=cancel):
            found.append(event)
            if isinstance(event, WindowDone):
                cancel.cancel()

    with pytest.raises(Cancelled):
        follow()
    said = " ".join(" ".join(one.text.split()) for one in announced(found))
    assert said.split() == TEXT[: WINDOW_MS // WORD_MS]


def test_words_that_nobody_asked_for_are_dropped_after_the_cut() -> None:
    with_words, without = (
        announced(list(events(NETFLIX, mode=mode)))
        for mode in (TimestampMode.WORDS, TimestampMode.SEGMENTS)
    )
    assert without == [replace(one, words=()) for one in with_words]


def test_a_run_without_what_came_later_is_read() -> None:
    record = RunRecord("a", Recipe("en"), resume=ResumePoint(5_000, "en"))
    data = record.to_data()
    del data["reading"]
    del data["resume"]["unfinished"]
    assert run_from_data(data) == record
    assert run_from_data(record.to_data() | {"reading": {"max_lines": 0}}) is None
    assert record.request(Path("talk.mp4")).reading is None
    assert replace(record, reading=NETFLIX).request(Path("talk.mp4")).reading == NETFLIX
