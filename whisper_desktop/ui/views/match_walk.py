"""The way from match to match through the rows, round the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from whisper_desktop.app.search import Match, Query, Search
from whisper_desktop.ui.editing import EditingController


@dataclass(frozen=True, slots=True)
class Step:
    """The match that was gone to, and whether that went round the end of the rows."""

    match: Match
    is_round: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A row and a character in it."""

    row: int
    index: int


@dataclass(frozen=True, slots=True)
class _Visited:
    """Where the last match is or was, and where the text behind it begins."""

    uid: int
    match: Match | None
    """None when something was put in its place."""
    start_index: int
    next_index: int


class MatchWalk:
    """Finds the match after the one that is shown, or before it, or beside the current row."""

    def __init__(self, editing: EditingController) -> None:
        self._editing = editing
        self._visited: _Visited | None = None
        self.search = Search(Query(""))

    @property
    def shown(self) -> Match | None:
        """The match that was gone to, while its row is current and it is not replaced."""
        visited = self._here()
        return visited.match if visited is not None else None

    def forget(self) -> None:
        """Begin at the current row."""
        self._visited = None

    def step(self, rows: Sequence[int], *, is_forward: bool) -> Step | None:
        """Return the next match in these rows, or the one before; None where there is none."""
        start = self._start(is_forward=is_forward)
        found = self._ahead(rows, start) if is_forward else self._behind(rows, start)
        match = next(found, None)
        if match is None:
            return None
        is_before = (match.row, match.start_index) < (start.row, start.index)
        uid = self._editing.document[match.row].uid
        self._visited = _Visited(uid, match, match.start_index, match.start_index + 1)
        return Step(match, is_before is is_forward)

    def pass_replaced(self, match: Match, grown_by: int) -> None:
        """Go on behind what was put in the place of a match; the text is so much longer now."""
        uid = self._editing.document[match.row].uid
        is_nothing = match.start_index == match.end_index
        next_index = match.end_index + grown_by + is_nothing
        self._visited = _Visited(uid, None, match.start_index, next_index)

    def _here(self) -> _Visited | None:
        visited = self._visited
        is_current = visited is not None and visited.uid == self._editing.current
        return visited if is_current else None

    def _start(self, *, is_forward: bool) -> _Place:
        row = self._editing.current_row()
        if row is None:
            return _Place(0, 0) if is_forward else _Place(len(self._editing.document), 0)
        visited = self._here()
        if visited is None:
            return _Place(row, 0)
        return _Place(row, visited.next_index if is_forward else visited.start_index)

    def _ahead(self, rows: Sequence[int], start: _Place) -> Iterator[Match]:
        texts = self._editing.document
        behind = [row for row in rows if row < start.row]
        ahead = [row for row in rows if row >= start.row]
        for match in self.search.matches(texts, ahead):
            if match.row > start.row or match.start_index >= start.index:
                yield match
        yield from self.search.matches(texts, [*behind, *ahead[:1]])

    def _behind(self, rows: Sequence[int], start: _Place) -> Iterator[Match]:
        before = [row for row in rows if row <= start.row]
        for match in self._backwards(before):
            if match.row < start.row or match.start_index < start.index:
                yield match
        yield from self._backwards([row for row in rows if row >= start.row])

    def _backwards(self, rows: Sequence[int]) -> Iterator[Match]:
        """Yield the matches in these rows from the last place to the first."""
        found = self.search.matches(self._editing.document, reversed(rows))
        for _, matches in groupby(found, key=attrgetter("row")):
            yield from reversed(list(matches))
