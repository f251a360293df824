"""Where each cue is among many, found again while rows come and go."""

from collections.abc import Iterable

_NEAR_ROWS = 50
"""How far a cue is looked for from where it was."""
_MOST_SEARCHES = 5
"""Of all rows, until all are counted, which takes as long."""


class RowIndex:
    """Finds the rows of cues by their uids.

    Counting 20 000 rows takes a millisecond, too long for each row that comes or goes. So it
    remembers where a cue was and looks there first; what it remembers need not be true.
    """

    def __init__(self, uids: Iterable[int]) -> None:
        self._uids = list(uids)
        self._known: dict[int, int] = {}
        self._absent: set[int] = set()
        """Who was looked for in vain since the last change."""
        self._searches = 0
        self._count()

    def replace(self, first_row: int, end_row: int, uids: Iterable[int]) -> None:
        """Hear that other cues stand where some rows were."""
        self._uids[first_row:end_row] = uids
        self._absent.clear()

    def row_of(self, uid: int) -> int | None:
        """Return where a cue is, or None when it is not there."""
        row = self._known.get(uid)
        if row is not None:
            if row < len(self._uids) and self._uids[row] == uid:
                return row
            row = self._row_between(uid, max(row - _NEAR_ROWS, 0), row + _NEAR_ROWS)
        return self._searched(uid) if row is None else row

    def _searched(self, uid: int) -> int | None:
        if uid in self._absent:
            return None
        self._searches += 1
        if self._searches > _MOST_SEARCHES:
            self._count()
            return self._known.get(uid)
        row = self._row_between(uid, 0, len(self._uids))
        if row is None:
            self._absent.add(uid)
        else:
            self._known[uid] = row
        return row

    def _row_between(self, uid: int, first_row: int, end_row: int) -> int | None:
        try:
            return self._uids.index(uid, first_row, end_row)
        except ValueError:
            return None

    def _count(self) -> None:
        self._known = dict(zip(self._uids, range(len(self._uids)), strict=True))
        self._searches = 0
