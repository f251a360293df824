"""Batched windows: order, batches, memory, overlaps, resuming."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.batched import BatchedWalk
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.model import DecoderState
from whisper_desktop.asr.options import (
    DefenceOptions,
    FallbackLimits,
    LongFormMode,
    RecognitionOptions,
    SearchOptions,
    WordTimes,
)
from whisper_desktop.asr.timestamps import TimedTokens
from whisper_desktop.asr.window import AudioWindow, Recording, WindowReader
from whisper_desktop.asr.word_cleanup import TimedWords
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, InsufficientMemoryError
from whisper_desktop.core.events import (
    MemoryRanOut,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    Warned,
    WindowDone,
)
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

OPTIONS = RecognitionOptions(
    recipe=Recipe(language="en"),
    mode=LongFormMode.BATCHED,
    search=SearchOptions(max_new_tokens=30),
    fallback=FallbackLimits((0.0,), None, None, None),
    batch_size=2,
    word_times=WordTimes.REFERENCE,
    # The text of a network that was never trained is no text.
    defence=replace(DefenceOptions(), drops_phantoms=False),
)
SPANS = (TimeSpan(1_000, 20_000), TimeSpan(27_000, 40_000), TimeSpan(48_000, 60_000))
"""Too far apart to share windows: three windows."""
WITHOUT_PAUSE = (TimeSpan(0, 70_000),)
OFFSET_MS = 7_000


def known(spans: Sequence[TimeSpan]) -> SpeechMap:
    return SpeechMap.known(spans, 70_000)


def events(
    engine: Engine,
    samples: NDArray[np.float32],
    options: RecognitionOptions = OPTIONS,
    spans: Sequence[TimeSpan] = SPANS,
    resume: ResumePoint | None = None,
) -> list[RecognitionEvent]:
    recording = Recording(LogMel(samples, 80), OFFSET_MS)
    walk = BatchedWalk(engine, recording, options, "en", known(spans), resume)
    return list(walk.events(CancelToken()))


def segments_of(found: Sequence[RecognitionEvent]) -> list[Segment]:
    return [event.segment for event in found if isinstance(event, SegmentReady)]


def subtitles_of(found: Sequence[RecognitionEvent]) -> list[tuple[int, int, str]]:
    """Leave out the evidence: batches of other sizes round it otherwise."""
    return [(segment.start_ms, segment.end_ms, segment.text) for segment in segments_of(found)]


@pytest.mark.parametrize("mode", TimestampMode)
def test_the_size_of_the_batch_changes_nothing(
    toy_engine: Engine, toy_speech: NDArray[np.float32], mode: TimestampMode
) -> None:
    recipe = Recipe(language="en", timestamps=mode)
    texts = [
        subtitles_of(
            events(toy_engine, toy_speech, replace(OPTIONS, recipe=recipe, batch_size=size))
        )
        for size in (1, 2, 8)
    ]
    assert texts[0] == texts[1] == texts[2] != []


def test_segments_come_in_order_within_the_spoken_stretches(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    found = segments_of(events(toy_engine, toy_speech))
    starts = [segment.start_ms for segment in found]
    assert starts == sorted(starts)
    for segment in found:
        assert any(
            span.start_ms
            <= segment.start_ms - OFFSET_MS
            < segment.end_ms - OFFSET_MS
            <= span.end_ms
            for span in SPANS
        )


@pytest.mark.parametrize("mode", TimestampMode)
@pytest.mark.parametrize("spans", [SPANS, WITHOUT_PAUSE], ids=["apart", "without a pause"])
def test_going_on_from_a_resume_point_adds_just_what_is_missing(
    toy_engine: Engine,
    toy_speech: NDArray[np.float32],
    spans: tuple[TimeSpan, ...],
    mode: TimestampMode,
) -> None:
    options = replace(OPTIONS, recipe=Recipe(language="en", timestamps=mode))
    found = events(toy_engine, toy_speech, options, spans)
    for index, event in enumerate(found):
        if isinstance(event, WindowDone):
            rest = events(toy_engine, toy_speech, options, spans, event.resume)
            assert subtitles_of(rest) == subtitles_of(found[index:])
    assert isinstance(found[-1], WindowDone)
    assert found[-1].resume.at_ms == OFFSET_MS + 70_000


def test_windows_apart_are_told_as_soon_as_they_are_read(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    found = events(toy_engine, toy_speech)
    first_done = next(i for i, event in enumerate(found) if isinstance(event, WindowDone))
    told = segments_of(found[:first_done])
    assert told
    assert all(segment.end_ms <= OFFSET_MS + SPANS[0].end_ms for segment in told)


def test_no_speech_is_nothing_but_an_end(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    found = events(toy_engine, toy_speech, spans=())
    assert [type(event) for event in found] == [WindowDone]


def test_speech_without_a_pause_is_read_in_overlapping_windows(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    found = events(toy_engine, toy_speech, spans=WITHOUT_PAUSE)
    assert sum(isinstance(event, WindowDone) for event in found) == 3
    segments = segments_of(found)
    for earlier, later in pairwise(segments):
        assert earlier.end_ms <= later.start_ms


class Scripted(WindowReader):
    """Says what it is told to, look by look: tokens, and whether the text came to its end."""

    def __init__(self, engine: Engine, looks: Sequence[tuple[list[int], bool]]) -> None:
        super().__init__(engine, OPTIONS)
        self._looks = list(looks)

    def decode(
        self,
        features: torch.Tensor,
        prompts: Sequence[WindowPrompt],
        cancel: CancelToken,
        *,
        audio: list[KeyValue] | None = None,
    ) -> list[DecodedWindow]:
        assert len(features) == len(prompts) == 1
        tokens, is_complete = self._looks.pop(0)
        return [DecodedWindow(tuple(tokens), "", is_complete, -0.1, 0.0, 1.0, 0.0)]


def looked_at(
    engine: Engine, samples: NDArray[np.float32], looks: Sequence[tuple[list[int], bool]]
) -> list[tuple[int, int, str]]:
    """Read one window of 24 s of speech."""
    recording = Recording(LogMel(samples, 80))
    walk = BatchedWalk(engine, recording, OPTIONS, "en", known([TimeSpan(0, 24_000)]))
    walk._reader = Scripted(engine, looks)
    walk._maker = replace(walk._maker, reader=walk._reader)
    found = subtitles_of(list(walk.events(CancelToken())))
    assert walk._reader._looks == []
    return found


def stamps_of(engine: Engine) -> Callable[[int], int]:
    """Return what makes the token of a second in the window."""
    return lambda seconds: engine.tokenizer.timestamp_begin + 50 * seconds


def test_a_text_that_the_length_limit_cut_off_is_read_again_from_there(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    encode, at = toy_engine.tokenizer.encode, stamps_of(toy_engine)
    first = [at(0), *encode(" the cat"), at(6), at(6), *encode(" sat")]
    second = [at(0), *encode(" sat on"), at(18)]
    assert looked_at(toy_engine, toy_speech, [(first, False), (second, True)]) == [
        (0, 6_000, "the cat"),
        (6_000, 24_000, "sat on"),
    ]


def test_a_text_that_only_lacks_its_last_timestamp_lasts_to_the_windows_end(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    encode, at = toy_engine.tokenizer.encode, stamps_of(toy_engine)
    tokens = [at(0), *encode(" the cat"), at(6), at(6), *encode(" sat")]
    assert looked_at(toy_engine, toy_speech, [(tokens, True)]) == [
        (0, 6_000, "the cat"),
        (6_000, 24_000, "sat"),
    ]


def test_speech_after_the_text_is_looked_at_until_none_is_left(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    encode, at = toy_engine.tokenizer.encode, stamps_of(toy_engine)
    look = ([at(0), *encode(" dog"), at(5)], True)
    assert looked_at(toy_engine, toy_speech, [look] * 5) == [
        (start_ms, min(start_ms + 5_000, 24_000), "dog") for start_ms in range(0, 24_000, 5_000)
    ]


@pytest.mark.parametrize(
    ("word_end_s", "looks"),
    [
        (12.0, [(0, 12_000, "the cat"), (12_000, 24_000, "sat on")]),
        (23.5, [(0, 23_500, "the cat")]),
    ],
)
def test_what_was_said_after_its_timestamp_is_not_read_again(
    toy_engine: Engine,
    toy_speech: NDArray[np.float32],
    monkeypatch: pytest.MonkeyPatch,
    word_end_s: float,
    looks: list[tuple[int, int, str]],
) -> None:
    def timed(
        _self: object, window: AudioWindow, pieces: Sequence[TimedTokens], *_others: object
    ) -> list[TimedWords]:
        end_s = min(window.start_frame / 100 + word_end_s, 24.0)
        word = AlignedWord(" x", pieces[0].tokens, window.start_frame / 100, end_s, 0.9)
        return [TimedWords(word.start_s, end_s, (word,))]

    monkeypatch.setattr(Scripted, "timed", timed)
    encode, at = toy_engine.tokenizer.encode, stamps_of(toy_engine)
    first = [at(0), *encode(" the cat"), at(6), at(6)]
    second = [at(0), *encode(" sat on"), at(12)]
    script = [(first, True), (second, True)][: len(looks)]
    assert looked_at(toy_engine, toy_speech, script) == looks


def test_text_after_the_windows_end_neither_overlaps_nor_gets_lost(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    encode, at = toy_engine.tokenizer.encode, stamps_of(toy_engine)
    tokens = [at(20), *encode(" cat"), at(25), at(25), *encode(" sat"), at(26), at(26)]
    tokens += [*encode(" on"), at(28)]
    assert looked_at(toy_engine, toy_speech, [(tokens, True)]) == [
        (20_000, 23_960, "cat"),
        (23_960, 23_980, "sat"),
        (23_980, 24_000, "on"),
    ]


@pytest.fixture
def little_memory(toy_engine: Engine) -> Iterator[list[int]]:
    """Make the decoder fail on more windows at once than the list's only number says."""
    limit = [1]

    def refuse(_module: torch.nn.Module, inputs: tuple[torch.Tensor, DecoderState]) -> None:
        windows, _, positions, _ = inputs[1].audio[0].keys.shape
        if windows * positions > limit[0] * toy_engine.model.dims.n_audio_ctx:
            raise torch.OutOfMemoryError("CUDA out of memory")

    handle = toy_engine.model.decoder.register_forward_pre_hook(refuse)
    yield limit
    handle.remove()


