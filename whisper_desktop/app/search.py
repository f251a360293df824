"""Finding text in rows, and putting something else in its place."""

import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import regex

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import SearchPatternError, SearchTooLongError

LIMIT_S = 1.0
"""How long a regular expression may be in one text, and in all together beyond what a search of
their length takes; (a+)+$ would take years."""
COUNT_STEP_S = 0.05
"""How long matches are counted before the person's next letter has its turn."""
PAINT_LIMIT_S = 0.01
"""How much longer than it should the search in all texts may take that are painted."""
_FAIR_S, _FAIR_S_PER_CHARACTER = 1e-4, 2e-6
"""What a harmless expression takes for a text, and some times more."""
_READ_ELSE = re.compile(r"(\\.)|\{(?!\d+\}|\d*,\d*\})|\[:", re.DOTALL)
"""A { that repeats nothing and a [: that names nothing in Python, after what is escaped."""
_AS_PYTHON = {"{": r"\{", "[:": r"[\:"}
_LEADING_FLAGS = re.compile(r"(?:\(\?[aimsux]+\))*")


Span = tuple[int, int]
"""Where something is in a text, from and up to, in characters."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for; with `is_regex` `text` is a regular expression as Python reads it.

    Its ^ and $ stand at the ends of every line. Where case does not matter, ß is the same as SS,
    but not in a regular expression, and the two letters i of Turkish are not the same as each i
    that Python takes for the same.
    """

    text: str
    is_case_sensitive: bool = False
    is_whole_words: bool = False
    is_regex: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Where a row holds what was searched for, in characters of its text."""

    row: int
    start_index: int
    end_index: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """A row whose text would change; `matches` are places in the text before."""

    row: int
    before: str
    after: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many matches there are, and in how many rows; at least so many unless `is_whole`."""

    matches: int
    rows: int
    is_whole: bool = True


class Search:
    """A query that was understood; an empty one finds nothing.

    Raises `SearchPatternError` for a regular expression that cannot be understood. Whatever
    searches with one raises `SearchTooLongError` when it takes `limit_s` longer than it should.
    """

    def __init__(self, query: Query, limit_s: float = LIMIT_S) -> None:
        self.query = query
        self._limit_s = limit_s
        self._read = _compiled(query) if query.text else None
        self._pattern = _bounded(query, self._read) if self._read else None

    def matches(self, cues: Sequence[Cue], rows: Iterable[int] | None = None) -> Iterator[Match]:
        """Yield the places in all rows or in some, in the order of the rows given."""
        patience = self._patience()
        for row in range(len(cues)) if rows is None else rows:
            for found in self._found(cues[row].text, patience):
                yield Match(row, *found.span())

    def finder(self, limit_s: float = PAINT_LIMIT_S) -> Callable[[str], list[Span]]:
        """Return what finds the places in one text after the other, within one limit for all.

        It raises `SearchTooLongError` when they take so much longer than they should.
        """
        patience = self._patience(limit_s)
        return lambda text: [found.span() for found in self._found(text, patience)]

    def counts(
        self, cues: Sequence[Cue], rows: Iterable[int], step_s: float = COUNT_STEP_S
    ) -> Iterator[Count]:
        """Count the matches in some rows; yield what is known after every `step_s`, and at last."""
        end_s = time.monotonic() + step_s
        patience = self._patience()
        matches, with_matches = 0, 0
        for row in rows:
            found = len(self._found(cues[row].text, patience))
            matches, with_matches = matches + found, with_matches + bool(found)
            if time.monotonic() > end_s:
                yield Count(matches, with_matches, is_whole=False)
                end_s = time.monotonic() + step_s
        yield Count(matches, with_matches)

    def rows_with(self, cues: Sequence[Cue]) -> Iterator[int]:
        """Yield the rows that hold what is searched for."""
        patience = self._patience()
        return (row for row, cue in enumerate(cues) if self._found(cue.text, patience, at_most=1))

    def replacements(
        self, cues: Sequence[Cue], replacement: str, rows: Iterable[int] | None = None
    ) -> Iterator[Replacement]:
        r"""Yield the rows that would change.

        With a regular expression, \1 and \g<name> in the replacement are groups of it and \n is
        a line break. Raises `SearchPatternError` when it names a group that does not exist.
        """
        patience = self._patience()
        make = self._maker(replacement)
        for row in range(len(cues)) if rows is None else rows:
            before = cues[row].text
            found = self._found(before, patience)
            after = _put_into(before, found, make)
            if after != before:
                yield Replacement(
                    row, before, after, tuple(Match(row, *one.span()) for one in found)
                )

    def replaced_at(self, text: str, replacement: str, start_index: int) -> str:
        """Return the text with only the match that begins at `start_index` replaced.

        Raises `SearchPatternError` as `replacements` does.
        """
        make = self._maker(replacement)
        found = self._found(text, self._patience())
        return _put_into(text, [one for one in found if one.start() == start_index], make)

    def _patience(self, limit_s: float | None = None) -> "_Patience":
        limit_s = self._limit_s if limit_s is None else limit_s
        return _Patience(self.query.text, limit_s if self.query.is_regex else None)

    def _found(
        self, text: str, patience: "_Patience", at_most: int | None = None
    ) -> "list[regex.Match[str]]":
        return [] if self._pattern is None else patience.found(self._pattern, text, at_most)

    def _maker(self, replacement: str) -> "Callable[[regex.Match[str]], str]":
        if self._read is None or not self.query.is_regex:
            return lambda _: replacement
        _check_template(self._read, replacement)
        return lambda match: str(match.expand(replacement))


