"""Capitals and small letters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.reading import MARKUP, visible_text
from whisper_desktop.core.verbs.retiming import rising
from whisper_desktop.core.verbs.text import set_texts


class Case(StrEnum):
    """How letters are to be written."""

    UPPER = "upper"
    LOWER = "lower"
    SENTENCE = "sentence"
    TITLE = "title"


_DOTTED_I_LANGUAGES = frozenset({"az", "tr"})
_LETTER = r"([^\W\d_])"
_OPENING = r"[\"'“‘„«¿¡(\[♪\s]*"
_CLOSING = r"[\"'”’»)\]♪]*"
_STOP = r"(?:(?<!\.)(?<!\.\w)\.|[!?。！？])"
_TEXT_START = re.compile(rf"\A{_OPENING}{_LETTER}")
_SENTENCE_START = re.compile(rf"{_STOP}{_CLOSING}\s+(?:[-–—]\s*)?{_OPENING}{_LETTER}")
_SPEAKER_START = re.compile(rf"^\s*[-–—]\s*{_OPENING}{_LETTER}", re.MULTILINE)
_SENTENCE_END = re.compile(rf"{_STOP}{_CLOSING}\s*\Z")
_WORD_START = re.compile(rf"(?<![\w'’]){_LETTER}")
_ENGLISH_I = re.compile(r"(?<![\w'’])(i)(?=['’]|(?![\w.]))")


def change_case(
    cues: Sequence[Cue], rows: Iterable[int], case: Case, language: str | None = None
) -> Edit:
    """Write the text of rows in another case; `language` is that of cues without their own.

    A sentence goes on from row to row, so a row begins small when the one before did not end one.
    """
    texts: dict[int, str] = {}
    for row in rising(cues, rows):
        cue = cues[row]
        is_new = row == 0 or ends_sentence(cues[row - 1].text)
        texts[row] = in_case(cue.text, case, cue.language or language, is_sentence_start=is_new)
    return set_texts(Verb.CHANGE_CASE, cues, texts)


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends a sentence; dots that trail off do not, and no text does."""
    visible = visible_text(text).strip()
    return not visible or _SENTENCE_END.search(visible) is not None


def in_case(
    text: str, case: Case, language: str | None = None, *, is_sentence_start: bool = True
) -> str:
    """Return the text in another case; formatting stays as it is."""
    visible = visible_text(text)
    is_plain = visible == text and language not in _DOTTED_I_LANGUAGES
    if is_plain and case in {Case.UPPER, Case.LOWER}:
        return text.upper() if case is Case.UPPER else text.lower()
    if case is Case.UPPER:
        return _dressed(text, [_upper(char, language) for char in visible])
    letters = _lower(visible, language)
    small = "".join(letters)
    for at in _capitals(small, case, language, is_sentence_start=is_sentence_start):
        letters[at] = _upper(letters[at], language)
    return _dressed(text, letters)


def _capitals(
    small: str, case: Case, language: str | None, *, is_sentence_start: bool
) -> Iterator[int]:
    """Yield where a text in small letters has capitals."""
    if case is Case.LOWER:
        return
    patterns = [_WORD_START]
    if case is Case.SENTENCE:
        patterns = [_SENTENCE_START, _SPEAKER_START]
        patterns += [_TEXT_START] if is_sentence_start else []
    if language == "en":
        patterns.append(_ENGLISH_I)
    for pattern in patterns:
        for found in pattern.finditer(small):
            yield found.start(1)


def _dressed(text: str, letters: Sequence[str]) -> str:
    """Put other letters into a text, each in its place between the formatting."""
    parts: list[str] = []
    done = 0
    for plain, markup in zip_longest(MARKUP.split(text), MARKUP.findall(text), fillvalue=""):
        parts += letters[done : done + len(plain)]
        parts.append(markup)
        done += len(plain)
    return "".join(parts)


def _lower(text: str, language: str | None) -> list[str]:
    """Return the small letter of every letter."""
    if language in _DOTTED_I_LANGUAGES:
        text = text.replace("İ", "i").replace("I", "ı")
    whole = text.lower()  # it knows that a Greek sigma is another at the end of a word
    return list(whole) if len(whole) == len(text) else [_lower_letter(char) for char in text]


def _lower_letter(char: str) -> str:
    """Return one letter for one: the small dotted capital I would be two."""
    return char.lower()[:1]


def _upper(char: str, language: str | None) -> str:
    if language in _DOTTED_I_LANGUAGES and char == "i":
        return "İ"
    return char.upper()
