"""Attention with its memory in the open: caches are arguments, never hooks.

Shapes: B rows, T new positions, S positions so far, D width, H heads, d = D / H.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional


class KeyValue(NamedTuple):
    """Keys and values ready to be attended to, (B, H, S, d) each."""

    keys: Tensor
    values: Tensor


class SelfAttentionCache:
    """Room for the keys and values of every decoder layer, filled as tokens arrive.

    Allocated once per decoding and written in place: appending a position copies nothing.
    """

    def __init__(self, n_layers: int, shape: Sequence[int], like: Tensor) -> None:
        """Reserve (B_max, H, S_max, d) of `shape` per layer, with dtype and device of `like`."""
        self._layers = [
            KeyValue(like.new_empty(tuple(shape)), like.new_empty(tuple(shape)))
            for _ in range(n_layers)
        ]
        self.length = 0

    def append(self, layer: int, keys: Tensor, values: Tensor) -> KeyValue:
        """Store (B, H, T, d) after the positions held and return all of them."""
        rows, end = keys.shape[0], self.length + keys.shape[2]
        room = self._layers[layer]
        room.keys[:rows, :, self.length : end] = keys
        room.values[:rows, :, self.length : end] = values
        return KeyValue(room.keys[:rows, :, :end], room.values[:rows, :, :end])

    def advance(self, n_positions: int) -> None:
        """Count positions as held, once every layer has appended them."""
        self.length += n_positions

    def select_rows(self, rows: Tensor) -> None:
        """Keep these rows, in this order: hypotheses split and swap, finished ones leave."""
        for room in self._layers:
            for stored in room:
                stored[: len(rows), :, : self.length] = stored[rows, :, : self.length]


class MultiHeadAttention(nn.Module):
    """Scaled dot-product attention over heads; as in Whisper, keys have no bias."""

    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def project(self, source: Tensor) -> KeyValue:
        """Return the keys and values of `source` (B, S, D)."""
        return KeyValue(self._heads(self.key(source)), self._heads(self.value(source)))

    def memorise(self, source: Tensor) -> KeyValue:
        """Return keys and values of `source` (B, S, D) laid out for being read many times.

        With each head's positions side by side in memory, a decode step attends to a batch of
        eight windows three times as fast on a processor (benchmarks/layout.py).
        """
        keys, values = self.project(source)
        return KeyValue(keys.contiguous(), values.contiguous())

    def queries(self, x: Tensor) -> Tensor:
        """Return the queries (B, H, T, d) of x (B, T, D)."""
        return self._heads(self.query(x))

    def attend(self, queries: Tensor, memory: KeyValue, *, is_causal: bool = False) -> Tensor:
        """Mix the memory's values by similarity to the queries; (B, H, T, d) -> (B, T, D)."""
        mixed = functional.scaled_dot_product_attention(
            queries, memory.keys, memory.values, is_causal=is_causal
        )
        rows, _, positions, _ = mixed.shape
        result: Tensor = self.out(mixed.transpose(1, 2).reshape(rows, positions, -1))
        return result

    def _heads(self, x: Tensor) -> Tensor:
        rows, positions, width = x.shape
        return x.view(rows, positions, self.n_heads, width // self.n_heads).transpose(1, 2)


def similarities(queries: Tensor, keys: Tensor) -> Tensor:
    """Return the scaled dot products before the softmax, (B, H, T, S)."""
    scale = queries.shape[-1] ** -0.25
    return torch.matmul(queries * scale, (keys * scale).transpose(-1, -2))
