"""Which rows of a transcript are wrong, by what was really said."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.mixtures import Mixture
from benchmarks.word_alignment import align
from benchmarks.word_error_rate import units_of
from whisper_desktop.core.cue import Cue

WRONG_FROM = 0.3
"""A row is wrong when more than this share of its words is."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row, the one before it, and whether it is wrong."""

    recording: str
    cue: Cue
    previous: Cue | None
    is_wrong: bool


def labelled(mixture: Mixture, cues: Sequence[Cue]) -> list[LabelledRow]:
    """Return the rows with something to count in them, but none with figures.

    What was said does not tell whether "100" or "a hundred" is to be written.
    All words heard are aligned with all words said. Of a row count its wrong and added words, and
    what is missing between two of its own; what is missing between rows is nobody's.
    """
    heard, owners = _owned_units(mixture, cues)
    said = units_of(mixture.reference_text, mixture.language)
    errors, words = [0] * len(cues), [0] * len(cues)
    missing, last_owner = 0, -1
    for reference, place in align(said, heard):
        if place is None:
            missing += 1
            continue
        owner = owners[place]
        words[owner] += 1
        errors[owner] += reference is None or said[reference] != heard[place]
        if owner == last_owner:
            errors[owner] += missing
            words[owner] += missing
        missing, last_owner = 0, owner
    return [
        LabelledRow(mixture.name, cue, cues[row - 1] if row else None, _is_wrong(*counts))
        for row, (cue, *counts) in enumerate(zip(cues, errors, words, strict=True))
        if counts[1] and not any(character.isdigit() for character in cue.text)
    ]


def _is_wrong(errors: int, words: int) -> bool:
    return errors > WRONG_FROM * words


def _owned_units(mixture: Mixture, cues: Sequence[Cue]) -> tuple[list[str], list[int]]:
    """Return all that was heard, and of each unit the row that it is in."""
    heard: list[str] = []
    owners: list[int] = []
    for row, cue in enumerate(cues):
        units = units_of(cue.text, mixture.language)
        heard += units
        owners += [row] * len(units)
    return heard, owners
