"""Rules about which token may come next, applied to the scores before one is chosen.

Shapes: B sequences (of the batch, times beams), T tokens generated so far, V tokens in the
vocabulary. A forbidden token scores minus infinity. No rule waits for the device: everything is
computed for all rows at once, without reading a value back.
"""

import math
from collections.abc import Iterable
from typing import Protocol

import torch
from torch import Tensor
from torch.nn.functional import pad

from whisper_desktop.asr.dims import TIMESTAMP_STEP_SECONDS
from whisper_desktop.asr.options import SearchOptions
from whisper_desktop.asr.tokenizer import Tokenizer

_FORBIDDEN = -math.inf


class LogitFilter(Protocol):
    """A rule about the next token."""

    def apply(self, logits: Tensor, generated: Tensor) -> None:
        """Change logits (B, V) in place, given the tokens generated so far (B, T).

        T is 0 at the first step; neither the prompt nor a given prefix counts as generated.
        """


class SuppressBlank:
    """Text neither starts with a lone space nor ends before it starts."""

    def __init__(self, tokenizer: Tokenizer, device: torch.device) -> None:
        self._tokens = torch.tensor(tokenizer.blank_tokens, device=device)

    def apply(self, logits: Tensor, generated: Tensor) -> None:
        """Forbid the blank tokens at the first step."""
        if generated.shape[1] == 0:
            logits.index_fill_(1, self._tokens, _FORBIDDEN)


class SuppressTokens:
    """Some tokens are never generated."""

    def __init__(self, tokens: Iterable[int], device: torch.device) -> None:
        self._tokens = torch.tensor(sorted(set(tokens)), dtype=torch.int64, device=device)

    def apply(self, logits: Tensor, generated: Tensor) -> None:  # noqa: ARG002 - at every step
        """Forbid the tokens."""
        logits.index_fill_(1, self._tokens, _FORBIDDEN)


class TimestampRules:
    """Text is enclosed by timestamps that come in pairs and never decrease.

    The law, of Radford et al. 2022's reference implementation:

    1. `no_timestamps` never comes.
    2. The first token is a timestamp, at most the `max_initial_timestamp_index`-th (unless None).
    3. After one timestamp that follows text (an end), comes a timestamp (a start) or a token from
       `eot` on, never text.
    4. After two timestamps, or one at the very beginning, comes no timestamp.
    5. A timestamp is greater than the last one before it; only a start, straight after its end,
       may equal it. So no segment has zero length.
    6. If the timestamps together are more probable than each other token, a timestamp comes.

    At least one token is always allowed.
    """

    def __init__(self, tokenizer: Tokenizer, max_initial_timestamp_index: int | None) -> None:
        self._eot = tokenizer.eot
        self._no_timestamps = tokenizer.no_timestamps
        self._begin = tokenizer.timestamp_begin
        self._max_initial_index = max_initial_timestamp_index

    def apply(self, logits: Tensor, generated: Tensor) -> None:
        """Forbid what the law forbids after `generated`."""
        logits[:, self._no_timestamps] = _FORBIDDEN
        if generated.shape[1] == 0:
            self._start_with_timestamp(logits)
        else:
            self._continue(logits, generated)

    def _start_with_timestamp(self, logits: Tensor) -> None:
        logits[:, : self._begin] = _FORBIDDEN
        if self._max_initial_index is not None:
            logits[:, self._begin + self._max_initial_index + 1 :] = _FORBIDDEN

    def _continue(self, logits: Tensor, generated: Tensor) -> None:
        # What comes before the first token counts as a timestamp: so the first one is a start.
        is_timestamp = pad(generated >= self._begin, (1, 0), value=True)  # (B, 1 + T)
        last, before_last = is_timestamp[:, -1:], is_timestamp[:, -2:-1]  # (B, 1), as what follows
        after_start, after_end = last & before_last, last & ~before_last
        lowest = self._last_timestamp(generated, is_timestamp) + (~after_end).long()

        text = logits[:, : self._eot]  # views: what is filled here is filled in logits
        marks = logits[:, self._eot : self._begin]
        timestamps = logits[:, self._begin :]

        ids = torch.arange(self._begin, logits.shape[1], device=logits.device)
        timestamps.masked_fill_(after_start | (ids < lowest), _FORBIDDEN)

        # Normalising would shift both sides alike, so the scores are compared as they are.
        best_text = text.amax(dim=1, keepdim=True).masked_fill(after_end, _FORBIDDEN)
        best_other = torch.maximum(best_text, marks.amax(dim=1, keepdim=True))
        must_be_timestamp = timestamps.float().logsumexp(dim=1, keepdim=True) > best_other
        _forbid_rows(text, must_be_timestamp | after_end)
        _forbid_rows(marks, must_be_timestamp)

    def _last_timestamp(self, generated: Tensor, is_timestamp: Tensor) -> Tensor:
        """Return the last timestamp of each row (B, 1); one before the first where it has none."""
        positions = torch.arange(is_timestamp.shape[1], device=generated.device)
        last = (positions * is_timestamp).amax(dim=1, keepdim=True)  # counted from 1; 0 for none
        token = generated.gather(1, (last - 1).clamp(min=0))
        return token.masked_fill(last == 0, self._begin - 1)


