"""Which language is spoken from when to when: single stretches err, their order in time does not.

A hidden Markov model with a state for every language (Rabiner 1989, section III): what a stretch
sounds like is weighed against what it costs to change, most likely path by Viterbi's algorithm.

Shapes: C cells of time, L languages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

SWITCH_COST = 2.5
"""Of any change, in natural logarithms of probability: one stretch of five seconds must find the
other language twelve times as likely. From 1.5 to 4 it makes next to no difference (base)."""
NEW_LANGUAGE_COST = 2.5
"""Of a change to a language that was not spoken in this recording so far, on top."""
KIN_COST = 3.0
"""Of a change between languages that models take for each other, on top."""
LEAST_LOGPROB = -7.0
"""No single stretch speaks more than this against a language: one cough does not decide."""

KIN = (
    frozenset({"ca", "es", "gl", "oc", "pt", "la"}),
    frozenset({"no", "nn", "da", "sv"}),
    frozenset({"hr", "bs", "sr", "sl", "mk", "bg"}),
    frozenset({"ru", "uk", "be"}),
    frozenset({"cs", "sk"}),
    frozenset({"id", "ms", "jw", "su"}),
    frozenset({"hi", "ur", "pa"}),
    frozenset({"zh", "yue"}),
    frozenset({"de", "nl", "af", "lb", "yi"}),
    frozenset({"tr", "az", "tk"}),
)
"""Languages so near to each other that a few seconds of one are often taken for another."""


@dataclass(frozen=True, slots=True)
class LanguageRun:
    """Cells from `start` to before `end`, in one language."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class LanguageTrack:
    """What was spoken up to a place in a recording: frozen, for work can be resumed there.

    `language` is what was spoken last, `spoken_ms` how long each language was spoken.
    """

    language: str
    spoken_ms: Mapping[str, int] = field(default_factory=dict)

    @property
    def spoken(self) -> tuple[tuple[str, int], ...]:
        """How long each language was spoken, as a resume point keeps it."""
        return tuple(self.spoken_ms.items())

    def after(self, language: str, duration_ms: int) -> "LanguageTrack":
        """Return the track after so much more was spoken in a language."""
        total_ms = self.spoken_ms.get(language, 0) + duration_ms
        return LanguageTrack(language, {**self.spoken_ms, language: total_ms})

    def runs(
        self, log_probs: Scores, codes: Sequence[str], weights: Sequence[float]
    ) -> tuple[LanguageRun, ...]:
        """Return what is spoken in the cells that follow, all of them covered.

        `log_probs` (C, L) are those of `codes` by what is heard in each cell; `weights` say how
        much each counts, 0 where nobody speaks.
        """
        heard = np.maximum(log_probs, LEAST_LOGPROB) * np.asarray(weights, np.float32)[:, None]
        path = _best_path(heard, self._costs(codes), codes.index(self.language))
        return _runs_of([codes[state] for state in path])

    def _costs(self, codes: Sequence[str]) -> Scores:
        """Return what a change costs, (L, L): from the row's language to the column's."""
        known = {self.language, *self.spoken_ms}
        costs = np.full((len(codes), len(codes)), SWITCH_COST, np.float32)
        costs += [0.0 if code in known else NEW_LANGUAGE_COST for code in codes]
        for kin in KIN:
            places = [place for place, code in enumerate(codes) if code in kin]
            costs[np.ix_(places, places)] += KIN_COST
        np.fill_diagonal(costs, 0.0)
        return costs


def are_kin(one: str, other: str) -> bool:
    """Tell whether models take these two languages for each other."""
    return any({one, other} <= kin for kin in KIN)


def _best_path(heard: Scores, costs: Scores, first: int) -> list[int]:
    """Return the likeliest state of each cell, coming from a state before the first."""
    scores = np.full(len(costs), -np.inf, np.float32)
    scores[first] = 0.0
    came_from = []
    for cell in heard:
        arriving = scores[:, None] - costs
        best = arriving.argmax(axis=0)
        came_from.append(best)
        scores = arriving[best, np.arange(len(costs))] + cell
    path = [int(scores.argmax())]
    for best in reversed(came_from[1:]):
        path.append(int(best[path[-1]]))
    return path[::-1] if came_from else []


def _runs_of(languages: Sequence[str]) -> tuple[LanguageRun, ...]:
    runs: list[LanguageRun] = []
    for cell, language in enumerate(languages):
        if runs and runs[-1].language == language:
            runs[-1] = LanguageRun(runs[-1].start, cell + 1, language)
        else:
            runs.append(LanguageRun(cell, cell + 1, language))
    return tuple(runs)
