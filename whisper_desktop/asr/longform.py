"""Sequential decoding: each window starts where the last reliable timestamp ended.

Radford et al. 2022, section 4.5; equal, token for token, to the reference implementation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.context import TextContext
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.fallback import is_silence
from whisper_desktop.asr.language_follower import LanguageFollower, may_follow
from whisper_desktop.asr.language_id import STRETCH_POSITIONS, stretch_languages
from whisper_desktop.asr.language_track import LanguageTrack
from whisper_desktop.asr.loop_breaker import Hearing, Verdict
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.screen import Made, defended
from whisper_desktop.asr.timestamps import FRAME_MS, STEP_MS, TimedTokens, WindowCut, cut_window
from whisper_desktop.asr.window import AudioWindow, Recording, SegmentMaker, WindowReader
from whisper_desktop.asr.window_defence import WindowDefence, end_frame_of, first_half, gets_on
from whisper_desktop.asr.window_path import WindowPath
from whisper_desktop.asr.window_seam import (
    Fresh,
    count_before_gap,
    count_said_again,
    ended_at,
    is_cut_off,
    is_unheard,
    read_ms,
    speaks_on,
    without_last_piece,
    without_words,
)
from whisper_desktop.asr.word_cleanup import TimedWords
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import ResumePoint, SpokenLanguage
from whisper_desktop.core.segment import Defence, LeftOut, Segment
from whisper_desktop.core.speech_map import HearsSpeech

_AHEAD_MS = 1_000
"""Whether somebody speaks on after a window is seen in less than this."""
_WORDS_BEFORE = 60
"""So much of what was said before is looked at for what is said again and again."""


@dataclass(frozen=True, slots=True)
class SequentialWindow:
    """A window that was read, the segments it settled, and where reading goes on."""

    window: AudioWindow
    decoded: DecodedWindow
    segments: tuple[Segment, ...]
    resume: ResumePoint
    spoken: tuple[SpokenLanguage, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class _Memory:
    """A window, its features (1, 1500, D), and what the decoder keeps of them."""

    window: AudioWindow
    features: Tensor
    audio: list[KeyValue]


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
        self._ear = speech if options.defence.continues_cut_speech else None
        self._hears_languages = options.hears_languages and engine.tokenizer.is_multilingual
        self._reader = WindowReader(engine, options, recording.mel, speech)
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
        self._follower = None
        if may_follow(engine, options):
            self._follower = LanguageFollower(engine, recording.mel, speech)
        self._track = LanguageTrack(language, dict(resume.spoken_ms if resume else ()))
        self._is_parted = False
        """Whether the window ends because another language begins."""

    def windows(self, cancel: CancelToken) -> Iterator[SequentialWindow]:
        """Yield every window as soon as it is read; raises `Cancelled`."""
        while (window := self._path.window_from(self._at_frame)) is not None:
            memory = self._memory(window, cancel)
            taken: tuple[Defence, ...] = ()
            if self._follower is not None:
                memory, taken = self._in_one_language(self._follower, memory, cancel)
            yield self._read(memory, cancel, taken)

    def _memory(self, window: AudioWindow, cancel: CancelToken) -> _Memory:
        features = self._features(window, cancel)
        return _Memory(window, features, self._reader.memorise(features, cancel))

    def _in_one_language(
        self, follower: LanguageFollower, memory: _Memory, cancel: CancelToken
    ) -> tuple[_Memory, tuple[Defence, ...]]:
        """Return the beginning of a window that is in one language, and go over to that."""
        first, *others = follower.parts(self._track, memory.window, memory.audio, cancel)
        language = first.language
        self._is_parted = bool(others)
        if others:
            memory = self._memory(first.window, cancel)
            language = follower.likelier(
                memory.window, language, self._language, memory.audio, cancel
            )
        if language == self._language:
            return memory, ()
        self._language, self._maker = language, replace(self._maker, language=language)
        # Text in another language is apt to be gone on with in that one.
        self._context.forget()
        return memory, (Defence.OTHER_LANGUAGE,)

    def _read(
        self, memory: _Memory, cancel: CancelToken, taken: tuple[Defence, ...] = ()
    ) -> SequentialWindow:
        """Read a window, or the first half of one in which the text goes in circles."""
        window, features, audio = memory.window, memory.features, memory.audio
        languages = self._languages_of(audio, cancel)
        prompt = WindowPrompt(self._language, self._context.tokens(), self._prefix)
        [decoded] = self._reader.decode(features, [prompt], cancel, audio=audio)
        before = tuple(self._reader.units(self._context.recent))
        hearing = Hearing(window, features, prompt, before[-_WORDS_BEFORE:])
        verdict = self._defence.settled(decoded, hearing, cancel, taken)
        if verdict.is_loop or self._is_unheard(window, verdict.text):
            self._context.forget()
            if (half := first_half(window)) is not None:
                steps = (*verdict.text.defences, Defence.SHORTER_WINDOW)
                return self._read(self._memory(half, cancel), cancel, steps)
        settled = self._settled(hearing, verdict, cancel)
        return replace(settled, spoken=self._spoken(window, languages, settled.resume.at_ms))

    def _languages_of(
        self, audio: Sequence[KeyValue], cancel: CancelToken
    ) -> Sequence[tuple[str, float]]:
        """Return the languages of a window's stretches, if anybody asks for them."""
        if not self._hears_languages:
            return ()
        engine = self._engine
        return stretch_languages(engine.model.decoder, engine.tokenizer, audio, cancel)

    def _settled(self, hearing: Hearing, verdict: Verdict, cancel: CancelToken) -> SequentialWindow:
        """Take what a window says for sure, and move on to where that ends."""
        window, decoded = hearing.window, verdict.text
        made = self._settle(hearing, decoded, cancel)
        screened = self._defence.screened(made, cancel)
        if verdict.end_ms is not None:
            self._at_frame = window.start_frame + end_frame_of(verdict, window)
        elif self._at_frame >= window.end_frame and self._speaks_on(window, made.read_ms):
            self._at_frame = window.start_frame + made.read_ms // FRAME_MS
        if not gets_on(self._at_frame - window.start_frame, verdict):
            self._at_frame = window.end_frame
        self._remember(decoded, screened.kept(made.pieces))
        self._at_frame = min(self._at_frame, self._mel.content_frames)
        read_frames = self._at_frame - window.start_frame
        self._track = self._track.after(self._language, read_frames * FRAME_MS)
        resume = self._resume_point()
        segments = tuple(segment for segment in screened.segments if segment is not None)
        left_out = (
            *made.left_out,
            *screened.left_out,
            *self._defence.left_out(verdict, window),
        )
        return SequentialWindow(window, decoded, segments, resume, left_out=left_out)

    def _features(self, window: AudioWindow, cancel: CancelToken) -> Tensor:
        floor = self._mel.floor_of_recording(cancel)
        mel = self._mel.window(window.start_frame, window.n_frames, floor=floor)
        return self._engine.encode([mel], cancel)

    def _settle(self, hearing: Hearing, decoded: DecodedWindow, cancel: CancelToken) -> Made:
        """Return what the window says for sure, and move on to where that ends."""
        window, features = hearing.window, hearing.features
        tokens = (*self._prefix, *decoded.tokens)
        self._prefix = ()
        if is_silence(decoded, self._options.fallback):
            self._at_frame = window.end_frame
            return Made(window, features, (), ())
        cut = cut_window(tokens, self._engine.tokenizer.timestamp_begin, window.n_frames)
        if self._is_cut_off(cut, window):
            cut = without_last_piece(cut)
        aligned = self._reader.align(features, [cut.pieces], [window], self._language, cancel)[0]
        fresh = self._fresh(hearing, cut.pieces, aligned)
        timed = self._reader.timed(window, fresh.pieces, fresh.words, self._last_speech_s)
        n_kept = self._count_before_gap(window, timed)
        if n_kept < len(timed):
            timed, fresh = timed[:n_kept], fresh.first(n_kept)
            cut = ended_at(cut, timed[-1].end_s - window.start_ms / 1_000)
        self._at_frame = window.start_frame + max(1, self._advance(window, cut, timed))
        segments = self._maker.segments(fresh.pieces, timed, decoded)
        if fresh.left_out and segments and segments[0] is not None:
            segments[0] = defended(segments[0], Defence.REPEAT_DROPPED)
        reached_ms = read_ms(cut, self._reader.timestamp_begin)
        if timed:
            reached_ms = min(reached_ms, window.after_start_ms(timed[-1].end_s))
        return Made(window, features, fresh.pieces, tuple(segments), fresh.left_out, reached_ms)

    def _count_before_gap(self, window: AudioWindow, timed: Sequence[TimedWords]) -> int:
        """Return how many pieces come before speech that the text passes over."""
        if self._ear is None:
            return len(timed)
        return count_before_gap(timed, window, self._ear.until(window.end_ms))

    def _is_unheard(self, window: AudioWindow, text: DecodedWindow) -> bool:
        """Whether there is speech in a window of which the text says next to nothing."""
        if self._ear is None:
            return False
        known = self._ear.until(window.end_ms)
        is_silent, begin = is_silence(text, self._options.fallback), self._reader.timestamp_begin
        tokens = (*self._prefix, *(() if is_silent else text.tokens))
        reached_ms = read_ms(cut_window(tokens, begin, window.n_frames), begin)
        return is_unheard(reached_ms, window, known)

    def _speaks_on(self, window: AudioWindow, read_ms: int) -> bool:
        """Whether somebody speaks for long after what was read of a window that has ended."""
        return self._ear is not None and speaks_on(read_ms, window, self._ear.until(window.end_ms))

    def _is_cut_off(self, cut: WindowCut, window: AudioWindow) -> bool:
        # Where another language begins, the next window has nothing to go on with.
        if self._is_parted or self._ear is None:
            return False
        return is_cut_off(cut, window, self._ear.until(window.end_ms + _AHEAD_MS))

    def _fresh(
        self, hearing: Hearing, pieces: tuple[TimedTokens, ...], words: list[AlignedWord]
    ) -> Fresh:
        """Return the pieces without what the window before has said already."""
        if not self._options.defence.drops_repeats:
            return Fresh(pieces, words)
        free_from_s = self._last_speech_s - hearing.window.start_ms / 1_000
        count = count_said_again(hearing.said_before, words, free_from_s, self._language)
        place_ms = self._recording.start_ms + hearing.window.start_ms
        return without_words(pieces, words, count, self._reader.timestamp_begin, place_ms)

    def _advance(self, window: AudioWindow, cut: WindowCut, timed: list[TimedWords]) -> int:
        """Return how many frames are settled: with word times, up to the last word."""
        if not timed:
            return cut.advance_frames
        last_end_s = self._last_speech_s = _last_end_s(timed)
        if not self._reader.wants_words:
            return cut.advance_frames
        if cut.ends_in_silence or last_end_s * FRAMES_PER_SECOND <= window.start_frame:
            return cut.advance_frames
        return round(last_end_s * FRAMES_PER_SECOND) - window.start_frame

    def _remember(self, decoded: DecodedWindow, settled: list[TimedTokens]) -> None:
        self._context.add([token for piece in settled for token in piece.tokens])
        limit = self._options.fallback.reset_context_above_temperature
        if not self._options.use_previous_text or decoded.temperature > limit:
            self._context.forget()

    def _spoken(
        self, window: AudioWindow, languages: Sequence[tuple[str, float]], end_ms: int
    ) -> tuple[SpokenLanguage, ...]:
        """Return the languages of the stretches that are not heard again in the next window."""
        first_ms = self._recording.start_ms + window.start_ms
        starts_ms = range(first_ms, end_ms, STRETCH_POSITIONS * STEP_MS)
        return tuple(
            SpokenLanguage(start_ms, min(start_ms + starts_ms.step, end_ms), language, probability)
            for start_ms, (language, probability) in zip(starts_ms, languages, strict=False)
        )

    def _resume_point(self) -> ResumePoint:
        return ResumePoint(
            at_ms=self._recording.start_ms + self._at_frame * FRAME_MS,
            language=self._language,
            previous_tokens=self._context.recent,
            last_speech_ms=round(self._last_speech_s * 1_000),
            spoken_ms=() if self._follower is None else self._track.spoken,
        )


def _last_end_s(timed: list[TimedWords]) -> float:
    """Return where the last word ends, or the last piece when there are no words at all."""
    ends_s = [piece.words[-1].end_s for piece in timed if piece.words]
    return ends_s[-1] if ends_s else timed[-1].end_s
