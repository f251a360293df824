"""Text that nobody said: the network writes also about silence, music and noise.

What it writes then is often a credit or a farewell from the end of some film. Those are said by
people as well, so a list of them only makes suspicious; what decides is what the sound tells.
"""

from dataclasses import dataclass
from functools import lru_cache

from whisper_desktop.asr.seam import spoken_part
from whisper_desktop.core.resources import resource

HARDLY_ANY_SPEECH = 0.3
"""A segment with less speech than this is looked at more closely. It may well be said, and timed
wrongly, so nothing is left out for this alone."""
_SPOKEN_WORDS = 0.35
"""Of the time of words that somebody says nearly all is speech by voice activity; words that nobody
says lie anywhere in the window, and are half in silence at least."""
_UNSURE_WORDS = 0.5
"""The network thinks less of words of which it would rather have written others."""
_PROBABLY_SILENCE = 0.6
"""The reference implementation's limit for the no-speech token."""
_HALF_SILENT = 0.4
_MOSTLY_SPEECH = 0.7


@dataclass(frozen=True, slots=True)
class Trace:
    """What speaks for a segment's text.

    `speech_share` is the share of its time that is speech, `word_share` that of the times of its
    words by their alignment. `is_isolated` says that nobody spoke right before, or speaks after.
    """

    text: str
    speech_share: float
    word_share: float
    word_prob: float
    no_speech_prob: float
    is_isolated: bool


def is_suspicious(text: str, speech_share: float) -> bool:
    """Whether a segment is worth aligning its words to the sound."""
    return speech_share < HARDLY_ANY_SPEECH or is_known_phantom(text)


def is_phantom(trace: Trace) -> bool:
    """Whether nobody said the text."""
    return is_said_by_nobody(trace) or is_unlikely_said(trace) or is_out_of_place(trace)


def is_said_by_nobody(trace: Trace) -> bool:
    """Whether nobody speaks when it is said, neither by the timestamps nor by the words."""
    return trace.speech_share == 0 and trace.word_share < _SPOKEN_WORDS


def is_unlikely_said(trace: Trace) -> bool:
    """Whether hardly anybody speaks, and the network does not believe in it either."""
    is_doubtful = trace.word_prob < _UNSURE_WORDS or trace.no_speech_prob > _PROBABLY_SILENCE
    is_almost_silent = max(trace.speech_share, trace.word_share) < HARDLY_ANY_SPEECH
    return is_almost_silent and (is_doubtful or is_known_phantom(trace.text))


def is_out_of_place(trace: Trace) -> bool:
    """Whether it is a known phantom that stands alone, and two of three facts speak against it."""
    if not (trace.is_isolated and is_known_phantom(trace.text)):
        return False
    against = (
        trace.word_share < _MOSTLY_SPEECH,
        trace.word_prob < _UNSURE_WORDS,
        trace.no_speech_prob > _HALF_SILENT,
    )
    return sum(against) >= 2


def is_known_phantom(text: str) -> bool:
    """Whether the text is one that the network is known to write where nobody speaks."""
    return spoken_part(text) in _known_phantoms()


@lru_cache(maxsize=1)
def _known_phantoms() -> frozenset[str]:
    lines = resource("defence/phantoms.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(spoken_part(line) for line in lines if line and not line.startswith("#"))