def test_a_batch_that_does_not_fit_is_halved_and_nothing_is_lost(
    toy_engine: Engine, toy_speech: NDArray[np.float32], little_memory: list[int]
) -> None:
    options = replace(OPTIONS, batch_size=4)
    halved = events(toy_engine, toy_speech, options)
    warnings = [event.concern for event in halved if isinstance(event, Warned)]
    assert warnings == [MemoryRanOut("batch of 3", "batch of 1")]
    little_memory[0] = 8
    assert subtitles_of(halved) == subtitles_of(events(toy_engine, toy_speech, options))


def test_one_window_that_does_not_fit_is_an_error(
    toy_engine: Engine, toy_speech: NDArray[np.float32], little_memory: list[int]
) -> None:
    little_memory[0] = 0
    with pytest.raises(InsufficientMemoryError):
        events(toy_engine, toy_speech)


def test_the_forced_beginning_begins_the_first_window_only(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    found = segments_of(events(toy_engine, toy_speech, replace(OPTIONS, prefix="the cat sat")))
    assert found[0].text.startswith("the cat sat")
    assert sum(segment.text.startswith("the cat sat") for segment in found) == 1


def test_cancelling_is_heard_between_tokens(
    toy_engine: Engine, toy_speech: NDArray[np.float32]
) -> None:
    cancel = CancelToken()
    walk = BatchedWalk(
        toy_engine,
        Recording(LogMel(toy_speech, 80)),
        replace(OPTIONS, batch_size=1),
        "en",
        known(SPANS),
    ).events(cancel)
    assert isinstance(next(walk), SegmentReady)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(walk)
