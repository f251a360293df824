"""Spell words in the letters that a CTC network knows.

A letter is looked for as it is written, then in the other case, then without its accents. What is
spoken and cannot be spelled (figures, currency signs, letters of another script) is left to a
wildcard, which takes whatever is said there; what is not spoken (punctuation) is left out.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

_SPOKEN_SIGNS = frozenset("%&@#°§½¼¾")
_SPOKEN_CATEGORIES = frozenset({"Sc", "Sm"})
"""Unicode's signs of currencies and of mathematics."""
_APOSTROPHES = frozenset("'’ʼ`´")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words as labels: those of all words in order, and which of them are whose.

    `words` has a range of positions in `labels` for each word, an empty one for a word of which
    nothing is spoken. Between words there may be labels that are nobody's. Words that follow each
    other and are nothing but a wildcard share one, and so have the same range.
    """

    labels: tuple[int, ...]
    words: tuple[range, ...]


@dataclass(frozen=True, slots=True)
class Letters:
    """The labels of a network that stand for letters.

    `wildcard` stands for anything that is said, `boundary` for the space between words; None
    where the network, or the language, has no such thing.
    """

    labels: Mapping[str, int]
    wildcard: int
    boundary: int | None

    def without_boundary(self) -> "Letters":
        """Return the letters for a language that is written without spaces."""
        return replace(self, boundary=None)


def spell(words: Sequence[str], letters: Letters) -> Spelling:
    """Return the labels of the words.

    Where words bring their leading spaces along, one without is written together with the word
    before; where none does, all are words of their own.
    """
    has_spaces = any(word[:1].isspace() for word in words)
    anything = [letters.wildcard]
    labels: list[int] = []
    ranges = []
    last = range(0)
    for word in words:
        spelled = _spelled(word, letters)
        if spelled == anything and labels[last.start : last.stop] == anything:
            ranges.append(last)
            continue
        is_apart = word[:1].isspace() or not has_spaces
        if labels and spelled and is_apart and letters.boundary is not None:
            labels.append(letters.boundary)
        ranges.append(range(len(labels), len(labels) + len(spelled)))
        labels += spelled
        last = ranges[-1] if spelled else last
    return Spelling(tuple(labels), tuple(ranges))


def _spelled(word: str, letters: Letters) -> list[int]:
    spelled: list[int] = []
    for letter in unicodedata.normalize("NFC", word):
        found = _labels_of(letter, letters)
        # A number is one stretch of sound, however many figures it has.
        if found == [letters.wildcard] and spelled[-1:] == found:
            continue
        spelled += found
    return spelled


def _labels_of(letter: str, letters: Letters) -> list[int]:
    for form in _forms(letter):
        if form and all(part in letters.labels for part in form):
            return [letters.labels[part] for part in form]
    return [letters.wildcard] if _is_spoken(letter) else []


def _forms(letter: str) -> Iterator[str]:
    """Yield how a letter may be written otherwise, the nearest first."""
    for form in (letter, unicodedata.normalize("NFKC", letter), _without_accents(letter)):
        yield from (form, form.lower(), form.upper(), form.casefold(), form.casefold().upper())
    if letter in _APOSTROPHES:
        yield "'"


def _without_accents(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _is_spoken(letter: str) -> bool:
    category = unicodedata.category(letter)
    return letter.isalnum() or letter in _SPOKEN_SIGNS or category in _SPOKEN_CATEGORIES
