"""One span of a recording is heard: its words and nothing of its neighbours."""

import math
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import TYPE_CHECKING

from whisper_desktop.app.engines import Engines, SpeechRecognizer
from whisper_desktop.app.evidence import with_speech_share, with_words_measured
from whisper_desktop.app.request import DefenceOptions, RecognitionOptions, WordTimes
from whisper_desktop.app.sound_times import times_in_sound
from whisper_desktop.app.span_orders import (
    LEAST_SURROUNDINGS_MS,
    WINDOW_MS,
    RerecognitionRequest,
    SpanOrder,
)
from whisper_desktop.app.span_words import as_one_segment, segments_inside, without_words
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.events import Progress, SegmentReady, WindowDone
from whisper_desktop.core.outcome import outcome_of
from whisper_desktop.core.recipe import Task, TimestampMode
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

if TYPE_CHECKING:
    from whisper_desktop.audio.pcm import Pcm

Segments = tuple[Segment, ...]

_LIKELY_LANGUAGE_FACTOR = 10.0
_SURER_BY = 0.1
"""By how much the words of a span heard alone must be likelier to be preferred."""
_SUREST = 0.0
"""No confidence is higher."""
_LEAST_PROBABILITY = 1e-3
_OTHER_TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)
_OTHER_BEAM_SIZE = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a span, and how sure the recogniser is of its words.

    `confidence` is the mean natural log-probability of the words.
    """

    segments: Segments
    confidence: float

    @property
    def letters(self) -> str:
        """Letters and digits alone: where they are equal, it is no other hearing."""
        text = "".join(segment.text for segment in self.segments)
        return "".join(character for character in text.casefold() if character.isalnum())

    def is_surer_than(self, other: "Heard") -> bool:
        """Tell whether its words are so much likelier that it is preferred."""
        return self.confidence >= other.confidence + _SURER_BY

    def is_repetitive(self, limit: float | None) -> bool:
        """Tell whether it says the same again and again, of which the recogniser is always sure."""
        found = [one.evidence for one in self.segments if one.evidence is not None]
        return limit is not None and any(one.compression_ratio > limit for one in found)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a span is heard, and how much around it."""

    options: RecognitionOptions
    context_ms: int


@dataclass(frozen=True, slots=True)
class _Share:
    """Which of how many hearings of a span one is: the work on it is done with the last."""

    number: int
    count: int

    def of(self, span_ms: int, duration_ms: int) -> int:
        """Return how much of the span that makes, as if it were heard once."""
        return (self.number * duration_ms + span_ms) // self.count


Hearing = Generator[Progress, None, Heard]


