"""Which language is spoken: the token that follows the start of a transcript.

Shapes: N windows, H heads, S positions, d width of a head, K stretches in a window, L languages.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from whisper_desktop.asr.attention import KeyValue, SelfAttentionCache
from whisper_desktop.asr.model import DecoderState, TextDecoder, Whisper
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.cancel import CancelToken

STRETCH_POSITIONS = 250
"""Five seconds: so much tells the language, and seldom holds two."""


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


def stretch_languages(
    decoder: TextDecoder, tokenizer: Tokenizer, audio: Sequence[KeyValue], cancel: CancelToken
) -> list[tuple[str, float]]:
    """Return the likeliest language of each stretch of a window, with its probability.

    `audio` is what a decoder keeps of one window to hear it, so this costs no more than a step.
    Raises `Cancelled`.
    """
    heard = stretch_log_probs(decoder, tokenizer, audio, STRETCH_POSITIONS, cancel)
    best, places = heard.exp().max(dim=-1)
    codes = tokenizer.language_codes
    return [(codes[place], p) for place, p in zip(places.tolist(), best.tolist(), strict=True)]


def stretch_log_probs(
    decoder: TextDecoder,
    tokenizer: Tokenizer,
    audio: Sequence[KeyValue],
    hop: int,
    cancel: CancelToken,
) -> Tensor:
    """Return float32 (K, L): log-probabilities of languages by stretches that begin `hop` apart.

    `audio` as for `stretch_languages`, but it may be of less than a window: of less than a
    stretch, too, which then is all that is heard. Raises `Cancelled`.
    """
    width = min(STRETCH_POSITIONS, audio[0].keys.shape[2])
    stretches = [
        KeyValue(_in_stretches(keys, width, hop), _in_stretches(values, width, hop))
        for keys, values in audio
    ]
    return _log_probs(decoder, tokenizer, stretches, cancel)


def alone_log_probs(
    decoder: TextDecoder, tokenizer: Tokenizer, features: Tensor, cancel: CancelToken
) -> Tensor:
    """Return float32 (K, L): log-probabilities of languages by features (K, S, D).

    They may be of less than a window, encoded without what surrounds it. Raises `Cancelled`.
    """
    return _log_probs(decoder, tokenizer, decoder.memorise(features, cancel), cancel)


@torch.inference_mode()
def _log_probs(
    decoder: TextDecoder, tokenizer: Tokenizer, stretches: list[KeyValue], cancel: CancelToken
) -> Tensor:
    """Return float32 (K, L): how likely each stretch, heard by itself, is in each language."""
    keys = stretches[0].keys
    count, n_heads, _, width = keys.shape
    text = SelfAttentionCache(len(stretches), (count, n_heads, 1, width), keys)
    start = torch.full((count, 1), tokenizer.sot, device=keys.device)
    hidden = decoder(start, DecoderState(text, stretches), cancel)[:, 0]  # (K, D)
    tokens = torch.tensor(tokenizer.language_tokens, device=keys.device)
    languages = decoder.token_embedding(tokens)  # (L, D)
    log_probs: Tensor = (hidden @ languages.T).float().log_softmax(dim=-1)
    return log_probs


def _in_stretches(memory: Tensor, width: int, hop: int) -> Tensor:
    """Return (K, H, width, d) of keys or values (1, H, S, d): views that may overlap."""
    return memory[0].unfold(1, width, hop).permute(1, 0, 3, 2)


def vote(windows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean probability of every language over several windows, likeliest first."""
    total = {code: sum(window[code] for window in windows) / len(windows) for code in windows[0]}
    return dict(sorted(total.items(), key=lambda item: item[1], reverse=True))
