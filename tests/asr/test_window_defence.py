"""What both walks do against invented text, and what they leave alone when it is off."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.loop_breaker import Hearing, Surplus, Verdict
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import DefenceOptions, RecognitionOptions
from whisper_desktop.asr.screen import Made
from whisper_desktop.asr.timestamps import TimedTokens
from whisper_desktop.asr.window import AudioWindow, Recording, WindowReader
from whisper_desktop.asr.window_defence import WindowDefence, end_frame_of, first_half, gets_on
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.segment import Defence, LeftOut, LeftOutReason, Segment
from whisper_desktop.core.speech_map import HearsSpeech, SpeechMap
from whisper_desktop.core.timecode import TimeSpan

WINDOW = AudioWindow(1_000, 3_000)
TEXT = DecodedWindow((1,), "a", True, -0.2, 0.0, 1.0, 0.0)
OFFSET_MS = 7_000

Make = Callable[..., WindowDefence]


@pytest.fixture
def make(toy_engine: Engine, toy_speech: NDArray[np.float32]) -> Make:
    def made(options: DefenceOptions, speech: HearsSpeech | None = None) -> WindowDefence:
        wanted = RecognitionOptions(defence=options)
        recording = Recording(LogMel(toy_speech, 80), OFFSET_MS)
        reader = WindowReader(toy_engine, wanted)
        return WindowDefence(
            reader, recording, wanted, lambda window, cancel: torch.zeros(1, 1_500, 16), speech
        )

    return made


def hearing(tokens: tuple[int, ...] = ()) -> Hearing:
    return Hearing(WINDOW, torch.zeros(1, 1_500, 16), WindowPrompt("en", tokens))


def test_switched_off_everything_passes(make: Make) -> None:
    silence = SpeechMap.known((), 70_000)
    defence = make(DefenceOptions.off(), silence)
    looped = replace(TEXT, text="no " * 9, is_circling=True)
    assert defence.settled(looped, hearing(), CancelToken()) == Verdict(looped)
    phantom = Segment(OFFSET_MS, OFFSET_MS + 900, "Thanks for watching\ufffd", "en")
    made = Made(WINDOW, torch.zeros(1), (TimedTokens(0, 900, (1,), 0),), (phantom,))
    assert defence.screened(made, CancelToken()).segments == (phantom,)


def test_without_an_ear_only_characters_are_made_whole(make: Make) -> None:
    defence = make(DefenceOptions())
    phantom = Segment(OFFSET_MS, OFFSET_MS + 900, "Thanks for watching\ufffd", "en")
    made = Made(WINDOW, torch.zeros(1), (TimedTokens(0, 900, (1,), 0),), (phantom, None))
    screened = defence.screened(made, CancelToken())
    assert [one and one.text for one in screened.segments] == ["Thanks for watching", None]


def test_a_row_of_nothing_but_marks_does_not_come_out(make: Make) -> None:
    mark = Segment(OFFSET_MS, OFFSET_MS + 500, ".", "en")
    made = Made(WINDOW, torch.zeros(1), (TimedTokens(0, 500, (1,), 0),), (mark,))
    assert make(DefenceOptions()).screened(made, CancelToken()).segments == (None,)
    assert make(DefenceOptions.off()).screened(made, CancelToken()).segments == (mark,)


def test_what_was_done_before_comes_first(make: Make) -> None:
    taken = (Defence.SHORTER_WINDOW,)
    verdict = make(DefenceOptions()).settled(TEXT, hearing(), CancelToken(), taken)
    assert verdict.text.defences == taken


def test_a_loop_that_nobody_said_is_told(make: Make) -> None:
    defence = make(DefenceOptions())
    gone = Surplus(2_100, 30_000, "no no no")
    loop = Verdict(TEXT, is_loop=True, end_ms=2_000, surplus=(gone,))
    assert defence.left_out(loop, WINDOW) == (
        LeftOut(19_100, 47_000, "no no no", LeftOutReason.LOOP),
    )
    # What comes after three seconds is read again, and so is what was cut off a text that counts.
    assert defence.left_out(replace(loop, end_ms=3_000), WINDOW) == ()
    assert defence.left_out(replace(loop, is_loop=False), WINDOW) == ()
    assert defence.left_out(Verdict(TEXT), WINDOW) == ()


def test_repeats_that_were_not_said_are_told_where_they_would_be(make: Make) -> None:
    surplus = (Surplus(2_000, 3_000, "no"), Surplus(9_000, 9_000, "yes yes"))
    told = make(DefenceOptions()).left_out(Verdict(TEXT, surplus=surplus), WINDOW)
    assert [(one.start_ms, one.end_ms) for one in told] == [(19_000, 20_000), (26_000, 26_001)]


def test_windows_are_halved_down_to_seven_seconds() -> None:
    half = first_half(WINDOW)
    assert half == AudioWindow(1_000, 1_500)
    quarter = first_half(half)
    assert quarter == AudioWindow(1_000, 750)
    assert first_half(quarter) is None


def test_a_loop_is_not_followed_in_small_steps() -> None:
    assert gets_on(10, Verdict(TEXT))
    assert not gets_on(299, Verdict(TEXT, is_loop=True))
    assert gets_on(300, Verdict(TEXT, is_loop=True))


@pytest.mark.parametrize(
    ("is_loop", "end_ms", "frames"),
    [
        (False, 12_000, 1_200),
        (False, 40_000, 3_000),
        (False, 100, 3_000),
        (True, 12_000, 1_200),
        (True, 2_000, 3_000),
        (True, None, 3_000),
    ],
)
def test_reading_goes_on_after_the_last_repeat(
    *, is_loop: bool, end_ms: int | None, frames: int
) -> None:
    assert end_frame_of(Verdict(TEXT, is_loop=is_loop, end_ms=end_ms), WINDOW) == frames


def test_with_an_ear_phantoms_are_left_out_and_repeats_counted_by_speech(make: Make) -> None:
    defence = make(DefenceOptions(), SpeechMap.known([TimeSpan(60_000, 61_000)], 70_000))
    phantom = Segment(OFFSET_MS + 10_000, OFFSET_MS + 12_000, "the cat", "en")
    made = Made(WINDOW, torch.zeros(1, 1_500, 16), (TimedTokens(0, 900, (256,), 0),), (phantom,))
    screened = defence.screened(made, CancelToken())
    assert screened.segments == (None,)
    assert [gone.reason for gone in screened.left_out] == [LeftOutReason.NO_SPEECH]
    looped = replace(TEXT, tokens=(257,) * 6, text="cat " * 6, is_repeated=True)
    verdict = defence.settled(looped, hearing(), CancelToken())
    assert Defence.BEAM in verdict.text.defences
