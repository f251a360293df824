from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.progress_meter import ProgressMeter
from whisper_desktop.core.events import Progress


class SteppedClock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def follow(total_ms: int, steps: Iterable[tuple[int, float]]) -> list[Progress]:
    """Report each (done_ms, seconds since the step before)."""
    clock = SteppedClock()
    meter = ProgressMeter(total_ms, clock)
    seen = []
    for done_ms, step_s in steps:
        clock.now_s += step_s
        seen.append(meter.at(done_ms))
    return seen


def test_steady_work_ends_when_foretold() -> None:
    seen = follow(600_000, [(30_000 * n, 2.0) for n in range(1, 20)])
    for progress in seen:
        left_s = 40.0 - progress.elapsed_s
        assert progress.remaining_s == pytest.approx(left_s)


def test_a_batch_that_arrives_at_once_counts_as_one() -> None:
    """Eight windows in the same moment after 8 s of work are 30 s of audio a second."""
    seen = follow(480_000, [(30_000, 8.0), *((30_000 * n, 0.0) for n in range(2, 9))])
    assert seen[-1].remaining_s == pytest.approx(8.0)


def test_the_rate_follows_a_change() -> None:
    slow = [(1_000 * n, 1.0) for n in range(1, 101)]
    fast = [(100_000 + 10_000 * n, 1.0) for n in range(1, 181)]
    seen = follow(2_000_000, slow + fast)
    assert seen[99].remaining_s == pytest.approx(1_900)
    assert seen[-1].remaining_s == pytest.approx(10, rel=0.1)


def test_nothing_is_foretold_before_something_is_done() -> None:
    assert [progress.remaining_s for progress in follow(1_000, [(0, 0.0), (0, 5.0)])] == [None] * 2


def test_the_end_is_the_end() -> None:
    assert follow(1_000, [(1_500, 1.0)]) == [Progress(1_000, 1_000, 1.0, 0.0)]
    assert follow(0, [(0, 0.0)]) == [Progress(0, 0, 0.0, 0.0)]


@given(
    st.integers(0, 10_000_000),
    st.lists(st.tuples(st.integers(-5, 10_000_000), st.floats(0, 1e4)), max_size=20),
)
def test_progress_never_goes_back_or_beyond(total_ms: int, steps: list[tuple[int, float]]) -> None:
    done_ms = [progress.done_ms for progress in follow(total_ms, steps)]
    assert done_ms == sorted(done_ms)
    assert all(0 <= value <= total_ms for value in done_ms)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.floats(0, 1e4)), max_size=20))
def test_what_is_foretold_is_never_negative(steps: list[tuple[int, float]]) -> None:
    assert all((p.remaining_s or 0) >= 0 for p in follow(10_000, steps))
