"""Finding text in rows, and putting something else in its place."""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import SearchPatternError

_LEADING_FLAGS = re.compile(r"(?:\(\?[aimsux]+\))*")


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for; with `is_regex` `text` is a regular expression of Python's re.

    Its ^ and $ stand at the ends of every line.
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


class Search:
    """A query that was understood; an empty one finds nothing.

    Raises `SearchPatternError` for a regular expression that cannot be understood.
    """

    def __init__(self, query: Query) -> None:
        self.query = query
        self._pattern = _compiled(query) if query.text else None

    def matches(self, cues: Sequence[Cue], rows: Iterable[int] | None = None) -> Iterator[Match]:
        """Yield the places in all rows or in some, in the order of the rows given."""
        for row in range(len(cues)) if rows is None else rows:
            yield from self.matches_in(cues[row].text, row)

    def matches_in(self, text: str, row: int = 0) -> Iterator[Match]:
        """Yield the places in one text."""
        if self._pattern is not None:
            for found in self._pattern.finditer(text):
                yield Match(row, *found.span())

    def is_in(self, text: str) -> bool:
        """Tell whether the text holds what is searched for."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def replacements(
        self, cues: Sequence[Cue], replacement: str, rows: Iterable[int] | None = None
    ) -> Iterator[Replacement]:
        """Yield the rows that would change; `SearchPatternError` as in `replaced`."""
        for row in range(len(cues)) if rows is None else rows:
            before = cues[row].text
            after = self.replaced(before, replacement)
            if after != before:
                yield Replacement(row, before, after, tuple(self.matches_in(before, row)))

    def replaced(self, text: str, replacement: str) -> str:
        r"""Return the text with every match replaced.

        With a regular expression, \1 and \g<name> in the replacement are groups of it and \n is
        a line break. Raises `SearchPatternError` when it names a group that does not exist.
        """
        if self._pattern is None:
            return text
        return self._pattern.sub(self._maker(self._pattern, replacement), text)

    def replaced_at(self, text: str, replacement: str, start_index: int) -> str:
        """Return the text with only the match that begins at `start_index` replaced."""
        if self._pattern is None:
            return text
        found = self._pattern.finditer(text)
        wanted = next((one for one in found if one.start() == start_index), None)
        if wanted is None:
            return text
        make = self._maker(self._pattern, replacement)
        return text[: wanted.start()] + make(wanted) + text[wanted.end() :]

    def _maker(self, pattern: re.Pattern[str], replacement: str) -> Callable[[re.Match[str]], str]:
        if not self.query.is_regex:
            return lambda _: replacement
        _check_template(pattern, replacement)
        return lambda match: match.expand(replacement)


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


def _as_words(pattern: str, query: Query) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)" if query.is_whole_words else pattern


def _check_template(pattern: re.Pattern[str], template: str) -> None:
    try:
        pattern.sub(template, "")
    except re.error as error:
        raise SearchPatternError(template, error.pos, error.msg) from error
    except IndexError as error:
        raise SearchPatternError(template, None, "it names an unknown group") from error
