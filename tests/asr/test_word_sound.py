"""Word times our way: heads with their own lags, and pauses that belong to no word."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from whisper_desktop.asr.alignment_heads import (
    MEASURED_HEADS,
    OFFICIAL_HEADS,
    TimingHead,
    timing_heads_for,
)
from whisper_desktop.asr.dims import OFFICIAL_DIMS
from whisper_desktop.asr.engine import Engine, no_pauses
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.pauses import pauses_of_window, unspoken_in_window
from whisper_desktop.asr.word_timing import AlignedWord, AlignmentRequest, WordAligner
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

HEADS = (TimingHead(0, 1, True, 2), TimingHead(1, 0, False, -3), TimingHead(0, 1, False, 0))
TEXT = " the cat sat on the mat"


@pytest.fixture(scope="module")
def features(toy_engine: Engine, toy_speech: NDArray[np.float32]) -> torch.Tensor:
    return toy_engine.encode([LogMel(toy_speech, 80).window(0)])


def aligned(
    engine: Engine, features: torch.Tensor, text: str = TEXT, **request: object
) -> list[AlignedWord]:
    aligner = WordAligner(
        engine.model, engine.tokenizer, engine.alignment_heads, Task.TRANSCRIBE, HEADS
    )
    wanted = AlignmentRequest((tuple(engine.tokenizer.encode(text)),), "en", 1_500)
    return aligner.align(features, [replace(wanted, **request)])[0]  # type: ignore[arg-type]


def test_words_hold_all_tokens_in_rising_times_and_take_time(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    words = aligned(toy_engine, features)
    assert "".join(word.text for word in words) == TEXT
    times = [time for word in words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert all(word.start_s < word.end_s <= 15 for word in words)
    assert all(0 < word.probability < 1 for word in words)


def test_no_word_lies_in_a_pause(toy_engine: Engine, features: torch.Tensor) -> None:
    pause = TimeSpan(3_000, 12_000)
    words = aligned(toy_engine, features, pauses=(TimeSpan(0, 400), pause))
    inside = [word for word in words if 3.0 < (word.start_s + word.end_s) / 2 < 12.0]
    assert inside == []
    assert min(word.start_s for word in words) >= 0.4


def test_a_text_that_does_not_fit_is_timed_by_the_reference(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    words = aligned(toy_engine, features, n_frames=6)
    assert "".join(word.text for word in words) == TEXT
    assert all(0 <= word.start_s <= word.end_s <= 0.06 for word in words)


@pytest.mark.parametrize("name", sorted(MEASURED_HEADS))
def test_measured_heads_are_heads_of_their_model(name: str) -> None:
    dims = OFFICIAL_DIMS[name]
    heads = timing_heads_for(dims, OFFICIAL_HEADS[name])
    assert heads == MEASURED_HEADS[name]
    assert len(set(heads)) == len(heads)
    for head in heads:
        assert head.layer < dims.n_text_layer
        assert head.head < dims.n_text_head


def test_other_models_are_heard_by_the_heads_that_are_known() -> None:
    heads = timing_heads_for(OFFICIAL_DIMS["small"], OFFICIAL_HEADS["small"])
    assert tuple(head.pair for head in heads) == OFFICIAL_HEADS["small"]
    assert not any(head.hears_own or head.late_steps for head in heads)


class TestPauses:
    mel = LogMel(np.zeros(60 * 16_000, dtype=np.float32), 80)

    def test_they_are_counted_from_the_windows_start_and_end_with_it(
        self, toy_engine: Engine
    ) -> None:
        heard: list[int] = []

        def find(samples: NDArray[np.float32]) -> tuple[TimeSpan, ...]:
            heard.append(len(samples))
            spans = (0, 1_000), (4_500, 5_400), (7_000, 7_300), (14_000, 16_000), (18_000, 19_000)
            return tuple(TimeSpan(*span) for span in spans)

        engine = replace(toy_engine, find_pauses=find)
        found = pauses_of_window(engine, self.mel, 1_000, 1_000)
        assert heard == [20 * 16_000]
        assert found == (TimeSpan(0, 400), TimeSpan(2_000, 2_300), TimeSpan(9_000, 10_000))

    def test_without_a_recording_or_somebody_who_listens_there_are_none(
        self, toy_engine: Engine
    ) -> None:
        assert toy_engine.find_pauses is no_pauses
        assert pauses_of_window(toy_engine, self.mel, 0, 100) == ()
        assert pauses_of_window(toy_engine, None, 0, 100) == ()

    def test_where_surely_nobody_speaks_is_a_pause_too(self) -> None:
        spans = (TimeSpan(0, 11_000), TimeSpan(13_000, 19_000), TimeSpan(19_100, 40_000))
        speech = SpeechMap.known(spans, 60_000)
        assert unspoken_in_window(speech, 1_000, 3_000) == (TimeSpan(1_000, 3_000),)
        assert unspoken_in_window(speech, 1_000, 0) == ()
        assert unspoken_in_window(None, 1_000, 3_000) == ()
