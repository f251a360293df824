"""Who is decoded again, at which temperature, and whose text is dropped."""

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.fallback import decode_with_fallback, is_silence, needs_retry
from whisper_desktop.asr.options import FallbackLimits
from whisper_desktop.core.cancel import CancelToken

LIMITS = FallbackLimits(temperatures=(0.0, 0.4, 0.8))


def window(
    avg_logprob: float = -0.3,
    no_speech_prob: float = 0.1,
    compression_ratio: float = 1.5,
    temperature: float = 0.0,
) -> DecodedWindow:
    return DecodedWindow(
        (1,), "x", True, avg_logprob, no_speech_prob, compression_ratio, temperature
    )


@pytest.mark.parametrize(
    ("decoded", "retry", "silence"),
    [
        (window(), False, False),
        (window(avg_logprob=-1.1), True, False),
        (window(compression_ratio=2.5), True, False),
        (window(avg_logprob=-1.1, no_speech_prob=0.7), False, True),
        (window(avg_logprob=-1.1, no_speech_prob=0.7, compression_ratio=9), False, True),
        (window(no_speech_prob=0.7), False, False),
        (window(no_speech_prob=0.7, compression_ratio=9), True, False),
        (window(avg_logprob=-1.0, no_speech_prob=0.6, compression_ratio=2.4), False, False),
        (window(avg_logprob=-1.0, no_speech_prob=0.61), False, True),
    ],
)
def test_improbable_or_repetitive_text_is_retried_unless_it_is_silence(
    decoded: DecodedWindow, retry: bool, silence: bool
) -> None:
    assert needs_retry(decoded, LIMITS) is retry
    assert is_silence(decoded, LIMITS) is silence


def test_limits_that_are_off_never_bite() -> None:
    off = FallbackLimits(max_compression_ratio=None, min_avg_logprob=None, max_no_speech_prob=None)
    worst = window(avg_logprob=-9, no_speech_prob=0.99, compression_ratio=50)
    assert not needs_retry(worst, off)
    assert not is_silence(worst, off)


class ScriptedDecoder:
    """Believes window i from its i-th temperature on, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, list[str], list[float]]] = []
        self.given_at: list[float] = []

    def decode(
        self,
        features: Tensor,
        prompts: Sequence[WindowPrompt],
        temperature: float,
        cancel: CancelToken,
        *,
        audio: list[KeyValue] | None = None,
    ) -> list[DecodedWindow]:
        cancel.raise_if_cancelled()
        languages = [prompt.language for prompt in prompts]
        self.asked.append((temperature, languages, features[:, 0, 0].tolist()))
        if audio is not None:
            self.given_at.append(temperature)
        step = LIMITS.temperatures.index(temperature)
        return [
            window(avg_logprob=-0.5 if step >= int(language) else -2.0, temperature=temperature)
            for language in languages
        ]


def test_only_windows_in_doubt_are_decoded_again() -> None:
    decoder = ScriptedDecoder()
    features = torch.arange(4.0).reshape(4, 1, 1)
    prompts = [WindowPrompt(name) for name in ("0", "2", "1", "9")]
    results = decode_with_fallback(decoder, features, prompts, LIMITS, CancelToken())
    assert [result.temperature for result in results] == [0.0, 0.8, 0.4, 0.8]
    assert decoder.asked == [
        (0.0, ["0", "2", "1", "9"], [0.0, 1.0, 2.0, 3.0]),
        (0.4, ["2", "1", "9"], [1.0, 2.0, 3.0]),
        (0.8, ["2", "9"], [1.0, 3.0]),
    ]


def test_what_is_kept_of_the_features_is_used_up_by_the_first_try() -> None:
    decoder, audio = ScriptedDecoder(), list[KeyValue]()
    features = torch.zeros(1, 1, 1)
    [result] = decode_with_fallback(
        decoder, features, [WindowPrompt("2")], LIMITS, CancelToken(), audio=audio
    )
    assert result.temperature == 0.8
    assert decoder.given_at == [0.0]
