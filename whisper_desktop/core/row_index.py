"""Where each cue is among many, found again while rows come and go."""

from collections import Counter
from collections.abc import Iterable

_NEAR_ROWS = 50
"""How far a cue is looked for from where it was."""
_MOST_SEARCHES = 5
"""Of all rows, until all are counted, which takes as long."""


class RowIndex:
    """Finds the rows of cues by their uids.

    Counting 20 000 rows takes a millisecond, too long for each row that comes or goes. So it
    remembers where a cue was and looks there first; where it was need not be where it is, but who
    is remembered is there.
    """

    def __init__(self, uids: Iterable[int]) -> None:
        self._uids = list(uids)
        self._known: dict[int, int] = {}
        self._more: Counter[int] = Counter()
        """In how many rows more a cue is than in one, while an edit passes it on."""
        self._searches = 0
        self._count()

    def replace(self, first_row: int, end_row: int, uids: Iterable[int]) -> None:
        """Hear that other cues stand where some rows were."""
        gone, come = self._uids[first_row:end_row], list(uids)
        if gone == come:
            return
        self._uids[first_row:end_row] = come
        for uid in gone:
            if uid not in self._more:
                del self._known[uid]
            elif self._more[uid] > 1:
                self._more[uid] -= 1
            else:
                del self._more[uid]
        for row, uid in enumerate(come, first_row):
            if uid in self._known:
                self._more[uid] += 1
            self._known[uid] = row

    def row_of(self, uid: int) -> int | None:
        """Return where a cue is, or None when it is not there."""
        row = self._known.get(uid)
        if row is None or (row < len(self._uids) and self._uids[row] == uid):
            return row
        row = self._row_between(uid, max(row - _NEAR_ROWS, 0), row + _NEAR_ROWS)
        return self._searched(uid) if row is None else row

    def _searched(self, uid: int) -> int:
        self._searches += 1
        if self._searches > _MOST_SEARCHES:
            self._count()
        else:
            self._known[uid] = self._uids.index(uid)
        return self._known[uid]

    def _row_between(self, uid: int, first_row: int, end_row: int) -> int | None:
        try:
            return self._uids.index(uid, first_row, end_row)
        except ValueError:
            return None

    def _count(self) -> None:
        self._known = dict(zip(self._uids, range(len(self._uids)), strict=True))
        self._searches = 0
