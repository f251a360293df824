from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator

from benchmarks import sounds
from benchmarks.audio_set import Samples

RATE = 16_000
MAKERS = (
    sounds.white,
    sounds.pink,
    sounds.brown,
    sounds.hum,
    sounds.clicks,
    sounds.beeps,
    sounds.sweeps,
    sounds.chords,
    sounds.applause,
    sounds.wind,
    sounds.laughter,
)


def tone(hz: float, duration_s: float = 1.0) -> Samples:
    return np.sin(2 * np.pi * hz * np.arange(round(RATE * duration_s)) / RATE).astype(np.float32)


def loudest_hz(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE / len(samples))


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_sound_is_seeded_finite_and_as_long_as_asked(
    make: Callable[[Generator, int], Samples],
) -> None:
    first, again = (make(np.random.default_rng(7), 2 * RATE + 3) for _ in range(2))
    assert first.dtype == np.float32
    assert len(first) == 2 * RATE + 3
    assert np.isfinite(first).all()
    assert np.any(first != 0)
    assert np.array_equal(first, again)


def test_noise_falls_as_its_colour_says() -> None:
    def fall_db(make: Callable[[Generator, int], Samples]) -> float:
        power = np.abs(np.fft.rfft(make(np.random.default_rng(1), 4 * RATE))) ** 2
        hz = np.fft.rfftfreq(4 * RATE, 1 / RATE)
        low, high = (power[(hz >= f) & (hz < 2 * f)].mean() for f in (400, 1_600))
        return float(10 * np.log10(low / high))

    assert fall_db(sounds.white) == pytest.approx(0, abs=1)
    assert fall_db(sounds.pink) == pytest.approx(6, abs=1)
    assert fall_db(sounds.brown) == pytest.approx(12, abs=1)


def test_hum_is_of_the_mains() -> None:
    for seed in range(4):
        assert loudest_hz(sounds.hum(np.random.default_rng(seed), 2 * RATE)) in {50.0, 60.0}


@given(dbfs=st.floats(-80, -20), gain=st.floats(0.001, 10))
def test_a_sound_is_at_the_level_asked_for_whatever_it_was(dbfs: float, gain: float) -> None:
    levelled = sounds.at_level(tone(440, 0.1) * np.float32(gain), dbfs)
    assert sounds.level_dbfs(levelled) == pytest.approx(dbfs, abs=0.01)


def test_silence_stays_silent_and_loud_sounds_are_clipped() -> None:
    nothing = sounds.silence(np.random.default_rng(0), 10)
    assert not sounds.at_level(nothing, -6).any()
    assert np.abs(sounds.at_level(tone(100), 12)).max() == 1.0
    assert np.abs(sounds.together(tone(100), tone(100))).max() == 1.0


def test_a_band_keeps_what_is_in_it() -> None:
    both = tone(200) + tone(2_000)
    assert sounds.in_band(both, 1_000, 3_000) == pytest.approx(tone(2_000), abs=1e-3)


def test_a_loop_goes_on_from_its_place() -> None:
    short = np.array([1, 2, 3], dtype=np.float32)
    assert sounds.looped(short, 7, start=1).tolist() == [2, 3, 1, 2, 3, 1, 2]


@pytest.mark.parametrize("factor", [0.8, 1.25])
def test_played_faster_a_tone_is_higher_and_shorter(factor: float) -> None:
    played = sounds.pitched(tone(400, 2), factor)
    assert len(played) == pytest.approx(2 * RATE / factor, abs=1)
    assert loudest_hz(played) == pytest.approx(400 * factor, abs=2)


@pytest.mark.parametrize("factor", [0.55, 0.9, 1.0, 1.7])
def test_hurried_a_tone_is_as_high_and_shorter(factor: float) -> None:
    played = sounds.hurried(tone(400, 2), factor)
    assert len(played) == pytest.approx(2 * RATE / factor, abs=1)
    assert loudest_hz(played) == pytest.approx(400, abs=8)
    assert sounds.level_dbfs(played) == pytest.approx(-3, abs=1)
