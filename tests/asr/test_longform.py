"""The sequential walk: it gets to the end, can stop anywhere, and goes on as if it had not."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.longform import SequentialWalk, SequentialWindow
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import (
    FallbackLimits,
    RecognitionOptions,
    SearchOptions,
    WordTimes,
)
from whisper_desktop.asr.window import Recording
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.core.events import ResumePoint
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Segment

BELIEVE_ALL = FallbackLimits((0.0,), None, None, None)
OPTIONS = RecognitionOptions(
    recipe=Recipe(language="en"),
    search=SearchOptions(max_new_tokens=30),
    fallback=BELIEVE_ALL,
    word_times=WordTimes.REFERENCE,
)
OFFSET_MS = 5_000


def walk(
    engine: Engine,
    samples: NDArray[np.float32],
    options: RecognitionOptions = OPTIONS,
    resume: ResumePoint | None = None,
) -> list[SequentialWindow]:
    recording = Recording(LogMel(samples, 80), OFFSET_MS)
    walking = SequentialWalk(engine, recording, options, "en", resume)
    return list(walking.windows(CancelToken()))


def with_timestamps(mode: TimestampMode) -> RecognitionOptions:
    return replace(OPTIONS, recipe=replace(OPTIONS.recipe, timestamps=mode))


def segments_of(windows: list[SequentialWindow]) -> list[Segment]:
    return [segment for window in windows for segment in window.segments]


@pytest.mark.parametrize("mode", TimestampMode)
def test_windows_follow_one_another_to_the_end(
    toy_engine: Engine, toy_speech: NDArray[np.float32], mode: TimestampMode
) -> None:
    windows = walk(toy_engine, toy_speech, with_timestamps(mode))
    assert windows[0].window.start_frame == 0
    for earlier, later in pairwise(windows):
        assert later.window.start_ms + OFFSET_MS == earlier.resume.at_ms
        assert earlier.window.start_frame < later.window.start_frame
    assert windows[-1].resume.at_ms == OFFSET_MS + 70_000
    assert segments_of(windows)


def test_the_language_of_every_few_seconds_is_told_once(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    windows = walk(toy_engine, toy_speech, replace(OPTIONS, hears_languages=True))
    spoken = [one for window in windows for one in window.spoken]
    assert (spoken[0].start_ms, spoken[-1].end_ms) == (OFFSET_MS, OFFSET_MS + 70_000)
    assert all(earlier.end_ms == later.start_ms for earlier, later in pairwise(spoken))
    assert {one.language for one in spoken} <= {"en", "de", "ja"}
    plain = walk(toy_engine, toy_speech)
    assert not any(window.spoken for window in plain)
    assert segments_of(plain) == segments_of(windows)


@pytest.mark.parametrize("mode", [TimestampMode.SEGMENTS, TimestampMode.WORDS])
def test_stopping_and_going_on_changes_nothing(
    toy_engine: Engine, toy_speech: NDArray[np.float32], mode: TimestampMode
) -> None:
    options = with_timestamps(mode)
    whole = walk(toy_engine, toy_speech, options)
    assert len(whole) > 2
    for stop in range(len(whole)):
        rest = walk(toy_engine, toy_speech, options, whole[stop].resume)
        assert segments_of(rest) == segments_of(whole[stop + 1 :])


def test_segments_lie_on_the_medias_clock_and_within_it(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    for segment in segments_of(walk(toy_engine, toy_speech)):
        assert OFFSET_MS <= segment.start_ms < segment.end_ms <= OFFSET_MS + 70_000
        assert segment.text == segment.text.strip() != ""
        assert segment.evidence is not None
        assert segment.language == "en"


def test_words_make_up_the_text_of_their_segment(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    windows = walk(toy_engine, toy_speech, with_timestamps(TimestampMode.WORDS))
    for segment in segments_of(windows):
        assert "".join(word.text for word in segment.words).strip() == segment.text
        assert all(OFFSET_MS <= word.start_ms <= word.end_ms for word in segment.words)


def test_previous_text_is_told_unless_switched_off(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    told = walk(toy_engine, toy_speech)
    untold = walk(toy_engine, toy_speech, replace(OPTIONS, use_previous_text=False))
    assert any(window.resume.previous_tokens for window in told)
    assert not any(window.resume.previous_tokens for window in untold)


def test_text_that_was_sampled_hot_is_not_told_on(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    hot = replace(OPTIONS, fallback=replace(BELIEVE_ALL, temperatures=(0.6,)))
    assert not any(window.resume.previous_tokens for window in walk(toy_engine, toy_speech, hot))


def test_silence_is_skipped_whole(toy_engine: Engine, toy_speech: NDArray[np.float32]) -> None:
    deaf = FallbackLimits((0.0,), None, min_avg_logprob=0.0, max_no_speech_prob=-1.0)
    windows = walk(toy_engine, toy_speech, replace(OPTIONS, fallback=deaf))
    assert [window.window.start_frame for window in windows] == [0, 3_000, 6_000]
    assert segments_of(windows) == []


def test_the_forced_beginning_begins_the_first_window_only(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    windows = walk(toy_engine, toy_speech, replace(OPTIONS, prefix="the cat sat"))
    texts = [segment.text for segment in segments_of(windows)]
    assert texts[0].startswith("the cat sat")
    assert not any(text.startswith("the cat sat") for text in texts[1:])


def test_no_sound_is_no_windows(toy_engine: Engine) -> None:
    assert walk(toy_engine, np.zeros(100, dtype=np.float32)) == []


def test_a_cancelled_walk_has_given_what_was_finished(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    cancel = CancelToken()
    walking = SequentialWalk(toy_engine, Recording(LogMel(toy_speech, 80)), OPTIONS, "en").windows(
        cancel
    )
    assert next(walking).resume.at_ms > 0
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(walking)
