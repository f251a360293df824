"""What differs between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.core.reading import graphemes

_WORD = re.compile(r"\s*\S+|\s+\Z")
"""A word with the blanks before it, so that no character is lost."""


class DifferenceKind(StrEnum):
    """How a piece of one text stands to the other text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Difference:
    """A piece of the old text and what stands in its place; one of them may be empty.

    Where they are equal they may still differ in blanks and line breaks.
    """

    kind: DifferenceKind
    old: str
    new: str


def word_differences(old: str, new: str, language: str | None = None) -> tuple[Difference, ...]:
    """Return the pieces of two texts in order; put together, they are the texts again.

    Where the language is written without spaces, single characters are compared.
    """
    part = graphemes if is_written_without_spaces(language or "") else _WORD.findall
    old_parts, new_parts = part(old), part(new)
    matcher = SequenceMatcher(None, _keys(old_parts), _keys(new_parts), autojunk=False)
    return tuple(
        Difference(
            DifferenceKind(kind),
            "".join(old_parts[old_first:old_end]),
            "".join(new_parts[new_first:new_end]),
        )
        for kind, old_first, old_end, new_first, new_end in matcher.get_opcodes()
    )


def _keys(parts: Sequence[str]) -> list[str]:
    """Return what is compared: a line that is broken elsewhere is no other text."""
    return [part.strip() for part in parts]
