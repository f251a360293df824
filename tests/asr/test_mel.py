"""Log-mel frames against a plain Fourier transform, and against themselves in other cuts."""

import numpy as np
import numpy.typing as npt
import pytest
import torch

from whisper_desktop.asr.mel import LogMel, mel_filters
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled

RATE_HZ = 16_000


def tone(frequency_hz: float, seconds: float) -> npt.NDArray[np.float32]:
    times_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (0.3 * np.sin(2 * np.pi * frequency_hz * times_s)).astype(np.float32)


def plain_log_mel(
    samples: npt.NDArray[np.float32], frame: int, n_mels: int
) -> npt.NDArray[np.float64]:
    """One frame by the definition, in float64, before the floor."""
    padded = np.pad(samples.astype(np.float64), 200, mode="reflect")
    cut = padded[frame * 160 : frame * 160 + 400]
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    power = np.abs(np.fft.rfft(cut * taper)) ** 2
    mel: npt.NDArray[np.float64] = mel_filters(n_mels).double().numpy() @ power
    log_mel: npt.NDArray[np.float64] = np.log10(np.maximum(mel, 1e-10))
    return log_mel


@pytest.mark.parametrize("n_mels", [80, 128])
def test_frames_equal_the_definition(n_mels: int) -> None:
    samples = tone(440, 2.0) + tone(3_000, 2.0)
    mel = LogMel(samples, n_mels).window(0, 150, floor=-20.0)
    for frame in (0, 1, 77, 149):
        expected = (plain_log_mel(samples, frame, n_mels) + 4) / 4
        np.testing.assert_allclose(mel[:, frame].numpy(), expected, atol=1e-4)


@pytest.mark.parametrize("n_mels", [80, 128])
def test_filters_have_unit_area_and_one_peak(n_mels: int) -> None:
    filters = mel_filters(n_mels)
    assert filters.shape == (n_mels, 201)
    areas = filters[n_mels // 2 :].sum(dim=1) * (RATE_HZ / 400)
    torch.testing.assert_close(areas, torch.ones_like(areas), atol=0.1, rtol=0)
    peaks = filters.argmax(dim=1)
    assert bool((peaks.diff() >= 0).all())


def test_a_tone_is_loudest_in_its_own_band() -> None:
    mel = LogMel(tone(1_000, 1.0), 80).window(0, 100)
    centre_hz = torch.linspace(0, RATE_HZ / 2, 201)
    band = int(mel[:, 50].argmax())
    assert abs(float(centre_hz[mel_filters(80)[band].argmax()]) - 1_000) < 60


def test_windows_agree_wherever_they_overlap() -> None:
    log_mel = LogMel(tone(300, 5.0) * np.linspace(0, 1, 80_000, dtype=np.float32), 80)
    floor = log_mel.floor_of_recording()
    whole = log_mel.window(0, 500, floor=floor)
    part = log_mel.window(123, 300, floor=floor)
    torch.testing.assert_close(part[:, :300], whole[:, 123:423], atol=1e-5, rtol=0)


def test_the_floor_is_eighty_decibels_below_the_loudest_frame_of_a_long_recording() -> None:
    samples = np.concatenate([tone(500, 100) * 1e-4, tone(500, 1.0), tone(500, 60) * 1e-4])
    log_mel = LogMel(samples, 80)
    floor = log_mel.floor_of_recording()
    loudest = log_mel._log_power(10_000, 100).max()
    assert floor == pytest.approx(float(loudest) - 8.0, abs=1e-5)
    assert float(log_mel.window(0, 3_000, floor=floor).min()) >= (floor + 4) / 4 - 1e-6


def test_the_rest_of_a_short_window_is_zero_or_silent() -> None:
    log_mel = LogMel(tone(500, 3.0), 80)
    zeros = log_mel.window(100, 200)
    silent = log_mel.window(100, 200, fill_with_silence=True)
    assert zeros.shape == silent.shape == (80, 3_000)
    assert bool((zeros[:, 200:] == 0).all())
    assert bool((silent[:, 200:] == silent.min()).all())
    assert float(silent.min()) < 0
    torch.testing.assert_close(zeros[:, :200], silent[:, :200])


def test_frames_past_the_end_are_digital_silence() -> None:
    mel = LogMel(tone(500, 1.0), 80).window(0)
    assert bool((mel[:, 200:] == mel.min()).all())


@pytest.mark.parametrize("n_samples", [0, 1, 159, 160, 199, 200, 400])
def test_the_shortest_recordings_do_not_fail(n_samples: int) -> None:
    log_mel = LogMel(np.full(n_samples, 0.1, dtype=np.float32), 80)
    assert log_mel.content_frames == n_samples // 160
    assert bool(log_mel.window(0, floor=log_mel.floor_of_recording()).isfinite().all())


def test_the_pass_for_the_floor_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        LogMel(tone(500, 1.0), 80).floor_of_recording(cancel)


def test_the_pass_for_the_floor_is_made_once() -> None:
    samples = tone(500, 1.0)
    log_mel = LogMel(samples, 80)
    floor = log_mel.floor_of_recording()
    samples *= 0.01
    assert log_mel.floor_of_recording() == floor
