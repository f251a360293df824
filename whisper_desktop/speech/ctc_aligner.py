"""Place given words by the letters that a wav2vec 2.0 network hears.

Shapes: N = samples, T = frames, V = labels of the network.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.speech.aligner import PlacedWord, Samples
from whisper_desktop.speech.ctc_viterbi import LogProbs
from whisper_desktop.speech.spelling import Letters, spell
from whisper_desktop.speech.wav2vec2 import Wav2Vec2Ctc
from whisper_desktop.speech.wav2vec2_config import Wav2Vec2Config
from whisper_desktop.speech.word_placing import Emissions, Frames, place_words

CORE_FRAMES = 1_400
"""28 s, of which a window's emissions are kept. The networks learnt from shorter sentences, and
attention grows with the square of the length."""
CONTEXT_FRAMES = 100
"""2 s more are heard on either side: the convolution over positions sees 1.3 s each way."""
_BOUNDARIES = ("|", " ")
"""What stands for the space between words in published vocabularies."""
_VARIANCE_FLOOR = 1e-7
"""What the published feature extractors add before they divide."""
_MAX_AMPLITUDE = 32_768.0
"""Full scale is 1; beyond this a float file is broken, and squares would overflow."""


@dataclass(frozen=True, slots=True)
class LetterLabels:
    """The vocabulary of a network, and what it was trained to hear.

    `languages` are Whisper codes; `is_normalised` says whether it expects sound of mean 0 and
    variance 1.
    """

    vocabulary: Mapping[str, int]
    languages: tuple[str, ...]
    is_normalised: bool

    def letters(self, config: Wav2Vec2Config) -> Letters:
        """Return the labels of letters; specials have longer names, and blank is none."""
        boundary = next((self.vocabulary[b] for b in _BOUNDARIES if b in self.vocabulary), None)
        no_letters = {config.blank, boundary}
        labels = {
            name: label
            for name, label in self.vocabulary.items()
            if len(name) == 1 and label not in no_letters
        }
        letters = Letters(labels, wildcard=config.vocab_size, boundary=boundary)
        is_unspaced = any(is_written_without_spaces(code) for code in self.languages)
        return letters.without_boundary() if is_unspaced else letters


class CtcAligner:
    """A network and its vocabulary; an `Aligner`. Keeps no state between calls."""

    def __init__(self, network: Wav2Vec2Ctc, labels: LetterLabels) -> None:
        self._network, self._labels = network, labels
        self._letters = labels.letters(network.config)
        self._frames = Frames(network.config.frame_samples, network.config.heard_samples)
        self._device = next(network.parameters()).device

    @property
    def languages(self) -> tuple[str, ...]:
        """Whisper codes of the languages that it was trained for."""
        return self._labels.languages

    @property
    def frame_ms(self) -> float:
        """How far the rows of its emissions are apart."""
        return self._frames.step_ms

    def emissions(self, samples: Samples, cancel: CancelToken | None = None) -> LogProbs:
        """Return log-probabilities (T, V) of mono 16 kHz samples; raise `Cancelled`.

        Long sound is heard in windows of half a minute that overlap; asked once per layer of the
        network.
        """
        cancel = cancel or CancelToken()
        config = self._network.config
        parts = [np.empty((0, config.vocab_size), np.float32)]
        for window in windows(config.frame_count(samples.size)):
            cancel.raise_if_cancelled()
            log_probs = self._log_probs(self._sound_of(window.heard, samples), cancel)
            parts.append(log_probs[window.kept.start - window.heard.start :][: len(window.kept)])
        return np.concatenate(parts)

    def align(
        self, samples: Samples, words: Sequence[str], cancel: CancelToken | None = None
    ) -> tuple[PlacedWord | None, ...]:
        """Return where each word is said, in order; None for one of which nothing is spoken.

        Figures and letters of other scripts are taken for what is said between their neighbours.

        Raises `AlignmentImpossibleError` when the samples are too short for the words, and
        `Cancelled`.
        """
        config = self._network.config
        spelling = spell(words, self._letters)
        if not spelling.labels:
            return tuple(None for _ in words)
        boundary = self._letters.boundary
        log_probs = self.emissions(samples, cancel)
        heard = Emissions(log_probs, config.blank, self._frames, boundary)
        return place_words(heard, spelling, cancel)

    def _sound_of(self, frames: range, samples: Samples) -> Samples:
        first = frames.start * self._frames.step
        stop = (frames.stop - 1) * self._frames.step + self._frames.heard
        # What is less than a frame at the end belongs to the last window, and to its loudness.
        is_last = samples.size - stop < self._frames.step
        return samples[first:] if is_last else samples[first:stop]

    def _log_probs(self, samples: Samples, cancel: CancelToken) -> LogProbs:
        heard = torch.from_numpy(self._normalised(samples)).to(self._device)
        log_probs: LogProbs = self._network(heard, cancel).cpu().numpy()
        return log_probs

    def _normalised(self, samples: Samples) -> Samples:
        # One broken sample would spread to the whole window.
        sound: Samples = np.where(np.abs(samples) <= _MAX_AMPLITUDE, samples, 0).astype(np.float32)
        if not self._labels.is_normalised:
            return sound
        variance = sound.var(dtype=np.float64) + _VARIANCE_FLOOR
        normalised = (sound - sound.mean(dtype=np.float64)) / np.sqrt(variance)
        result: Samples = normalised.astype(np.float32)
        return result


@dataclass(frozen=True, slots=True)
class Window:
    """Frames that are heard at once, and those of them whose emissions are kept."""

    heard: range
    kept: range


def windows(n_frames: int) -> Iterator[Window]:
    """Yield windows that keep every frame once, each heard with what is around it."""
    if n_frames <= CORE_FRAMES + 2 * CONTEXT_FRAMES:
        # What fits into one window is not cut.
        if n_frames:
            yield Window(range(n_frames), range(n_frames))
        return
    for first in range(0, n_frames, CORE_FRAMES):
        stop = min(first + CORE_FRAMES, n_frames)
        heard = range(max(first - CONTEXT_FRAMES, 0), min(stop + CONTEXT_FRAMES, n_frames))
        yield Window(heard, range(first, stop))
