from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.row_index import RowIndex

splices = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 120), st.integers(0, 120)), max_size=12
)


@given(st.integers(0, 300), splices, st.randoms(use_true_random=False))
def test_whoever_comes_and_goes_is_found_where_it_is(
    count: int, changes: list[tuple[int, int, int]], chance: Random
) -> None:
    here = list(range(count))
    gone: list[int] = []
    index = RowIndex(here)
    for number, (row, removed, inserted) in enumerate(changes, 1):
        new = [*range(1_000 * number, 1_000 * number + inserted // 2), *gone[: inserted // 2]]
        end = row + removed
        gone = here[row:end] + gone[inserted // 2 :]
        here[row:end] = new
        index.replace(row, end, new)
        for uid in chance.choices([*here, *gone, 0], k=3) * 2:
            assert index.row_of(uid) == (here.index(uid) if uid in here else None)
    for row, uid in enumerate(here):
        assert index.row_of(uid) == row


def test_a_cue_that_two_rows_share_for_a_moment_is_found_in_the_end() -> None:
    index = RowIndex(range(1_000))
    index.replace(1, 2, [900])
    assert index.row_of(900) in {1, 900}
    index.replace(900, 901, [1])
    assert (index.row_of(900), index.row_of(1)) == (1, 900)


def test_a_cue_in_several_rows_is_there_until_the_last_of_them_goes() -> None:
    index = RowIndex(range(3))
    index.replace(3, 3, [0])
    index.replace(4, 4, [0])
    for row in (0, 2, 2):
        assert index.row_of(0) is not None
        index.replace(row, row + 1, [])
    assert index.row_of(0) is None


def test_who_is_not_there_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    index = RowIndex(range(20_000))
    index.replace(10, 20, [])
    index.replace(50, 50, [30_000])
    monkeypatch.setattr(index, "_row_between", pytest.fail)
    assert [index.row_of(uid) for uid in range(10, 20)] == [None] * 10
    assert index.row_of(30_000) == 50
