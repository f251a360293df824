"""Both walks through a recording, with text that is not to be believed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from whisper_desktop.asr.decode import DecodedWindow
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.loop_breaker import LoopBreaker, Surplus, Verdict
from whisper_desktop.asr.options import (
    DefenceOptions,
    FallbackLimits,
    LongFormMode,
    RecognitionOptions,
    SearchOptions,
)
from whisper_desktop.asr.recognizer import Recognizer
from whisper_desktop.asr.timestamps import TimedTokens
from whisper_desktop.asr.window import AudioWindow, WindowReader
from whisper_desktop.asr.window_words import WindowWords
from whisper_desktop.asr.word_cleanup import TimedWords
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import ResumePoint, SegmentReady, WindowDone
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Defence, LeftOut, LeftOutReason, Segment
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

Samples = NDArray[np.float32]
Say = Callable[..., DecodedWindow]

TALK = SpeechMap.known([TimeSpan(0, 30_000)], 70_000)
MODES = pytest.mark.parametrize("mode", LongFormMode)


@pytest.fixture
def say(toy_engine: Engine) -> Say:
    """Make a window's text out of pieces with their seconds."""
    tokenizer = toy_engine.tokenizer

    def said(*pieces: tuple[int, str, int], **facts: object) -> DecodedWindow:
        tokens: list[int] = []
        for start_s, text, end_s in pieces:
            first = tokenizer.timestamp_begin + 50 * start_s
            last = tokenizer.timestamp_begin + 50 * end_s
            tokens += [first, *tokenizer.encode(f" {text}"), last]
        text = " ".join(piece[1] for piece in pieces)
        plain = DecodedWindow(tuple(tokens), text, True, -0.1, 0.0, 1.0, 0.0)
        return replace(plain, **facts)  # type: ignore[arg-type]

    return said


@pytest.fixture
def listen(
    toy_engine: Engine, toy_speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[list[Segment], list[LeftOut], list[int]]]:
    """Recognise with a reader that says what it is told, window by window, and then nothing."""

    def heard(
        mode: LongFormMode,
        speech: SpeechMap,
        texts: Sequence[DecodedWindow],
        defence: DefenceOptions | None = None,
    ) -> tuple[list[Segment], list[LeftOut], list[int]]:
        nothing = DecodedWindow((), "", True, -0.1, 0.0, 1.0, 0.0)
        waiting = list(texts)

        def decode(
            reader: WindowReader, features: object, prompts: list[object], *_: object, **__: object
        ) -> list[DecodedWindow]:
            return [waiting.pop(0) if waiting else nothing for _ in prompts]

        monkeypatch.setattr(WindowReader, "decode", decode)
        options = RecognitionOptions(
            recipe=Recipe(language="en"),
            mode=mode,
            fallback=FallbackLimits((0.0,), None, None, None),
            defence=defence or DefenceOptions(),
        )
        segments: list[Segment] = []
        left_out: list[LeftOut] = []
        resumes_ms: list[int] = []
        recognizer = Recognizer(toy_engine)
        for event in recognizer.recognize(toy_speech, options, speech=speech, cancel=CancelToken()):
            if isinstance(event, SegmentReady):
                segments.append(event.segment)
            elif isinstance(event, WindowDone):
                left_out += event.left_out
                resumes_ms.append(event.resume.at_ms)
        return segments, left_out, resumes_ms

    return heard


Listen = Callable[..., tuple[list[Segment], list[LeftOut], list[int]]]


def test_a_piece_that_the_window_cuts_off_is_read_again(listen: Listen, say: Say) -> None:
    talk = SpeechMap.known([TimeSpan(0, 70_000)], 70_000)
    looks = [say((0, "the cat", 20), (20, "sat on", 30)), say((0, "sat on the mat", 29))]
    segments, _, resumes_ms = listen(LongFormMode.SEQUENTIAL, talk, looks)
    assert [segment.text for segment in segments] == ["the cat", "sat on the mat"]
    assert resumes_ms[0] == 20_000
    _, _, off_ms = listen(LongFormMode.SEQUENTIAL, talk, looks, DefenceOptions.off())
    assert off_ms[0] == 30_000


def test_windows_begin_at_speech_and_nothing_else_is_read(listen: Listen, say: Say) -> None:
    late = SpeechMap.known([TimeSpan(40_000, 50_000)], 70_000)
    segments, _, resumes_ms = listen(LongFormMode.SEQUENTIAL, late, [say((0, "the cat", 10))])
    assert 40_000 <= segments[0].start_ms < segments[0].end_ms <= 50_000
    assert resumes_ms == [50_000]


