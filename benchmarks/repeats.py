"""Runs of repeated words, and which of them the reference does not have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.word_alignment import Pair, align

LONGEST_UNIT = 24
"""Words of what is repeated: loops of whole sentences are found, verses of a song are not."""
LEAST_REPEATS = 3
"""How often a thing is said in a row until it is a run; twice is how people speak."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words `start` up to `end`: a unit of so many words, said `count` times in a row."""

    start: int
    end: int
    unit: int

    @property
    def count(self) -> int:
        """How often the unit is said in full."""
        return (self.end - self.start) // self.unit


@dataclass(frozen=True, slots=True)
class RepeatScore:
    """How what was heard differs from what was said."""

    false_runs: tuple[Run, ...]
    """Places in what was heard of runs that nobody said, or that go on longer than said."""
    deleted: int
    inserted: int
    substituted: int
    words: int
    """Of the reference."""
    said_repeats: int
    """How many units of real runs there are in the reference."""
    kept_repeats: int
    """And in how many of those at least half of the words were heard, rightly or not."""


def runs(words: Sequence[str], least: int = LEAST_REPEATS) -> list[Run]:
    """Return the runs from left to right, each with its shortest unit; none overlaps another."""
    found: list[Run] = []
    place = 0
    while place < len(words):
        best = max(_runs_at(words, place, least), key=lambda run: run.end, default=None)
        if best is None:
            place += 1
        else:
            found.append(best)
            place = best.end
    return found


def _runs_at(words: Sequence[str], place: int, least: int) -> Iterator[Run]:
    for unit in range(1, min(LONGEST_UNIT, (len(words) - place) // least) + 1):
        end = place + unit
        while end < len(words) and words[end] == words[end - unit]:
            end += 1
        whole = (end - place) // unit
        if whole >= least:
            yield Run(place, place + whole * unit, unit)


def compare(reference: Sequence[str], heard: Sequence[str]) -> RepeatScore:
    """Return what was lost, added and repeated without having been said."""
    pairs = align(reference, heard)
    said, heard_runs = runs(reference), runs(heard)
    kept = {place for place, other in pairs if place is not None and other is not None}
    units = [range(s, s + run.unit) for run in said for s in range(run.start, run.end, run.unit)]
    both = [(i, j) for i, j in pairs if i is not None and j is not None]
    return RepeatScore(
        false_runs=tuple(run for run in heard_runs if _is_false(run, pairs, reference)),
        deleted=len(reference) - len(both),
        inserted=len(heard) - len(both),
        substituted=sum(reference[i] != heard[j] for i, j in both),
        words=len(reference),
        said_repeats=len(units),
        kept_repeats=sum(2 * len(kept.intersection(unit)) >= len(unit) for unit in units),
    )


def _is_false(run: Run, pairs: Sequence[Pair], reference: Sequence[str]) -> bool:
    """Whether it repeats more often than the part of the reference that it answers does."""
    answered = [i for i, j in pairs if i is not None and j is not None and run.start <= j < run.end]
    if not answered:
        return True
    # What is heard a little wrong each time is still repeated, so the runs of the reference are
    # looked for where it was heard and need not have the same words.
    around = reference[max(0, min(answered) - run.unit) : max(answered) + 1 + run.unit]
    said = max((real.count for real in runs(around, least=2)), default=1)
    return run.count > max(said, LEAST_REPEATS - 1)
