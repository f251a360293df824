"""The best way through words and pauses, against trying every way."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from whisper_desktop.asr.word_path import word_spans


def score_of(
    path: tuple[int, ...],
    tokens: NDArray[np.float32],
    pauses: NDArray[np.float32],
    in_words: NDArray[np.float32],
    token_of: list[int],
) -> float:
    total = 0.0
    for position, state in enumerate(path):
        token = token_of[state]
        if token == -1:
            total += pauses[position]
        elif token == len(tokens) - 1:
            total += max(tokens[-1, position], pauses[position])
        else:
            total += tokens[token, position] + in_words[position]
    return total


def every_path(lengths: list[int], n_positions: int) -> list[tuple[int, ...]]:
    """All ways from the first pause or token to the last token or the end, no token left out."""
    first_tokens = {sum(lengths[:i]) + i + 1 for i in range(len(lengths))}
    end = sum(lengths) + len(lengths)
    found = []
    for path in product(range(end + 1), repeat=n_positions):
        steps_are_fine = all(
            after - before in (0, 1) or (after - before == 2 and after in first_tokens)
            for before, after in pairwise(path)
        )
        if path[0] in (0, 1) and path[-1] in (end - 1, end) and steps_are_fine:
            found.append(path)
    return found


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([[1], [2], [1, 1], [1, 2]]), st.integers(0, 10_000))
def test_no_way_is_better(lengths: list[int], seed: int) -> None:
    generator = np.random.default_rng(seed)
    n_positions = 5
    tokens = generator.standard_normal((sum(lengths) + 1, n_positions)).astype(np.float32)
    pauses = generator.standard_normal(n_positions).astype(np.float32)
    in_words = generator.standard_normal(n_positions).astype(np.float32)
    token_of: list[int] = []
    for index, length in enumerate(lengths):
        done = sum(lengths[:index])
        token_of += [-1, *range(done, done + length)]
    token_of.append(sum(lengths))
    paths = every_path(lengths, n_positions)
    best = max(paths, key=lambda path: score_of(path, tokens, pauses, in_words, token_of))
    spans = word_spans(tokens, pauses, in_words, lengths)
    assert spans is not None
    for index, length in enumerate(lengths):
        first = sum(lengths[:index]) + index + 1
        own = [at for at, state in enumerate(best) if first <= state < first + length]
        assert (spans[0][index], spans[1][index]) == (own[0], own[-1] + 1)


def test_a_pause_between_words_belongs_to_neither() -> None:
    tokens = np.full((3, 30), 0.01, dtype=np.float32)
    tokens[0, 2:12] = tokens[1, 15:25] = tokens[2, 25:] = 0.5
    quiet = np.zeros(30, dtype=bool)
    quiet[10:16] = True
    pauses = np.where(quiet, 0.0, -0.1).astype(np.float32)
    in_words = np.where(quiet, -1.0, 0.0).astype(np.float32)
    spans = word_spans(tokens, pauses, in_words, [1, 1])
    assert spans is not None
    assert (spans[0].tolist(), spans[1].tolist()) == ([0, 16], [10, 25])


@pytest.mark.parametrize(("n_positions", "fits"), [(2, False), (3, True)])
def test_every_token_takes_a_position(n_positions: int, fits: bool) -> None:
    tokens = np.zeros((4, n_positions), dtype=np.float32)
    nothing = np.zeros(n_positions, dtype=np.float32)
    assert (word_spans(tokens, nothing, nothing, [1, 2]) is not None) == fits
