"""Measures what speaks for a segment and against it, once its times are final."""

from collections.abc import Iterable
from dataclasses import replace
from statistics import fmean

from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.speech_map import SpeechMap

_DECIMALS = 4
"""Finer differences tell nothing, and rows with fewer digits take less room in the project."""
_LEAST_S = 0.1
"""Shorter spans are an error of measurement, and would make any speed of speech."""


def measured(
    segments: Iterable[Segment], heard: SpeechMap | None = None, start_ms: int = 0
) -> tuple[Segment, ...]:
    """Return the segments with all that can be measured now in their evidence.

    `heard` counts its times from `start_ms` on the clock of the segments; where it does not reach,
    nobody knows whether there is speech.
    """
    return with_speech_share(with_words_measured(segments), heard, start_ms)


def with_words_measured(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return the segments with what their words tell; nothing of words that were dropped."""
    return tuple(map(_with_words_measured, segments))


def with_speech_share(
    segments: Iterable[Segment], heard: SpeechMap | None, start_ms: int = 0
) -> tuple[Segment, ...]:
    """Return the segments with the share of their time in which somebody speaks."""
    if heard is None:
        return tuple(segments)
    return tuple(_with_speech_share(segment, heard, start_ms) for segment in segments)


def words_per_s(segment: Segment) -> float | None:
    """Return how many words are said in a second; characters where words are not parted.

    None where nothing is said. What stands in for words in a text without spaces are its letters
    and digits, for marks are not spoken.
    """
    is_unspaced = segment.task is Task.TRANSCRIBE and is_written_without_spaces(segment.language)
    if is_unspaced:
        count = sum(character.isalnum() for character in segment.text)
    else:
        words = segment.text.split()
        count = sum(any(character.isalnum() for character in word) for word in words)
    duration_s = max((segment.end_ms - segment.start_ms) / 1_000, _LEAST_S)
    return round(count / duration_s, _DECIMALS) if count else None


def _with_words_measured(segment: Segment) -> Segment:
    if segment.evidence is None:
        return segment
    probabilities = [word.probability for word in segment.words]
    evidence = replace(
        segment.evidence,
        mean_word_prob=round(fmean(probabilities), _DECIMALS) if probabilities else None,
        min_word_prob=round(min(probabilities), _DECIMALS) if probabilities else None,
        words_per_s=words_per_s(segment),
    )
    return replace(segment, evidence=evidence)


def _with_speech_share(segment: Segment, heard: SpeechMap, start_ms: int) -> Segment:
    first_ms, last_ms = segment.start_ms - start_ms, segment.end_ms - start_ms
    last_ms = min(last_ms, heard.end_ms)
    if segment.evidence is None or not 0 <= first_ms < last_ms:
        return segment
    share = round(heard.speech_share(first_ms, last_ms), _DECIMALS)
    return replace(segment, evidence=replace(segment.evidence, speech_share=share))
