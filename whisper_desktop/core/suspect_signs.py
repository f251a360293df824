"""Signs that the text of a row is wrong, each a number that is 0 where all is well.

A sign grows with what speaks against the row, so that more evidence against it never makes it
look better. What was not measured is as usual, and so no sign.
"""

import math
import re
from enum import StrEnum

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.phantom_phrases import has_phantom_phrase
from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.segment import Defence, Evidence

REPLACEMENT = "\ufffd"
"""What stands for bytes that are no character."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_TRIES = (
    Defence.PREVIOUS_TEXT_OFF,
    Defence.HOTTER,
    Defence.BEAM,
    Defence.SHORTER_WINDOW,
)
_USUAL_SILENCE = 0.3
"""Rows that are right have pauses in them, and edges, of about this share or less."""
_USUAL_LOGPROB = -0.3
"""Text that is right has about this much or more."""
_USUAL_COMPRESSION = 1.8
"""Of the text of a whole window; single sentences lie below."""
_FAST, _SLOW = 4.0, 1.0
"""Words a second at which speech begins to be unusual, either way."""
_FAST_CHARACTERS, _SLOW_CHARACTERS = 9.0, 2.0
"""The same in characters, for languages that are written without spaces."""
_LEAST_PROBABILITY = 1e-3
_MOST = 3.0
"""No single sign outweighs all others together."""
_LONGEST_UNIT = 8
"""How many words, or characters, a loop repeats at most."""


class Sign(StrEnum):
    """What is looked at."""

    SILENCE = "silence"
    """The share of its time in which voice activity hears nobody."""
    NO_SPEECH_TOKEN = "no-speech-token"
    """The network itself took the beginning of the window for no speech."""
    UNSURE = "unsure"
    """The words are not the likeliest, on average."""
    WEAK_WORD = "weak-word"
    """One of its words is improbable, whatever the others are."""
    UNLIKELY_TEXT = "unlikely-text"
    """The text of the window is improbable as a whole."""
    COMPRESSIBLE = "compressible"
    """The text of the window says the same again and again."""
    LOOP = "loop"
    """The row itself says the same again and again."""
    REPEATED = "repeated"
    """The row before says the same."""
    HOT = "hot"
    """The temperature at which the window was sampled."""
    TRIED = "tried"
    """How many other ways of decoding the window were tried."""
    LOOP_CUT = "loop-cut"
    FAST = "fast"
    SLOW = "slow"
    PHANTOM = "phantom"
    LANGUAGE = "language"
    UNREADABLE = "unreadable"


def signs(cue: Cue, evidence: Evidence, previous: Cue | None = None) -> dict[Sign, float]:
    """Return every sign of a row, from 0 on; `previous` is the row before it, if any."""
    text = " ".join(visible_text(cue.text).split())
    usual_prob = math.exp(min(evidence.avg_logprob, 0.0))
    return {
        Sign.SILENCE: _silence(_known(evidence.speech_share, 1.0)),
        Sign.NO_SPEECH_TOKEN: _share(evidence.no_speech_prob),
        Sign.UNSURE: 1 - _share(_known(evidence.mean_word_prob, usual_prob)),
        Sign.WEAK_WORD: _weakness(evidence),
        Sign.UNLIKELY_TEXT: _above(-evidence.avg_logprob, -_USUAL_LOGPROB),
        Sign.COMPRESSIBLE: _above(evidence.compression_ratio, _USUAL_COMPRESSION),
        Sign.LOOP: _loop(_units(text)),
        Sign.REPEATED: float(_is_repeated(text, previous)),
        Sign.HOT: _above(evidence.temperature, 0),
        Sign.TRIED: float(sum(defence in evidence.defences for defence in _TRIES)),
        Sign.LOOP_CUT: float(Defence.LOOP_CUT in evidence.defences),
        **_speeds(text, evidence.words_per_s),
        Sign.PHANTOM: float(has_phantom_phrase(text)),
        Sign.LANGUAGE: float(Defence.OTHER_LANGUAGE in evidence.defences),
        Sign.UNREADABLE: float(REPLACEMENT in text),
    }


def _known(value: float | None, usual: float) -> float:
    return usual if value is None else value


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _silence(speech_share: float) -> float:
    """Return 0 up to the usual share of silence, 1 where nobody speaks."""
    return max(0.0, 1 - _share(speech_share) - _USUAL_SILENCE) / (1 - _USUAL_SILENCE)


def _above(value: float, limit: float) -> float:
    # What is no number compares as false and is no sign.
    return min(value - limit, _MOST) if value > limit else 0.0


def _weakness(evidence: Evidence) -> float:
    """Return 0 for words that are all certain, 1 for one of a tenth, 2 for a hundredth."""
    least = max(_known(evidence.min_word_prob, 1.0), _LEAST_PROBABILITY)
    return max(0.0, -math.log10(least))


def _is_unspaced(text: str) -> bool:
    """Tell whether most of a text is in a script without spaces; a row may not say its language."""
    if text.isascii():
        return False
    return 2 * len(_UNSPACED.findall(text)) > sum(character.isalnum() for character in text)


def _speeds(text: str, words_per_s: float | None) -> dict[Sign, float]:
    if words_per_s is None:
        return {Sign.FAST: 0.0, Sign.SLOW: 0.0}
    fast, slow = (_FAST_CHARACTERS, _SLOW_CHARACTERS) if _is_unspaced(text) else (_FAST, _SLOW)
    return {
        Sign.FAST: _above(math.log2(max(words_per_s, _LEAST_PROBABILITY) / fast), 0),
        Sign.SLOW: _above(-math.log2(max(words_per_s, _LEAST_PROBABILITY) / slow), 0),
    }


def _units(text: str) -> list[str]:
    folded = text.casefold()
    if _is_unspaced(text):
        return [character for character in folded if character.isalnum()]
    return [word.strip(".,;:!?…-–—\"'»«“”„") for word in folded.split()]


def _loop(units: list[str]) -> float:
    """Return how many more times than twice a part of the text follows itself, at most 3."""
    if len(set(units)) > len(units) - 2:
        return 0.0
    most = 1
    for length in range(1, min(_LONGEST_UNIT, len(units) // 3) + 1):
        run = 0
        for one, other in zip(units, units[length:], strict=False):
            run = run + 1 if one == other else 0
            most = max(most, 1 + run // length)
    return _above(float(most), 2)


def _is_repeated(text: str, previous: Cue | None) -> bool:
    return (
        previous is not None
        and len(text) > 1
        and text.casefold() == " ".join(visible_text(previous.text).split()).casefold()
    )
