"""Sequential decoding: each window starts where the last reliable timestamp ended.

Radford et al. 2022, section 4.5; equal, token for token, to the reference implementation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor

from whisper_desktop.asr.context import TextContext
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.fallback import is_silence
from whisper_desktop.asr.language_id import STRETCH_POSITIONS
from whisper_desktop.asr.loop_breaker import Hearing, Verdict
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.screen import Made
from whisper_desktop.asr.timestamps import FRAME_MS, STEP_MS, TimedTokens, WindowCut, cut_window
from whisper_desktop.asr.window import AudioWindow, Recording, SegmentMaker, WindowReader
from whisper_desktop.asr.window_defence import WindowDefence, end_frame_of, first_half
from whisper_desktop.asr.window_path import WindowPath
from whisper_desktop.asr.word_cleanup import TimedWords
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import ResumePoint, SpokenLanguage
from whisper_desktop.core.segment import Defence, LeftOut, Segment
from whisper_desktop.core.speech_map import HearsSpeech

_WORDS_BEFORE = 60
"""So much of what was said before is looked at for what is said again and again."""


@dataclass(frozen=True, slots=True)
class SequentialWindow:
    """A window that was read, the segments it settled, and where reading goes on."""

    window: AudioWindow
    decoded: DecodedWindow
    segments: tuple[Segment, ...]
    resume: ResumePoint
    spoken: tuple[SpokenLanguage, ...]
    left_out: tuple[LeftOut, ...] = ()


class SequentialWalk:
    """Walks through a recording window by window, telling each what was said before."""

    def __init__(
        self,
        engine: Engine,
        recording: Recording,
        options: RecognitionOptions,
        language: str,
        resume: ResumePoint | None = None,
        *,
        speech: HearsSpeech | None = None,
    ) -> None:
        """Begin at the start, or where earlier work stopped; `speech` tells where to look."""
        self._engine, self._recording, self._options = engine, recording, options
        self._mel, self._language = recording.mel, language
        self._path = WindowPath(recording.mel.content_frames, speech, options.defence.max_pause_ms)
        self._speech = speech
        self._hears_languages = options.hears_languages and engine.tokenizer.is_multilingual
        self._reader = WindowReader(engine, options, recording.mel)
        self._maker = SegmentMaker(
            self._reader, options, language, recording.start_ms, recording.end_ms
        )
        self._defence = WindowDefence(self._reader, recording, options, self._features, speech)
        self._context = TextContext(
            engine.tokenizer,
            options.recipe,
            engine.model.dims.n_text_ctx // 2 - 1,
            resumed=None if resume is None else resume.previous_tokens,
        )
        self._at_frame = 0 if resume is None else (resume.at_ms - recording.start_ms) // FRAME_MS
        self._last_speech_s = 0.0 if resume is None else resume.last_speech_ms / 1_000
        self._prefix = self._reader.forced_beginning() if self._at_frame == 0 else ()

    def windows(self, cancel: CancelToken) -> Iterator[SequentialWindow]:
        """Yield every window as soon as it is read; raises `Cancelled`."""
        while (window := self._path.window_from(self._at_frame)) is not None:
            yield self._read(window, cancel)

    def _read(
        self, window: AudioWindow, cancel: CancelToken, taken: tuple[Defence, ...] = ()
    ) -> SequentialWindow:
        """Read a window, or the first half of one in which the text goes in circles."""
        features = self._features(window, cancel)
        prompt = WindowPrompt(self._language, self._context.tokens(), self._prefix)
        [decoded] = self._reader.decode(
            features, [prompt], cancel, hears_languages=self._hears_languages
        )
        before = tuple(self._reader.units(self._context.recent))
        hearing = Hearing(window, features, prompt, before[-_WORDS_BEFORE:])
        verdict = self._defence.settled(decoded, hearing, cancel, taken)
        if verdict.is_loop:
            self._context.forget()
            if (half := first_half(window)) is not None:
                steps = (*verdict.text.defences, Defence.SHORTER_WINDOW)
                return self._read(half, cancel, steps)
        return self._settled(hearing, verdict, cancel)

    def _settled(self, hearing: Hearing, verdict: Verdict, cancel: CancelToken) -> SequentialWindow:
        """Take what a window says for sure, and move on to where that ends."""
        window, decoded = hearing.window, verdict.text
        made = self._settle(window, decoded, hearing.features, cancel)
        screened = self._defence.screened(made, cancel)
        if verdict.end_ms is not None:
            self._at_frame = window.start_frame + end_frame_of(verdict, window)
        self._remember(decoded, screened.kept(made.pieces))
        self._at_frame = min(self._at_frame, self._mel.content_frames)
        resume = self._resume_point()
        spoken = self._spoken(window, decoded, resume.at_ms)
        segments = tuple(segment for segment in screened.segments if segment is not None)
        left_out = (*screened.left_out, *self._defence.left_out(verdict, window))
        return SequentialWindow(window, decoded, segments, resume, spoken, left_out)

    def _features(self, window: AudioWindow, cancel: CancelToken) -> Tensor:
        floor = self._mel.floor_of_recording(cancel)
        mel = self._mel.window(window.start_frame, window.n_frames, floor=floor)
        return self._engine.encode([mel], cancel)

    def _settle(
        self,
        window: AudioWindow,
        decoded: DecodedWindow,
        features: Tensor,
        cancel: CancelToken,
    ) -> Made:
        """Return what the window says for sure, and move on to where that ends."""
        tokens = (*self._prefix, *decoded.tokens)
        self._prefix = ()
        if is_silence(decoded, self._options.fallback):
            self._at_frame = window.end_frame
            return Made(window, features, (), ())
        cut = cut_window(tokens, self._engine.tokenizer.timestamp_begin, window.n_frames)
        aligned = self._reader.align(features, [cut.pieces], [window], self._language, cancel)[0]
        timed = self._reader.timed(window, cut.pieces, aligned, self._last_speech_s)
        self._at_frame = window.start_frame + max(1, self._advance(window, cut, timed))
        segments = self._maker.segments(cut.pieces, timed, decoded)
        return Made(window, features, cut.pieces, tuple(segments))

    def _advance(self, window: AudioWindow, cut: WindowCut, timed: list[TimedWords]) -> int:
        """Return how many frames are settled: with word times, up to the last word."""
        if not self._reader.wants_words:
            return cut.advance_frames
        last_end_s = _last_end_s(timed)
        self._last_speech_s = last_end_s
        if cut.ends_in_silence or last_end_s * FRAMES_PER_SECOND <= window.start_frame:
            return cut.advance_frames
        return round(last_end_s * FRAMES_PER_SECOND) - window.start_frame

    def _remember(self, decoded: DecodedWindow, settled: list[TimedTokens]) -> None:
        self._context.add([token for piece in settled for token in piece.tokens])
        limit = self._options.fallback.reset_context_above_temperature
        if not self._options.use_previous_text or decoded.temperature > limit:
            self._context.forget()

    def _spoken(
        self, window: AudioWindow, decoded: DecodedWindow, end_ms: int
    ) -> tuple[SpokenLanguage, ...]:
        """Return the languages of the stretches that are not heard again in the next window."""
        first_ms = self._recording.start_ms + window.start_ms
        starts_ms = range(first_ms, end_ms, STRETCH_POSITIONS * STEP_MS)
        return tuple(
            SpokenLanguage(start_ms, min(start_ms + starts_ms.step, end_ms), language, probability)
            for start_ms, (language, probability) in zip(starts_ms, decoded.languages, strict=False)
        )

    def _resume_point(self) -> ResumePoint:
        return ResumePoint(
            at_ms=self._recording.start_ms + self._at_frame * FRAME_MS,
            language=self._language,
            previous_tokens=self._context.recent,
            last_speech_ms=round(self._last_speech_s * 1_000),
        )


def _last_end_s(timed: list[TimedWords]) -> float:
    """Return where the last word ends, or the last piece when there are no words at all."""
    ends_s = [piece.words[-1].end_s for piece in timed if piece.words]
    return ends_s[-1] if ends_s else timed[-1].end_s
