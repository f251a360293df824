from collections.abc import Callable, Iterator

import pytest

from whisper_desktop.asr.matrix_speed import measure_matrix_speed
from whisper_desktop.asr.precision import Precision


@pytest.fixture
def clock() -> Callable[[], float]:
    """Each look at it takes a second."""

    def seconds() -> Iterator[float]:
        now_s = 0.0
        while True:
            yield now_s
            now_s += 1.0

    ticks = seconds()
    return lambda: next(ticks)


@pytest.mark.parametrize("precision", [Precision.FP32, Precision.INT8])
def test_the_speed_is_work_by_time(precision: Precision, clock: Callable[[], float]) -> None:
    speed = measure_matrix_speed("cpu", precision, total_s=3.0, clock=clock)
    # Eight products in the second between two looks at the clock.
    assert speed.step_s == pytest.approx(1 / 8)
    assert speed.thin_flops == pytest.approx(2 * 1_024 * 1_024 * 8)
    assert speed.wide_flops == pytest.approx(speed.thin_flops * 1_500)
