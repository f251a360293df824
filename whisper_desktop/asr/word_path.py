"""Which stretch of sound each word takes: the best way through scores of tokens and pauses.

Unlike plain warping, the way may leave the words: where nothing sounds between two words, the
time belongs to neither. Shapes: T tokens, S audio positions of 20 ms, W words, N states.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Spans = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

_IMPOSSIBLE = np.float32(-1e9)
_STAYS, _GOES_ON, _SKIPS_PAUSE = 0, 1, 2


def word_spans(
    tokens: Scores, pauses: Scores, in_words: Scores, lengths: Sequence[int]
) -> Spans | None:
    """Return the first position of each word and the one after its last; None if they do not fit.

    `tokens` (T + 1, S) says how well each token's sound is at a position, and in its last row
    how well the text's end is; `pauses` (S) how well a pause is there; `in_words` (S) is added to
    all tokens. `lengths` are the counts of tokens of the words. Every token takes at least one
    position, pauses are between words only, and nothing ends before it begins (Viterbi 1967).
    """
    states = _states(lengths)
    if sum(lengths) > tokens.shape[1]:
        return None
    scores = np.where(states[:, None] >= 0, (tokens + in_words)[states], pauses)  # (N, S)
    scores[-1] = np.maximum(tokens[-1], pauses)
    path = _best_path(np.ascontiguousarray(scores.T, dtype=np.float32), _can_skip(states))
    places = np.flatnonzero(states[:-1] < 0)  # Of the pause before each word.
    last = np.append(places[1:], len(states) - 1) - 1
    return np.searchsorted(path, places + 1), np.searchsorted(path, last, side="right")


def _states(lengths: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the row of scores of each state; a pause, -1, comes before each word."""
    states: list[int] = []
    done = 0
    for length in lengths:
        states += [-1, *range(done, done + length)]
        done += length
    return np.array([*states, done])


def _can_skip(states: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which states can be reached over the one before: a word's first token, over a pause.

    The text's end comes after the last token only.
    """
    after_pause = np.append(False, states[:-1] < 0)
    after_pause[:2] = False
    return after_pause


def _best_path(scores: Scores, can_skip: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the state at each position on the best way through scores (S, N)."""
    n_positions, n_states = scores.shape
    moves = np.zeros((n_positions, n_states), dtype=np.int8)
    ways = np.full((3, n_states), _IMPOSSIBLE, dtype=np.float32)
    closed = np.where(can_skip[2:], np.float32(0), _IMPOSSIBLE)
    best = np.full(n_states, _IMPOSSIBLE, dtype=np.float32)
    best[:2] = scores[0, :2]
    for position in range(1, n_positions):
        ways[_STAYS] = best
        ways[_GOES_ON, 1:] = best[:-1]
        np.add(best[:-2], closed, out=ways[_SKIPS_PAUSE, 2:])
        moves[position] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[position]
    state = n_states - 1 if best[-1] >= best[-2] else n_states - 2
    path = np.empty(n_positions, dtype=np.int64)
    for position in range(n_positions - 1, -1, -1):
        path[position] = state
        state -= int(moves[position, state])
    return path
