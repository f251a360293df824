"""A real CTC network that hears the sounds of English, bundled with the Python package hama.

It stands in for the wav2vec 2.0 weights that people install: our path through its emissions and
our way from letters to word times are the same.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from whisper_desktop.speech.spelling import Spelling
from whisper_desktop.speech.word_placing import Emissions, Frames

FRAMES = Frames(step=320, heard=400)
_BLANK, _BOUNDARY = "<blank>", "<wb>"


class HamaModel:
    """The network and its dictionary; raises ImportError where the package is missing."""

    def __init__(self) -> None:
        import hama

        self._asr: Any = hama.ASRModel()
        self._dictionary: Any = hama.G2PModel()
        self._labels = {sound: label for label, sound in enumerate(self._asr.decoder_tokens)}

    def emissions(self, samples: npt.NDArray[np.float32]) -> Emissions:
        """Return what it hears in mono 16 kHz samples."""
        names = {"waveform": samples[None], "waveform_lengths": np.array([samples.size])}
        log_probs, lengths = self._asr.session.run(["log_probs", "out_lengths"], names)
        heard = np.asarray(log_probs)[0, : int(np.ravel(lengths)[0])].astype(np.float32)
        return Emissions(heard, self._labels[_BLANK], FRAMES, self._labels[_BOUNDARY])

    def spell(self, words: Sequence[str]) -> Spelling:
        """Return the sounds of English words, with boundaries between them."""
        labels: list[int] = []
        ranges = []
        for word in words:
            sounds = [one.phoneme for one in self._dictionary.predict(word.lower()).alignments]
            known = [self._labels[s] for s in sounds if s in self._labels and not s.isspace()]
            if labels and known:
                labels.append(self._labels[_BOUNDARY])
            ranges.append(range(len(labels), len(labels) + len(known)))
            labels += known
        return Spelling(tuple(labels), tuple(ranges))
