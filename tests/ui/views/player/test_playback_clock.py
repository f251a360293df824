import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.ui.views.player.playback_clock import STALL_S, WINDOW_S, PlaybackClock

RATES = st.sampled_from([0.25, 0.5, 1.0, 1.5, 3.0])


def started(position_ms: float = 0.0, rate: float = 1.0) -> PlaybackClock:
    clock = PlaybackClock()
    clock.set_rate(rate, 0.0)
    clock.jump(position_ms, 0.0)
    clock.start(0.0)
    return clock


def test_it_stands_until_it_is_started() -> None:
    clock = PlaybackClock()
    clock.jump(700, 1.0)
    clock.hear(9_000, 1.5)
    assert clock.read(2.0) == 700
    assert not clock.is_running


def test_it_runs_before_the_first_report() -> None:
    clock = started(700)
    assert clock.is_running
    assert clock.read(0.2) == pytest.approx(900)


def test_it_runs_at_its_rate_and_changes_it_without_a_jump() -> None:
    clock = started(1_000, rate=2.0)
    assert clock.read(0.2) == pytest.approx(1_400)
    clock.set_rate(0.5, 0.2)
    assert clock.read(0.4) == pytest.approx(1_500)


def test_it_stops_where_it_is_and_goes_on_from_there() -> None:
    clock = started()
    assert clock.stop(0.3) == pytest.approx(300)
    assert clock.read(5.0) == pytest.approx(300)
    clock.start(6.0)
    assert clock.read(6.1) == pytest.approx(400)


@given(
    block_ms=st.floats(5, 100),
    lags=st.lists(st.floats(0, 1), min_size=30, max_size=60),
    late_ms=st.floats(0, 90),
    rate=RATES,
)
def test_it_is_never_further_off_than_the_best_report_of_the_last_second(
    block_ms: float, lags: list[float], late_ms: float, rate: float
) -> None:
    clock = started(rate=rate)
    errors_ms = []
    for number, lag in enumerate(lags):
        now_s = 0.05 * (number + 1)
        true_ms = max(rate * (now_s * 1_000 - late_ms), 0)
        clock.hear(true_ms - lag * block_ms, now_s)
        if now_s > WINDOW_S:
            recent = [lag * block_ms for lag in lags[number - 18 : number + 1]]
            errors_ms.append((clock.read(now_s) - true_ms, min(recent)))
    assert all(-least_ms - 0.1 <= error_ms <= 0.1 for error_ms, least_ms in errors_ms)


@given(
    steps=st.lists(st.tuples(st.floats(0, 0.3), st.floats(-200, 200)), max_size=40),
    rate=RATES,
)
def test_it_never_runs_backwards(steps: list[tuple[float, float]], rate: float) -> None:
    clock = started(rate=rate)
    now_s, readings = 0.0, []
    for pause_s, error_ms in steps:
        now_s += pause_s
        readings.append(clock.read(now_s))
        clock.hear(max(now_s * 1_000 * rate + error_ms, 0), now_s)
        readings.append(clock.read(now_s))
    assert all(before <= after for before, after in itertools.pairwise(readings))


def test_a_jump_may_go_backwards() -> None:
    clock = started(5_000)
    clock.jump(1_000, 0.5)
    assert clock.read(0.6) == pytest.approx(1_100)


def test_a_report_of_the_place_before_the_jump_is_not_believed() -> None:
    clock = started(5_000)
    clock.hear(5_100, 0.1)
    clock.jump(1_000, 0.2)
    clock.hear(5_200, 0.21)
    assert clock.read(0.22) == pytest.approx(1_020)
    clock.hear(1_040, 0.24)
    assert clock.read(0.25) == pytest.approx(1_050)


def test_a_player_that_is_ahead_later_is_believed() -> None:
    clock = started()
    clock.jump(0, 0.0)
    clock.hear(5_000, 2.0)
    assert clock.read(2.0) == pytest.approx(5_000)


def test_it_stands_still_with_a_player_that_does() -> None:
    clock = started()
    clock.hear(100, 0.1)
    assert clock.read(60.0) == pytest.approx(100 + STALL_S * 1_000)


def test_a_long_frame_is_no_stall() -> None:
    clock = started()
    clock.hear(0, 0.0, lasts_ms=10_000)
    assert clock.read(9.0) == pytest.approx(9_000)
