"""Which words of a given text are which of the words that were heard.

One path through both texts, found by dynamic programming: words that resemble each other lie on
it side by side, what only one text has is passed over. N given words, M heard ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

UNMATCHED = -1

_ENOUGH = 0.5
"""Words this alike (0 to 1) may be the same word, misheard."""
_WORTH_FROM = 0.4
"""Putting words side by side gains from here on, and costs below."""
_LONGEST = 8
"""Letters beyond these make a word no surer."""
_OPENING = 0.9
"""What it costs to begin anew after something was passed over: more than one short word gains, so
that no lone "the" is taken for another far away."""
_ONE_SIDED = 0.01
"""What it costs to pass over a word of one text and none of the other: where a passage is said
again and again, as much is left on both sides. A hundred such words weigh as two that are alike."""
_NEAR_MS, _FAR_MS = 2_000, 8_000
"""Times that are known more or less take nothing from words so near to them, and by and by all
that they may from those that are so far away."""
_FAR_SHARE = 0.9
"""How much of its gain a word loses that is heard far from where it should be."""
_MOST_CELLS = 1 << 27
"""134 MB for the path of two texts of 11 000 words; longer ones are cut in two."""
_ANCHOR_WORDS = 3
"""So many words in a row, found once in each text, are a place to cut."""

_FROM_RUN, _FROM_PAUSE = 0, 1
_PASS_GIVEN, _PASS_HEARD, _END_RUN, _PASS_BOTH = 0, 1, 2, 3

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RoughTimes:
    """When each given word should be said, None where that is not known, and the heard ones are.

    They tell passages apart that are said several times.
    """

    given_ms: Sequence[int | None]
    heard_ms: Sequence[int]

    def part(self, first: int, last: int, heard_first: int, heard_last: int) -> "RoughTimes":
        """Return those of a part of both texts."""
        return RoughTimes(self.given_ms[first:last], self.heard_ms[heard_first:heard_last])


@dataclass(frozen=True, slots=True)
class _Texts:
    """Both texts as numbers of their distinct words, and how alike those are."""

    given: Indices
    heard: Indices
    gains: Floats  # (distinct given, distinct heard)
    likeness: Floats
    times: RoughTimes | None = None

    def gain(self, row: int) -> Floats:
        """Return what putting a given word beside each heard one is worth."""
        gain: Floats = self.gains[self.given[row]][self.heard]
        at_ms = self.times.given_ms[row] if self.times is not None else None
        if self.times is None or at_ms is None:
            return gain
        away_ms = np.abs(np.asarray(self.times.heard_ms, dtype=np.float32) - np.float32(at_ms))
        loss = np.clip((away_ms - _NEAR_MS) / (_FAR_MS - _NEAR_MS), 0, 1) * np.float32(_FAR_SHARE)
        return np.where(gain > 0, gain * (1 - loss), gain)


def match_words(
    given: Sequence[str], heard: Sequence[str], times: RoughTimes | None = None
) -> tuple[int, ...]:
    """Return the index of the heard word for each given one, rising, or `UNMATCHED`.

    Words are their letters alone ("" is never matched); words that stand side by side but do not
    sound alike count as unmatched.
    """
    matches: list[int] = []
    for (first, last), (heard_first, heard_last) in _blocks(given, heard):
        own = times.part(first, last, heard_first, heard_last) if times is not None else None
        found = _match(given[first:last], heard[heard_first:heard_last], own)
        matches += [UNMATCHED if at == UNMATCHED else at + heard_first for at in found]
    return tuple(matches)


def likeness(first: str, second: str) -> float:
    """Return how alike two words are: 1 for the same, 0 for no two letters in common."""
    return float(_likeness([first], [second])[0, 0])


def _match(given: Sequence[str], heard: Sequence[str], times: RoughTimes | None) -> list[int]:
    if not given or not heard:
        return [UNMATCHED] * len(given)
    texts = replace(_texts(given, heard), times=times)
    pairs = _path(_sweep(texts), len(given), len(heard))
    matches = [UNMATCHED] * len(given)
    for row, column in pairs:
        if texts.likeness[texts.given[row], texts.heard[column]] >= _ENOUGH:
            matches[row] = column
    return matches


def _texts(given: Sequence[str], heard: Sequence[str]) -> _Texts:
    own, given_at = np.unique(np.array(given, dtype=object).astype(str), return_inverse=True)
    other, heard_at = np.unique(np.array(heard, dtype=object).astype(str), return_inverse=True)
    alike = _likeness(own.tolist(), other.tolist())
    lengths = np.array([min(len(word), _LONGEST) for word in own], dtype=np.float32)
    weights = (0.4 + lengths / _LONGEST)[:, None]
    gains = (alike - _WORTH_FROM) * weights
    gains[alike == 0] = -_WORTH_FROM
    return _Texts(given_at, heard_at, gains.astype(np.float32), alike)


def _likeness(own: Sequence[str], other: Sequence[str]) -> Floats:
    """Return Dice's coefficient of the pairs of letters, the word's edges among them."""
    pairs = {pair for word in (*own, *other) for pair in _letter_pairs(word)}
    columns = {pair: column for column, pair in enumerate(sorted(pairs))}
    first, second = _counts(own, columns), _counts(other, columns)
    sizes = first.sum(axis=1)[:, None] + second.sum(axis=1)[None, :]
    common = np.minimum(first, 1) @ np.minimum(second, 1).T
    alike: Floats = np.minimum(2 * common / np.maximum(sizes, 1), 1).astype(np.float32)
    return alike


def _letter_pairs(word: str) -> list[str]:
    edged = f"^{word}$" if word else ""
    return [edged[at : at + 2] for at in range(len(edged) - 1)]


def _counts(words: Sequence[str], columns: dict[str, int]) -> Floats:
    counts = np.zeros((len(words), max(1, len(columns))), dtype=np.float32)
    for row, word in enumerate(words):
        for pair in _letter_pairs(word):
            counts[row, columns[pair]] += 1
    return counts


def _sweep(texts: _Texts) -> npt.NDArray[np.uint8]:
    """Return the moves into each cell (N + 1, M + 1): of a run's state, and of a pause's times 2.

    In a run words lie side by side; in a pause one text is passed over. Whoever begins a run
    after a pause pays for it.
    """
    n_given, n_heard = len(texts.given), len(texts.heard)
    moves = np.zeros((n_given + 1, n_heard + 1), dtype=np.uint8)
    moves[0, :] = _PASS_HEARD << 1
    one_sided = np.arange(n_heard + 1, dtype=np.float32) * np.float32(_ONE_SIDED)
    run = np.full(n_heard + 1, -np.inf, dtype=np.float32)
    pause = -one_sided
    for row in range(1, n_given + 1):
        begun, gone_on = pause[:-1] - np.float32(_OPENING), run[:-1]
        if row == 1:
            # Two texts that begin with the same word: nothing was passed over.
            begun[0] = 0
        is_begun = begun > gone_on
        gain = texts.gain(row - 1) + np.where(is_begun, begun, gone_on)
        run = np.concatenate(([np.float32(-np.inf)], gain))
        best, move = _best_pause(pause, run)
        pause = np.maximum.accumulate(best + one_sided) - one_sided
        # Rounding aside, which must not make a move of it.
        move[pause > best + np.float32(_ONE_SIDED / 4)] = _PASS_HEARD
        moves[row] = move << 1
        moves[row, 1:] |= is_begun
    return moves


def _best_pause(pause: Floats, run: Floats) -> tuple[Floats, npt.NDArray[np.uint8]]:
    """Return the best way to where a given word is over, and its move; heard ones come later."""
    best = pause - np.float32(_ONE_SIDED)
    move = np.full(len(pause), _PASS_GIVEN, dtype=np.uint8)
    both = np.concatenate(([np.float32(-np.inf)], pause[:-1]))
    for way, found in ((_PASS_BOTH, both), (_END_RUN, run)):
        move[found > best] = way
        best = np.maximum(best, found)
    return best, move


def _path(moves: npt.NDArray[np.uint8], n_given: int, n_heard: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs that lie side by side, from the end."""
    row, column, is_pause = n_given, n_heard, True
    while row > 0 or column > 0:
        move = int(moves[row, column])
        if not is_pause:
            yield row - 1, column - 1
            row, column = row - 1, column - 1
            is_pause = bool(move & 1)
        elif move >> 1 == _END_RUN:
            is_pause = False
        else:
            row -= move >> 1 != _PASS_HEARD
            column -= move >> 1 != _PASS_GIVEN


