"""Log-mel spectrograms: what Whisper hears (Radford et al. 2022, section 2.2).

Shapes: M mel bands (80, or 128 in large-v3), F frames of 10 ms, K = 201 frequency bins.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from whisper_desktop.asr.dims import (
    HOP_SAMPLES,
    N_FFT,
    SAMPLE_RATE_HZ,
    WINDOW_FRAMES,
)
from whisper_desktop.core.cancel import CancelToken

_DYNAMIC_RANGE = 8.0
"""Frames below the loudest by more than 80 dB are raised to that floor."""
_SMALLEST_POWER = 1e-10
_QUIETEST = -10.0
"""Its logarithm."""
_CHUNK_FRAMES = 6_000
"""One minute: bounds the memory of a pass over a long recording."""


@lru_cache(maxsize=4)
def mel_filters(n_mels: int) -> Tensor:
    """Return the Slaney-scale, area-normalised triangles, float32 (M, K).

    Slaney's Auditory Toolbox (1998): linear below 1 kHz (200/3 Hz a mel), logarithmic above
    (27 mels for a factor of 6.4); each triangle has unit area in hertz.
    """
    edges_hz = _mel_to_hz(np.linspace(0.0, _hz_to_mel(SAMPLE_RATE_HZ / 2), n_mels + 2))
    bins_hz = np.linspace(0.0, SAMPLE_RATE_HZ / 2, N_FFT // 2 + 1)
    widths_hz = np.diff(edges_hz)
    ramps = edges_hz[:, None] - bins_hz[None, :]  # (M + 2, K)
    rising = -ramps[:-2] / widths_hz[:-1, None]
    falling = ramps[2:] / widths_hz[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))  # (M, K)
    triangles *= (2.0 / (edges_hz[2:] - edges_hz[:-2]))[:, None]
    return torch.from_numpy(triangles.astype(np.float32))


def _hz_to_mel(frequency_hz: float) -> float:
    if frequency_hz < 1_000.0:
        return frequency_hz * 3.0 / 200.0
    return 15.0 + 27.0 * float(np.log(frequency_hz / 1_000.0)) / float(np.log(6.4))


def _mel_to_hz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    linear = mels * 200.0 / 3.0
    logarithmic = 1_000.0 * np.exp(np.log(6.4) / 27.0 * (mels - 15.0))
    return np.where(mels < 15.0, linear, logarithmic)


class LogMel:
    """The log-mel frames of one recording, computed window by window.

    Nothing but the samples is held, however long the recording. Whisper's floor is 80 dB below
    the loudest frame of what it is given: of the whole recording (`floor_of_recording`, one
    extra pass, as the reference implementation does for long audio) or of each window (as in
    training).
    """

    def __init__(self, samples: npt.NDArray[np.float32], n_mels: int) -> None:
        self._samples = torch.from_numpy(samples)
        self._n_mels = n_mels
        self._taper = torch.hann_window(N_FFT)
        self._floor: float | None = None

    @property
    def content_frames(self) -> int:
        """How many whole 10 ms frames the recording has."""
        return len(self._samples) // HOP_SAMPLES

    def samples(self, start_frame: int, n_frames: int) -> npt.NDArray[np.float32]:
        """Return the samples of what there is of a stretch; nothing is copied."""
        first, end = start_frame * HOP_SAMPLES, (start_frame + n_frames) * HOP_SAMPLES
        stretch: npt.NDArray[np.float32] = self._samples[max(first, 0) : max(end, 0)].numpy()
        return stretch

    def floor_of_recording(self, cancel: CancelToken | None = None) -> float:
        """Return the floor, in log10 units, that the whole recording's loudest frame sets.

        The pass over the recording is made once, however often the floor is asked for.
        """
        if self._floor is None:
            self._floor = self._loudest(cancel) - _DYNAMIC_RANGE
        return self._floor

    def _loudest(self, cancel: CancelToken | None) -> float:
        loudest = _QUIETEST
        for start in range(0, self.content_frames + 1, _CHUNK_FRAMES):
            if cancel is not None:
                cancel.raise_if_cancelled()
            count = min(_CHUNK_FRAMES, self.content_frames + N_FFT // HOP_SAMPLES - start)
            loudest = max(loudest, float(self._log_power(start, count).max()))
        return loudest

    def window(
        self,
        start_frame: int,
        n_frames: int = WINDOW_FRAMES,
        *,
        floor: float | None = None,
        fill_with_silence: bool = False,
    ) -> Tensor:
        """Return float32 (M, 3000): `n_frames` from `start_frame`, then zeros.

        Frames after the recording's end are digital silence. `floor` None takes the window's
        own. `fill_with_silence` puts the value of digital silence in place of the zeros.
        """
        log_power = self._log_power(start_frame, n_frames)
        lowest = float(log_power.max()) - _DYNAMIC_RANGE if floor is None else floor
        mel = _normalised(log_power.clamp_min_(lowest))
        silence = max(lowest, _QUIETEST)
        fill = float(_normalised(torch.tensor(silence))) if fill_with_silence else 0.0
        return functional.pad(mel, (0, WINDOW_FRAMES - n_frames), value=fill)

    def _log_power(self, start_frame: int, n_frames: int) -> Tensor:
        """Return log10 of the clamped mel power, float32 (M, n_frames)."""
        spectrum = torch.stft(
            self._padded_samples(start_frame, n_frames),
            N_FFT,
            HOP_SAMPLES,
            window=self._taper,
            center=False,
            return_complex=True,
        )
        power = spectrum.abs() ** 2  # (K, F)
        return (mel_filters(self._n_mels) @ power).clamp_min_(_SMALLEST_POWER).log10_()

    def _padded_samples(self, start_frame: int, n_frames: int) -> Tensor:
        """Return the samples under the frames: mirrored before the start, silent after the end.

        Frame f is centred on sample 160 f, so it needs 200 samples to either side.
        """
        first = start_frame * HOP_SAMPLES - N_FFT // 2
        last = first + (n_frames - 1) * HOP_SAMPLES + N_FFT
        inside = self._samples[max(first, 0) : max(last, 0)]
        after = last - max(first, 0) - len(inside)
        padded = functional.pad(inside, (0, after))
        if first < 0:
            mirrored = self._samples[1 : 1 - first]
            mirrored = functional.pad(mirrored, (0, -first - len(mirrored)))
            padded = torch.cat([mirrored.flip(0), padded])
        return padded


def _normalised(log_power: Tensor) -> Tensor:
    return (log_power + 4.0) / 4.0