@MODES
def test_what_nobody_said_is_left_out_and_told(
    listen: Listen, say: Say, mode: LongFormMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WindowWords, "dealt", by_timestamps)
    monkeypatch.setattr(
        WindowReader, "words", lambda *_: [AlignedWord(" home", (1,), 1.2, 1.6, 0.9)]
    )
    # In batched mode only windows with speech are read, and that of pauses within them.
    speech = SpeechMap.known([TimeSpan(0, 500), TimeSpan(3_000, 3_500)], 70_000)
    phantom = say((1, "home", 2))
    segments, left_out, _ = listen(mode, speech, [phantom])
    assert segments == []
    (gone,) = left_out
    assert (gone.text, gone.reason) == ("home", LeftOutReason.NO_SPEECH)
    kept, nothing, _ = listen(mode, speech, [phantom], DefenceOptions.off())
    assert [one.text for one in kept] == ["home"]
    assert nothing == []


@MODES
def test_a_window_in_circles_is_halved_and_at_last_cut(
    listen: Listen, say: Say, mode: LongFormMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settle(breaker: LoopBreaker, text: DecodedWindow, *_: object) -> Verdict:
        if "dog" not in text.text:
            return Verdict(text)
        judged = replace(text, defences=(Defence.BEAM,))
        return Verdict(judged, is_loop=True, surplus=(Surplus(2_000, 4_000, "dog dog"),))

    monkeypatch.setattr(LoopBreaker, "settle", settle)
    monkeypatch.setattr(WindowWords, "dealt", by_timestamps)
    looped = say((0, "dog dog dog", 5))
    segments, left_out, _ = listen(mode, TALK, [looped] * 3 + [say((0, "the cat", 20))])
    shorter = (Defence.BEAM, Defence.SHORTER_WINDOW)
    assert segments[0].evidence is not None
    assert segments[0].evidence.defences[-3:] == (*shorter, Defence.BEAM)
    assert left_out[0].reason is LeftOutReason.LOOP
    assert segments[1].text == "the cat"
    assert segments[1].start_ms >= 4_900


@MODES
def test_speech_of_which_nothing_is_written_is_heard_in_shorter_windows(
    listen: Listen, say: Say, mode: LongFormMode
) -> None:
    segments, _, _ = listen(mode, TALK, [say(), say((0, "the cat", 14))])
    assert [segment.text for segment in segments] == ["the cat"]
    assert segments[0].evidence is not None
    assert segments[0].evidence.defences == (Defence.SHORTER_WINDOW,)


@MODES
def test_speech_that_the_text_passes_over_is_read_next(
    listen: Listen, say: Say, mode: LongFormMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WindowWords, "dealt", by_timestamps)
    looks = [say((0, "the cat", 5), (15, "ran home", 29)), say((0, "sat on", 9), (10, "ran", 24))]
    segments, _, _ = listen(mode, TALK, looks)
    assert [segment.text for segment in segments] == ["the cat", "sat on", "ran"]
    assert [segment.start_ms for segment in segments] == [0, 5_000, 15_000]


def by_timestamps(
    _: object, window: AudioWindow, pieces: Sequence[TimedTokens], *__: object
) -> list[TimedWords]:
    """Time pieces by their timestamps alone."""
    offset_s = window.start_ms / 1_000
    return [
        TimedWords(offset_s + piece.start_ms / 1_000, offset_s + piece.end_ms / 1_000, ())
        for piece in pieces
    ]


def test_stopping_and_going_on_changes_nothing_with_an_ear(
    toy_engine: Engine, toy_speech: Samples
) -> None:
    spans = (TimeSpan(2_000, 21_000), TimeSpan(40_000, 66_000))
    speech = SpeechMap.known(spans, 70_000)
    options = RecognitionOptions(
        recipe=Recipe(language="en"),
        search=SearchOptions(max_new_tokens=20),
        fallback=FallbackLimits((0.0,), None, None, None),
        defence=DefenceOptions(breaks_loops=False, drops_phantoms=False),
    )

    def heard(resume: ResumePoint | None = None) -> list[object]:
        recognizer, cancel = Recognizer(toy_engine), CancelToken()
        events = recognizer.recognize(
            toy_speech, options, speech=speech, cancel=cancel, resume=resume
        )
        return [event for event in events if isinstance(event, SegmentReady | WindowDone)]

    whole = heard()
    assert any(isinstance(event, SegmentReady) for event in whole)
    for index, event in enumerate(whole):
        if isinstance(event, WindowDone):
            assert heard(event.resume) == whole[index + 1 :]
    assert isinstance(whole[-1], WindowDone)
    assert whole[-1].resume.at_ms >= 66_000
