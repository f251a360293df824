"""Which language is spoken: the token that follows the start of a transcript."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.cancel import CancelToken


@torch.inference_mode()
def language_probabilities(
    model: Whisper, tokenizer: Tokenizer, features: Tensor, cancel: CancelToken | None = None
) -> list[dict[str, float]]:
    """Return, for each window of features (N, 1500, D), the probability of every language.

    Raises `Cancelled`.
    """
    start = torch.full((len(features), 1), tokenizer.sot, device=model.device)
    state = model.decoder.start(features, n_positions=1, cancel=cancel)
    logits = model.decoder.logits(model.decoder(start, state, cancel)[:, 0])  # (N, V)
    of_languages = logits[:, list(tokenizer.language_tokens)].softmax(dim=-1)
    return [dict(zip(tokenizer.language_codes, row, strict=True)) for row in of_languages.tolist()]


def vote(windows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean probability of every language over several windows, likeliest first."""
    total = {code: sum(window[code] for window in windows) / len(windows) for code in windows[0]}
    return dict(sorted(total.items(), key=lambda item: item[1], reverse=True))
