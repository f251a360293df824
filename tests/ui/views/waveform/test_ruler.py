from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.ui.views.waveform.ruler import step_ms, ticks
from whisper_desktop.ui.views.waveform.time_scale import TimeScale


def labels(scale: TimeScale) -> list[str]:
    return [tick.label for tick in ticks(scale) if tick.label]


@given(st.integers(100, 4_000), st.integers(1_000, 40 * 3_600_000), st.floats(0.001, 500))
def test_labels_never_touch_and_marks_rise(width_px: int, total_ms: int, factor: float) -> None:
    scale = TimeScale.of(width_px, total_ms).zoomed(factor, width_px / 2)
    labelled = [tick.x for tick in ticks(scale) if tick.label]
    assert all(after - before >= 95 for before, after in pairwise(labelled))
    marks = [tick.x for tick in ticks(scale)]
    assert marks == sorted(marks)
    assert len(marks) < width_px


@pytest.mark.parametrize(
    ("end_ms", "expected"),
    [
        (10_000, ["0:00", "0:02", "0:04"]),
        (600, ["0:00.000", "0:00.100", "0:00.200"]),
        (4 * 3_600_000, ["0:00", "30:00", "1:00:00"]),
    ],
)
def test_labels_are_as_exact_as_the_zoom_needs(end_ms: int, expected: list[str]) -> None:
    scale = TimeScale.of(1_000, 5 * 3_600_000).fitting(0, end_ms)
    assert labels(scale)[:3] == expected


def test_days_of_recording_still_have_labels() -> None:
    scale = TimeScale.of(300, 100 * 3_600_000).fitting_all()
    assert step_ms(scale) % 3_600_000 == 0
    assert labels(scale)[0] == "0:00"
