"""How far recognised word times are from the true ones, of words that both have."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from benchmarks.timed_speech import TimedWord

_NEAR_ONSET_MS = 100


@dataclass(frozen=True, slots=True)
class Heard:
    """What a system made of a recording: words, and where its segments begin, in seconds."""

    words: tuple[TimedWord, ...]
    segment_starts_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Misses:
    """Errors in seconds: found minus true; `segment_s` of the segments that begin with a match."""

    start_s: tuple[float, ...]
    end_s: tuple[float, ...]
    segment_s: tuple[float, ...]
    true_count: int
    flawed_count: int
    """Words of no duration, or that begin before the one before them ends."""


def misses(true: Sequence[TimedWord], heard: Heard) -> Misses:
    """Match the words in order by their letters, and return how far each match is off."""
    found = heard.words
    heard_letters, true_letters = ([_letters(word) for word in some] for some in (found, true))
    matcher = SequenceMatcher(None, heard_letters, true_letters, autojunk=False)
    pairs = [
        (found[block.a + i], true[block.b + i])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]
    true_start_s = {word.start_s: match.start_s for word, match in pairs}
    return Misses(
        tuple(word.start_s - match.start_s for word, match in pairs),
        tuple(word.end_s - match.end_s for word, match in pairs),
        tuple(
            start_s - true_start_s[first_s]
            for start_s in heard.segment_starts_s
            if (first_s := _first_from(found, start_s)) in true_start_s
        ),
        len(true),
        _flawed(found),
    )


def _letters(word: TimedWord) -> str:
    text = unicodedata.normalize("NFKD", word.text.casefold())
    return "".join(character for character in text if character.isalnum())


def _first_from(words: Sequence[TimedWord], start_s: float) -> float | None:
    """Return the start of the word that a segment begins with."""
    return min((word.start_s for word in words), key=lambda at: abs(at - start_s), default=None)


def _flawed(words: Sequence[TimedWord]) -> int:
    empty = sum(word.end_s <= word.start_s for word in words)
    early = sum(after.start_s < before.end_s - 0.0005 for before, after in pairwise(words))
    return empty + early


def summary(found: Iterable[Misses]) -> dict[str, float | int]:
    """Return medians and 95th percentiles in milliseconds, and how often segments begin well."""
    found = list(found)
    starts_ms = 1_000 * np.concatenate([np.array(one.start_s) for one in found])
    ends_ms = 1_000 * np.concatenate([np.array(one.end_s) for one in found])
    segments_ms = 1_000 * np.concatenate([np.array(one.segment_s) for one in found])
    near = np.abs(segments_ms) <= _NEAR_ONSET_MS
    return {
        "words": len(starts_ms),
        "of": sum(one.true_count for one in found),
        "flawed": sum(one.flawed_count for one in found),
        **_spread("start", starts_ms),
        **_spread("end", ends_ms),
        "segments": len(segments_ms),
        "segments_within_100_ms": round(float(near.mean()), 3) if len(near) else 0.0,
    }


def _spread(name: str, errors_ms: np.typing.NDArray[np.float64]) -> dict[str, float]:
    if not len(errors_ms):
        return {}
    sizes = np.abs(errors_ms)
    return {
        f"{name}_median_ms": round(float(np.median(sizes))),
        f"{name}_p95_ms": round(float(np.percentile(sizes, 95))),
        f"{name}_bias_ms": round(float(np.median(errors_ms))),
    }
