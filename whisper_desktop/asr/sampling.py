"""Choosing the next token by its probability: greedily, or by lot at a temperature.

Shapes: B rows (the windows' hypotheses, window by window), V vocabulary.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A text: its tokens without the end token, and their summed log-probability.

    `is_finished` is False for one that the length limit cut off, and for one that was stopped
    because it went in circles: `is_circling`.
    """

    tokens: tuple[int, ...]
    sum_logprob: float
    is_finished: bool
    is_circling: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a search wants to read next.

    `tokens` (B,) are read by rows of the state that are first rearranged to `rows`; `windows`
    are the windows of audio that are kept. None means all, in place. A choice of no tokens
    ends the search.
    """

    tokens: Tensor
    rows: Tensor | None = None
    windows: Tensor | None = None

    @property
    def is_end(self) -> bool:
        """Whether every hypothesis is finished."""
        return len(self.tokens) == 0


class Search(Protocol):
    """A way through the tree of possible texts, for several windows at once."""

    hypotheses_per_window: int
    generated: Tensor
    """(B, T): what the rows hold so far, after the prefix."""

    def advance(self, logits: Tensor) -> Choice:
        """Choose from logits (B, V); at the first call B is the number of windows."""
        ...

    def stop(self, rows: Sequence[int]) -> None:
        """Write no more in these rows of what was generated: they go in circles."""
        ...

    def results(self) -> list[list[Hypothesis]]:
        """Return the hypotheses of every window, those cut off by the length limit too."""
        ...


class SamplingSearch:
    """The most probable token at temperature 0, else one drawn from softmax(logits / T).

    Draws `best_of` independent texts per window. A window leaves the batch when all of its
    texts are finished, a few at a time, since leaving means copying what stays.
    """

    def __init__(
        self,
        n_windows: int,
        eot: int,
        *,
        temperature: float = 0.0,
        best_of: int = 1,
        generator: torch.Generator | None = None,
        device: torch.device | None = None,
    ) -> None:
        self.hypotheses_per_window = best_of
        self.generated = torch.empty((n_windows, 0), dtype=torch.long, device=device)
        self._eot, self._temperature, self._generator = eot, temperature, generator
        self._sum_logprobs = torch.zeros(n_windows * best_of, device=device)
        self._is_finished = torch.zeros(n_windows * best_of, dtype=torch.bool, device=device)
        self._is_circling = torch.zeros_like(self._is_finished)
        self._windows = list(range(n_windows))
        """Which window each group of rows belongs to."""
        self._results: list[list[Hypothesis]] = [[] for _ in range(n_windows)]

    def advance(self, logits: Tensor) -> Choice:
        """Append one token to every unfinished row."""
        is_first = self.generated.shape[1] == 0
        rows = None
        if is_first and self.hypotheses_per_window > 1:
            rows = torch.arange(len(logits), device=logits.device)
            rows = rows.repeat_interleave(self.hypotheses_per_window)
            logits, self.generated = logits[rows], self.generated[rows]
        self._append(self._pick(logits), logits)
        return self._next_choice(rows)

    def stop(self, rows: Sequence[int]) -> None:
        """Write no more in these rows."""
        for row in rows:
            self._is_circling[row] = not self._is_finished[row]
            self._is_finished[row] = True

    def results(self) -> list[list[Hypothesis]]:
        """Return `best_of` hypotheses per window."""
        self._collect(range(len(self._windows)))
        self._windows = []
        return self._results

    def _pick(self, logits: Tensor) -> Tensor:
        if self._temperature == 0:
            return logits.argmax(dim=-1)
        # Gumbel's trick: the argmax of logits minus the log of exponential noise is a draw
        # from the softmax, and unlike multinomial() it minds no row without any choice.
        noise = torch.empty_like(logits).exponential_(generator=self._generator).log_()
        return (logits / self._temperature - noise).argmax(dim=-1)

    def _append(self, tokens: Tensor, logits: Tensor) -> None:
        logprobs = logits.gather(1, tokens[:, None])[:, 0] - logits.logsumexp(dim=-1)
        self._sum_logprobs += torch.where(self._is_finished, 0.0, logprobs)
        tokens = torch.where(self._is_finished, self._eot, tokens)
        self._is_finished |= tokens == self._eot
        self.generated = torch.cat([self.generated, tokens[:, None]], dim=1)

    def _next_choice(self, rows: Tensor | None) -> Choice:
        per_window = self.hypotheses_per_window
        done = self._is_finished.view(-1, per_window).all(dim=1)
        n_done = int(done.sum())
        if n_done < len(done) and n_done < max(1, len(done) // 4):
            return Choice(self.generated[:, -1], rows)
        self._collect(done.nonzero()[:, 0].tolist())
        kept_windows = (~done).nonzero()[:, 0]
        kept = (~done).repeat_interleave(per_window).nonzero()[:, 0]
        self._windows = [self._windows[i] for i in kept_windows.tolist()]
        self._keep_rows(kept)
        return Choice(self.generated[:, -1], kept if rows is None else rows[kept], kept_windows)

    def _keep_rows(self, rows: Tensor) -> None:
        self.generated = self.generated[rows]
        self._sum_logprobs = self._sum_logprobs[rows]
        self._is_finished = self._is_finished[rows]
        self._is_circling = self._is_circling[rows]

    def _collect(self, groups: Sequence[int]) -> None:
        sums, circling = self._sum_logprobs.tolist(), self._is_circling.tolist()
        for group in groups:
            first = group * self.hypotheses_per_window
            for row in range(first, first + self.hypotheses_per_window):
                tokens = self.generated[row].tolist()
                has_ended = self._eot in tokens
                end = tokens.index(self._eot) if has_ended else len(tokens)
                hypothesis = Hypothesis(
                    tuple(tokens[:end]),
                    sums[row],
                    is_finished=has_ended and not circling[row],
                    is_circling=circling[row],
                )
                self._results[self._windows[group]].append(hypothesis)
