"""Where words are said, from the emissions of a CTC network and how the words are spelled.

Shapes: T = frames, V = labels of the network.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.speech.aligner import PlacedWord
from whisper_desktop.speech.ctc_viterbi import LabelSpan, LogProbs, align_labels
from whisper_desktop.speech.frame import SAMPLE_RATE_HZ
from whisper_desktop.speech.spelling import Spelling

LETTER_REACH_MS = 40
"""A network names a letter for a frame or two, somewhere within the 80 ms that letters last on
average. So much is added on either side, or half of what lies between two words if that is less:
the boundary of words that are said without a pause is between their letters."""


@dataclass(frozen=True, slots=True)
class Frames:
    """How the frames of a network lie in the sound: one every `step` samples.

    A frame hears `heard` samples; what it tells of is in their middle.
    """

    step: int
    heard: int

    @property
    def step_ms(self) -> float:
        """How far frames are apart."""
        return self.step * 1_000 / SAMPLE_RATE_HZ

    def edge_ms(self, frame: int) -> int:
        """Return where the part of the sound begins that a frame tells of."""
        samples = frame * self.step + (self.heard - self.step) / 2
        return round(samples * 1_000 / SAMPLE_RATE_HZ)


@dataclass(frozen=True, slots=True)
class Emissions:
    """Log-probabilities (T, V) of labels, among them `blank`, and what stands for no letter.

    The label V, which the network does not have, is the wildcard: in every frame it is as
    probable as the most probable label, so that it takes what the other words leave.
    """

    log_probs: LogProbs
    blank: int
    frames: Frames
    boundary: int | None = None

    @property
    def wildcard(self) -> int:
        """The label that stands for anything."""
        width: int = self.log_probs.shape[1]
        return width


def place_words(
    emissions: Emissions, spelling: Spelling, cancel: CancelToken | None = None
) -> tuple[PlacedWord | None, ...]:
    """Return where each word is said; None for one of which nothing is spelled.

    Raises `AlignmentImpossibleError` and `Cancelled`.
    """
    log_probs = emissions.log_probs
    if emissions.wildcard in spelling.labels:
        best = log_probs.max(axis=1, keepdims=True, initial=-np.inf)  # (T, 1)
        log_probs = np.concatenate((log_probs, best), axis=1)  # (T, V + 1)
    spans = align_labels(log_probs, spelling.labels, emissions.blank, cancel=cancel)
    placer = _Placer(emissions, _best_letters(emissions))
    sharing = Counter(spelling.words)
    placed = {
        word: placer.placed(spelling.labels[word.start : word.stop], spans[word.start : word.stop])
        for word in sharing
    }
    parts = {word: iter(_parts(place, sharing[word])) for word, place in placed.items() if place}
    words = [next(parts[word]) if word in parts else None for word in spelling.words]
    return _with_reach(words, emissions.frames.edge_ms(len(log_probs)))


def _parts(word: PlacedWord, count: int) -> list[PlacedWord]:
    """Return as many words of the same length in the place of one."""
    span_ms = word.end_ms - word.start_ms
    edges_ms = [word.start_ms + span_ms * part // count for part in range(count + 1)]
    return [PlacedWord(start_ms, end_ms, word.score) for start_ms, end_ms in pairwise(edges_ms)]


def _with_reach(
    placed: Sequence[PlacedWord | None], sound_ms: int
) -> tuple[PlacedWord | None, ...]:
    """Return the words with what their letters last beyond the frames that name them."""
    if not any(placed):
        return tuple(placed)
    words = [word for word in placed if word is not None]
    gaps = pairwise(
        [0, *(edge for word in words for edge in (word.start_ms, word.end_ms)), sound_ms]
    )
    room_ms = [stop_ms - start_ms for start_ms, stop_ms in gaps][::2]
    # What is before the first word and after the last is shared with nobody.
    shares = [1, *(2 for _ in words[1:]), 1]
    reaches = [
        min(LETTER_REACH_MS, room // share) for room, share in zip(room_ms, shares, strict=True)
    ]
    wider = (
        replace(word, start_ms=word.start_ms - before_ms, end_ms=word.end_ms + after_ms)
        for word, (before_ms, after_ms) in zip(words, pairwise(reaches), strict=True)
    )
    return tuple(next(wider) if word else None for word in placed)


def _best_letters(emissions: Emissions) -> LogProbs:
    """Return the log-probability of the likeliest letter where one is likeliest, else -inf (T)."""
    log_probs = emissions.log_probs
    no_letters = [emissions.blank]
    if emissions.boundary is not None:
        no_letters.append(emissions.boundary)
    is_letter = ~np.isin(log_probs.argmax(axis=1), no_letters)
    best = log_probs.max(axis=1, initial=-np.inf)
    return np.where(is_letter, best, -np.inf).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Placer:
    emissions: Emissions
    letters: LogProbs

    def placed(self, labels: Sequence[int], spans: Sequence[LabelSpan]) -> PlacedWord | None:
        if not spans:
            return None
        heard = [
            self._heard(span) if label == self.emissions.wildcard else span
            for label, span in zip(labels, spans, strict=True)
        ]
        spelled = [
            span
            for label, span in zip(labels, spans, strict=True)
            if label != self.emissions.wildcard
        ]
        # The geometric mean: in a word that is not said some letters find a place, never all.
        score = float(np.exp(np.mean([span.log_prob for span in spelled or heard])))
        edge_ms = self.emissions.frames.edge_ms
        return PlacedWord(edge_ms(heard[0].start), edge_ms(heard[-1].stop), score)

    def _heard(self, span: LabelSpan) -> LabelSpan:
        """Return the part of a wildcard's span between its first and its last letter.

        A wildcard takes the silence around it too.
        """
        letters = self.letters[span.start : span.stop]
        peaks = np.flatnonzero(letters > -np.inf)
        if not peaks.size:
            return LabelSpan(span.start, span.stop, -np.inf)
        first, last = int(peaks[0]), int(peaks[-1])
        return LabelSpan(span.start + first, span.start + last + 1, float(letters[peaks].mean()))
