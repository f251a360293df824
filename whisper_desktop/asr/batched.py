"""Batched decoding: speech spans are packed into windows that are decoded together.

Windows know nothing of one another's text, so their order does not matter; windows that
overlap, because speech ran on without a pause, are stitched on their common words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from torch import Tensor

from whisper_desktop.asr.audio_memory import AudioMemory
from whisper_desktop.asr.context import TextContext
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.fallback import is_silence
from whisper_desktop.asr.language_follower import LanguageFollower, may_follow
from whisper_desktop.asr.language_track import LanguageTrack
from whisper_desktop.asr.loop_breaker import Hearing, Verdict
from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.asr.options import RecognitionOptions
from whisper_desktop.asr.packing import plan_windows
from whisper_desktop.asr.screen import Made
from whisper_desktop.asr.spoken_plans import SpokenPlan, going_on, parted
from whisper_desktop.asr.stitching import stitch_segments
from whisper_desktop.asr.stretch import HeardStretch, Stretch, StretchReading
from whisper_desktop.asr.timestamps import FRAME_MS, WindowCut, cut_window
from whisper_desktop.asr.window import AudioWindow, Recording, SegmentMaker, WindowReader
from whisper_desktop.asr.window_defence import WindowDefence, end_frame_of, first_half
from whisper_desktop.asr.window_seam import count_before_gap, is_unheard, read_ms, speaks_on
from whisper_desktop.asr.word_cleanup import TimedWords
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
from whisper_desktop.core.segment import Defence, Segment
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

_LEAST_UNREAD_SPEECH_MS = 500
"""Less speech than this after the text broke off is not worth another look."""
_LEAST_SPEECH_AFTER_WORD_MS = 1_000
"""Less speech than this after the last word is its end and the padding of voice activity."""
_LEAST_SPEECH_AGAINST_SILENCE_MS = 2_000
"""So much speech after the text ended is heard again, though the network took it for silence."""
_WORDS_BEFORE = 60
"""So much of what was said before is looked at for what is said again and again."""
_LEAST_STEP_FRAMES = 100
"""What is left of a window is looked at only if the look before settled as much as this."""


class BatchedWalk:
    """Reads the speech of a recording in batches of windows."""

    def __init__(
        self,
        engine: Engine,
        recording: Recording,
        options: RecognitionOptions,
        language: str,
        speech: SpeechMap,
        resume: ResumePoint | None = None,
    ) -> None:
        self._engine, self._recording, self._options = engine, recording, options
        self._speech = speech
        self._reader = WindowReader(engine, options, recording.mel, speech)
        self._maker = SegmentMaker(
            self._reader, options, language, recording.start_ms, recording.end_ms
        )
        limit = engine.model.dims.n_text_ctx // 2 - 1
        self._context = TextContext(engine.tokenizer, options.recipe, limit).tokens()
        self._defence = WindowDefence(self._reader, recording, options, self._features, speech)
        self._track = LanguageTrack(language, dict(resume.spoken_ms if resume else ()))
        self._follower = None
        if may_follow(engine, options):
            self._follower = LanguageFollower(engine, recording.mel, speech)
        told_ms = 0 if resume is None else resume.at_ms - recording.start_ms
        plans = going_on(plan_windows(speech.speech, recording.duration_ms), told_ms)
        known = language if self._follower is None else None
        self._plans = [SpokenPlan(plan, known) for plan in plans]
        self._told = self._count_told(told_ms)
        """How many windows were announced to their end."""
        self._batch_size = max(1, options.batch_size)

    def events(self, cancel: CancelToken) -> Iterator[RecognitionEvent]:
        """Yield segments and resume points in order of time; raises `Cancelled`."""
        held: list[Segment] = []
        """Of the last window read, if the next one overlaps it."""
        # Where two windows are stitched, both must be read.
        done = self._told - 1 if self._overlaps_previous(self._told) else self._told
        before = self._track
        if not self._plans:
            yield WindowDone(self._resume_point(0, self._track))
        while done < len(self._plans):
            batch = self._next_batch(done)
            try:
                memory = self._listened(done, batch, cancel)
                batch = self._next_batch(done)
                readings = self._read(batch, memory, self._forced_beginning(done), cancel)
            except InsufficientMemoryError:
                yield self._smaller_batch(len(batch))
                continue
            for reading in readings:
                earlier, before = before, self._track
                self._track = self._track_after(done, reading)
                left, right = self._stitched(held, list(reading.segments), done)
                is_shared = self._overlaps_previous(done + 1)
                held = right if is_shared else []
                if done > self._told:
                    yield from map(SegmentReady, left)
                if done >= self._told:
                    yield from map(SegmentReady, [] if is_shared else right)
                    # Who goes on reads the one before once more, if it overlaps this one.
                    shared = earlier if self._overlaps_previous(done) else before
                    track = shared if is_shared else self._track
                    resume = self._resume_point(done if is_shared else done + 1, track)
                    yield WindowDone(resume, left_out=reading.left_out)
                done += 1

    def _count_told(self, at_ms: int) -> int:
        return sum(one.plan.start_ms < at_ms for one in self._plans)

    def _overlaps_previous(self, index: int) -> bool:
        return index < len(self._plans) and self._plans[index].plan.overlaps_previous

    def _next_batch(self, done: int) -> Sequence[SpokenPlan]:
        """Return the next windows, of which all have a language, or none."""
        # A forced beginning makes the first window's prompt longer than the others'.
        count = 1 if self._forced_beginning(done) else self._batch_size
        is_known = self._plans[done].language is not None
        next_ones = self._plans[done : done + count]
        return list(takewhile(lambda one: (one.language is not None) == is_known, next_ones))

    def _listened(
        self, done: int, batch: Sequence[SpokenPlan], cancel: CancelToken
    ) -> AudioMemory | None:
        """Find out the languages of windows, and part those that hold several.

        Returns what was encoded for it, where the windows stayed what they were.
        """
        if self._follower is None or batch[0].language is not None:
            return None
        windows = [one.window for one in batch]
        with memory_errors(self._engine.model.device):
            memory = self._memory(windows, cancel)
            track, spoken = self._track, list[SpokenPlan]()
            for index, (one, window) in enumerate(zip(batch, windows, strict=True)):
                parts = self._follower.parts(track, window, memory.of(index), cancel)
                spoken += parted(one.plan, parts)
                for part in parts:
                    track = track.after(part.language, part.window.n_frames * FRAME_MS)
        self._plans[done : done + len(batch)] = spoken
        return memory if len(spoken) == len(batch) else None

    def _track_after(self, index: int, reading: StretchReading) -> LanguageTrack:
        plan = self._plans[index].plan
        return self._track.after(reading.language, plan.end_ms - plan.overlap_end_ms)

    def _memory(self, windows: Sequence[AudioWindow], cancel: CancelToken) -> AudioMemory:
        features = self._engine.encode([self._mel(window) for window in windows], cancel)
        if self._follower is None:
            return AudioMemory(features)
        return AudioMemory(features, self._reader.memorise(features, cancel))

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
        plan = self._plans[index].plan
        if not plan.overlaps_previous:
            return held, segments
        overlap = TimeSpan(self._on_clock(plan.start_ms), self._on_clock(plan.overlap_end_ms))
        left, right = stitch_segments(held, segments, overlap)
        return list(left), list(right)

    def _resume_point(self, told: int, track: LanguageTrack) -> ResumePoint:
        """Return where the first window starts that was not told to its end."""
        at_ms = self._recording.duration_ms
        if told < len(self._plans):
            at_ms = self._plans[told].plan.start_ms
        spoken = () if self._follower is None else track.spoken
        return ResumePoint(self._on_clock(at_ms), track.language, spoken_ms=spoken)

    def _on_clock(self, time_ms: int) -> int:
        return self._recording.start_ms + time_ms

    def _read(
        self,
        plans: Sequence[SpokenPlan],
        memory: AudioMemory | None,
        prefix: tuple[int, ...],
        cancel: CancelToken,
    ) -> list[StretchReading]:
        """Return what is read of each plan, looking again at what was left unread."""
        found = [StretchReading() for _ in plans]
        with memory_errors(self._engine.model.device):
            memory = memory or self._memory([plan.window for plan in plans], cancel)
            stretches = map(self._stretch_of, plans)
            pending = dict(enumerate(self._sure(stretches, memory, cancel)))
        while pending:
            readings = self._look(list(pending.values()), memory, prefix, cancel)
            memory = None
            for index, reading in zip(pending, readings, strict=True):
                found[index] = found[index].and_then(reading)
                if reading.segments:
                    prefix = ()
            pending = {
                index: unread for index in pending if (unread := found[index].unread) is not None
            }
        return found

    def _look(
        self,
        stretches: Sequence[Stretch],
        memory: AudioMemory | None,
        prefix: tuple[int, ...],
        cancel: CancelToken,
    ) -> list[StretchReading]:
        windows = [stretch.window for stretch in stretches]
        with memory_errors(self._engine.model.device):
            memory = memory or self._memory(windows, cancel)
            prompts = [WindowPrompt(one.language, self._context, prefix) for one in stretches]
            features = memory.features
            decoded = self._reader.decode(features, prompts, cancel, audio=memory.audio)
            heard = []
            for i, (stretch, text) in enumerate(zip(stretches, decoded, strict=True)):
                said_before = self._reader.units(decoded[i - 1].tokens) if i else []
                hearing = Hearing(
                    stretch.window,
                    features[i : i + 1],
                    prompts[i],
                    tuple(said_before[-_WORDS_BEFORE:]),
                )
                heard.append(self._hear(stretch, hearing, text, cancel))
            words = self._words(features, heard, cancel)
            return [
                self._reading(one, aligned, cancel)
                for one, aligned in zip(heard, words, strict=True)
            ]

    def _sure(
        self, stretches: Iterable[Stretch], memory: AudioMemory, cancel: CancelToken
    ) -> Iterator[Stretch]:
        """Yield the stretches in the languages that they sound like by themselves."""
        before = self._track.language
        for index, one in enumerate(stretches):
            language, taken = one.language, one.taken
            if self._follower is not None and language != before:
                audio = memory.of(index)
                language = self._follower.likelier(one.window, language, before, audio, cancel)
                taken = (Defence.OTHER_LANGUAGE,) if language != before else ()
            yield replace(one, language=language, taken=taken)
            before = language

    def _words(
        self, features: Tensor, heard: Sequence[HeardStretch], cancel: CancelToken
    ) -> list[list[AlignedWord]]:
        """Return the words of each window's pieces; one language is timed after the other."""
        found: dict[int, list[AlignedWord]] = {}
        for language in dict.fromkeys(one.stretch.language for one in heard):
            mine = [i for i, one in enumerate(heard) if one.stretch.language == language]
            some = features if len(mine) == len(heard) else features[mine]
            pieces = [heard[i].pieces for i in mine]
            windows = [heard[i].window for i in mine]
            words = self._reader.align(some, pieces, windows, language, cancel)
            found |= zip(mine, words, strict=True)
        return [found[i] for i in range(len(heard))]

    def _mel(self, window: AudioWindow) -> Tensor:
        return self._recording.mel.window(
            window.start_frame, window.n_frames, fill_with_silence=True
        )

    def _features(self, window: AudioWindow, cancel: CancelToken) -> Tensor:
        return self._engine.encode([self._mel(window)], cancel)

    def _hear(
        self, stretch: Stretch, hearing: Hearing, decoded: DecodedWindow, cancel: CancelToken
    ) -> HeardStretch:
        """Decide what of a window's text counts, and what is left to read of its audio."""
        window, features = stretch.window, hearing.features
        verdict = self._defence.settled(decoded, hearing, cancel, stretch.taken)
        text = verdict.text
        is_unheard = self._is_unheard(hearing, text)
        if (verdict.is_loop or is_unheard) and (half := first_half(window)) is not None:
            steps = (*text.defences, Defence.SHORTER_WINDOW)
            shorter = Stretch(half, stretch.end_frame, stretch.language, taken=steps)
            return HeardStretch(stretch, features, Verdict(text), (), shorter)
        after = stretch.rest_from(window.end_frame)
        if is_silence(text, self._options.fallback):
            return HeardStretch(stretch, features, verdict, (), after)
        tokens = (*hearing.prompt.prefix, *text.tokens)
        cut = cut_window(tokens, self._engine.tokenizer.timestamp_begin, window.n_frames)
        if verdict.end_ms is not None:
            after = stretch.rest_from(window.start_frame + end_frame_of(verdict, window))
            return HeardStretch(stretch, features, verdict, cut.pieces, after)
        if cut.tail is not None and (text.is_complete or cut.advance_frames < _LEAST_STEP_FRAMES):
            return HeardStretch(stretch, features, verdict, (*cut.pieces, cut.tail), after)
        unread = self._unread(window, cut)
        rest = after if unread is None else stretch.rest_from(unread.start_frame)
        return HeardStretch(stretch, features, verdict, cut.pieces, rest)

    def _reading(
        self, heard: HeardStretch, words: Sequence[AlignedWord], cancel: CancelToken
    ) -> StretchReading:
        window, text = heard.window, heard.verdict.text
        start_s = window.start_frame / FRAMES_PER_SECOND
        timed = self._reader.timed(window, heard.pieces, words, start_s)
        n_kept = len(timed)
        if self._options.defence.continues_cut_speech:
            n_kept = count_before_gap(timed, window, self._speech)
        if n_kept < len(timed):
            end_frame = round(timed[n_kept - 1].end_s * FRAMES_PER_SECOND)
            heard = heard.first(n_kept, heard.stretch.rest_from(end_frame))
            timed = timed[:n_kept]
        elif timed:
            heard = self._reading_on(heard, timed[-1])
        end_ms = min(self._maker.end_ms, self._on_clock(window.end_frame * FRAME_MS))
        maker = replace(self._maker, end_ms=end_ms, language=heard.stretch.language)
        made = maker.segments(heard.pieces, timed, text)
        screened = self._defence.screened(
            Made(window, heard.features, heard.pieces, tuple(made)), cancel
        )
        left_out = (*screened.left_out, *self._defence.left_out(heard.verdict, window))
        segments = tuple(segment for segment in screened.segments if segment is not None)
        return StretchReading(segments, left_out, heard.unread, heard.stretch.language)

    def _reading_on(self, heard: HeardStretch, last: TimedWords) -> HeardStretch:
        """Leave unread what comes after the last word, if somebody speaks there.

        A timestamp may lie seconds before the word, which is said once: it is not read again.
        """
        window, end_frame = heard.window, round(last.end_s * FRAMES_PER_SECOND)
        if heard.unread is None:
            is_more = self._speaks_on(window, last.end_s)
        elif last.words and heard.unread.window.start_frame < end_frame:
            rest_ms = end_frame * FRAME_MS, window.end_ms
            is_more = self._speech.speech_ms(*rest_ms) >= _LEAST_SPEECH_AFTER_WORD_MS
            end_frame = end_frame if is_more else window.end_frame
        else:
            return heard
        unread = heard.stretch.rest_from(end_frame) if is_more or heard.unread else None
        return heard.first(len(heard.pieces), unread)

    def _speaks_on(self, window: AudioWindow, end_s: float) -> bool:
        """Whether somebody speaks for long after the last word of a window."""
        if not self._options.defence.continues_cut_speech:
            return False
        return speaks_on(window.after_start_ms(end_s), window, self._speech)

    def _is_unheard(self, hearing: Hearing, text: DecodedWindow) -> bool:
        """Whether somebody speaks in a window of which the text says next to nothing."""
        if not self._options.defence.continues_cut_speech:
            return False
        window, begin = hearing.window, self._reader.timestamp_begin
        is_silent = is_silence(text, self._options.fallback)
        tokens = (*hearing.prompt.prefix, *(() if is_silent else text.tokens))
        reached_ms = read_ms(cut_window(tokens, begin, window.n_frames), begin)
        return is_unheard(reached_ms, window, self._speech)

    def _unread(self, window: AudioWindow, cut: WindowCut) -> AudioWindow | None:
        """Return the end of a window if speech goes on there that its pieces leave out."""
        least_ms = _LEAST_UNREAD_SPEECH_MS
        if cut.ends_in_silence:
            least_ms = _LEAST_SPEECH_AGAINST_SILENCE_MS
        read_frames = cut.pieces[-1].end_ms // FRAME_MS
        rest = AudioWindow(window.start_frame + read_frames, window.n_frames - read_frames)
        is_step = read_frames >= _LEAST_STEP_FRAMES and rest.n_frames > 0
        return rest if is_step and self._speech_ms(rest) >= least_ms else None

    def _stretch_of(self, one: SpokenPlan) -> Stretch:
        language = one.language or self._track.language
        return Stretch(one.window, one.window.end_frame, language)

    def _speech_ms(self, window: AudioWindow) -> int:
        """Return how much speech voice activity has found in a window."""
        return self._speech.speech_ms(window.start_ms, window.end_ms)
