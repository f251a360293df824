"""What is done against invented text in a window: the same in both ways through long audio."""

from collections.abc import Callable
from dataclasses import replace

from torch import Tensor

from whisper_desktop.asr.decode import DecodedWindow
from whisper_desktop.asr.fallback import is_silence
from whisper_desktop.asr.loop_breaker import Hearing, LoopBreaker, Verdict
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.screen import (
    Made,
    Screened,
    SpeechScreen,
    is_only_marks,
    without_broken_characters,
)
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.asr.window import AudioWindow, Recording, WindowReader
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.segment import Defence, LeftOut, LeftOutReason
from whisper_desktop.core.speech_map import HearsSpeech

_SHORTEST_FRAMES = 700
"""A window in circles is not halved below seven seconds: a sentence fits in, and not much more."""
_LEAST_STEP_FRAMES, _LEAST_STEP_AFTER_LOOP_FRAMES = 50, 300
"""Reading must get on; and every step out of a loop takes a whole ladder."""


class WindowDefence:
    """Judges the text of windows; with everything switched off it lets all of it through."""

    def __init__(
        self,
        reader: WindowReader,
        recording: Recording,
        options: RecognitionOptions,
        features_of: Callable[[AudioWindow, CancelToken], Tensor],
        speech: HearsSpeech | None,
    ) -> None:
        self._recording, self._options, self._speech = recording, options, speech
        defence = options.defence
        self._breaker: LoopBreaker | None = None
        if defence.breaks_loops:
            speech_ms = None if speech is None else self._speech_ms
            self._breaker = LoopBreaker(reader, options.fallback, features_of, speech_ms)
        self._screen: SpeechScreen | None = None
        if defence.drops_phantoms and speech is not None:
            doubts_text = options.fallback.min_avg_logprob is not None
            self._screen = SpeechScreen(reader, recording, speech, doubts_text=doubts_text)

    def settled(
        self,
        decoded: DecodedWindow,
        hearing: Hearing,
        cancel: CancelToken,
        taken: tuple[Defence, ...] = (),
    ) -> Verdict:
        """Return the text that counts; `taken` is what was done about the window before."""
        if self._breaker is None or is_silence(decoded, self._options.fallback):
            return Verdict(decoded)
        verdict = self._breaker.settle(decoded, hearing, cancel)
        text = replace(verdict.text, defences=(*taken, *verdict.text.defences))
        return replace(verdict, text=text)

    def screened(self, made: Made, cancel: CancelToken) -> Screened:
        """Return the segments that somebody may have said, in whole characters."""
        if self._options.defence.keeps_whole_characters:
            segments = [one and without_broken_characters(one) for one in made.segments]
            made = replace(made, segments=tuple(segments))
        if self._options.defence.drops_phantoms:
            spoken = (one if one and not is_only_marks(one) else None for one in made.segments)
            made = replace(made, segments=tuple(spoken))
        if self._screen is None:
            return Screened(made.segments)
        return self._screen.screened(made, cancel)

    def left_out(self, verdict: Verdict, window: AudioWindow) -> tuple[LeftOut, ...]:
        """Return what a loop wrote beyond what was said, where that would be."""
        if verdict.end_ms is not None and end_frame_of(verdict, window) < window.n_frames:
            # What was cut off is read again.
            return ()
        place_ms = self._recording.start_ms + window.start_ms
        return tuple(
            LeftOut(
                place_ms + one.start_ms,
                place_ms + max(one.start_ms + 1, one.end_ms),
                one.text,
                LeftOutReason.LOOP,
            )
            for one in verdict.surplus
        )

    def _speech_ms(self, start_ms: int, end_ms: int) -> int:
        if self._speech is None:
            return end_ms - start_ms
        return self._speech.until(end_ms).speech_ms(start_ms, end_ms)


def first_half(window: AudioWindow) -> AudioWindow | None:
    """Return the first half of a window, or None where that is too little to read."""
    if window.n_frames < 2 * _SHORTEST_FRAMES:
        return None
    return AudioWindow(window.start_frame, window.n_frames // 2)


def gets_on(frames: int, verdict: Verdict) -> bool:
    """Whether so many settled frames are enough to go on from, after a text that was a loop."""
    return not verdict.is_loop or frames >= _LEAST_STEP_AFTER_LOOP_FRAMES


def end_frame_of(verdict: Verdict, window: AudioWindow) -> int:
    """Return how much of a window is settled by a text that was cut.

    Reading goes on where the last repeat ended; where the text was not believed and there is next
    to nothing before that, the window is given up.
    """
    end_frame = min((verdict.end_ms or 0) // FRAME_MS, window.n_frames)
    least_frames = _LEAST_STEP_AFTER_LOOP_FRAMES if verdict.is_loop else _LEAST_STEP_FRAMES
    return end_frame if end_frame >= least_frames else window.n_frames
