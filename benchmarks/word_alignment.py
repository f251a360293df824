"""Which heard word answers which word of the reference, with as few changes as possible."""

from collections.abc import Sequence

import numpy as np

Pair = tuple[int | None, int | None]
"""A place in the reference and one in what was heard; None where the other has no counterpart."""


def align(reference: Sequence[str], heard: Sequence[str]) -> list[Pair]:
    """Return all places of both, in order (Wagner and Fischer 1974).

    Of the ways with the fewest changes it takes the one that keeps pairs together, from the end.
    """
    numbers = {unit: number for number, unit in enumerate(dict.fromkeys([*reference, *heard]))}
    heard_numbers = np.array([numbers[unit] for unit in heard], dtype=np.int64)
    steps = np.arange(len(heard) + 1)
    rows = [steps]
    for unit in reference:
        above = rows[-1]
        change = above[:-1] + (heard_numbers != numbers[unit])
        without_insertions = np.append(above[0] + 1, np.minimum(change, above[1:] + 1))
        rows.append(np.minimum.accumulate(without_insertions - steps) + steps)
    return _way_back(rows, [numbers[unit] for unit in reference], heard_numbers.tolist())


def _way_back(
    rows: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]],
    reference: Sequence[int],
    heard: Sequence[int],
) -> list[Pair]:
    pairs: list[Pair] = []
    i, j = len(reference), len(heard)
    while i and j:
        cost = rows[i][j]
        if cost == rows[i - 1][j - 1] + (reference[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif cost == rows[i - 1][j] + 1:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    pairs += [(place, None) for place in range(i - 1, -1, -1)]
    pairs += [(None, place) for place in range(j - 1, -1, -1)]
    return pairs[::-1]
