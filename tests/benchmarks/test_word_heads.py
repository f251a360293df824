"""Heads are ranked by how far they miss, freed of their lag."""

import numpy as np
import pytest

from benchmarks.timed_speech import TimedWord
from benchmarks.word_heads import Heard, misses, stretches


def heard(lag: int) -> Heard:
    """Two words of two tokens at 0.2 s and 1.2 s; the head hears them `lag` positions late."""
    weights = np.full((1, 7, 120), 0.001, dtype=np.float32)
    for token, (first, end) in enumerate([(10, 30), (30, 60), (60, 80), (80, 100)]):
        weights[0, 1 + token, first + lag : end + lag] = 0.05
    weights[0, 5, 100 + lag :] = 0.05
    return Heard(weights, 1, (0, 2), 4, (0.0, 1.2))


@pytest.mark.parametrize("lag", [0, 3])
def test_a_lag_is_told_and_taken_off(lag: int) -> None:
    one = heard(lag)
    assert one.starts_s[1] == 1.2
    found = misses([Heard(one.weights, 1, (2,), 4, (1.2,))], 0, hears_own=False)
    assert (found["mean_ms"], found["median_ms"], found["p95_ms"]) == (0.0, 0.0, 0.0)
    assert found["late_steps"] == pytest.approx(lag, abs=1)
    shifted = misses([Heard(one.weights, 0, (2,), 4, (1.2,))], 0, hears_own=True)
    assert shifted["late_steps"] == pytest.approx(lag, abs=1)


def test_stretches_fit_into_a_window() -> None:
    words = [TimedWord(str(i), 10.0 * i, 10.0 * i + 1) for i in range(7)]
    assert [len(group) for group in stretches(words)] == [3, 3, 1]
    assert list(stretches([])) == []
