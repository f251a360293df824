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
_SURELY_SILENCE = 0.9
_HALF_SILENT = 0.4
_HALF_SPEECH = 0.5
_MOSTLY_SPEECH = 0.7
_UNSURE_LOGPROB, _NO_TEXT_LOGPROB, _GARBAGE_LOGPROB = -0.7, -1.5, -2.0
"""Below -1, which is the reference implementation's limit, a window is decoded again; what is still
far below it when the ladder has ended is the best of six bad tries. Of music and applause that was
-4.1, of noise before speech -1.8, of single words under noise -1.8 with half of them right."""
_LEAST_WORD_MS = 50
"""Nobody says a word in two steps of the network's hearing; what it times so is at a loss for a
place: it lies at the end of a window or of the sound."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What speaks for a segment's text.

    `speech_share` is the share of its time that is speech, `word_share` that of the times of its
    words by their alignment. `is_isolated` says that nobody spoke right before, or speaks after.
    `avg_logprob` is that of its window's text, 0 where nobody knows it.
    """

    text: str
    speech_share: float
    word_share: float
    word_prob: float
    no_speech_prob: float
    is_isolated: bool
    avg_logprob: float = 0.0
    duration_ms: int = 1_000


def is_suspicious(
    text: str, speech_share: float, avg_logprob: float = 0.0, duration_ms: int = 1_000
) -> bool:
    """Whether a segment is worth aligning its words to the sound."""
    is_odd = avg_logprob < _NO_TEXT_LOGPROB or duration_ms < _LEAST_WORD_MS
    return is_odd or speech_share < HARDLY_ANY_SPEECH or is_known_phantom(text)


def is_phantom(trace: Trace) -> bool:
    """Whether nobody said the text."""
    is_unplaced = is_said_by_nobody(trace) or is_unlikely_said(trace) or is_out_of_place(trace)
    return is_unplaced or is_garbage(trace) or is_too_short(trace)


def is_said_by_nobody(trace: Trace) -> bool:
    """Whether nobody speaks when it is said, neither by the timestamps nor by the words."""
    return trace.speech_share == 0 and trace.word_share < _SPOKEN_WORDS


def is_unlikely_said(trace: Trace) -> bool:
    """Whether hardly anybody speaks, and the network does not believe in it either."""
    is_doubtful = trace.word_prob < _UNSURE_WORDS or trace.no_speech_prob > _PROBABLY_SILENCE
    is_almost_silent = max(trace.speech_share, trace.word_share) < HARDLY_ANY_SPEECH
    return is_almost_silent and (is_doubtful or is_known_phantom(trace.text))


def is_out_of_place(trace: Trace) -> bool:
    """Whether it is a known phantom that stands alone, and two facts speak against it."""
    if not (trace.is_isolated and is_known_phantom(trace.text)):
        return False
    against = (
        trace.word_share < _MOSTLY_SPEECH,
        trace.word_prob < _UNSURE_WORDS,
        trace.no_speech_prob > _HALF_SILENT,
        trace.no_speech_prob > _SURELY_SILENCE and trace.avg_logprob < _UNSURE_LOGPROB,
    )
    return sum(against) >= 2


def is_garbage(trace: Trace) -> bool:
    """Whether the network's last try is still bad text, and it may well be no speech.

    Bad text over speech is kept, for somebody has to listen there. Voice activity takes some music
    for speech; then the network's own doubt decides, if the text is worse still.
    """
    if trace.word_prob >= _UNSURE_WORDS:
        return False
    is_hardly_speech = trace.speech_share < _HALF_SPEECH and trace.avg_logprob < _NO_TEXT_LOGPROB
    is_doubted = trace.no_speech_prob > _HALF_SILENT and trace.avg_logprob < _GARBAGE_LOGPROB
    return is_hardly_speech or is_doubted


def is_too_short(trace: Trace) -> bool:
    """Whether it is a word without time to say it, which is not sure at all."""
    is_doubtful = trace.word_prob < _UNSURE_WORDS or trace.no_speech_prob > _PROBABLY_SILENCE
    return trace.duration_ms < _LEAST_WORD_MS and is_doubtful


def is_known_phantom(text: str) -> bool:
    """Whether the text is one that the network is known to write where nobody speaks."""
    return spoken_part(text) in _known_phantoms()


@lru_cache(maxsize=1)
def _known_phantoms() -> frozenset[str]:
    lines = resource("defence/phantoms.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(spoken_part(line) for line in lines if line and not line.startswith("#"))
