from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from av.audio.frame import AudioFrame

from whisper_desktop.audio.resample import RunResampler, SampleShape

Sound = npt.NDArray[np.float32]
MakeSound = Callable[..., Sound]

SPEECH = SampleShape(16_000, 1)
FINE_SPEECH = SampleShape(16_000, 1, is_float=True)


def _frame(sound: Sound, rate_hz: int, layout: str) -> AudioFrame:
    packed = np.ascontiguousarray(sound.T).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, "flt", layout)
    frame.sample_rate, frame.time_base = rate_hz, Fraction(1, rate_hz)
    return frame


def _convert(
    sound: Sound, rate_hz: int, layout: str, shape: SampleShape, **how: int
) -> npt.NDArray[Any]:
    frame = _frame(sound, rate_hz, layout)
    run = RunResampler(frame, shape, **({"at": 0} | how))
    return np.concatenate([block for _, block in [*run.push(frame), *run.flush()]])


def _levels(layout: str, channels: int, shape: SampleShape) -> list[float]:
    """Return the level at which each channel alone is heard at full scale."""
    levels = []
    for channel in range(channels):
        sound = np.zeros((channels, 1_600), np.float32)
        sound[channel] = 0.9
        level = _convert(sound, 16_000, layout, shape)[800, 0]
        levels.append(float(level) / (0.9 if shape.is_float else 0.9 * 32_768))
    return levels


@pytest.mark.parametrize("shape", [SPEECH, FINE_SPEECH])
@pytest.mark.parametrize(
    ("layout", "channels", "weights"),
    [
        ("mono", 1, [1]),
        ("stereo", 2, [0.5, 0.5]),
        ("2 channels", 2, [0.5, 0.5]),
        ("quad", 4, [0.293, 0.293, 0.207, 0.207]),
        # The usual weights 0.707, 0.707, 1, 0, 0.5, 0.5, scaled down to a sum of 1.
        ("5.1", 6, [0.207, 0.207, 0.293, 0, 0.146, 0.146]),
        ("6 channels", 6, [1 / 6] * 6),
        ("9 channels", 9, [1 / 9] * 9),
        ("ambisonic 1", 4, [1, 0, 0, 0]),
    ],
)
def test_channels_are_mixed_with_weights_that_add_up_to_one(
    layout: str, channels: int, weights: list[float], shape: SampleShape
) -> None:
    levels = _levels(layout, channels, shape)

    assert levels == pytest.approx(weights, abs=1e-3)
    assert sum(levels) == pytest.approx(1, abs=1e-3)


def test_a_pair_stays_a_pair_and_more_become_one() -> None:
    shape = SampleShape(16_000, 2)
    sound = np.zeros((2, 1_600), np.float32)
    sound[0] = 0.5
    surround = np.full((6, 1_600), 0.9, np.float32)

    assert _convert(sound, 16_000, "stereo", shape)[800].tolist() == [16_384, 0]
    assert _convert(surround, 16_000, "5.1", shape)[800].max() <= 32_767
    unknown = _convert(surround, 16_000, "6 channels", shape)[800]
    assert unknown.tolist() == pytest.approx([29_491, 29_491], abs=2)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 192_000])
def test_a_sine_keeps_its_level_its_phase_and_its_length(
    rate_hz: int, make_sine: MakeSound
) -> None:
    sound, wanted = make_sine(1.3, rate_hz), make_sine(1.3, 16_000)[0]

    heard = _convert(sound, rate_hz, "mono", FINE_SPEECH)[:, 0]

    assert abs(len(heard) - len(wanted)) <= 2
    middle = slice(800, 1 * 16_000)
    np.testing.assert_allclose(heard[middle], wanted[middle], atol=1e-3)


def test_what_is_above_half_the_rate_is_filtered_out(make_sine: MakeSound) -> None:
    sound = make_sine(1, 44_100, frequency_hz=12_000)

    heard = _convert(sound, 44_100, "mono", FINE_SPEECH)[800:15_000]

    assert np.abs(heard).max() < 0.005


def test_16_bits_are_the_rounded_fine_samples(make_sine: MakeSound) -> None:
    sound = np.repeat(make_sine(0.5, 44_100), 2, axis=0)

    fine = _convert(sound, 44_100, "stereo", FINE_SPEECH)
    rounded = _convert(sound, 44_100, "stereo", SPEECH)

    assert rounded.dtype == np.int16
    assert np.abs(fine * 32_768 - rounded).max() <= 0.51


def test_blocks_are_a_second_long_and_know_their_positions(make_sine: MakeSound) -> None:
    sound = make_sine(3.25, 48_000)
    frames = [_frame(part, 48_000, "mono") for part in np.array_split(sound, 100, axis=1)]
    run = RunResampler(frames[0], SPEECH, at=500)

    blocks = [block for frame in frames for block in run.push(frame)] + list(run.flush())

    assert [len(samples) for _, samples in blocks] == [16_000, 16_000, 16_000, 4_000]
    assert [at for at, _ in blocks] == [500, 16_500, 32_500, 48_500]


def test_skipped_samples_leave_the_rest_as_it_was(make_sine: MakeSound) -> None:
    sound = make_sine(1, 48_000)

    whole = _convert(sound, 48_000, "mono", FINE_SPEECH)
    rest = _convert(sound, 48_000, "mono", FINE_SPEECH, skipped=4_800)

    np.testing.assert_allclose(rest[100:-100], whole[1_700:-100], atol=1e-6)


def test_a_frame_of_another_kind_does_not_fit() -> None:
    sound = np.zeros((2, 100), np.float32)
    run = RunResampler(_frame(sound, 48_000, "stereo"), SPEECH, at=0)

    assert run.fits(_frame(sound, 48_000, "stereo"))
    assert not run.fits(_frame(sound, 44_100, "stereo"))
    assert not run.fits(_frame(sound, 48_000, "2 channels"))
