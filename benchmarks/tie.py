"""Is a difference in tokens a numerical tie, or a bug?

The reference network reads both texts; where it puts them within rounding of each other, either
choice is right, and where it clearly prefers its own, ours is wrong.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from whisper.decoding import DecodingOptions
from whisper.tokenizer import get_tokenizer

from benchmarks import openai_whisper
from benchmarks.audio_set import Samples
from benchmarks.cases import Case, Search
from benchmarks.comparison import TokenDifference

TIE_LOGPROB = 1e-3
"""Natural log: well above the rounding of fp32 here (some 1e-5), well below a preference."""


@dataclass(frozen=True, slots=True)
class Margins:
    """By how much the reference prefers its own choice to ours; in natural log-probability.

    `token` compares the two next tokens after all rules, infinite when the rules forbid ours.
    `timestamp_rule` is the mass of all timestamps over the best text token: near 0 rounding
    decides whether text is allowed; infinite unless one wrote text there and one a timestamp.
    `text` compares the whole windows, per token, which is what a beam search ranks by.
    """

    token: float
    timestamp_rule: float
    text: float

    def is_tie(self, search: Search) -> bool:
        """Whether rounding alone explains the difference."""
        close = [self.timestamp_rule, self.text if search is Search.BEAM5 else self.token]
        return any(abs(margin) < TIE_LOGPROB for margin in close)


def measure_margins(
    model: Any, case: Case, samples: Samples, difference: TokenDifference
) -> Margins | None:
    """Let the reference read both texts; None when they were not decoded from the same input."""
    expected, found = difference.reference, difference.ours
    if expected is None or found is None or not difference.is_input_equal:
        return None
    mel = openai_whisper.window_mel(samples, model.dims.n_mels, expected.seek_frame)
    beam = {"beam_size": 5} if case.search is Search.BEAM5 else {}
    options = DecodingOptions(
        task=case.task, language=case.language, prompt=list(expected.prompt), fp16=False, **beam
    )
    tokenizer = get_tokenizer(model.is_multilingual, num_languages=model.num_languages)
    eot = tokenizer.eot
    theirs = openai_whisper.read_text(model, mel, options, expected.tokens)
    ours = openai_whisper.read_text(model, mel, options, found.tokens)
    at = difference.position
    chosen, rival = [*expected.tokens, eot][at], [*found.tokens, eot][at]
    is_about_rule = (chosen >= tokenizer.timestamp_begin) != (rival >= tokenizer.timestamp_begin)
    return Margins(
        token=float(theirs.logprobs[at, chosen] - theirs.logprobs[at, rival]),
        timestamp_rule=float(theirs.timestamp_margins[at]) if is_about_rule else math.inf,
        text=_mean_logprob(theirs.logprobs, expected.tokens, eot)
        - _mean_logprob(ours.logprobs, found.tokens, eot),
    )


def _mean_logprob(logprobs: Tensor, tokens: Sequence[int], eot: int) -> float:
    """Return what beam search ranks by: the sum, the end of text included, over the length."""
    chosen = torch.tensor([*tokens, eot])
    return float(logprobs.gather(1, chosen[:, None]).sum()) / max(len(tokens), 1)
