"""Word error rate as the Whisper paper counts it (Radford et al. 2022, section 4.4, appendix C).

Both texts go through Whisper's own normalisers; Chinese, Japanese and Korean are counted in
characters because their spacing is no property of the speech.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

CHARACTER_LANGUAGES = frozenset({"zh", "ja", "ko", "yue"})


@dataclass(frozen=True, slots=True)
class ErrorCount:
    """Substitutions, insertions and deletions against so many reference words or characters."""

    errors: int = 0
    units: int = 0

    def __add__(self, other: "ErrorCount") -> "ErrorCount":
        return ErrorCount(self.errors + other.errors, self.units + other.units)

    @property
    def percent(self) -> float:
        """The error rate; nan when the reference is empty."""
        return 100.0 * self.errors / self.units if self.units else math.nan


def count_errors(reference: Sequence[str], heard: Sequence[str]) -> ErrorCount:
    """Return the smallest number of changes that make the reference of what was heard."""
    numbers = {unit: number for number, unit in enumerate(dict.fromkeys([*reference, *heard]))}
    heard_numbers = np.array([numbers[unit] for unit in heard], dtype=np.int64)
    steps = np.arange(len(heard) + 1)
    # Wagner and Fischer 1974, a row at a time: row[j] is the distance between the reference so
    # far and the first j units heard. Insertions run along the row, so they come in one sweep.
    row = steps
    for unit in reference:
        change = row[:-1] + (heard_numbers != numbers[unit])
        without_insertions = np.append(row[0] + 1, np.minimum(change, row[1:] + 1))
        row = np.minimum.accumulate(without_insertions - steps) + steps
    return ErrorCount(int(row[-1]), len(reference))


def split_units(normalised: str, language: str) -> list[str]:
    """Return the words of a normalised text, or its characters where words are not spaced."""
    if language in CHARACTER_LANGUAGES:
        return [character for character in normalised if not character.isspace()]
    return normalised.split()


def pool(counts: Iterable[ErrorCount]) -> ErrorCount:
    """Return all counts as one, so that every reference word weighs the same."""
    return sum(counts, ErrorCount())


def units_of(text: str, language: str, *, fold_diacritics: bool = False) -> list[str]:
    """Return what is counted of a text: normalised, then split."""
    return split_units(normaliser(language, fold_diacritics)(text), language)


@lru_cache
def normaliser(language: str, fold_diacritics: bool) -> Callable[[str], str]:
    """Return Whisper's normaliser of a language: English has its own, all others share one."""
    from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

    if language == "en":
        english: Callable[[str], str] = EnglishTextNormalizer()
        return english
    basic: Callable[[str], str] = BasicTextNormalizer(remove_diacritics=fold_diacritics)
    return basic
