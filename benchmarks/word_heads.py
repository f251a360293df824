"""Find the heads of a model whose attention tells best when words are said.

    python -m benchmarks.word_heads --audio DIR --model PATH [--top N]

Listens to recordings with known word times (`*.words.tsv` beside them, as in the audio set, and
words that are made here), has the network say the known words, and follows every head alone, both
by what it hears for the token that comes next and for the token that is read. One JSON line for
each of the best: its lag, and how far it misses the starts of words when freed of it. What goes
into `asr/alignment_heads.py` should be found on other recordings than are reported on.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import ours
from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.records import emit
from benchmarks.timed_speech import RATE_HZ, TimedRecording, TimedWord, labelled, made
from whisper_desktop.asr.dtw import cheapest_path
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.core.recipe import Task

_LONGEST_S = 28.0
_LEAD_S = 0.3
_FAR_S = 0.5
"""What misses by more is lost, however far it is."""
_POSITIONS_PER_SECOND = 50


@dataclass(frozen=True, slots=True)
class Heard:
    """What the heads made of a stretch: attention (A, T, S), and the words' first tokens."""

    weights: NDArray[np.float32]
    first_row: int
    first_tokens: tuple[int, ...]
    n_tokens: int
    starts_s: tuple[float, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the best heads of a model and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, metavar="[NAME=]PATH")
    parser.add_argument("--top", type=int, default=16, help="how many are printed")
    options = parser.parse_args(arguments)
    name, weights = options.model
    engine = ours.load(weights, threads=options.threads).engine
    recordings = [*labelled(options.audio, options.cache, options.files), *made(options.cache)]
    heard = [one for recording in recordings for one in listen(engine, recording)]
    dims = engine.model.dims
    heads = list(product(range(dims.n_text_layer), range(dims.n_text_head)))
    ranked = sorted(
        (
            {"layer": layer, "head": head, "hears_own": own, **misses(heard, index, hears_own=own)}
            for index, (layer, head) in enumerate(heads)
            for own in (False, True)
        ),
        key=lambda record: float(record["mean_ms"]),
    )
    for record in ranked[: options.top]:
        emit({"model": name, **record})
    return 0


@torch.inference_mode()
def listen(engine: Engine, recording: TimedRecording) -> Iterator[Heard]:
    """Yield what all heads hear in a recording, stretch by stretch."""
    dims, tokenizer = engine.model.dims, engine.tokenizer
    heads = list(product(range(dims.n_text_layer), range(dims.n_text_head)))
    prefix = tokenizer.prefix(recording.language, Task.TRANSCRIBE, with_timestamps=False)
    for words in stretches(recording.words):
        start_s = max(0.0, words[0].start_s - _LEAD_S)
        first, end = int(start_s * RATE_HZ), int((words[-1].end_s + _LEAD_S) * RATE_HZ)
        samples = np.ascontiguousarray(recording.samples[first:end])
        mel = LogMel(samples, dims.n_mels)
        n_frames = mel.content_frames
        tokens = [tokenizer.encode(f" {word.text}") for word in words]
        text = [*prefix, *(token for word in tokens for token in word), tokenizer.eot]
        features = engine.encode([mel.window(0, n_frames)])
        _, scores = engine.model.decoder.forward_with_attention(
            torch.tensor([text]), features, heads
        )
        counts = [len(word) for word in tokens]
        yield Heard(
            scores[0, :, :, : max(1, n_frames // 2)].softmax(dim=-1).numpy(),
            len(prefix) - 1,
            tuple(np.cumsum([0, *counts[:-1]]).tolist()),
            sum(counts),
            tuple(word.start_s - start_s for word in words),
        )


def stretches(words: Sequence[TimedWord]) -> Iterator[tuple[TimedWord, ...]]:
    """Yield the words in groups that fit into a window."""
    group: list[TimedWord] = []
    for word in words:
        if group and word.end_s - group[0].start_s > _LONGEST_S:
            yield tuple(group)
            group = []
        group.append(word)
    if group:
        yield tuple(group)


def misses(heard: Sequence[Heard], index: int, *, hears_own: bool) -> dict[str, float]:
    """Return the lag of a head, and how far its starts miss when it is taken off."""
    errors = np.concatenate([_errors_s(one, index, hears_own=hears_own) for one in heard])
    lag_s = float(np.median(errors))
    off_s = np.abs(errors - lag_s)
    return {
        "mean_ms": round(1_000 * float(np.minimum(off_s, _FAR_S).mean()), 1),
        "median_ms": round(1_000 * float(np.median(off_s)), 1),
        "p95_ms": round(1_000 * float(np.percentile(off_s, 95)), 1),
        "late_steps": round(lag_s * _POSITIONS_PER_SECOND),
    }


def _errors_s(heard: Heard, index: int, *, hears_own: bool) -> NDArray[np.float64]:
    begin = heard.first_row + hears_own
    costs = -heard.weights[index, begin : begin + heard.n_tokens + 1].astype(np.float64)
    rows, columns = cheapest_path(costs)
    starts_s = columns[np.diff(rows, prepend=-1).astype(bool)] / _POSITIONS_PER_SECOND
    found: NDArray[np.float64] = starts_s[list(heard.first_tokens)] - np.array(heard.starts_s)
    return found


if __name__ == "__main__":
    sys.exit(main())
