"""How likely the text of a row is wrong, and what makes it look so.

A logistic regression over the signs of a row (`core.suspect_signs`). Its weights come from
`python -m benchmarks.suspects fit`, are never below 0, and are written down here so that nobody
needs more than the standard library to use them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.suspect_signs import Sign, signs


class SuspectReason(StrEnum):
    """What makes a row suspicious; `ui` has the words for it."""

    LITTLE_SPEECH = "little-speech"
    """Hardly anybody speaks while it is shown."""
    LOOP = "loop"
    """Its text goes in circles."""
    REPEATS_NEIGHBOUR = "repeats-neighbour"
    """The row before says just the same."""
    IMPROBABLE_WORDS = "improbable-words"
    """The recogniser was not sure of its words."""
    TRIED_AGAIN = "tried-again"
    """The first reading was not believed, and what is there comes of other ways to decode."""
    TOO_FAST = "too-fast"
    """There is more text than anybody says in the time."""
    TOO_SLOW = "too-slow"
    """There is hardly any text for the time."""
    PHANTOM_PHRASE = "phantom-phrase"
    """It is one of the phrases that recognisers write where nobody speaks."""
    OTHER_LANGUAGE = "other-language"
    """It was taken for another language than what came before."""
    UNREADABLE = "unreadable"
    """There are bytes in it that are no character."""


BIAS = -4.25
"""The logarithm of the odds that a row without any sign is wrong."""
WEIGHTS: Mapping[Sign, float] = MappingProxyType(
    {
        Sign.SILENCE: 3.67,
        Sign.NO_SPEECH_TOKEN: 0.1,
        Sign.UNSURE: 9.71,
        Sign.WEAK_WORD: 1.2,
        Sign.UNLIKELY_TEXT: 2.04,
        Sign.COMPRESSIBLE: 0.7,
        Sign.LOOP: 2.12,
        Sign.REPEATED: 1.5,
        Sign.HOT: 1.31,
        Sign.TRIED: 0.3,
        Sign.LOOP_CUT: 0.5,
        Sign.FAST: 0.84,
        Sign.SLOW: 0.05,
        Sign.PHANTOM: 2.0,
        Sign.LANGUAGE: 0.5,
        Sign.UNREADABLE: 3.0,
    }
)
"""How much each sign adds to the logarithm of the odds.

Fitted on 387 rows of synthesised speech with trouble in it (base, int8, both modes), 24 % of them
wrong; signs that hardly occur there keep what they were expected to be worth. On rows of people,
none of whom was fitted on (373, of which 7.5 % are wrong), the first tenth of the ranked list holds
68 % of the wrong ones; area under the curve 0.936, other synthesised voices 0.966.
"""

GRAVE_FROM = 0.5
"""From this score on a row is listed: it is more likely wrong than right.

Of the rows of people that are listed then, 57 % are wrong, and 61 % of the wrong ones are listed.
"""

_REASONS: Mapping[Sign, SuspectReason] = MappingProxyType(
    {
        Sign.SILENCE: SuspectReason.LITTLE_SPEECH,
        Sign.NO_SPEECH_TOKEN: SuspectReason.LITTLE_SPEECH,
        Sign.UNSURE: SuspectReason.IMPROBABLE_WORDS,
        Sign.WEAK_WORD: SuspectReason.IMPROBABLE_WORDS,
        Sign.UNLIKELY_TEXT: SuspectReason.IMPROBABLE_WORDS,
        Sign.COMPRESSIBLE: SuspectReason.LOOP,
        Sign.LOOP: SuspectReason.LOOP,
        Sign.REPEATED: SuspectReason.REPEATS_NEIGHBOUR,
        Sign.HOT: SuspectReason.TRIED_AGAIN,
        Sign.TRIED: SuspectReason.TRIED_AGAIN,
        Sign.LOOP_CUT: SuspectReason.LOOP,
        Sign.FAST: SuspectReason.TOO_FAST,
        Sign.SLOW: SuspectReason.TOO_SLOW,
        Sign.PHANTOM: SuspectReason.PHANTOM_PHRASE,
        Sign.LANGUAGE: SuspectReason.OTHER_LANGUAGE,
        Sign.UNREADABLE: SuspectReason.UNREADABLE,
    }
)
_TELLING = math.log(2)
"""A reason at least doubles the odds."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How likely a row is wrong, 0 to 1, and what says so, most telling first."""

    score: float
    reasons: tuple[SuspectReason, ...]

    @property
    def is_grave(self) -> bool:
        """Whether the row is worth listening to."""
        return self.score >= GRAVE_FROM


def suspicion(cue: Cue, previous: Cue | None = None) -> Suspicion | None:
    """Return how suspicious a row is; `previous` is the row before it, where that is known.

    None where there is nothing to suspect: no text, nothing known of how it came about, or a
    person has written or accepted it.
    """
    evidence = cue.evidence
    if evidence is None or evidence.is_reviewed or not visible_text(cue.text).strip():
        return None
    found = signs(cue, evidence, previous)
    shares = {sign: WEIGHTS[sign] * value for sign, value in found.items()}
    score = _logistic(BIAS + sum(shares.values()))
    reasons = _reasons(shares)
    telling = [reason for reason, added in reasons if added >= _TELLING]
    if score >= GRAVE_FROM and not telling:
        # Much that adds little.
        telling = [reasons[0][0]]
    return Suspicion(score, tuple(telling))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > 0 else math.exp(value) / (1 + math.exp(value))


def _reasons(shares: Mapping[Sign, float]) -> list[tuple[SuspectReason, float]]:
    """Return what each reason adds to the odds' logarithm, the most first."""
    added: dict[SuspectReason, float] = {}
    for sign, share in shares.items():
        added[_REASONS[sign]] = added.get(_REASONS[sign], 0.0) + share
    return sorted(added.items(), key=lambda one: -one[1])
