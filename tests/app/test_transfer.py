import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.transfer import TransferMeter, TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled


@given(failures=st.integers(min_value=1, max_value=60))
def test_waits_double_up_to_a_limit(failures: int) -> None:
    policy = TransferPolicy(first_wait_s=1.5, max_wait_s=20.0)
    waits = [policy.wait_s(count) for count in range(1, failures + 1)]
    assert waits[0] == 1.5
    for before, after in itertools.pairwise(waits):
        assert after == min(2 * before, 20.0)


@given(seconds=st.floats(min_value=0, max_value=30))
def test_a_pause_is_made_of_short_naps(seconds: float) -> None:
    naps: list[float] = []
    TransferPolicy(sleep=naps.append).pause(seconds, CancelToken())
    assert sum(naps) == pytest.approx(seconds)
    assert all(0 < nap <= 0.1 for nap in naps)


def test_a_pause_ends_when_somebody_asks_to_stop() -> None:
    cancel = CancelToken()
    policy = TransferPolicy(sleep=lambda _seconds: cancel.cancel())
    with pytest.raises(Cancelled):
        policy.pause(3_600.0, cancel)


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_progress_is_told_ten_times_a_second_at_most() -> None:
    clock = Clock()
    meter = TransferMeter(10_000, clock)
    told = []
    for step in range(100):
        told.append(meter.measure(step * 10))
        clock.now_s += 0.011
    assert 9 <= sum(event is not None for event in told) <= 12


def test_the_rate_counts_what_came_in_this_run() -> None:
    clock = Clock()
    meter = TransferMeter(10_000, clock)
    first = meter.measure(5_000)
    clock.now_s += 2.0
    second = meter.measure(6_000)
    assert first is not None
    assert second is not None
    assert first.bytes_per_second is None
    assert (second.done_bytes, second.total_bytes) == (6_000, 10_000)
    assert second.bytes_per_second == pytest.approx(500.0)


def test_the_end_is_always_told() -> None:
    meter = TransferMeter(10, Clock())
    assert meter.measure(9) is not None
    assert meter.measure(10) is not None
    assert meter.measure(10) is None


def test_a_slow_start_is_forgotten() -> None:
    clock = Clock()
    meter = TransferMeter(None, clock)
    rates = []
    for step in range(60):
        done_bytes = step if step < 30 else 1_000 * (step - 29)
        progress = meter.measure(done_bytes)
        rates.append(progress.bytes_per_second if progress else None)
        clock.now_s += 1.0
    assert rates[29] == pytest.approx(1.0)
    assert rates[-1] == pytest.approx(1_000.0)


def test_a_fresh_start_measures_anew() -> None:
    clock = Clock()
    meter = TransferMeter(100, clock)
    meter.measure(90)
    clock.now_s += 1.0
    again = meter.measure(0)
    assert again is not None
    assert again.bytes_per_second is None
