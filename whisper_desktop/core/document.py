"""The rows that are edited, and how others hear that they change."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from typing import Protocol, overload

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice
from whisper_desktop.core.row_index import RowIndex


class DocumentListener(Protocol):
    """Hears of every change of the rows, before and after it where rows come or go."""

    def before_insert(self, row: int, count: int, /) -> None:
        """`count` rows are about to appear at `row`."""

    def after_insert(self, row: int, count: int, /) -> None:
        """`count` rows have appeared at `row`."""

    def before_remove(self, row: int, count: int, /) -> None:
        """`count` rows from `row` on are about to go."""

    def after_remove(self, row: int, count: int, /) -> None:
        """`count` rows from `row` on have gone."""

    def after_replace(self, row: int, count: int, /) -> None:
        """`count` rows from `row` on hold something else now."""

    def after_edit(self, edit: Edit, /) -> None:
        """All rows of an edit have changed; the document is whole again."""


class Document(Sequence[Cue]):
    """A list of cues, in the person's order, that only edits change.

    It belongs to one thread. `next_uid` is the first that no cue ever had, where a history that
    outlived the last session knows more than the rows do.
    """

    def __init__(self, cues: Iterable[Cue] = (), next_uid: int = 1) -> None:
        self._cues = list(cues)
        self._index = RowIndex(cue.uid for cue in self._cues)
        self._next_uid = max(next_uid, 1 + max((cue.uid for cue in self._cues), default=0))
        self._fall_count = fall_count(self._cues)
        self._listeners: list[DocumentListener] = []
        if len({cue.uid for cue in self._cues}) != len(self._cues):
            raise ValueError("two cues share a uid")

    @overload
    def __getitem__(self, index: int) -> Cue: ...
    @overload
    def __getitem__(self, index: slice) -> list[Cue]: ...
    def __getitem__(self, index: int | slice) -> Cue | list[Cue]:
        return self._cues[index]

    def __len__(self) -> int:
        return len(self._cues)

    def __iter__(self) -> Iterator[Cue]:
        return iter(self._cues)

    @property
    def is_in_order(self) -> bool:
        """Whether no row starts or ends before one above it."""
        return not self._fall_count

    def new_uid(self) -> int:
        """Return a uid that no cue of this document ever had."""
        uid = self._next_uid
        self._next_uid += 1
        return uid

    def row_of(self, uid: int) -> int | None:
        """Return where a cue is now, or None when it is gone."""
        return self._index.row_of(uid)

    def listen(self, listener: DocumentListener) -> None:
        """Tell the listener of every change from now on, in the order of joining."""
        self._listeners.append(listener)

    def forget(self, listener: DocumentListener) -> None:
        """Tell the listener no more."""
        self._listeners.remove(listener)

    def check(self, edit: Edit) -> None:
        """Raise ValueError when the edit was made for other rows than these."""
        rows = self._cues
        if len(edit.splices) > 1:
            rows = list(rows)
        for splice in edit.splices:
            end_row = splice.row + len(splice.removed)
            is_inside = 0 <= splice.row <= len(rows)
            if not is_inside or tuple(rows[splice.row : end_row]) != splice.removed:
                raise ValueError(f"the edit {edit.verb} does not fit the document")
            if rows is not self._cues:
                rows[splice.row : end_row] = splice.inserted

    def apply(self, edit: Edit) -> Edit:
        """Change the rows, tell the listeners, and return the edit that undoes it.

        Raises ValueError, with nothing changed, when the edit does not fit. What a listener raises
        comes once all rows have changed and everybody has heard of it.
        """
        self.check(edit)
        steps: list[Callable[[], None]] = [partial(self._splice, splice) for splice in edit.splices]
        _take_all([*steps, partial(self._tell, lambda listener: listener.after_edit(edit))])
        return edit.inverted()

    def _splice(self, splice: Splice) -> None:
        kept = min(len(splice.removed), len(splice.inserted))
        row, inserted = splice.row, splice.inserted
        uids = [cue.uid for cue in inserted]
        self._next_uid = max(self._next_uid, 1 + max(uids, default=0))
        _take_all(
            [
                partial(self._replace, row, inserted[:kept]),
                partial(self._insert, row + kept, inserted[kept:]),
                partial(self._remove, row + kept, len(splice.removed) - kept),
            ]
        )

    def _replace(self, row: int, cues: Sequence[Cue]) -> None:
        if not cues:
            return
        self._put(row, row + len(cues), cues)
        self._tell(lambda listener: listener.after_replace(row, len(cues)))

    def _insert(self, row: int, cues: Sequence[Cue]) -> None:
        if not cues:
            return
        _take_all(
            [
                partial(self._tell, lambda listener: listener.before_insert(row, len(cues))),
                partial(self._put, row, row, cues),
                partial(self._tell, lambda listener: listener.after_insert(row, len(cues))),
            ]
        )

    def _remove(self, row: int, count: int) -> None:
        if not count:
            return
        _take_all(
            [
                partial(self._tell, lambda listener: listener.before_remove(row, count)),
                partial(self._put, row, row + count, ()),
                partial(self._tell, lambda listener: listener.after_remove(row, count)),
            ]
        )

    def _tell(self, tell: Callable[[DocumentListener], None]) -> None:
        _take_all([partial(tell, listener) for listener in self._listeners])

    def _put(self, first_row: int, end_row: int, cues: Sequence[Cue]) -> None:
        above_row = max(first_row - 1, 0)
        self._fall_count -= fall_count(self._cues[above_row : end_row + 1])
        self._cues[first_row:end_row] = cues
        self._fall_count += fall_count(self._cues[above_row : first_row + len(cues) + 1])
        self._index.replace(first_row, end_row, [cue.uid for cue in cues])


def fall_count(cues: Sequence[Cue]) -> int:
    """Return how many rows start or end before the row above them."""
    return sum(
        below.start_ms < above.start_ms or below.end_ms < above.end_ms
        for above, below in pairwise(cues)
    )


def _take_all(steps: Sequence[Callable[[], None]]) -> None:
    """Take steps in turn, the later ones even where an earlier one fails; then raise its error."""
    with ExitStack() as stack:
        for step in reversed(steps):
            stack.callback(step)
