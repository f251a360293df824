"""A loaded network with all that is needed to use it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.timecode import TimeSpan

Samples = npt.NDArray[np.float32]

FindsPauses = Callable[[Samples], tuple[TimeSpan, ...]]


def no_pauses(_samples: Samples, /) -> tuple[TimeSpan, ...]:
    """Return nothing: for who does not listen for pauses."""
    return ()


@dataclass(frozen=True, slots=True)
class Engine:
    """The network, its vocabulary, and the heads whose cross-attention tells word times.

    `find_pauses` tells where nothing sounds, in milliseconds from the start of mono 16 kHz samples.
    """

    model: Whisper
    tokenizer: Tokenizer
    alignment_heads: tuple[tuple[int, int], ...]
    find_pauses: FindsPauses = no_pauses

    @torch.inference_mode()
    def encode(self, mels: Sequence[Tensor], cancel: CancelToken | None = None) -> Tensor:
        """Return audio features (N, 1500, D) of log-mel windows, (M, 3000) each.

        A processor gains nothing from encoding windows together, so there they come one by one:
        less memory. Raises `Cancelled` within one block of the network of being asked to stop.
        """
        stacked = torch.stack(list(mels)).to(self.model.device, self.model.dtype)
        portion = 1 if self.model.device.type == "cpu" else len(stacked)
        return torch.cat([self.model.encoder(mel, cancel) for mel in torch.split(stacked, portion)])
