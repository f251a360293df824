"""Text cut into what is said one after the other: words, or characters where none are parted."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.core.reading import visible_text

_RUN_OR_CHARACTER = re.compile(r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u2e80-\uffff]+|\d+|.", re.DOTALL)
"""Latin, Greek and Cyrillic words and numbers stay whole among characters that stand alone."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a character, as it is written, and the letters that are heard of it.

    `text` begins with a space, also at the start of a text, where words are parted by spaces.
    `letters` is "" for a dash or a note: nothing of it is said.
    """

    text: str
    letters: str


def units_of(text: str, language: str | None) -> tuple[Unit, ...]:
    """Return the units of a text in order; joined they are the text, without its formatting."""
    words = visible_text(text).split()
    if language is None or not is_written_without_spaces(language):
        return tuple(_spaced(words))
    return tuple(_joined_marks(words))


def heard_letters(text: str) -> str:
    """Return letters and digits, without case and accents: what two spellings have in common."""
    if text.isascii():
        return "".join(character for character in text.casefold() if character.isalnum())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def _spaced(words: list[str]) -> Iterator[Unit]:
    for word in words:
        yield Unit(f" {word}", heard_letters(word))


def _joined_marks(words: list[str]) -> Iterator[Unit]:
    """Yield the characters; what nobody says goes with the one before, or with the first."""
    text = letters = ""
    for place, word in enumerate(words):
        for number, piece in enumerate(_RUN_OR_CHARACTER.findall(word)):
            lead = " " if place and not number else ""
            said = heard_letters(piece)
            if letters and said:
                yield Unit(text, letters)
                text = letters = ""
            text += lead + piece
            letters += said
    if text:
        yield Unit(text, letters)
