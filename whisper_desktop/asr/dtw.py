"""Dynamic time warping: the cheapest monotone path through a matrix of costs."""

import numpy as np
import numpy.typing as npt

_DIAGONAL, _DOWN, _RIGHT = 0, 1, 2


def cheapest_path(
    costs: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return rows and columns of the cheapest path from one corner of (R, C) to the other.

    Each step goes down, right, or both (Sakoe and Chiba 1978, without slope weights). The matrix
    is swept by anti-diagonals, whose cells do not depend on one another. Partial sums are
    float32, as in the reference implementation, so that near-ties fall the same way.
    """
    moves = _sweep(costs)
    row, column = costs.shape[0], costs.shape[1]
    rows: list[int] = []
    columns: list[int] = []
    while row > 0 or column > 0:
        rows.append(row - 1)
        columns.append(column - 1)
        move = _RIGHT if row == 0 else _DOWN if column == 0 else moves[row + column, row]
        row -= move != _RIGHT
        column -= move != _DOWN
    return np.array(rows[::-1]), np.array(columns[::-1])


def _sweep(costs: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """Return the move into each cell, indexed by (row + column, row), both counted from 1."""
    n_rows, n_columns = costs.shape
    n_diagonals = n_rows + n_columns + 1
    moves = np.zeros((n_diagonals, n_rows + 1), dtype=np.int8)
    before_last = np.full(n_rows + 1, np.inf, dtype=np.float32)
    before_last[0] = 0.0
    last = np.full(n_rows + 1, np.inf, dtype=np.float32)
    for diagonal in range(2, n_diagonals):
        first, end = max(1, diagonal - n_columns), min(n_rows, diagonal - 1) + 1
        rows = np.arange(first, end)
        both, down, right = before_last[rows - 1], last[rows - 1], last[rows]
        move = np.where(both <= down, _DIAGONAL, _DOWN)
        move = np.where(right <= np.minimum(both, down), _RIGHT, move)
        best = np.choose(move, [both, down, right])
        current = np.full(n_rows + 1, np.inf, dtype=np.float32)
        current[rows] = costs[rows - 1, diagonal - rows - 1] + best
        moves[diagonal, rows] = move
        before_last, last = last, current
    return moves
