"""A voice that nobody owns: vowels from a buzzing source and three resonances."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.signal import lfilter

Sound = npt.NDArray[np.float64]

RATE_HZ = 16_000
_VOWELS_HZ = ((730, 1_090, 2_440), (270, 2_290, 3_010), (570, 840, 2_410), (530, 1_840, 2_480))
"""First three formants of a, i, o, e."""


def _vowel(
    formants_hz: tuple[int, ...], n: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    pitch_hz = 120 + 25 * np.sin(np.arange(n) / RATE_HZ * 2 * np.pi * 3) + rng.uniform(-10, 10)
    phase = np.cumsum(pitch_hz) / RATE_HZ
    source = np.diff(np.floor(phase), prepend=0.0) + 0.01 * rng.standard_normal(n)
    for formant_hz in formants_hz:
        radius = np.exp(-np.pi * 80 / RATE_HZ)
        angle = 2 * np.pi * formant_hz / RATE_HZ
        source = lfilter([1.0], [1.0, -2 * radius * np.cos(angle), radius**2], source)
    vowel: Sound = source * np.hanning(n) / np.abs(source).max()
    return vowel


@pytest.fixture(scope="session")
def voice() -> npt.NDArray[np.float32]:
    """Four seconds of babble, mono, 16 kHz."""
    rng = np.random.default_rng(7)
    syllables = [
        _vowel(_VOWELS_HZ[int(rng.integers(4))], int(rng.integers(2_400, 4_800)), rng)
        for _ in range(24)
    ]
    samples = 0.3 * np.concatenate(syllables)[: 4 * RATE_HZ]
    return (samples + 0.001 * rng.standard_normal(samples.size)).astype(np.float32)
