"""Batched decoding: speech spans are packed into windows that are decoded together.

Windows know nothing of one another's text, so their order does not matter; windows that
overlap, because speech ran on without a pause, are stitched on their common words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whisper_desktop.asr.context import TextContext
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.fallback import is_silence
from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.packing import WindowPlan, plan_windows
from whisper_desktop.asr.stitching import stitch_segments
from whisper_desktop.asr.timestamps import FRAME_MS, TimedTokens, WindowCut, cut_window
from whisper_desktop.asr.window import AudioWindow, Recording, SegmentMaker, WindowReader
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError
from whisper_desktop.core.events import (
    MemoryRanOut,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    Warned,
    WindowDone,
)
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.timecode import TimeSpan

_LEAST_UNREAD_SPEECH_MS = 500
"""Less speech than this after the text broke off is not worth another look."""
_LEAST_SPEECH_AGAINST_SILENCE_MS = 2_000
"""So much speech after the text ended is heard again, though the network took it for silence."""
_LEAST_STEP_FRAMES = 100
"""What is left of a window is looked at only if the look before settled as much as this."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The pieces of a window's text that count, and the stretch that they leave unread."""

    window: AudioWindow
    text: DecodedWindow
    pieces: tuple[TimedTokens, ...]
    unread: AudioWindow | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one look at a window gave: segments, and the stretch that it left unread."""

    segments: tuple[Segment, ...]
    unread: AudioWindow | None


class BatchedWalk:
    """Reads the speech of a recording in batches of windows."""

    def __init__(
        self,
        engine: Engine,
        recording: Recording,
        options: RecognitionOptions,
        language: str,
        spans: Sequence[TimeSpan],
        resume: ResumePoint | None = None,
    ) -> None:
        self._engine, self._recording, self._options = engine, recording, options
        self._language, self._spans = language, spans
        self._reader = WindowReader(engine, options)
        self._maker = SegmentMaker(
            self._reader, options, language, recording.start_ms, recording.end_ms
        )
        limit = engine.model.dims.n_text_ctx // 2 - 1
        self._context = TextContext(engine.tokenizer, options.recipe, limit).tokens()
        self._plans = plan_windows(spans, recording.duration_ms)
        self._told = 0 if resume is None else self._count_told(resume.at_ms - recording.start_ms)
        """How many windows were announced to their end."""
        self._batch_size = max(1, options.batch_size)

    def events(self, cancel: CancelToken) -> Iterator[RecognitionEvent]:
        """Yield segments and resume points in order of time; raises `Cancelled`."""
        held: list[Segment] = []
        """Of the last window read, if the next one overlaps it."""
        # Where two windows are stitched, both must be read.
        done = self._told - 1 if self._overlaps_previous(self._told) else self._told
        if not self._plans:
            yield WindowDone(self._resume_point(0))
        while done < len(self._plans):
            batch = self._next_batch(done)
            try:
                readings = self._read(batch, self._forced_beginning(done), cancel)
            except InsufficientMemoryError:
                yield self._smaller_batch(len(batch))
                continue
            for segments in readings:
                left, right = self._stitched(held, segments, done)
                is_shared = self._overlaps_previous(done + 1)
                held = right if is_shared else []
                if done > self._told:
                    yield from map(SegmentReady, left)
                if done >= self._told:
                    yield from map(SegmentReady, [] if is_shared else right)
                    yield WindowDone(self._resume_point(done if is_shared else done + 1))
                done += 1

    def _count_told(self, at_ms: int) -> int:
        return sum(plan.start_ms < at_ms for plan in self._plans)

    def _overlaps_previous(self, index: int) -> bool:
        return index < len(self._plans) and self._plans[index].overlaps_previous

    def _next_batch(self, done: int) -> Sequence[WindowPlan]:
        # A forced beginning makes the first window's prompt longer than the others'.
        count = 1 if self._forced_beginning(done) else self._batch_size
        return self._plans[done : done + count]

    def _forced_beginning(self, index: int) -> tuple[int, ...]:
        return self._reader.forced_beginning() if index == 0 else ()

    def _smaller_batch(self, before: int) -> Warned:
        """Halve the batch, or raise when it was one window already."""
        if before == 1:
            raise InsufficientMemoryError(str(self._engine.model.device), "one window at a time")
        self._batch_size = before // 2
        return Warned(MemoryRanOut(f"batch of {before}", f"batch of {self._batch_size}"))

    def _stitched(
        self, held: list[Segment], segments: list[Segment], index: int
    ) -> tuple[list[Segment], list[Segment]]:
        """Return what a window and the one before it say, without repeating each other."""
        plan = self._plans[index]
        if not plan.overlaps_previous:
            return held, segments
        overlap = TimeSpan(self._on_clock(plan.start_ms), self._on_clock(plan.overlap_end_ms))
        left, right = stitch_segments(held, segments, overlap)
        return list(left), list(right)

    def _resume_point(self, told: int) -> ResumePoint:
        """Return where the first window starts that was not told to its end."""
        at_ms = self._recording.duration_ms
        if told < len(self._plans):
            at_ms = self._plans[told].start_ms
        return ResumePoint(at_ms=self._on_clock(at_ms), language=self._language)

    def _on_clock(self, time_ms: int) -> int:
        return self._recording.start_ms + time_ms

    def _read(
        self, plans: Sequence[WindowPlan], prefix: tuple[int, ...], cancel: CancelToken
    ) -> list[list[Segment]]:
        """Return the segments of each plan, looking again at what was left unread."""
        found: list[list[Segment]] = [[] for _ in plans]
        pending = {index: _window_of(plan) for index, plan in enumerate(plans)}
        while pending:
            readings = self._look(list(pending.values()), prefix, cancel)
            prefix = ()
            unread: dict[int, AudioWindow] = {}
            for index, reading in zip(pending, readings, strict=True):
                found[index] += reading.segments
                if reading.unread is not None:
                    unread[index] = reading.unread
            pending = unread
        return found

    def _look(
        self, windows: Sequence[AudioWindow], prefix: tuple[int, ...], cancel: CancelToken
    ) -> list[_Reading]:
        mels = [
            self._recording.mel.window(window.start_frame, window.n_frames, fill_with_silence=True)
            for window in windows
        ]
        prompt = WindowPrompt(self._language, self._context, prefix)
        with memory_errors(self._engine.model.device):
            features = self._engine.encode(mels, cancel)
            decoded = self._reader.decode(features, [prompt] * len(windows), cancel)
            heard = [
                self._hear(window, prefix, text)
                for window, text in zip(windows, decoded, strict=True)
            ]
            pieces = [one.pieces for one in heard]
            words = self._reader.align(features, pieces, windows, self._language, cancel)
        return [self._reading(one, aligned) for one, aligned in zip(heard, words, strict=True)]

    def _hear(self, window: AudioWindow, prefix: tuple[int, ...], text: DecodedWindow) -> _Heard:
        """Decide what of a window's text counts, and what is left to read of its audio."""
        if is_silence(text, self._options.fallback):
            return _Heard(window, text, (), None)
        tokens = (*prefix, *text.tokens)
        cut = cut_window(tokens, self._engine.tokenizer.timestamp_begin, window.n_frames)
        if cut.tail is not None and (text.is_complete or cut.advance_frames < _LEAST_STEP_FRAMES):
            return _Heard(window, text, (*cut.pieces, cut.tail), None)
        return _Heard(window, text, cut.pieces, self._unread(window, cut))

    def _reading(self, heard: _Heard, words: Sequence[AlignedWord]) -> _Reading:
        window = heard.window
        start_s = window.start_frame / FRAMES_PER_SECOND
        timed = self._reader.timed(window, heard.pieces, words, start_s)
        end_ms = min(self._maker.end_ms, self._on_clock(window.end_frame * FRAME_MS))
        made = replace(self._maker, end_ms=end_ms).segments(heard.pieces, timed, heard.text)
        return _Reading(tuple(segment for segment in made if segment is not None), heard.unread)

    def _unread(self, window: AudioWindow, cut: WindowCut) -> AudioWindow | None:
        """Return the end of a window if speech goes on there that its pieces leave out."""
        least_ms = _LEAST_UNREAD_SPEECH_MS
        if cut.ends_in_silence:
            least_ms = _LEAST_SPEECH_AGAINST_SILENCE_MS
        read_frames = cut.pieces[-1].end_ms // FRAME_MS
        rest = AudioWindow(window.start_frame + read_frames, window.n_frames - read_frames)
        is_step = read_frames >= _LEAST_STEP_FRAMES and rest.n_frames > 0
        return rest if is_step and self._speech_ms(rest) >= least_ms else None

    def _speech_ms(self, window: AudioWindow) -> int:
        """Return how much speech voice activity has found in a window."""
        start_ms, end_ms = window.start_ms, window.end_frame * FRAME_MS
        return sum(
            max(0, min(span.end_ms, end_ms) - max(span.start_ms, start_ms)) for span in self._spans
        )


def _window_of(plan: WindowPlan) -> AudioWindow:
    start_frame, end_frame = plan.start_ms // FRAME_MS, plan.end_ms // FRAME_MS
    return AudioWindow(start_frame, max(1, end_frame - start_frame))
