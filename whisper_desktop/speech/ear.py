"""Listening to a recording only as far as somebody wants to know."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.speech.frame import FRAME_MS, SAMPLE_RATE_HZ
from whisper_desktop.speech.hysteresis import SURELY_NOTHING, SpanTracker, VoiceActivityOptions
from whisper_desktop.speech.voice_activity import stream_probabilities

Samples = npt.NDArray[np.float32]

_MARGIN_MS = 1_500
"""What is said so much later may still change where a span ends: pads, pauses, short noises."""


class Ear:
    """Hears where speech is in mono 16 kHz samples, a block of 33 s at a time."""

    def __init__(self, samples: Samples, cancel: CancelToken | None = None) -> None:
        self.total_ms = samples.size * 1_000 // SAMPLE_RATE_HZ
        self._blocks: Iterator[Samples] = stream_probabilities([samples], cancel)
        self._heard_ms = 0
        self._speech = SpanTracker(VoiceActivityOptions())
        self._possible = SpanTracker(SURELY_NOTHING)
        self._map: SpeechMap | None = None

    def until(self, end_ms: int) -> SpeechMap:
        """Return the map up to a time or farther, or up to the recording's end.

        Raises:
            Cancelled: Somebody asked to stop; asked once per block of 33 s.
            ModelFileError: The voice activity weights are missing or damaged.
        """
        while self._known_ms < min(end_ms, self.total_ms):
            block = next(self._blocks).tolist()
            self._speech.feed(block)
            self._possible.feed(block)
            self._heard_ms = min(self._heard_ms + len(block) * FRAME_MS, self.total_ms)
            self._map = None
        if self._map is None:
            self._map = SpeechMap(
                self._known_ms,
                self._speech.spans(self._heard_ms),
                self._possible.spans(self._heard_ms),
            )
        return self._map

    @property
    def _known_ms(self) -> int:
        if self._heard_ms >= self.total_ms:
            return self.total_ms
        return max(0, self._heard_ms - _MARGIN_MS)