class _Patience:
    """The time that one search through all rows may waste; without a limit it is for ever."""

    def __init__(self, text: str, limit_s: float | None) -> None:
        self._text = text
        self._limit_s = self._left_s = limit_s

    def found(
        self, pattern: "regex.Pattern[str]", text: str, at_most: int | None
    ) -> "list[regex.Match[str]]":
        """Return what is found in a text; `SearchTooLongError` when the time is over."""
        if self._limit_s is None or self._left_s is None:
            return list(islice(pattern.finditer(text), at_most))
        # Of this thread alone: on a busy machine a harmless expression waits for others.
        start_s = time.thread_time()
        try:
            found = list(islice(pattern.finditer(text, timeout=self._limit_s), at_most))
        except TimeoutError as error:
            raise SearchTooLongError(self._text) from error
        fair_s = _FAIR_S + len(text) * _FAIR_S_PER_CHARACTER
        self._left_s -= max(time.thread_time() - start_s - fair_s, 0)
        if self._left_s < 0:
            raise SearchTooLongError(self._text)
        return found


def _put_into(
    text: str,
    found: "Iterable[regex.Match[str]]",
    make: "Callable[[regex.Match[str]], str]",
) -> str:
    parts: list[str] = []
    read_to = 0
    for match in found:
        parts += (text[read_to : match.start()], make(match))
        read_to = match.end()
    return "".join((*parts, text[read_to:]))


def _compiled(query: Query) -> re.Pattern[str]:
    flags = re.MULTILINE if query.is_case_sensitive else re.MULTILINE | re.IGNORECASE
    if not query.is_regex:
        return re.compile(_as_words(re.escape(query.text), query), flags)
    pattern = _understood(query.text, flags)
    if not query.is_whole_words:
        return pattern
    # Flags such as (?i) may only stand first; they are among the pattern's own by now.
    bare = _LEADING_FLAGS.sub("", query.text, count=1)
    if pattern.flags & re.VERBOSE:
        bare += "\n"  # or a comment at its end would take in what follows
    return _understood(_as_words(bare, query), pattern.flags)


def _understood(text: str, flags: int) -> re.Pattern[str]:
    try:
        # Python warns of what a later Python may read otherwise; the person cannot use that.
        with warnings.catch_warnings(action="ignore"):
            return re.compile(text, flags)
    except re.error as error:
        raise SearchPatternError(text, error.pos, error.msg) from error
    except (OverflowError, RecursionError) as error:
        raise SearchPatternError(text, None, "it is too large") from error


def _bounded(query: Query, pattern: re.Pattern[str]) -> "regex.Pattern[str]":
    """Return the same pattern as one whose search can be given a time; re can be given none."""
    try:
        with warnings.catch_warnings(action="ignore"):
            text = _READ_ELSE.sub(lambda found: found[1] or _AS_PYTHON[found[0]], pattern.pattern)
            return regex.compile(text, pattern.flags if query.is_regex else _folded(pattern.flags))
    except (regex.error, OverflowError, RecursionError) as error:
        raise SearchPatternError(query.text, None, str(error)) from error


def _folded(flags: int) -> int:
    """Let ß be the same as SS too, where case does not matter; Python's patterns cannot."""
    return flags | regex.FULLCASE if flags & regex.IGNORECASE else flags


def _as_words(pattern: str, query: Query) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)" if query.is_whole_words else pattern


def _check_template(pattern: re.Pattern[str], template: str) -> None:
    try:
        pattern.sub(template, "")
    except re.error as error:
        raise SearchPatternError(template, error.pos, error.msg) from error
    except IndexError as error:
        raise SearchPatternError(template, None, "it names an unknown group") from error
