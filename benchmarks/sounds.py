"""Sounds that are no speech, made of seeded noise and sines, and what can be done to any sound.

All samples are float32 at 16 kHz; what makes a sound takes the generator of random numbers first
and the number of samples second.
"""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.audio_set import Samples
from whisper_desktop.asr.dims import SAMPLE_RATE_HZ

Wave = NDArray[np.floating[Any]]

LEAST_LEVEL = 1e-9
"""Below this root mean square a sound is taken for digital silence and left as it is."""
LOWEST_NOISE_HZ = 20.0
"""Coloured noise falls from here on: below, its power would have no end."""


def seconds(samples: Samples) -> float:
    """Return how long a sound is."""
    return len(samples) / SAMPLE_RATE_HZ


def count_of(duration_s: float) -> int:
    """Return how many samples so many seconds are."""
    return round(duration_s * SAMPLE_RATE_HZ)


def silence(_: Generator, count: int) -> Samples:
    """Return digital silence."""
    return np.zeros(count, dtype=np.float32)


def white(rng: Generator, count: int) -> Samples:
    """Return noise of equal power at all frequencies."""
    return rng.standard_normal(count).astype(np.float32)


def pink(rng: Generator, count: int) -> Samples:
    """Return noise that falls by 3 dB an octave."""
    return _coloured(rng, count, 0.5)


def brown(rng: Generator, count: int) -> Samples:
    """Return noise that falls by 6 dB an octave."""
    return _coloured(rng, count, 1.0)


def _coloured(rng: Generator, count: int, exponent: float) -> Samples:
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum *= np.maximum(_frequencies(count), LOWEST_NOISE_HZ) ** -exponent
    return np.fft.irfft(spectrum, count).astype(np.float32)


def _frequencies(count: int) -> Wave:
    return np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ)


def _sine(hz: float | Wave, count: int, phase: float = 0.0) -> Wave:
    cycles = np.cumsum(np.broadcast_to(hz, count)) / SAMPLE_RATE_HZ
    return np.asarray(np.sin(2 * np.pi * cycles + phase))


def wind(rng: Generator, count: int) -> Samples:
    """Return gusts: low rumble whose strength wanders over seconds."""
    gusts = np.interp(
        np.arange(count) / count, np.linspace(0, 1, 24), rng.uniform(0.05, 1.0, size=24)
    )
    found: Samples = (in_band(brown(rng, count), 20.0, 500.0) * gusts**2).astype(np.float32)
    return found


def hum(rng: Generator, count: int) -> Samples:
    """Return mains hum of 50 or 60 Hz with its harmonics."""
    mains_hz = rng.choice([50.0, 60.0])
    phases = rng.uniform(0, 2 * np.pi, size=12)
    tones = [_sine(mains_hz * n, count, phases[n - 1]) / n for n in range(1, 13)]
    found: Samples = np.sum(tones, axis=0).astype(np.float32)
    return found


def clicks(rng: Generator, count: int) -> Samples:
    """Return three clicks a second on average, each gone after some milliseconds."""
    return _struck(rng, count, per_s=3.0, decay_s=0.002)


def applause(rng: Generator, count: int) -> Samples:
    """Return the claps of many hands, which come and go."""
    swelling = 0.55 + 0.45 * _sine(0.11, count, rng.uniform(0, 2 * np.pi))
    claps = in_band(_struck(rng, count, per_s=90.0, decay_s=0.008), 600.0, 6_000.0)
    return (claps * swelling).astype(np.float32)


def _struck(rng: Generator, count: int, *, per_s: float, decay_s: float) -> Samples:
    strikes = np.zeros(count)
    hits = rng.integers(0, count, size=max(1, round(per_s * count / SAMPLE_RATE_HZ)))
    strikes[hits] = rng.uniform(0.3, 1.0, size=len(hits)) * rng.choice([-1.0, 1.0], size=len(hits))
    tail = np.exp(-np.arange(count_of(8 * decay_s)) / (decay_s * SAMPLE_RATE_HZ))
    ring = tail * rng.standard_normal(len(tail))
    return np.convolve(strikes, ring)[:count].astype(np.float32)


def beeps(rng: Generator, count: int) -> Samples:
    """Return the short tones of machines, with pauses between."""
    found = np.zeros(count)
    place = 0
    while place < count:
        length = min(count_of(rng.uniform(0.1, 0.4)), count - place)
        found[place : place + length] = _sine(rng.uniform(400, 2_200), length) * np.hanning(length)
        place += length + count_of(rng.uniform(0.3, 1.5))
    return found.astype(np.float32)


