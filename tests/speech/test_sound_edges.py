"""Pauses of sound that is made here, so that its edges are known to the sample."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whisper_desktop.speech.sound_edges import STEP_MS, find_pauses, sound_levels

RATE_HZ = 16_000
Samples = npt.NDArray[np.float32]


def bursts(spans_ms: list[tuple[int, int]], total_ms: int, floor: float = 1e-4) -> Samples:
    """Noise that is loud in the spans, and hardly there elsewhere."""
    generator = np.random.default_rng(1)
    samples = generator.standard_normal(total_ms * RATE_HZ // 1_000) * floor
    for start_ms, end_ms in spans_ms:
        inside = slice(start_ms * RATE_HZ // 1_000, end_ms * RATE_HZ // 1_000)
        samples[inside] += generator.standard_normal(len(samples[inside])) * 0.1
    return samples.astype(np.float32)


def test_pauses_are_found_to_a_step_and_on_the_given_clock() -> None:
    samples = bursts([(500, 1_500), (2_200, 3_000)], 4_000)
    pauses = [(pause.start_ms, pause.end_ms) for pause in find_pauses(samples, 60_000)]
    expected = [(60_000, 60_500), (61_500, 62_200), (63_000, 64_000)]
    assert np.abs(np.array(pauses) - np.array(expected)).max() <= 2 * STEP_MS


def test_a_click_does_not_part_a_pause_and_a_short_break_is_none() -> None:
    samples = bursts([(500, 1_000), (1_400, 1_405), (2_000, 2_500), (2_560, 3_000)], 4_000)
    pauses = [(pause.start_ms, pause.end_ms) for pause in find_pauses(samples)]
    assert [start_ms // 100 for start_ms, _ in pauses] == [0, 10, 30]


@pytest.mark.parametrize("floor", [0.05, 0.2])
def test_where_noise_is_nearly_as_loud_there_are_no_edges_to_be_seen(floor: float) -> None:
    assert find_pauses(bursts([(500, 1_500), (2_200, 3_000)], 4_000, floor)) == ()


def test_hum_and_an_offset_are_no_sound() -> None:
    samples = bursts([(500, 1_500), (2_200, 3_000)], 4_000)
    hum = 0.02 * np.sin(2 * np.pi * 50 * np.arange(len(samples)) / RATE_HZ) + 0.1
    assert len(find_pauses(samples + hum.astype(np.float32))) == 3


@pytest.mark.parametrize("count", [0, 1, 79, 80, 161])
def test_any_length_has_as_many_levels_as_whole_steps(count: int) -> None:
    samples = np.zeros(count, dtype=np.float32)
    assert sound_levels(samples).shape == (count // 80,)
    assert find_pauses(samples) == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(20, 900), min_size=2, max_size=8), st.floats(0.001, 5.0))
def test_pauses_lie_in_order_within_the_samples_at_any_level(
    lengths_ms: list[int], gain: float
) -> None:
    ends_ms = np.cumsum(lengths_ms)
    spans = list(zip(ends_ms[::2], ends_ms[1::2], strict=False))
    total_ms = int(ends_ms[-1]) + 300
    samples = (bursts(spans, total_ms) * gain).astype(np.float32)
    pauses = find_pauses(samples)
    times_ms = [time_ms for pause in pauses for time_ms in (pause.start_ms, pause.end_ms)]
    assert times_ms == sorted(times_ms)
    assert all(0 <= time_ms <= total_ms for time_ms in times_ms)