@dataclass(frozen=True, slots=True)
class SpanHearing:
    """What is needed to hear one span; `audio` holds it and its surroundings.

    A span is heard twice, with its surroundings and alone, and the words that the recogniser is
    surer of are kept. Alone, a word at the edge may be cut in two, and there is little to go by;
    with surroundings, a neighbour's word may be taken for its own, or their language may tempt.
    Where nothing could be surer enough, the second time is saved; else what is not plain at once
    when it is heard alone is not guessed at: guesses are never surer.
    `tell` makes the progress of so many milliseconds of the span.
    """

    order: SpanOrder
    audio: "Pcm"
    request: RerecognitionRequest
    engines: Engines
    tell: Callable[[int], Progress]

    def candidate(
        self, recognizer: SpeechRecognizer, cancel: CancelToken
    ) -> Generator[Progress, None, Candidate]:
        """Return what is heard, and other hearings of the same if they are wanted.

        Raises `Cancelled` and `InsufficientMemoryError`.
        """
        hearings: list[Heard] = []
        part = self._part(LEAST_SURROUNDINGS_MS)
        speech = self._speech(part, cancel)
        is_speech = self._is_speech(speech, part.start_ms)
        if is_speech or (self.request.alternatives and self.order.duration_ms):
            options = self._with_language(recognizer, cancel)
            hearings = yield from self._hearings(recognizer, options, cancel)
        best = hearings.pop(0).segments if hearings and is_speech else ()
        others = [heard.segments for heard in hearings[: self.request.alternatives]]
        return self._made(
            with_speech_share(best, speech, part.start_ms),
            [with_speech_share(other, speech, part.start_ms) for other in others],
        )

    def _made(self, best: Segments, others: Sequence[Segments]) -> Candidate:
        order = self.order
        return Candidate(
            order.key,
            order.start_ms,
            order.end_ms,
            order.is_locked,
            order.recipe,
            best,
            tuple(others),
            order.texts,
        )

    def _speech(self, part: "Pcm", cancel: CancelToken) -> SpeechMap:
        """Return where somebody speaks in and right around the span."""
        if not self.order.duration_ms:
            return SpeechMap.known((), 0)
        spans = outcome_of(self.engines.find_speech(part.samples, cancel))
        return SpeechMap.known(spans, part.duration_ms)

    def _is_speech(self, speech: SpeechMap, start_ms: int) -> bool:
        """Whether somebody speaks: the recogniser writes something also of music and silence.

        In a span of several windows it is left to the recogniser.
        """
        order = self.order
        if order.duration_ms > WINDOW_MS:
            return True
        return speech.speech_ms(order.start_ms - start_ms, order.end_ms - start_ms) > 0

    def _with_language(
        self, recognizer: SpeechRecognizer, cancel: CancelToken
    ) -> RecognitionOptions:
        """Return the order's options with the language found out, where it is not given."""
        options, recipe = self.request.options, self.order.recipe
        if recipe.language is None:
            detected = recognizer.detect_language(self._part(0).samples, cancel=cancel)
            language = likeliest(detected.probabilities, self.request.likely_languages)
            recipe = replace(recipe, language=language)
        return replace(options, recipe=recipe)

    def _hearings(
        self, recognizer: SpeechRecognizer, options: RecognitionOptions, cancel: CancelToken
    ) -> Generator[Progress, None, list[Heard]]:
        """Return what was heard, the best first; nothing twice, and nothing without words."""
        contexts_ms = self._contexts_ms(options)
        variants = list(_variants(options)) if self.request.alternatives else []
        count = len(contexts_ms) + len(variants)
        way = _Way(options, contexts_ms[0])
        first = yield from self._heard(recognizer, way, _Share(0, count), cancel)
        if not variants and first.confidence > _SUREST - _SURER_BY:
            return [first]
        again = _at_first_try(options) if first.letters else options
        ways = [_Way(again, context_ms) for context_ms in contexts_ms[1:]]
        ways += [_Way(variant, contexts_ms[0]) for variant in variants]
        found = [first]
        for number, way in enumerate(ways, start=1):
            share = _Share(number, count)
            found.append((yield from self._heard(recognizer, way, share, cancel)))
        alone = found[1 : len(contexts_ms)]
        limit = options.fallback.max_compression_ratio
        surer = [one for one in alone if one.is_surer_than(first) and not one.is_repetitive(limit)]
        best = surer[0] if surer else first
        found.sort(key=lambda heard: heard.confidence, reverse=True)
        distinct: dict[str, Heard] = {}
        for heard in (best, *found):
            distinct.setdefault(heard.letters, heard)
        return [heard for letters, heard in distinct.items() if letters]

    def _contexts_ms(self, options: RecognitionOptions) -> tuple[int, ...]:
        """Return how much is heard around the span, one hearing after the other."""
        if options.recipe.task is Task.TRANSLATE:
            # Translated words do not come in the order of the spoken ones: none can be left out.
            return (0,)
        if self.order.duration_ms > WINDOW_MS:
            # Only its edges are in doubt, and a second hearing takes long.
            return (self.order.surroundings_ms,)
        return (self.order.surroundings_ms, 0)

    def _heard(
        self,
        recognizer: SpeechRecognizer,
        way: _Way,
        share: _Share,
        cancel: CancelToken,
    ) -> Hearing:
        order, options, context_ms = self.order, way.options, way.context_ms
        wanted = options.recipe.timestamps
        part = self._part(context_ms)
        recipe = replace(options.recipe, timestamps=TimestampMode.WORDS)
        # A person asked for these words: nothing is left out of them.
        defence = replace(DefenceOptions.off(), keeps_whole_characters=True)
        # Around the span others may speak another language, and the text passes over them: warping
        # lays such time into one long word, our own way into many.
        word_times = WordTimes.REFERENCE if context_ms else options.word_times
        options = replace(options, recipe=recipe, defence=defence, word_times=word_times)
        segments: list[Segment] = []
        for event in recognizer.recognize(
            part.samples, options, start_ms=part.start_ms, cancel=cancel
        ):
            if isinstance(event, SegmentReady):
                segments.append(event.segment)
            elif isinstance(event, WindowDone):
                span_ms = min(max(event.resume.at_ms - order.start_ms, 0), order.duration_ms)
                yield self.tell(share.of(span_ms, order.duration_ms))
                if event.resume.at_ms >= order.end_ms:
                    # What is left of the surroundings would take a window of its own.
                    break
        span = TimeSpan(order.start_ms, order.end_ms)
        moved = times_in_sound(part, segments)
        inside = segments_inside(moved, span) if context_ms else moved
        confidence = _confidence(inside)
        if order.is_locked:
            inside = as_one_segment(inside, span)
        inside = with_words_measured(inside)
        return Heard(inside if wanted is TimestampMode.WORDS else without_words(inside), confidence)

    def _part(self, context_ms: int) -> "Pcm":
        first_ms = max(0, self.order.start_ms - context_ms)
        return self.audio.slice_ms(first_ms, self.order.end_ms + context_ms)


def likeliest(probabilities: Mapping[str, float], likely: Sequence[str]) -> str:
    """Return the likeliest language when some are known to be spoken around it."""

    def weight(code: str) -> float:
        return probabilities[code] * (_LIKELY_LANGUAGE_FACTOR if code in likely else 1.0)

    return max(probabilities, key=weight)


def _at_first_try(options: RecognitionOptions) -> RecognitionOptions:
    """Return the options without the temperatures for what is not believed."""
    temperatures = options.fallback.temperatures[:1]
    return replace(options, fallback=replace(options.fallback, temperatures=temperatures))


def _variants(options: RecognitionOptions) -> Iterator[RecognitionOptions]:
    """Yield other ways to search: wider or narrower, and hotter and hotter."""
    search = options.search
    beam_size = 1 if search.beam_size > 1 else _OTHER_BEAM_SIZE
    yield replace(options, search=replace(search, beam_size=beam_size))
    for seed, temperature in enumerate(_OTHER_TEMPERATURES, start=1):
        fallback = replace(options.fallback, temperatures=(temperature,))
        yield replace(options, fallback=fallback, seed=seed)


def _confidence(segments: Segments) -> float:
    words = [word for segment in segments for word in segment.words]
    if not words:
        return -math.inf
    return mean(math.log(max(word.probability, _LEAST_PROBABILITY)) for word in words)
