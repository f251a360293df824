"""Batched decoding: speech spans are packed into windows that are decoded together.

Windows know nothing of one another's text, so their order does not matter; windows that
overlap, because speech ran on without a pause, are stitched on their common words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from whisper_desktop.asr.context import TextContext
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.engine import Engine, memory_errors
from whisper_desktop.asr.fallback import is_silence
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.packing import WindowPlan, plan_windows
from whisper_desktop.asr.stitching import stitch_segments
from whisper_desktop.asr.timestamps import FRAME_MS, TimedTokens, WindowCut, cut_window
from whisper_desktop.asr.window import AudioWindow, Recording, SegmentMaker, WindowReader
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
_MAX_LOOKS = 3
"""How often what a window left unread is read again, the first time included."""


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
        start_ms = 0 if resume is None else resume.at_ms - recording.start_ms
        plans = plan_windows(spans, recording.duration_ms)
        self._plans = [plan for plan in plans if plan.start_ms >= start_ms]
        self._prefix = self._reader.forced_beginning() if resume is None else ()
        self._batch_size = max(1, options.batch_size)

    def events(self, cancel: CancelToken) -> Iterator[RecognitionEvent]:
        """Yield segments and resume points in order of time; raises `Cancelled`."""
        held: list[Segment] = []
        """Of the last window read, until the next one is seen to overlap it or not."""
        done = 0
        while done < len(self._plans):
            # A forced beginning makes the first window's prompt longer than the others'.
            count = 1 if self._prefix else self._batch_size
            plans = self._plans[done : done + count]
            try:
                readings = self._read(plans, cancel)
            except InsufficientMemoryError:
                yield self._shrink_batch()
                continue
            for plan, segments in zip(plans, readings, strict=True):
                finished, held = self._joined(held, segments, plan)
                yield from map(SegmentReady, finished)
                yield WindowDone(self._resume_point(plan.start_ms))
            done += len(plans)
        yield from map(SegmentReady, held)
        yield WindowDone(self._resume_point(self._recording.duration_ms))

    def _shrink_batch(self) -> Warned:
        """Halve the batch, or raise when it is one window already."""
        before = self._batch_size
        if before == 1:
            raise InsufficientMemoryError(str(self._engine.model.device), "one window at a time")
        self._batch_size = before // 2
        return Warned(MemoryRanOut(f"batch of {before}", f"batch of {self._batch_size}"))

    def _joined(
        self, held: list[Segment], segments: list[Segment], plan: WindowPlan
    ) -> tuple[list[Segment], list[Segment]]:
        """Return the segments that are final now, and those to hold back."""
        if not plan.overlaps_previous:
            return held, segments
        overlap = TimeSpan(
            self._recording.start_ms + plan.start_ms, self._recording.start_ms + plan.overlap_end_ms
        )
        left, right = stitch_segments(held, segments, overlap)
        return list(left), list(right)

    def _resume_point(self, at_ms: int) -> ResumePoint:
        return ResumePoint(at_ms=self._recording.start_ms + at_ms, language=self._language)

    def _read(self, plans: Sequence[WindowPlan], cancel: CancelToken) -> list[list[Segment]]:
        """Return the segments of each plan, looking again at what was left unread."""
        found: list[list[Segment]] = [[] for _ in plans]
        pending = {i: _window_of(plan) for i, plan in enumerate(plans)}
        for _ in range(_MAX_LOOKS):
            readings = self._look(list(pending.values()), cancel)
            unread: dict[int, AudioWindow] = {}
            for index, reading in zip(pending, readings, strict=True):
                found[index] += reading.segments
                if reading.unread is not None:
                    unread[index] = reading.unread
            pending = unread
            if not pending:
                break
        return found

    def _look(self, windows: Sequence[AudioWindow], cancel: CancelToken) -> list[_Reading]:
        mels = [
            self._recording.mel.window(window.start_frame, window.n_frames, fill_with_silence=True)
            for window in windows
        ]
        prompt = WindowPrompt(self._language, self._context, self._prefix)
        with memory_errors(self._engine.model.device):
            features = self._engine.encode(mels, cancel)
            decoded = self._reader.decode(features, [prompt] * len(windows), cancel)
            return self._settle(windows, decoded, features)

    def _settle(
        self, windows: Sequence[AudioWindow], decoded: Sequence[DecodedWindow], features: Tensor
    ) -> list[_Reading]:
        timestamp_begin = self._engine.tokenizer.timestamp_begin
        cuts = [
            cut_window((*self._prefix, *text.tokens), timestamp_begin, window.n_frames)
            for window, text in zip(windows, decoded, strict=True)
        ]
        self._prefix = ()
        limits = self._options.fallback
        pieces = [
            () if is_silence(text, limits) else _with_tail(cut)
            for text, cut in zip(decoded, cuts, strict=True)
        ]
        aligned = self._reader.align(features, pieces, windows, self._language)
        readings = []
        for window, text, cut, parts, words in zip(
            windows, decoded, cuts, pieces, aligned, strict=True
        ):
            start_s = window.start_frame / FRAMES_PER_SECOND
            timed = self._reader.timed(window, parts, words, start_s)
            end_ms = min(self._maker.end_ms, self._recording.start_ms + window.end_frame * FRAME_MS)
            maker = replace(self._maker, end_ms=end_ms)
            made = (
                maker.segment(piece, times, text) for piece, times in zip(parts, timed, strict=True)
            )
            segments = tuple(segment for segment in made if segment is not None)
            readings.append(_Reading(segments, self._unread(window, cut) if parts else None))
        return readings

    def _unread(self, window: AudioWindow, cut: WindowCut) -> AudioWindow | None:
        """Return the end of a window if speech goes on there that its text leaves out."""
        if cut.tail is not None:
            return None
        least_ms = _LEAST_UNREAD_SPEECH_MS
        if cut.ends_in_silence:
            least_ms = _LEAST_SPEECH_AGAINST_SILENCE_MS
        read_frames = cut.pieces[-1].end_ms // FRAME_MS
        rest = AudioWindow(window.start_frame + read_frames, window.n_frames - read_frames)
        is_progress = read_frames > 0 and rest.n_frames > 0
        return rest if is_progress and self._speech_ms(rest) >= least_ms else None

    def _speech_ms(self, window: AudioWindow) -> int:
        """Return how much speech voice activity has found in a window."""
        start_ms, end_ms = window.start_ms, window.end_frame * FRAME_MS
        return sum(
            max(0, min(span.end_ms, end_ms) - max(span.start_ms, start_ms)) for span in self._spans
        )


def _window_of(plan: WindowPlan) -> AudioWindow:
    start_frame, end_frame = plan.start_ms // FRAME_MS, plan.end_ms // FRAME_MS
    return AudioWindow(start_frame, max(1, end_frame - start_frame))


def _with_tail(cut: WindowCut) -> tuple[TimedTokens, ...]:
    return cut.pieces if cut.tail is None else (*cut.pieces, cut.tail)