Block = tuple[tuple[int, int], tuple[int, int]]


def _blocks(given: Sequence[str], heard: Sequence[str]) -> Iterator[Block]:
    """Yield ranges of both texts that belong together, none too large to be matched at once."""
    todo: list[Block] = [((0, len(given)), (0, len(heard)))]
    while todo:
        (first, last), (heard_first, heard_last) = block = todo.pop()
        if (last - first) * (heard_last - heard_first) <= _MOST_CELLS:
            yield block
            continue
        cut, heard_cut = _cut(given[first:last], heard[heard_first:heard_last])
        todo.append(((first + cut, last), (heard_first + heard_cut, heard_last)))
        todo.append(((first, first + cut), (heard_first, heard_first + heard_cut)))


def _cut(given: Sequence[str], heard: Sequence[str]) -> tuple[int, int]:
    """Return where to cut both texts: at words that each has once, nearest to the middle."""
    own, other = _rare_places(given), _rare_places(heard)
    common = [(own[words], other[words]) for words in own.keys() & other.keys()]
    if not common:
        return len(given) // 2, len(heard) // 2
    # One that is out of order would tear the texts apart: the median of the ratios is not.
    middle = len(given) / 2
    near = sorted(common, key=lambda places: abs(places[0] - middle))[:9]
    shifts = sorted(near, key=lambda places: places[1] - places[0])
    return shifts[len(shifts) // 2]


def _rare_places(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    repeated: set[tuple[str, ...]] = set()
    for at in range(1, len(words) - _ANCHOR_WORDS):
        key = tuple(words[at : at + _ANCHOR_WORDS])
        if key in places:
            repeated.add(key)
        places[key] = at
    return {key: at for key, at in places.items() if key not in repeated}
