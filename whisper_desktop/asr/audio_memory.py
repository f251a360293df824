"""What is kept of windows that were encoded, so that they are heard more than once.

Shapes: N windows, D width.
"""

from dataclasses import dataclass

from torch import Tensor

from whisper_desktop.asr.attention import KeyValue


@dataclass(frozen=True, slots=True)
class AudioMemory:
    """Features (N, 1500, D) of windows, and what the decoder keeps of them, if it was asked."""

    features: Tensor
    audio: list[KeyValue] | None = None

    def of(self, index: int) -> list[KeyValue]:
        """Return what the decoder keeps of one window: views, in a list of its own."""
        kept = self.audio or []
        return [KeyValue(k[index : index + 1], v[index : index + 1]) for k, v in kept]
