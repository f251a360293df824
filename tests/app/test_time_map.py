import pytest

from whisper_desktop.app.time_map import time_map


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 4_000), (25 / 23.976, -300), (0.96, 0)])
def test_times_that_are_moved_and_stretched_are_mapped(slope: float, offset: int) -> None:
    olds = range(1_000, 200_000, 9_000)
    fit = time_map([(old, round(slope * old + offset)) for old in olds])
    assert fit is not None
    assert fit(100_000) == pytest.approx(slope * 100_000 + offset, abs=5)
    assert fit(400_000) == pytest.approx(slope * 400_000 + offset, abs=50)


def test_a_film_that_was_cut_is_moved_from_there_on() -> None:
    pairs = [(at * 1_000, at * 1_000) for at in range(30)]
    pairs += [(at * 1_000, at * 1_000 + 40_000) for at in range(30, 60)]
    fit = time_map(pairs)
    assert fit is not None
    assert fit(10_500) == pytest.approx(10_500, abs=1_500)
    assert fit(50_500) == pytest.approx(90_500, abs=1_500)


def test_a_few_rows_at_quite_wrong_times_do_not_matter() -> None:
    pairs = [(at * 1_000, at * 1_000 + 2_000) for at in range(20)]
    pairs[7], pairs[15] = (7_000, 90_000), (15_000, 0)
    fit = time_map(pairs)
    assert fit is not None
    assert fit(7_000) == 9_000


def test_a_single_pair_tells_by_how_much_to_move() -> None:
    fit = time_map([(5_000, 4_000)])
    assert fit is not None
    assert (fit(9_000), fit(0)) == (8_000, 0)


@pytest.mark.parametrize(
    "pairs", [[], [(9_000, 0), (0, 10_000), (20_000, 30_000), (3_000, 90_000)]]
)
def test_there_is_no_map_without_order(pairs: list[tuple[int, int]]) -> None:
    assert time_map(pairs) is None
