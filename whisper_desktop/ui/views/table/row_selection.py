"""The selected rows of a view, and what Shift makes of them."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel


def selected_rows(model: QItemSelectionModel) -> list[int]:
    """Return the rows of which something is selected, rising."""
    rows: set[int] = set()
    stretches = model.selection()
    for place in range(stretches.count()):
        stretch = stretches.at(place)
        rows.update(range(stretch.top(), stretch.bottom() + 1))
    return sorted(rows)


def selection_of(model: QAbstractItemModel, rows: Sequence[int]) -> QItemSelection:
    """Return the selection of whole rows, which rise."""
    selection = QItemSelection()
    last_column = model.columnCount() - 1
    for first, last in _runs(rows):
        selection.select(model.index(first, 0), model.index(last, last_column))
    return selection


def extended(rows: Sequence[int], current: int, target: int) -> list[int]:
    """Return the rows from where the selection began up to the target, the target last.

    It began at the other end of the run that the current row is at: so it does not matter whether
    the rows were selected here or by another pane, of which Qt's own memory knows nothing.
    """
    run = next((run for run in _runs(rows) if run[0] <= current <= run[1]), (current, current))
    anchor = run[0] if current == run[1] else run[1]
    step = 1 if target >= anchor else -1
    return list(range(anchor, target + step, step))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and the last of rows that follow one another."""
    grouped = groupby(enumerate(rows), key=lambda item: item[1] - item[0])
    found = ([row for _, row in run] for _, run in grouped)
    return [(run[0], run[-1]) for run in found]
