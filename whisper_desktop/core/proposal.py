"""What the recogniser proposes for one row: one hearing or several, of which one is meant."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import mean

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.recognised import joined_text

MAX_HEARINGS = 8
_DOUBTFUL_BELOW = 0.5


class Reservation(StrEnum):
    """Why a proposal is not taken together with others."""

    MOVED = "moved"
    """The row has other times than were heard: it cannot be taken alone either."""
    RETOLD = "retold"
    """The text that it would replace is not that for which it was asked."""
    DOUBTFUL = "doubtful"
    SILENT = "silent"
    """Nothing was heard, and the text that is there would go."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hearings of one row, each a candidate without alternatives; no two are the same.

    With `is_translation` they go beside the text of the row, else in its place.
    """

    hearings: tuple[Candidate, ...]
    is_translation: bool = False
    chosen: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.chosen < len(self.hearings):
            raise ValueError(f"no hearing {self.chosen} of {len(self.hearings)}")

    @classmethod
    def of(cls, candidate: Candidate, *, is_translation: bool = False) -> "Proposal":
        """Return what a candidate proposes, its best hearing first."""
        return cls(_distinct(_hearings(candidate)), is_translation)

    @property
    def uid(self) -> int:
        """Of the row."""
        return self.candidate.key

    @property
    def candidate(self) -> Candidate:
        """The hearing that is meant."""
        return self.hearings[self.chosen]

    @property
    def text(self) -> str:
        """What is said in it, in one line; "" where nothing was heard."""
        return joined_text(self.candidate.segments)

    @property
    def confidence(self) -> float | None:
        """How likely its words are on average, 0 to 1; None where that is not known."""
        return confidence(self.candidate.segments)

    @property
    def is_doubtful(self) -> bool:
        """Whether its words are more likely wrong than right."""
        return self.confidence is not None and self.confidence < _DOUBTFUL_BELOW

    def present_text(self, cue: Cue) -> str:
        """Return the text of the row that it is about."""
        return cue.translation if self.is_translation else cue.text

    def reservation(self, cue: Cue) -> Reservation | None:
        """Return why it is not taken for a row unless the person means just this one."""
        if not self.candidate.fits(cue):
            return Reservation.MOVED
        if self._is_retold(cue):
            return Reservation.RETOLD
        if not self.text and self.present_text(cue).strip():
            return Reservation.SILENT
        return Reservation.DOUBTFUL if self.is_doubtful else None

    def _is_retold(self, cue: Cue) -> bool:
        """Tell whether somebody wrote since; line breaks are no other text."""
        texts = self.candidate.texts
        if texts is None:
            return False
        return texts[self.is_translation].split() != self.present_text(cue).split()

    def choosing(self, chosen: int) -> "Proposal":
        """Return the same with another hearing meant."""
        return replace(self, chosen=chosen)

    def with_more(self, candidate: Candidate) -> "Proposal":
        """Return it with what was heard now behind the hearings there were; the choice stays."""
        return replace(self, hearings=_distinct((*self.hearings, *_hearings(candidate))))

    def renewed(self, candidate: Candidate) -> "Proposal":
        """Return it with what was heard now before the hearings there were, and meant."""
        heard = _hearings(candidate)
        return replace(self, hearings=_distinct((*heard, *self.hearings)), chosen=0)


def confidence(segments: Iterable[Segment]) -> float | None:
    """Return how likely the words of segments are on average, 0 to 1; None if that is not known."""
    heard = tuple(segments)
    probabilities = [word.probability for segment in heard for word in segment.words]
    if not probabilities:
        known = (segment.evidence for segment in heard)
        probabilities = [math.exp(one.avg_logprob) for one in known if one is not None]
    return min(max(mean(probabilities), 0.0), 1.0) if probabilities else None


def _hearings(candidate: Candidate) -> tuple[Candidate, ...]:
    texts = (candidate.segments, *candidate.alternatives)
    return tuple(replace(candidate, segments=segments, alternatives=()) for segments in texts)


def _distinct(hearings: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the first of those that say the same of the same times in the same way."""
    found: dict[object, Candidate] = {}
    for one in hearings:
        key = (joined_text(one.segments), one.is_locked, one.start_ms, one.end_ms)
        found.setdefault(key, one)
    return tuple(found.values())[:MAX_HEARINGS]
