"""Dynamic time warping against every path there is."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from whisper_desktop.asr.dtw import cheapest_path

Path = tuple[tuple[int, int], ...]


def all_paths(n_rows: int, n_columns: int, at: tuple[int, int] = (0, 0)) -> Iterator[Path]:
    if at == (n_rows - 1, n_columns - 1):
        yield (at,)
        return
    for step in ((1, 1), (1, 0), (0, 1)):
        following = (at[0] + step[0], at[1] + step[1])
        if following[0] < n_rows and following[1] < n_columns:
            for rest in all_paths(n_rows, n_columns, following):
                yield (at, *rest)


@given(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(1, 4), st.integers(1, 5)),
        elements=st.floats(-2, 2, width=16),
    )
)
def test_no_path_is_cheaper(costs: np.ndarray) -> None:
    rows, columns = cheapest_path(costs)
    path = tuple(zip(rows.tolist(), columns.tolist(), strict=True))
    cheapest = min(sum(costs[cell] for cell in other) for other in all_paths(*costs.shape))
    assert path in set(all_paths(*costs.shape))
    assert sum(costs[cell] for cell in path) == pytest.approx(cheapest, abs=1e-4)


def test_a_staircase_is_followed() -> None:
    costs = np.ones((4, 9))
    stairs = [(0, 0), (0, 1), (1, 2), (1, 3), (1, 4), (2, 5), (3, 6), (3, 7), (3, 8)]
    for cell in stairs:
        costs[cell] = -1.0
    rows, columns = cheapest_path(costs)
    assert list(zip(rows, columns, strict=True)) == stairs
