"""Text cut into what is said one after the other: words, or characters where none are parted."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.core.reading import visible_text

_RUN_OR_CHARACTER = re.compile(r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u2e80-\uffff]+|\d+|.", re.DOTALL)
"""Latin, Greek and Cyrillic words and numbers stay whole among characters that stand alone."""


_NOTE = re.compile(r"[\[［【][^\]］】]{0,80}[\]］】]")
"""What is heard and not said: [applause]. A bracket that is never closed is a slip."""
_UNSAID = "-"


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a character, as it is written, and the letters that are heard of it.

    `text` begins with a space, also at the start of a text, where words are parted by spaces.
    `letters` is "" for a dash, and for a note in square brackets: nothing of it is said.
    """

    text: str
    letters: str


def units_of(text: str, language: str | None) -> tuple[Unit, ...]:
    """Return the units of a text in order; joined they are the text, without its formatting."""
    text = visible_text(text)
    # As long as the text, and parted at the same places.
    said = _NOTE.sub(lambda note: re.sub(r"\S", _UNSAID, note[0]), text)
    words = zip(text.split(), said.split(), strict=True)
    if language is None or not is_written_without_spaces(language):
        return tuple(Unit(f" {word}", heard_letters(heard)) for word, heard in words)
    return tuple(_joined_marks(words))


def heard_letters(text: str) -> str:
    """Return letters and digits, without case and accents: what two spellings have in common."""
    if text.isascii():
        return "".join(character for character in text.casefold() if character.isalnum())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def _joined_marks(words: Iterable[tuple[str, str]]) -> Iterator[Unit]:
    """Yield the characters; what nobody says goes with the one before, or with the first."""
    text = letters = ""
    for place, (word, heard) in enumerate(words):
        for piece in _RUN_OR_CHARACTER.finditer(word):
            lead = " " if place and not piece.start() else ""
            said = heard_letters(heard[piece.start() : piece.end()])
            if letters and said:
                yield Unit(text, letters)
                text = letters = ""
            text += lead + piece[0]
            letters += said
    if text:
        yield Unit(text, letters)
