"""Breaking text into lines that are balanced and end where a reader would pause."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from whisper_desktop.core.checks import begins_speech, is_dialogue
from whisper_desktop.core.line_break_words import LineBreakWords, line_break_words
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import (
    MARKUP,
    Counting,
    count_halves,
    graphemes,
    line_lengths,
    visible_text,
)

# What is preferred, in the unit of `_unevenness`: a line that is ten of 42 characters away from
# the even length costs 6, and twenty cost 23.
_AFTER_SENTENCE, _AFTER_CLAUSE, _BEFORE_CONJUNCTION, _BEFORE_PREPOSITION = -30.0, -15.0, -10.0, -6.0
_AFTER_LEANER, _BEFORE_DASH, _INSIDE_NAME, _AFTER_NUMBER = 60.0, 60.0, 40.0, 25.0
_NEVER, _EXTRA_LINE = 1_000.0, 200.0
_TOP_HEAVY = 4.0

_BREAKING_SPACE = " \t\r\n\u200b\u3000"
_TOKEN = re.compile(rf"(?:{MARKUP.pattern}|[^{_BREAKING_SPACE}])+", re.IGNORECASE)
_MARKUP_OR_TEXT = re.compile(rf"({MARKUP.pattern})", re.IGNORECASE)
_UNSPACED = re.compile(
    "[\u3001-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]"
)
_NO_LINE_START = frozenset(
    "»、。，．・：；？！‐ー々ゝゞヽヾ…‥）〕］｝〉》」』】〙〗〟’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ｡､｣!?,.:;)]}%％～〜"
)
_NO_LINE_END = frozenset("«¿¡（〔［｛〈《「『【〘〖〝‘“｢([{#$￥＄")
_SENTENCE_ENDS = frozenset(".!?…。！？؟۔।")
_CLAUSE_ENDS = frozenset(",;:–—、，；：،؛")
_UNSPACED_PENALTIES: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("katakana", "katakana"): 40.0,
        ("ideograph", "hiragana"): 25.0,
        ("ideograph", "ideograph"): 15.0,
        ("hiragana", "hiragana"): 10.0,
        ("hiragana", "ideograph"): -8.0,
        ("hiragana", "katakana"): -8.0,
    }
)
"""Between characters without a blank: words of Japanese seldom begin with hiragana."""
_QUOTES = "\"'«»“”„‘’‹›()[]¿¡♪"
_TITLES = frozenset(
    ["dott", "dr", "fr", "hr", "mlle", "mme", "mr", "mrs", "ms", "prof", "sig", "sr", "sra", "st"]
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that no line break may part, and what stands before it on the same line."""

    blank: str
    text: str
    halves: int
    penalty: float
    """Of a break before it; negative where one is welcome."""


def wrap(text: str, limits: Limits, language: str | None = None) -> str:
    """Return the text on as few lines as the limits allow, balanced and well broken.

    Only blanks between words change. Lines of a dialogue stay apart. What needs more lines than
    allowed is spread evenly over the allowed ones, for the checks to say so. `language` None:
    only punctuation tells where to break.
    """
    lines = [line for line in text.split("\n") if line.strip(_BREAKING_SPACE)]
    if _UNSPACED.search(text) and _is_within(lines, limits):
        # A break may stand for a comma there; without one nothing would part the two.
        return "\n".join(lines)
    paragraphs = _paragraphs(lines)
    spare = max(limits.max_lines - len(paragraphs), 0)
    wrapped: list[str] = []
    words = line_break_words(language)
    for paragraph in paragraphs:
        own = _Layout(_pieces(paragraph, limits.counting, words), limits).lines(1 + spare)
        spare -= len(own) - 1
        wrapped += own
    return "\n".join(wrapped)


def _is_within(lines: Sequence[str], limits: Limits) -> bool:
    longest = max(line_lengths("\n".join(lines), limits.counting))
    return len(lines) <= limits.max_lines and longest <= limits.max_line_characters


