"""Both walks go over to another language where it begins, and back, and go on after a stop."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.batched import BatchedWalk
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.language_follower import LanguageFollower, LanguagePart
from whisper_desktop.asr.language_track import LanguageTrack
from whisper_desktop.asr.longform import SequentialWalk
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import FallbackLimits, RecognitionOptions, SearchOptions
from whisper_desktop.asr.window import AudioWindow, Recording
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import ResumePoint, SegmentReady, WindowDone
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Defence, Segment
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

OPTIONS = RecognitionOptions(
    recipe=Recipe(),
    search=SearchOptions(max_new_tokens=20),
    fallback=FallbackLimits((0.0,), None, None, None),
    batch_size=2,
)
GERMAN_FROM, GERMAN_TO = 1_200, 4_100
"""Frames in which the recording is in another language."""


class Scripted(LanguageFollower):
    """Hears German in the middle of English."""

    is_sure = True

    def parts(
        self,
        track: LanguageTrack,
        window: AudioWindow,
        audio: Sequence[KeyValue],
        cancel: CancelToken,
    ) -> tuple[LanguagePart, ...]:
        assert all(keys.shape[0] == 1 for keys, _ in audio)
        cuts = [at for at in (GERMAN_FROM, GERMAN_TO) if window.start_frame < at < window.end_frame]
        edges = [window.start_frame, *cuts, window.end_frame]
        return tuple(
            LanguagePart(
                AudioWindow(start, end - start), "de" if GERMAN_FROM <= start < GERMAN_TO else "en"
            )
            for start, end in pairwise(edges)
        )

    def likelier(
        self,
        window: AudioWindow,
        claimed: str,
        before: str,
        audio: Sequence[KeyValue],
        cancel: CancelToken,
    ) -> str:
        return claimed if self.is_sure else before


Told = list[tuple[list[Segment], ResumePoint]]


class Walk(Protocol):
    """A walk with such a follower, from the start or from where it goes on."""

    def __call__(
        self,
        engine: Engine,
        samples: NDArray[np.float32],
        resume: ResumePoint | None,
        *,
        is_sure: bool,
    ) -> Told: ...


def sequential(
    engine: Engine, samples: NDArray[np.float32], resume: ResumePoint | None, *, is_sure: bool
) -> Told:
    recording = Recording(LogMel(samples, 80))
    language = (resume.language if resume else None) or "en"
    walk = SequentialWalk(engine, recording, OPTIONS, language, resume)
    walk._follower = Scripted(engine, recording.mel, None)
    walk._follower.is_sure = is_sure
    return [(list(one.segments), one.resume) for one in walk.windows(CancelToken())]


def batched(
    engine: Engine, samples: NDArray[np.float32], resume: ResumePoint | None, *, is_sure: bool
) -> Told:
    spans = [TimeSpan(at_ms, at_ms + 9_500) for at_ms in range(0, 70_000, 10_000)]
    return in_batches(engine, samples, spans, resume, is_sure=is_sure)


def in_batches(
    engine: Engine,
    samples: NDArray[np.float32],
    spans: Sequence[TimeSpan],
    resume: ResumePoint | None = None,
    *,
    is_sure: bool = True,
) -> Told:
    """Return what is told where speech is; without pauses, windows overlap."""
    recording = Recording(LogMel(samples, 80))
    speech = SpeechMap.known(spans, 70_000)
    language = (resume.language if resume else None) or "en"
    walk = BatchedWalk(engine, recording, OPTIONS, language, speech, resume)
    walk._follower = Scripted(engine, recording.mel, speech)
    walk._follower.is_sure = is_sure
    told: Told = []
    segments: list[Segment] = []
    for event in walk.events(CancelToken()):
        if isinstance(event, SegmentReady):
            segments.append(event.segment)
        elif isinstance(event, WindowDone):
            told.append((segments, event.resume))
            segments = []
    return told


def rows_of(told: Told) -> list[tuple[int, int, str, str]]:
    """Return what there is to see of the segments."""
    segments = [segment for group, _ in told for segment in group]
    return [(one.start_ms, one.end_ms, one.text, one.language) for one in segments]


WALKS = pytest.mark.parametrize("walk", [sequential, batched])


@WALKS
def test_rows_are_in_the_language_of_their_place(
    toy_engine: Engine, toy_speech: NDArray[np.float32], walk: Walk
) -> None:
    told = walk(toy_engine, toy_speech, None, is_sure=True)
    segments = [segment for group, _ in told for segment in group]
    assert {segment.language for segment in segments} == {"en", "de"}
    for segment in segments:
        middle = (segment.start_ms + segment.end_ms) // 20
        assert segment.language == ("de" if GERMAN_FROM <= middle < GERMAN_TO else "en")
    assert dict(told[-1][1].spoken_ms).keys() == {"en", "de"}
    assert told[-1][1].usual_language == "en"
    changed = [
        group[0].language
        for group, _ in told
        if group and group[0].evidence and Defence.OTHER_LANGUAGE in group[0].evidence.defences
    ]
    # Of the first window in English again, one of the walks makes no rows.
    assert changed in (["de", "en"], ["de"])


@WALKS
def test_what_does_not_sound_so_by_itself_stays_in_the_language_before(
    toy_engine: Engine, toy_speech: NDArray[np.float32], walk: Walk
) -> None:
    told = walk(toy_engine, toy_speech, None, is_sure=False)
    if walk is batched:
        assert {segment.language for group, _ in told for segment in group} == {"en"}
    assert told


@WALKS
def test_stopping_and_going_on_changes_nothing(
    toy_engine: Engine, toy_speech: NDArray[np.float32], walk: Walk
) -> None:
    whole = walk(toy_engine, toy_speech, None, is_sure=True)
    assert len(whole) >= 3
    for stop in range(len(whole) - 1):
        rest = walk(toy_engine, toy_speech, whole[stop][1], is_sure=True)
        assert rows_of(rest) == rows_of(whole[stop + 1 :])
        assert rest[-1][1] == whole[-1][1]


@pytest.mark.parametrize("german", [(1_200, 4_100), (7_000, 8_000)])
def test_nothing_counts_twice_where_windows_overlap(
    toy_engine: Engine,
    toy_speech: NDArray[np.float32],
    german: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, frame in zip(("GERMAN_FROM", "GERMAN_TO"), german, strict=True):
        monkeypatch.setitem(globals(), name, frame)
    spans = [TimeSpan(0, 69_900)]
    whole = in_batches(toy_engine, toy_speech, spans)
    assert sum(duration_ms for _, duration_ms in whole[-1][1].spoken_ms) == 69_900
    for stop in range(len(whole) - 1):
        rest = in_batches(toy_engine, toy_speech, spans, whole[stop][1])
        assert rows_of(rest) == rows_of(whole[stop + 1 :])
        assert rest[-1][1] == whole[-1][1]


@WALKS
def test_a_language_that_was_given_is_kept(
    toy_engine: Engine, toy_speech: NDArray[np.float32], walk: Walk
) -> None:
    options = replace(OPTIONS, recipe=Recipe(language="ja"))
    recording = Recording(LogMel(toy_speech, 80))
    if walk is sequential:
        assert SequentialWalk(toy_engine, recording, options, "ja")._follower is None
        return
    speech = SpeechMap.known([TimeSpan(0, 20_000)], 70_000)
    followed = BatchedWalk(toy_engine, recording, options, "ja", speech)
    assert followed._follower is None
    done = [event for event in followed.events(CancelToken()) if isinstance(event, WindowDone)]
    assert done[-1].resume.spoken_ms == ()
    assert done[-1].resume.language == "ja"
