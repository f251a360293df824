"""Recordings in which the language changes: excerpts of the audio set, joined at random."""

import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from benchmarks.audio_set import NO_LANGUAGE, Recording, Samples, load_samples
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.speech.voice_activity import find_speech

_SAMPLES_PER_MS = 16
_LOUDNESS_DB = -23.0
"""Root mean square that every excerpt is brought to: a change of level is no help."""
_MOST_S = 600.0
"""Excerpts are taken from so much of a recording."""
GAPS_MS = (0, 300, 1_000, 3_000)
TURNS_S = {"short": (5.5, 12.0), "long": (12.0, 40.0)}
"""How long turns are asked to be; they end where speech pauses, or with their recording."""


@dataclass(frozen=True, slots=True)
class Source:
    """A recording, and where somebody speaks in it."""

    file: str
    language: str
    samples: Samples
    speech: tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a mixture in one language; speech on the mixture's clock."""

    file: str
    span: TimeSpan
    language: str
    speech: tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """A recording of several languages, with what is true of it."""

    name: str
    samples: Samples
    turns: tuple[Turn, ...]

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / (1_000 * _SAMPLES_PER_MS)


def load_sources(
    recordings: Sequence[Recording], audio: Path, cache: Path
) -> dict[str, list[Source]]:
    """Return the recordings in a known language, by language; their speech is found once."""
    found: dict[str, list[Source]] = {}
    for one in recordings:
        if one.language not in NO_LANGUAGE:
            samples = load_samples(audio / one.file, cache)
            samples = samples[: round(_MOST_S * 1_000) * _SAMPLES_PER_MS]
            speech = _kept_speech(cache / "speech" / f"{one.file}.json", samples)
            found.setdefault(one.language, []).append(
                Source(one.file, one.language, samples, speech)
            )
    return found


def _kept_speech(kept: Path, samples: Samples) -> tuple[TimeSpan, ...]:
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        spans = [(span.start_ms, span.end_ms) for span in find_speech(samples)]
        kept.write_text(json.dumps(spans), encoding="utf-8")
    return tuple(TimeSpan(*pair) for pair in json.loads(kept.read_text(encoding="utf-8")))


def make_mixtures(sources: dict[str, list[Source]], seed: int) -> list[Mixture]:
    """Return mixtures of two to ten languages: every gap, with short turns and with long ones."""
    made = []
    kinds = [(gap_ms, length) for length in TURNS_S for gap_ms in GAPS_MS]
    counts = [2, 3, 4, 10, 2, 3, 6, 10]
    for (gap_ms, length), count in zip(kinds, counts, strict=True):
        name = f"{count}-languages-{length}-gap{gap_ms}-seed{seed}"
        made.append(_mixture(name, sources, count, TURNS_S[length], gap_ms))
    return made


def _mixture(
    name: str,
    sources: dict[str, list[Source]],
    count: int,
    turn_s: tuple[float, float],
    gap_ms: int,
) -> Mixture:
    """Join turns of so many languages; each is spoken twice, or three times where they are few."""
    dice = random.Random(name)
    languages = dice.sample(sorted(sources), min(count, len(sources)))
    order = _order(languages, 3 if count < 4 else 2, dice.shuffle)
    excerpts = [_excerpt(dice.choice(sources[code]), dice, turn_s) for code in order]
    gap = np.zeros(gap_ms * _SAMPLES_PER_MS, dtype=np.float32)
    pieces = [piece for samples, _ in excerpts for piece in (samples, gap)]
    lengths_ms = [len(samples) // _SAMPLES_PER_MS for samples, _ in excerpts]
    starts_ms = accumulate((length + gap_ms for length in lengths_ms[:-1]), initial=0)
    turns = tuple(
        Turn(turn.file, _moved(turn.span, at), turn.language, _all_moved(turn.speech, at))
        for (_, turn), at in zip(excerpts, starts_ms, strict=True)
    )
    return Mixture(name, np.concatenate(pieces[:-1]), turns)


def _order(languages: list[str], rounds: int, shuffle: Callable[[list[str]], None]) -> list[str]:
    """Return the languages, so many times each, none twice on end."""
    order: list[str] = []
    for _ in range(rounds):
        some = list(languages)
        shuffle(some)
        if order and some[0] == order[-1]:
            some.append(some.pop(0))
        order += some
    return order


def _excerpt(
    source: Source, dice: random.Random, turn_s: tuple[float, float]
) -> tuple[Samples, Turn]:
    """Return whole spans of speech of about such a length, without silence around them."""
    wanted_ms = round(dice.uniform(*turn_s) * 1_000)
    spans = source.speech
    latest = max(
        (i for i, s in enumerate(spans) if spans[-1].end_ms - s.start_ms >= wanted_ms), default=0
    )
    first = dice.randint(0, latest)
    start_ms = spans[first].start_ms
    chosen = [spans[first]]
    for span in spans[first + 1 :]:
        if chosen[-1].end_ms - start_ms >= wanted_ms:
            break
        chosen.append(span)
    # Speech without a pause is cut where it is long enough.
    end_ms = min(chosen[-1].end_ms, start_ms + 2 * wanted_ms)
    samples = source.samples[start_ms * _SAMPLES_PER_MS : end_ms * _SAMPLES_PER_MS]
    speech = tuple(
        TimeSpan(span.start_ms - start_ms, min(span.end_ms, end_ms) - start_ms)
        for span in chosen
        if span.start_ms < end_ms
    )
    turn = Turn(source.file, TimeSpan(0, end_ms - start_ms), source.language, speech)
    return _levelled(samples), turn


def _levelled(samples: Samples) -> Samples:
    power = float(np.mean(np.square(samples)))
    gain = 10 ** (_LOUDNESS_DB / 20) / math.sqrt(max(power, 1e-12))
    levelled: Samples = np.clip(samples * gain, -1.0, 1.0).astype(np.float32)
    return levelled


def _moved(span: TimeSpan, by_ms: int) -> TimeSpan:
    return TimeSpan(span.start_ms + by_ms, span.end_ms + by_ms)


def _all_moved(spans: Sequence[TimeSpan], by_ms: int) -> tuple[TimeSpan, ...]:
    return tuple(_moved(span, by_ms) for span in spans)