def _paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """Part the lines into what each speaker says; all is one where there is no dialogue."""
    visible = [visible_text(line) for line in lines]
    if not is_dialogue(visible):
        return [list(lines)] if lines else []
    paragraphs: list[list[str]] = [[]]
    for line, seen in zip(lines, visible, strict=True):
        if begins_speech(seen) and paragraphs[-1]:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _pieces(lines: Sequence[str], counting: Counting, words: LineBreakWords) -> list[_Piece]:
    pieces: list[_Piece] = []
    before = ""
    for blank, text in _parts(lines):
        seen = visible_text(text)
        penalty = _penalty(before, seen, words) if before and seen else 0.0
        pieces.append(_Piece(blank, text, count_halves(text, counting), penalty))
        before = seen or before
    return pieces


def _parts(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what must stay together, each with the blank before it."""
    last = ""
    for line in lines:
        end = 0
        for token in _TOKEN.finditer(line):
            blank = line[end : token.start()] if end else _blank_for_break(last, token[0])
            for part in _unbroken(token[0]):
                yield _single(blank), part
                blank = ""
            last, end = token[0], token.end()


def _single(blanks: str) -> str:
    return next((one for one in ("\u3000", " ") if one in blanks), blanks[:1])


def _blank_for_break(before: str, after: str) -> str:
    """Return what a line break becomes; between characters of unspaced scripts that is nothing."""
    last, first = visible_text(before)[-1:], visible_text(after)[:1]
    return "" if _UNSPACED.match(last) and _UNSPACED.match(first) else " "


def _unbroken(token: str) -> Iterator[str]:
    """Part a word where a script without spaces allows a line break."""
    if not _UNSPACED.search(token):
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
            if last and _may_part(last, character):
                yield part
                part = ""
            part, opened, last = part + opened + character, "", character
    yield part + opened


def _may_part(before: str, after: str) -> bool:
    if not _UNSPACED.match(before) and not _UNSPACED.match(after):
        return False
    return before not in _NO_LINE_END and after not in _NO_LINE_START


def _penalty(before: str, after: str, words: LineBreakWords) -> float:
    """Say how bad a line break between two visible pieces is; below 0 it is good."""
    if _is_loose(after, _NO_LINE_START) or _is_loose(before, _NO_LINE_END):
        return _NEVER
    end = before.rstrip(_QUOTES)[-1:] or before[-1]
    if end in _SENTENCE_ENDS:
        return _INSIDE_NAME if before[:-1].casefold() in _TITLES else _AFTER_SENTENCE
    if end in _CLAUSE_ENDS:
        return _AFTER_CLAUSE
    if _UNSPACED.match(end) and _UNSPACED.match(after):
        return _UNSPACED_PENALTIES.get((_script(end), _script(after[0])), 0.0)
    return _ending_penalty(before, words) or _beginning_penalty(before, after, words)


def _is_loose(piece: str, marks: frozenset[str]) -> bool:
    """Tell whether a piece is punctuation alone, as French writes it behind a blank."""
    return all(character in marks for character in piece)


def _ending_penalty(before: str, words: LineBreakWords) -> float:
    last = before.strip(_QUOTES).casefold()
    if last in words.determiners:
        return _NEVER
    is_leaning = last in words.leaners or last in words.conjunctions or last in words.prepositions
    return _AFTER_LEANER if is_leaning else 0.0


def _beginning_penalty(before: str, after: str, words: LineBreakWords) -> float:
    if begins_speech(after):
        return _BEFORE_DASH
    if before[0].isupper() and after[0].isupper() and not words.has_capital_nouns:
        return _INSIDE_NAME
    if before[-1].isdigit():
        return _AFTER_NUMBER
    first = after.strip(_QUOTES + ",.;:!?…").casefold()
    if first in words.conjunctions:
        return _BEFORE_CONJUNCTION
    return _BEFORE_PREPOSITION if first in words.prepositions else 0.0


def _script(character: str) -> str:
    if "\u3041" <= character <= "\u309f":
        return "hiragana"
    if "\u30a0" <= character <= "\u30ff" or "\uff66" <= character <= "\uff9f":
        return "katakana"
    return "ideograph"


class _Layout:
    """The ways to break one paragraph; lines are given by the piece that each ends before."""

    def __init__(self, pieces: Sequence[_Piece], limits: Limits) -> None:
        self._pieces = pieces
        self._max_halves = 2 * limits.max_line_characters
        self._starts: list[int] = []
        """Where each piece would begin were all on one line, in halves; `_ends` where it ends."""
        self._ends: list[int] = []
        at = 0
        for piece in pieces:
            at += count_halves(piece.blank, limits.counting) if at else 0
            self._starts.append(at)
            at += piece.halves
            self._ends.append(at)

    def lines(self, max_lines: int) -> list[str]:
        """Return the lines, no more than `max_lines`."""
        ends = self._best_ends(max_lines) or self._even_ends(max_lines)
        starts = (0, *ends[:-1])
        return [self._line(start, end) for start, end in zip(starts, ends, strict=True)]

    def _line(self, start: int, end: int) -> str:
        first, *others = self._pieces[start:end]
        return first.text + "".join(piece.blank + piece.text for piece in others)

    def _best_ends(self, max_lines: int) -> tuple[int, ...]:
        """Return the best lines that are all short enough, none if there are none.

        One more line than needed is taken only to avoid a break that should never be.
        """
        best: tuple[float, tuple[int, ...]] = (math.inf, ())
        for count in range(1, max_lines + 1):
            cost, ends = self._best_of(count)
            if cost + (_EXTRA_LINE if best[1] else 0) < best[0]:
                best = cost, ends
            elif best[1]:
                break
        return best[1]

    def _best_of(self, count: int) -> tuple[float, tuple[int, ...]]:
        last = len(self._pieces)
        reached: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for line in range(count):
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            for start, (so_far, ends) in reached.items():
                for end, line_cost in self._lines_from(start, line, count):
                    cost = so_far + line_cost
                    if cost < following.get(end, (math.inf, ()))[0]:
                        following[end] = cost, (*ends, end)
            reached = following
        return reached.get(last, (math.inf, ()))

    def _lines_from(self, start: int, line: int, count: int) -> Iterator[tuple[int, float]]:
        """Yield where line number `line` of `count` may end and what that costs."""
        even_halves = self._ends[-1] / count
        last, lines_left = len(self._pieces), count - 1 - line
        for end in range(start + 1, last) if lines_left else (last,):
            halves = self._ends[end - 1] - self._starts[start]
            if halves > self._max_halves:
                return
            if lines_left and self._ends[-1] - self._starts[end] > lines_left * self._max_halves:
                continue
            cost = self._unevenness(halves - even_halves)
            cost += _TOP_HEAVY * lines_left * halves / self._max_halves
            yield end, cost + (self._pieces[end].penalty if lines_left else 0.0)

    def _even_ends(self, count: int) -> tuple[int, ...]:
        """Return lines that are too long, but about equally so."""
        ends: list[int] = []
        for line in range(1, count):
            target = self._ends[-1] * line / count
            first = 1 + (ends[-1] if ends else 0)
            near = bisect_left(self._ends, target - self._max_halves / 2) + 1
            beyond = bisect_right(self._ends, target + self._max_halves / 2) + 1
            choice = range(max(first, near), min(max(beyond, near + 1), len(self._pieces)))
            if choice:
                ends.append(min(choice, key=lambda end: self._cost_near(end, target)))
        return (*ends, len(self._pieces))

    def _cost_near(self, end: int, target: float) -> float:
        return self._unevenness(self._ends[end - 1] - target) + self._pieces[end].penalty

    def _unevenness(self, halves: float) -> float:
        return 100.0 * (halves / self._max_halves) ** 2
