"""How many characters a person sees and how fast they have to be read."""

import math
import re
import unicodedata
from dataclasses import dataclass

_MARKUP = (
    r"</?(?:(?:c|font|lang|span|v)(?:[\s.][^<>\n]*)?|(?:b|em|i|rt|ruby|s|strong|u)(?:\.[^<>\s]*)?)>"
    r"|<\d{2,}:\d\d(?::\d\d)?\.\d{3}>"
    r"|\{\\[^{}\n]*\}"
)
MARKUP = re.compile(_MARKUP, re.IGNORECASE)
"""Formatting that is not read: <i>, <font color="red">, <c.loud>, <00:01.000>, {\\an8}.

Names are listed, with those that say more, because "a <b and c> d" is text.
"""

_EAST_ASIAN = (
    "\u3001-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
_SINGLE = re.compile(
    "[\0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05ea\u0620-\u064a\u1e00-\u1fff"
    f"\u2010-\u2027\u2030-\u205e\u3000{_EAST_ASIAN}\uff01-\uff60]*"
)
"""Text of common scripts in which every code point is a character of its own.

What does not match is looked at mark by mark, which takes twenty times longer.
"""
_SINGLE_WIDTHS = re.compile(
    f"[ -~\u2014\u2015\u2018\u2019\u201c\u201d\u2026\u3000{_EAST_ASIAN}\uff01-\uff60]*"
)
"""The same, where narrow is ASCII and all else is wide."""
_FIRST_COMBINING = "\u0300"
_FIRST_AMBIGUOUS = "\u2000"
_SOFT_HYPHEN = "\u00ad"
_ZERO_WIDTH_JOINER = "\u200d"
_JOINING_CATEGORIES = frozenset({"Mn", "Mc", "Me", "Cf"})
_JOINING_RANGES = (
    ("\u0e33", "\u0e33"),  # Thai and Lao sara am are letters that sit on another
    ("\u0eb3", "\u0eb3"),
    ("\u1160", "\u11ff"),  # the vowels and finals of a Korean syllable written in parts
    ("\U0001f3fb", "\U0001f3ff"),  # the skin of an emoji
)
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts as a character.

    With `is_narrow_half` a narrow character (a Latin letter, a digit, a space) counts as half of
    one, as the rules for Chinese, Japanese and Korean have it.
    """

    has_spaces: bool = True
    is_narrow_half: bool = False


PLAIN_COUNTING = Counting()


def visible_text(text: str) -> str:
    """Return the text without its formatting."""
    if "<" not in text and "{" not in text:
        return text
    return MARKUP.sub("", text)


def graphemes(text: str) -> list[str]:
    """Part the text into what people take for single characters.

    An accent belongs to its letter, a vowel sign to its consonant, a skin to its emoji, and marks
    without a picture (direction, soft hyphen) to what they follow.
    """
    if _is_simple(text):
        return list(text)
    clusters: list[str] = []
    for char in text:
        if clusters and _joins(clusters[-1], char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def count_characters(text: str, counting: Counting = PLAIN_COUNTING) -> int:
    """Return how many characters are read; line breaks and formatting are none.

    Half characters are rounded up, so a whole limit is broken exactly when the halves break it.
    """
    return -(-count_halves(text, counting) // 2)


def count_halves(text: str, counting: Counting = PLAIN_COUNTING) -> int:
    """Return twice the characters that are read, which is whole where narrow ones count half."""
    visible = visible_text(text)
    if counting.has_spaces:
        if not counting.is_narrow_half and _is_simple(visible):
            return 2 * (len(visible) - visible.count("\n") - visible.count("\r"))
        if counting.is_narrow_half and _SINGLE_WIDTHS.fullmatch(visible):
            return 2 * len(visible) - len(visible.encode("ascii", "ignore"))
    return sum(_halves(cluster, counting) for cluster in graphemes(visible))


def line_lengths(text: str, counting: Counting = PLAIN_COUNTING) -> tuple[int, ...]:
    """Return the characters of each line."""
    return tuple(count_characters(line, counting) for line in visible_text(text).split("\n"))


def characters_per_second(
    text: str, duration_ms: int, counting: Counting = PLAIN_COUNTING
) -> float:
    """Return the reading speed; infinite for text that is shown for no time."""
    characters = count_characters(text, counting)
    if duration_ms <= 0:
        return math.inf if characters else 0.0
    return characters * 1_000 / duration_ms


def reading_time_ms(
    text: str, max_characters_per_second: float, counting: Counting = PLAIN_COUNTING
) -> int:
    """Return the shortest duration in which the text is read no faster than allowed."""
    return math.ceil(count_characters(text, counting) * 1_000 / max_characters_per_second)


def _is_simple(text: str) -> bool:
    """Tell whether every code point is a character of its own."""
    return text.isascii() or _SINGLE.fullmatch(text) is not None


def _joins(cluster: str, char: str) -> bool:
    if char < _FIRST_COMBINING and char != _SOFT_HYPHEN:
        return False
    if cluster in {"\n", "\r"}:
        return False
    category = unicodedata.category(char)
    if category in _JOINING_CATEGORIES:
        return True
    if any(first <= char <= last for first, last in _JOINING_RANGES):
        return True
    if category == "So" and cluster[-1] == _ZERO_WIDTH_JOINER:
        return True
    return _is_flag_letter(char) and len(cluster) == 1 and _is_flag_letter(cluster)


def _is_flag_letter(char: str) -> bool:
    return _FLAG_LETTERS[0] <= char <= _FLAG_LETTERS[1]


def _halves(cluster: str, counting: Counting) -> int:
    first = cluster[0]
    if first.isspace():
        if first in "\r\n" or not counting.has_spaces:
            return 0
    elif all(unicodedata.category(char) == "Cf" for char in cluster):
        return 0
    return 1 if counting.is_narrow_half and not _is_wide(first) else 2


def _is_wide(char: str) -> bool:
    """Take punctuation whose width fonts disagree on for wide, but not letters like é."""
    width = unicodedata.east_asian_width(char)
    return width in {"W", "F"} or (width == "A" and char >= _FIRST_AMBIGUOUS)
