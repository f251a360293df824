"""A loaded network with all that is needed to use it."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.cancel import CancelToken


@dataclass(frozen=True, slots=True)
class Engine:
    """The network, its vocabulary, and the heads whose cross-attention tells word times."""

    model: Whisper
    tokenizer: Tokenizer
    alignment_heads: tuple[tuple[int, int], ...]

    @torch.inference_mode()
    def encode(self, mels: Sequence[Tensor], cancel: CancelToken | None = None) -> Tensor:
        """Return audio features (N, 1500, D) of log-mel windows, (M, 3000) each.

        A processor gains nothing from encoding windows together, so there they come one by one:
        less memory. Raises `Cancelled` within one block of the network of being asked to stop.
        """
        stacked = torch.stack(list(mels)).to(self.model.device, self.model.dtype)
        portion = 1 if self.model.device.type == "cpu" else len(stacked)
        return torch.cat([self.model.encoder(mel, cancel) for mel in torch.split(stacked, portion)])
