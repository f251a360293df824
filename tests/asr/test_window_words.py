"""When words are timed, and how they are dealt out to the pieces of a window."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.longform import SequentialWalk
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import (
    DefenceOptions,
    FallbackLimits,
    RecognitionOptions,
    SearchOptions,
    WordTimes,
)
from whisper_desktop.asr.window import Recording
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode
from whisper_desktop.core.segment import Segment

OPTIONS = RecognitionOptions(
    recipe=Recipe(language="en"),
    search=SearchOptions(max_new_tokens=30),
    fallback=FallbackLimits((0.0,), None, None, None),
    defence=DefenceOptions.off(),
)


def segments(
    engine: Engine, samples: NDArray[np.float32], options: RecognitionOptions = OPTIONS
) -> list[Segment]:
    recording = Recording(LogMel(samples, 80))
    walk = SequentialWalk(engine, recording, options, "en")
    return [one for window in walk.windows(CancelToken()) for one in window.segments]


def test_segments_begin_and_end_with_their_words_also_where_none_are_asked_for(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    for segment in segments(toy_engine, toy_speech):
        assert "".join(word.text for word in segment.words).strip() == segment.text
        assert segment.words[0].start_ms == segment.start_ms
        assert segment.words[-1].end_ms == segment.end_ms


@pytest.mark.parametrize(
    "options",
    [
        replace(OPTIONS, word_times=WordTimes.REFERENCE),
        replace(OPTIONS, recipe=Recipe(language="en", task=Task.TRANSLATE)),
        replace(OPTIONS, recipe=Recipe(language="en", timestamps=TimestampMode.NONE)),
    ],
)
def test_words_are_not_timed_where_they_tell_nothing(
    toy_engine: Engine, toy_speech: NDArray[np.float32], options: RecognitionOptions
) -> None:
    assert not any(segment.words for segment in segments(toy_engine, toy_speech, options))


def test_the_walk_is_the_same_whether_segments_are_timed_by_their_words_or_not(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    ours = segments(toy_engine, toy_speech)
    theirs = segments(toy_engine, toy_speech, replace(OPTIONS, word_times=WordTimes.REFERENCE))
    told = [segment.text for segment in theirs]
    assert [segment.text for segment in ours if segment.text in told] == told
