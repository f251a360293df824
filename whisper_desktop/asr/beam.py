"""Beam search with patience (Kasai et al. 2022), for several windows at once.

Shapes: B rows (beams, window by window), V vocabulary.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from whisper_desktop.asr.sampling import Choice, Hypothesis


@dataclass(slots=True)
class _Beams:
    """The live and finished texts of one window."""

    window: int
    sum_logprobs: list[float]
    finished: list[Hypothesis] = field(default_factory=list)
    circling: list[Hypothesis] = field(default_factory=list)
    """What was stopped because it went in circles: it counts only where nothing else is left."""

    @property
    def is_given_up(self) -> bool:
        """Whether every live text was stopped."""
        is_dead = all(total == -math.inf for total in self.sum_logprobs)
        return is_dead and bool(self.circling)


@dataclass(slots=True)
class _Extension:
    """A live text made longer by one token."""

    row: int
    token: int
    sum_logprob: float


class BeamSearch:
    """Keep the `beam_size` most probable texts; stop a window at enough finished ones.

    A text that ends is finished only if it ranks above the last one that stays alive; a window
    is done when round(beam_size * patience) texts are finished, and then leaves the batch.
    """

    def __init__(
        self,
        n_windows: int,
        eot: int,
        *,
        beam_size: int,
        patience: float = 1.0,
        device: torch.device | None = None,
    ) -> None:
        self.hypotheses_per_window = beam_size
        self.generated = torch.empty((n_windows, 0), dtype=torch.long, device=device)
        self._eot = eot
        self._enough = max(1, round(beam_size * patience))
        self._live = [_Beams(window, [0.0]) for window in range(n_windows)]
        self._results: list[list[Hypothesis]] = [[] for _ in range(n_windows)]

    def advance(self, logits: Tensor) -> Choice:
        """Extend every live text by its best tokens and keep the best of all."""
        beam_size = self.hypotheses_per_window
        best, tokens = logits.log_softmax(dim=-1).topk(beam_size + 1, dim=-1)
        so_far = [total for beams in self._live for total in beams.sum_logprobs]
        totals = best + best.new_tensor(so_far)[:, None]  # (B, beam_size + 1)
        total_rows, token_rows = totals.tolist(), tokens.tolist()
        texts = self.generated.tolist()
        per_window = len(texts) // len(self._live)
        kept: list[_Extension] = []
        kept_windows: list[int] = []
        still_live: list[_Beams] = []
        for index, beams in enumerate(self._live):
            rows = range(index * per_window, (index + 1) * per_window)
            extensions = [
                _Extension(row, token, total)
                for row in rows
                for total, token in zip(total_rows[row], token_rows[row], strict=True)
            ]
            survivors = self._rank(beams, extensions, texts)
            beams.sum_logprobs = [extension.sum_logprob for extension in survivors]
            if len(beams.finished) >= self._enough or beams.is_given_up:
                self._results[beams.window] = beams.finished or beams.circling
                continue
            kept += survivors
            kept_windows.append(index)
            still_live.append(beams)
        return self._keep(kept, kept_windows, still_live)

    def stop(self, rows: Sequence[int]) -> None:
        """Let the texts of these rows die out."""
        per_window = len(self.generated) // max(1, len(self._live))
        for row in rows:
            beams, place = self._live[row // per_window], row % per_window
            total = beams.sum_logprobs[place]
            if total > -math.inf:
                text = tuple(self.generated[row].tolist())
                stopped = Hypothesis(text, total, is_finished=False, is_circling=True)
                beams.circling.append(stopped)
                beams.sum_logprobs[place] = -math.inf

    def results(self) -> list[list[Hypothesis]]:
        """Return the finished texts, topped up to `beam_size` with the best unfinished ones."""
        for index, beams in enumerate(self._live):
            first = index * len(beams.sum_logprobs)
            live = [
                Hypothesis(tuple(self.generated[first + offset].tolist()), total, is_finished=False)
                for offset, total in enumerate(beams.sum_logprobs)
                if total > -math.inf or not beams.circling
            ]
            live.sort(key=lambda hypothesis: hypothesis.sum_logprob, reverse=True)
            missing = max(0, self.hypotheses_per_window - len(beams.finished))
            self._results[beams.window] = beams.finished + live[:missing] or beams.circling
        self._live = []
        return self._results

    def _rank(
        self, beams: _Beams, extensions: list[_Extension], texts: list[list[int]]
    ) -> list[_Extension]:
        """Sort out the finished texts and return the `beam_size` best live ones."""
        survivors: list[_Extension] = []
        for extension in sorted(extensions, key=lambda e: e.sum_logprob, reverse=True):
            if extension.token != self._eot:
                survivors.append(extension)
                if len(survivors) == self.hypotheses_per_window:
                    break
            elif len(beams.finished) < self._enough and extension.sum_logprob > -math.inf:
                text = tuple(texts[extension.row])
                beams.finished.append(Hypothesis(text, extension.sum_logprob, is_finished=True))
        return survivors

    def _keep(
        self, kept: list[_Extension], kept_windows: list[int], still_live: list[_Beams]
    ) -> Choice:
        device = self.generated.device
        rows = torch.tensor([e.row for e in kept], dtype=torch.long, device=device)
        tokens = torch.tensor([e.token for e in kept], dtype=torch.long, device=device)
        self.generated = torch.cat([self.generated[rows], tokens[:, None]], dim=1)
        has_left = len(still_live) < len(self._live)
        self._live = still_live
        is_in_place = not has_left and rows.tolist() == list(range(len(self.generated)))
        windows = torch.tensor(kept_windows, dtype=torch.long, device=device)
        return Choice(tokens, None if is_in_place else rows, windows if has_left else None)
