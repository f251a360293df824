"""Text as pieces that no line break may part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whisper_desktop.core.break_costs import OPEN, Joint, joints
from whisper_desktop.core.reading import (
    MARKUP,
    Counting,
    count_halves,
    graphemes,
    visible_text,
)
from whisper_desktop.core.scripts import has_unspaced, is_unspaced, may_part

BREAKING_SPACE = " \t\r\n\u200b\u3000"
_TOKEN = re.compile(rf"(?:{MARKUP.pattern}|[^{BREAKING_SPACE}])+", re.IGNORECASE)
_MARKUP_OR_TEXT = re.compile(rf"({MARKUP.pattern})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that no line break may part, and what stands before it on the same line."""

    blank: str
    text: str
    halves: int
    joint: Joint = OPEN
    """What is known of the place before it."""


def pieces_of(lines: Sequence[str], counting: Counting, language: str | None) -> list[Piece]:
    """Part lines, one paragraph, where a line may end; only blanks are not in a piece."""
    parts = list(parted_lines(lines))
    found = joints([visible_text(text) for _, text in parts], language)
    return [
        Piece(blank, text, count_halves(text, counting), joint)
        for (blank, text), joint in zip(parts, found, strict=True)
    ]


def parted_lines(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what must stay together, each with the blank before it."""
    last = ""
    for line in lines:
        end = 0
        for token in _TOKEN.finditer(line):
            blank = line[end : token.start()] if end else blank_for_break(last, token[0])
            for part in _unbroken(token[0]):
                yield _single(blank), part
                blank = ""
            last, end = token[0], token.end()


def has_pieces(text: str) -> bool:
    """Tell whether there is anything in a text but blanks where a line may end."""
    return _TOKEN.search(text) is not None


def blank_for_break(before: str, after: str) -> str:
    """Return what a line break becomes; between characters of unspaced scripts that is nothing."""
    last, first = visible_text(before)[-1:], visible_text(after)[:1]
    is_bare = bool(last and first) and is_unspaced(last) and is_unspaced(first)
    return "" if is_bare else " "


def _single(blanks: str) -> str:
    return next((one for one in ("\u3000", " ") if one in blanks), blanks[:1])


def _unbroken(token: str) -> Iterator[str]:
    """Part a word where a script without spaces allows a line break."""
    if not has_unspaced(token):
        yield token
        return
    part, opened, last = "", "", ""
    for index, text in enumerate(_MARKUP_OR_TEXT.split(token)):
        if index % 2:
            if text.startswith("</"):
                part, opened = part + opened + text, ""
            else:
                opened += text
            continue
        for character in graphemes(text):
            if last and may_part(last, character):
                yield part
                part = ""
            part, opened, last = part + opened + character, "", character
    yield part + opened