def _forbid_rows(scores: Tensor, is_forbidden: Tensor) -> None:
    """Forbid all tokens of some rows (B, 1).

    On a CPU a clamp takes about a tenth of the time of `masked_fill_` with a broadcast mask.
    """
    limits = torch.full_like(is_forbidden, math.inf, dtype=scores.dtype)
    scores.clamp_(max=limits.masked_fill_(is_forbidden, _FORBIDDEN))


class RepetitionPenalty:
    """Text tokens that came before become less likely (Keskar et al. 2019, section 4.1).

    A positive score is divided by the factor and a negative one multiplied, once, however often
    the token came. Timestamps and other special tokens are left alone: a start that equals the
    end before it is no repetition, and ends of text are not either.
    """

    def __init__(self, tokenizer: Tokenizer, factor: float) -> None:
        if factor <= 0:
            raise ValueError(f"a repetition penalty is positive, not {factor}")
        self._eot, self._factor = tokenizer.eot, factor

    def apply(self, logits: Tensor, generated: Tensor) -> None:
        """Scale the scores of the text tokens in `generated`."""
        scores = logits.gather(1, generated)  # (B, T)
        scaled = torch.where(scores < 0, scores * self._factor, scores / self._factor)
        scores = torch.where(generated < self._eot, scaled, scores)
        logits.scatter_(1, generated, scores)


class NoRepeatNgrams:
    """No n tokens in a row come twice, unless the last of them is a special token.

    N-grams run across timestamps, as they stand in the sequence. A timestamp or an end of text
    that would complete one stays allowed, so that timestamps can always be paired.
    """

    def __init__(self, tokenizer: Tokenizer, size: int) -> None:
        if size < 1:
            raise ValueError(f"an n-gram has at least one token, not {size}")
        self._eot, self._size = tokenizer.eot, size

    def apply(self, logits: Tensor, generated: Tensor) -> None:
        """Forbid each text token that would repeat an n-gram of its row of `generated`."""
        length = generated.shape[1]
        if length < self._size:
            return
        ngrams = generated.unfold(1, self._size, 1)  # (B, T - n + 1, n)
        heads, followers = ngrams[:, :, :-1], ngrams[:, :, -1]
        tail = generated[:, length - self._size + 1 :]  # the last n - 1 tokens
        is_repeat = (heads == tail[:, None, :]).all(dim=2) & (followers < self._eot)
        limits = torch.full_like(is_repeat, math.inf, dtype=logits.dtype)
        limits.masked_fill_(is_repeat, _FORBIDDEN)
        # A minimum, since a token may follow one head that matches and one that does not.
        logits.scatter_reduce_(1, followers, limits, reduce="amin")


def build_filters(
    tokenizer: Tokenizer, search: SearchOptions, *, with_timestamps: bool, device: torch.device
) -> tuple[LogitFilter, ...]:
    """Return the rules that the options ask for, in the order in which they are to be applied.

    The timestamp rules come last: they weigh the timestamps against the text that is left. Without
    timestamps, none may come (which the reference leaves to the model). Raises `ValueError` for a
    token to suppress that the vocabulary does not have.
    """
    if max(search.suppress_tokens, default=0) >= tokenizer.n_vocab:
        raise ValueError(f"suppress_tokens: there are only {tokenizer.n_vocab} tokens")
    filters: list[LogitFilter] = []
    if search.repetition_penalty != 1:
        filters.append(RepetitionPenalty(tokenizer, search.repetition_penalty))
    if search.no_repeat_ngram_size > 0:
        filters.append(NoRepeatNgrams(tokenizer, search.no_repeat_ngram_size))
    if search.suppress_blank:
        filters.append(SuppressBlank(tokenizer, device))
    stamps = () if with_timestamps else range(tokenizer.timestamp_begin, tokenizer.n_vocab)
    suppressed = tokenizer.suppressed(
        (*search.suppress_tokens, *stamps), with_non_speech=search.suppress_non_speech
    )
    filters.append(SuppressTokens(suppressed, device))
    if with_timestamps:
        filters.append(TimestampRules(tokenizer, _max_initial_index(search)))
    return tuple(filters)


def _max_initial_index(search: SearchOptions) -> int | None:
    seconds = search.max_initial_timestamp_s
    return None if seconds is None else round(seconds / TIMESTAMP_STEP_SECONDS)