def sweeps(rng: Generator, count: int) -> Samples:
    """Return tones that glide from 100 Hz to 6 kHz and back."""
    period_s = rng.uniform(4.0, 8.0)
    up_and_down = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(count) / count_of(period_s))
    return _sine(100.0 * 60.0**up_and_down, count).astype(np.float32)


def chords(rng: Generator, count: int) -> Samples:
    """Return plucked chords in a slow rhythm."""
    found = np.zeros(count)
    place = 0
    while place < count:
        length = min(count_of(rng.choice([0.5, 1.0, 1.5])), count - place)
        root_hz = 110.0 * 2 ** (rng.integers(0, 24) / 12)
        third = rng.choice([1.2, 1.25])
        tones = [
            _sine(root_hz * ratio * n, length) / n for ratio in (1, third, 1.5) for n in (1, 2)
        ]
        decay = np.exp(-np.arange(length) / (0.6 * SAMPLE_RATE_HZ))
        found[place : place + length] = np.sum(tones, axis=0) * decay
        place += length
    return found.astype(np.float32)


def laughter(rng: Generator, count: int) -> Samples:
    """Return bursts like laughing: breathy, voiced, five a second, in groups with pauses."""
    found = np.zeros(count)
    place = 0
    while place < count:
        pitch_hz = rng.uniform(180, 320)
        for _ in range(rng.integers(3, 9)):
            length = min(count_of(0.12), count - place)
            voice = np.sum([_sine(pitch_hz * n, length) / n for n in range(1, 9)], axis=0)
            breath = rng.standard_normal(length)
            found[place : place + length] = (voice + breath) * np.hanning(length)
            place = min(place + count_of(0.19), count)
            pitch_hz *= 0.96
        place += count_of(rng.uniform(0.4, 1.2))
    return in_band(found.astype(np.float32), 300.0, 3_500.0)


def in_band(samples: Samples, low_hz: float, high_hz: float) -> Samples:
    """Return a sound without what is below and above a band."""
    spectrum = np.fft.rfft(samples)
    hz = _frequencies(len(samples))
    spectrum[(hz < low_hz) | (hz > high_hz)] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def level_dbfs(samples: Samples) -> float:
    """Return the root mean square in dB below full scale."""
    return float(20 * np.log10(max(_rms(samples), LEAST_LEVEL)))


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def at_level(samples: Samples, dbfs: float) -> Samples:
    """Return a sound at a root mean square, clipped at full scale as a recorder would."""
    now = _rms(samples)
    if now < LEAST_LEVEL:
        return samples
    found: Samples = np.clip(samples * (10 ** (dbfs / 20) / now), -1.0, 1.0).astype(np.float32)
    return found


def looped(samples: Samples, count: int, start: int = 0) -> Samples:
    """Return a sound again and again, from a place in it on, until there is enough."""
    return np.resize(np.roll(samples, -start), count).astype(np.float32)


def pitched(samples: Samples, factor: float) -> Samples:
    """Return a sound played so many times as fast, which raises its pitch as well."""
    count = max(1, round(len(samples) / factor))
    # Without this what lies above the new half of the rate would come back as other tones.
    source = in_band(samples, 0.0, SAMPLE_RATE_HZ / 2 / factor) if factor > 1 else samples
    found: Samples = np.interp(np.arange(count) * factor, np.arange(len(source)), source).astype(
        np.float32
    )
    return found


def hurried(samples: Samples, factor: float) -> Samples:
    """Return speech so many times as fast at its own pitch.

    Overlap and add of similar windows (Verhelst and Roelands 1993).
    """
    window, reach = count_of(0.03), count_of(0.008)
    hop = window // 2
    fade = np.hanning(window)
    padded = np.pad(samples.astype(np.float64), (reach, window + hop + reach))
    count = round(len(samples) / factor)
    found = np.zeros(count + window)
    expected = padded[reach : reach + window]
    for place in range(0, count, hop):
        around = round(place * factor)
        candidates = padded[around : around + window + 2 * reach]
        if len(candidates) < window + 2 * reach:
            break
        shift = int(np.argmax(np.correlate(candidates, expected, "valid")))
        start = around + shift
        found[place : place + window] += padded[start : start + window] * fade
        expected = padded[start + hop : start + hop + window]
        expected = np.pad(expected, (0, window - len(expected)))
    return found[:count].astype(np.float32)


def together(*sounds: Samples) -> Samples:
    """Return sounds of the same length heard at once, clipped at full scale."""
    found: Samples = np.clip(np.sum(sounds, axis=0), -1.0, 1.0).astype(np.float32)
    return found
