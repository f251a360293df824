"""One span of a recording is heard: its words and nothing of its neighbours."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import TYPE_CHECKING

from whisper_desktop.app.engines import SpeechRecognizer
from whisper_desktop.app.request import RecognitionOptions
from whisper_desktop.app.span_orders import CONTEXT_MS, SpanOrder
from whisper_desktop.app.span_words import (
    as_one_segment,
    segments_inside,
    text_of,
    without_words,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.events import Progress, SegmentReady, WindowDone
from whisper_desktop.core.recipe import Task, TimestampMode
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.timecode import TimeSpan

if TYPE_CHECKING:
    from whisper_desktop.audio.pcm import Pcm

Segments = tuple[Segment, ...]
Hearing = Generator[Progress, None, Segments]

_LIKELY_LANGUAGE_FACTOR = 10.0
_OTHER_TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)
_OTHER_BEAM_SIZE = 5


@dataclass(frozen=True, slots=True)
class SpanHearing:
    """What is needed to hear one span; `audio` holds it and its surroundings.

    `tell` makes the progress of so many milliseconds of the span.
    """

    order: SpanOrder
    audio: "Pcm"
    options: RecognitionOptions
    likely_languages: tuple[str, ...]
    tell: Callable[[int], Progress]

    def candidate(
        self, recognizer: SpeechRecognizer, alternatives: int, cancel: CancelToken
    ) -> Generator[Progress, None, Candidate]:
        """Return what is heard, and so many other hearings of the same as far as there are.

        Raises `Cancelled` and `InsufficientMemoryError`.
        """
        order = self.order
        options = self._with_language(recognizer, cancel)
        segments: Segments = ()
        others: list[Segments] = []
        if order.duration_ms:
            segments = yield from self._heard(recognizer, options, CONTEXT_MS, cancel)
            if alternatives:
                others = yield from self._others(recognizer, options, segments, cancel)
        return Candidate(
            order.key,
            order.start_ms,
            order.end_ms,
            order.is_locked,
            order.recipe,
            segments,
            tuple(others[:alternatives]),
        )

    def _with_language(
        self, recognizer: SpeechRecognizer, cancel: CancelToken
    ) -> RecognitionOptions:
        """Return the options with the language found out, where it is not given."""
        recipe = self.options.recipe
        if recipe.language is not None:
            return self.options
        samples = self._part(0).samples
        heard = recognizer.detect_language(samples, cancel=cancel)
        language = likeliest(heard.probabilities, self.likely_languages) or heard.language
        return replace(self.options, recipe=replace(recipe, language=language))

    def _heard(
        self,
        recognizer: SpeechRecognizer,
        options: RecognitionOptions,
        context_ms: int,
        cancel: CancelToken,
    ) -> Hearing:
        order, recipe = self.order, options.recipe
        if recipe.task is Task.TRANSLATE:
            # Translated words do not come in the order of the spoken ones: none can be left out.
            context_ms = 0
        part = self._part(context_ms)
        heard: list[Segment] = []
        events = recognizer.recognize(
            part.samples, _with_words(options), start_ms=part.start_ms, cancel=cancel
        )
        for event in events:
            if isinstance(event, SegmentReady):
                heard.append(event.segment)
            elif isinstance(event, WindowDone):
                yield self.tell(min(max(event.resume.at_ms - order.start_ms, 0), order.duration_ms))
        span = TimeSpan(order.start_ms, order.end_ms)
        inside = segments_inside(heard, span)
        if order.is_locked:
            inside = as_one_segment(inside, span)
        return inside if recipe.timestamps is TimestampMode.WORDS else without_words(inside)

    def _part(self, context_ms: int) -> "Pcm":
        first_ms = max(0, self.order.start_ms - context_ms)
        return self.audio.slice_ms(first_ms, self.order.end_ms + context_ms)

    def _others(
        self,
        recognizer: SpeechRecognizer,
        options: RecognitionOptions,
        best: Segments,
        cancel: CancelToken,
    ) -> Generator[Progress, None, list[Segments]]:
        """Return hearings with other words, the likeliest first."""
        others: dict[str, Segments] = {}
        for context_ms, variant in _variants(options):
            segments = yield from self._heard(recognizer, variant, context_ms, cancel)
            words = bare_text(text_of(segments))
            if words and words != bare_text(text_of(best)):
                others.setdefault(words, segments)
        return sorted(others.values(), key=_likelihood, reverse=True)


def likeliest(probabilities: Mapping[str, float], likely: Sequence[str]) -> str | None:
    """Return the language that is likeliest when some are known to be spoken around it."""

    def weight(code: str) -> float:
        return probabilities[code] * (_LIKELY_LANGUAGE_FACTOR if code in likely else 1.0)

    return max(probabilities, key=weight, default=None)


def bare_text(text: str) -> str:
    """Return the letters and digits of a text: what is left equal is no other hearing."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _with_words(options: RecognitionOptions) -> RecognitionOptions:
    return replace(options, recipe=replace(options.recipe, timestamps=TimestampMode.WORDS))


def _variants(options: RecognitionOptions) -> Iterator[tuple[int, RecognitionOptions]]:
    """Yield other ways to listen: narrower, by another search, hotter."""
    yield 0, options
    search = options.search
    beam_size = 1 if search.beam_size > 1 else _OTHER_BEAM_SIZE
    yield CONTEXT_MS, replace(options, search=replace(search, beam_size=beam_size))
    for seed, temperature in enumerate(_OTHER_TEMPERATURES, start=1):
        fallback = replace(options.fallback, temperatures=(temperature,))
        yield CONTEXT_MS, replace(options, fallback=fallback, seed=seed)


def _likelihood(segments: Segments) -> float:
    evidences = [segment.evidence for segment in segments if segment.evidence is not None]
    return mean(evidence.avg_logprob for evidence in evidences) if evidences else float("-inf")
