from fractions import Fraction

import pytest
from av.audio.frame import AudioFrame
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.audio.clock import Place, StreamClock

RATE_HZ = 8_000


def _frame(pts_ms: int | None, samples: int = 160) -> AudioFrame:
    frame = AudioFrame("s16", "mono", samples)
    frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, Fraction(1, 1000), pts_ms
    return frame


def _place(clock: StreamClock, pts_ms: int | None, *, is_after_loss: bool = False) -> Place:
    return clock.place(_frame(pts_ms), is_after_loss=is_after_loss)


def test_time_counts_from_zero_of_the_media() -> None:
    clock = StreamClock(0.001, zero_s=1.4)

    assert clock.end_s is None
    assert _place(clock, 1_900).start_s == pytest.approx(0.5)
    assert clock.end_s == pytest.approx(0.52)
    assert clock.media_s(1_400) == pytest.approx(0)


@given(jitter_ms=st.lists(st.integers(-19, 19), min_size=1, max_size=300))
def test_jitter_never_moves_a_sample(jitter_ms: list[int]) -> None:
    clock = StreamClock(0.001, zero_s=0)
    _place(clock, 0)

    for number, one_ms in enumerate(jitter_ms, start=1):
        place = _place(clock, 20 * number + one_ms)

        assert place.is_seamless
        assert place.start_s == pytest.approx(0.02 * number)


@pytest.mark.parametrize("leap_ms", [21, 500, 3_500_000, -19])
def test_a_leap_starts_a_new_run_at_its_stamp(leap_ms: int) -> None:
    clock = StreamClock(0.001, zero_s=0)
    _place(clock, 0)
    _place(clock, 20)

    place = _place(clock, 40 + leap_ms, is_after_loss=True)

    assert not place.is_seamless
    assert place.start_s == pytest.approx((40 + leap_ms) / 1000)
    assert place.expected_s == pytest.approx(0.04)


def test_behind_a_loss_only_rounding_is_forgiven() -> None:
    clock = StreamClock(0.001, zero_s=0)
    _place(clock, 0)

    assert _place(clock, 21, is_after_loss=True).is_seamless
    assert not _place(clock, 43, is_after_loss=True).is_seamless


def test_slow_drift_is_caught_up_with() -> None:
    clock = StreamClock(0.001, zero_s=0)
    places = [_place(clock, 21 * number) for number in range(100)]

    assert sum(not place.is_seamless for place in places) == 5  # the first, then every 21 frames
    assert places[-1].start_s == pytest.approx(0.021 * 99, abs=0.0201)


@pytest.mark.parametrize("restart_ms", [0, 40, 300])
def test_a_clock_that_starts_again_is_counted_on(restart_ms: int) -> None:
    clock = StreamClock(0.001, zero_s=0)
    for number in range(20):
        _place(clock, 20 * number)

    places = [_place(clock, restart_ms + 20 * number) for number in range(10)]

    assert all(place.is_seamless for place in places)
    assert clock.end_s == pytest.approx(0.6)


@pytest.mark.parametrize("pts_ms", [0, None])
def test_stamps_that_stand_still_or_lack_are_counted_on(pts_ms: int | None) -> None:
    clock = StreamClock(0.001, zero_s=0)

    places = [_place(clock, pts_ms) for _ in range(50)]

    assert all(place.is_seamless for place in places[1:])
    assert clock.end_s == pytest.approx(1.0)


def test_a_leap_of_hours_is_a_clock_set_anew() -> None:
    clock = StreamClock(0.001, zero_s=0)
    _place(clock, 0)

    assert _place(clock, 5 * 3_600_000).is_seamless
    assert _place(clock, 5 * 3_600_000 + 20).start_s == pytest.approx(0.04)
