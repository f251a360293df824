"""Second thoughts: windows whose text is not believed are decoded again, hotter."""

from collections.abc import Sequence
from typing import Protocol

from torch import Tensor

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.options import FallbackLimits
from whisper_desktop.core.cancel import CancelToken


class Decodes(Protocol):
    """What decodes windows of features (N, 1500, D) at one temperature."""

    def decode(
        self,
        features: Tensor,
        prompts: Sequence[WindowPrompt],
        temperature: float,
        cancel: CancelToken,
        *,
        audio: list[KeyValue] | None = None,
    ) -> list[DecodedWindow]:
        """Return one text per window; `audio` is what the decoder keeps of the features."""
        ...


def is_repetitive(window: DecodedWindow, limits: FallbackLimits) -> bool:
    """Whether the text compresses so well that it must be going in circles."""
    limit = limits.max_compression_ratio
    return limit is not None and window.compression_ratio > limit


def is_improbable(window: DecodedWindow, limits: FallbackLimits) -> bool:
    """Whether the network itself thought little of the text."""
    limit = limits.min_avg_logprob
    return limit is not None and window.avg_logprob < limit


def is_probably_silence(window: DecodedWindow, limits: FallbackLimits) -> bool:
    """Whether the no-speech token was likely."""
    limit = limits.max_no_speech_prob
    return limit is not None and window.no_speech_prob > limit


def needs_retry(window: DecodedWindow, limits: FallbackLimits) -> bool:
    """Whether to decode again: repetitive or improbable text, unless it is silence.

    Text with a run of repeats is judged by its sound instead, not by its length in zlib.
    """
    if window.is_repeated or window.is_circling:
        return False
    if is_improbable(window, limits):
        return not is_probably_silence(window, limits)
    return is_repetitive(window, limits)


def is_silence(window: DecodedWindow, limits: FallbackLimits) -> bool:
    """Whether the text is to be dropped: no speech was likely, and the text is not sure."""
    if not is_probably_silence(window, limits):
        return False
    return limits.min_avg_logprob is None or window.avg_logprob <= limits.min_avg_logprob


def decode_with_fallback(
    decoder: Decodes,
    features: Tensor,
    prompts: Sequence[WindowPrompt],
    limits: FallbackLimits,
    cancel: CancelToken,
    *,
    audio: list[KeyValue] | None = None,
) -> list[DecodedWindow]:
    """Decode windows of features (N, 1500, D), each at the first temperature that is believed.

    When none is, the last one stands. Only the windows in doubt are decoded again. `audio` is what
    the decoder keeps of the features, where they were heard before, and is used up.
    """
    results: dict[int, DecodedWindow] = {}
    pending = list(range(len(prompts)))
    for temperature in limits.temperatures:
        subset = features if len(pending) == len(prompts) else features[pending]
        asked = [prompts[i] for i in pending]
        decoded = decoder.decode(subset, asked, temperature, cancel, audio=audio)
        audio = None
        results |= zip(pending, decoded, strict=True)
        pending = [i for i in pending if needs_retry(results[i], limits)]
        if not pending:
            break
    return [results[index] for index in range(len(prompts))]
