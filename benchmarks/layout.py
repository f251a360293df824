"""What the memory layouts of the decoder buy: `python -m benchmarks.layout`.

Prints one JSON line per layout: the time of one product in the plain layout over the time in
ours, each the best of many, for the sizes of the base model.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

WIDTH, VOCABULARY, HEADS, POSITIONS = 512, 51_865, 8, 1_500
REPEATS = 60


def best_ms(run: Callable[[], Tensor]) -> float:
    """Return the shortest time of one run, in milliseconds."""
    times_s = []
    for _ in range(REPEATS):
        start_s = time.perf_counter()
        run()
        times_s.append(time.perf_counter() - start_s)
    return min(times_s) * 1_000


def report(name: str, rows: int, plain_ms: float, ours_ms: float) -> None:
    """Print one result."""
    line = {
        "benchmark": name,
        "rows": rows,
        "ratio": round(plain_ms / ours_ms, 2),
        "plain_ms": round(plain_ms, 3),
        "ours_ms": round(ours_ms, 3),
        "threads": torch.get_num_threads(),
    }
    sys.stdout.write(json.dumps(line) + "\n")


def compare_projection(rows: int) -> None:
    """Time the output matrix, stored row by row and column by column."""
    hidden, plain = torch.randn(rows, WIDTH), torch.randn(VOCABULARY, WIDTH)
    ours = plain.t().contiguous().t()
    report(
        "output matrix, column by column",
        rows,
        best_ms(partial(functional.linear, hidden, plain)),
        best_ms(partial(functional.linear, hidden, ours)),
    )


def compare_attention(rows: int) -> None:
    """Time one query per window over the audio's keys, heads interleaved and heads apart."""
    attend = functional.scaled_dot_product_attention
    queries = torch.randn(rows, HEADS, 1, WIDTH // HEADS)
    keys = torch.randn(rows, POSITIONS, HEADS, WIDTH // HEADS).transpose(1, 2)
    values = torch.randn(rows, POSITIONS, HEADS, WIDTH // HEADS).transpose(1, 2)
    report(
        "cross-attention, heads apart",
        rows,
        best_ms(partial(attend, queries, keys, values)),
        best_ms(partial(attend, queries, keys.contiguous(), values.contiguous())),
    )


@torch.inference_mode()
def main() -> None:
    """Compare both layouts for one row and for eight."""
    for rows in (1, 8):
        compare_projection(rows)
        compare_attention(rows)


if __name__ == "__main__":
    main()
