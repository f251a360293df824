"""Which cross-attention heads follow the audio: the ones that word times are read from.

The heads of the official models are those that OpenAI publishes with them (found there by
inspecting the attention weights). For other models all heads of the last half of the decoder
serve, as in OpenAI's own default.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whisper_desktop.asr.dims import OFFICIAL_DIMS, ModelDims

Heads = tuple[tuple[int, int], ...]
"""(decoder layer, head) pairs, both counted from 0, in ascending order."""


def _heads(by_layer: Mapping[int, Sequence[int]]) -> Heads:
    return tuple((layer, head) for layer, heads in by_layer.items() for head in heads)


OFFICIAL_HEADS: dict[str, Heads] = {
    "tiny": _heads({2: [2], 3: [0, 2, 3, 4, 5]}),
    "tiny.en": _heads({1: [0], 2: [0, 5], 3: [0, 1, 2, 3, 4]}),
    "base": _heads({3: [1], 4: [2, 3, 7], 5: [1, 2, 4, 6]}),
    "base.en": _heads({3: [3], 4: [7], 5: [1, 5, 7]}),
    "small": _heads({5: [3, 9], 8: [0, 4, 7, 8], 9: [0, 7, 9], 10: [5]}),
    "small.en": _heads(
        {6: [6], 7: [0, 3, 8], 8: [2, 5, 7], 9: [0, 4, 8, 10], 10: [0, 1, 2, 3, 6, 11], 11: [2, 4]}
    ),
    "medium": _heads({13: [15], 15: [4, 15], 16: [1], 20: [0], 23: [4]}),
    "medium.en": _heads(
        {
            11: [4],
            14: [1, 12, 14],
            15: [4],
            16: [0, 4, 9],
            17: [12, 14],
            18: [7, 10, 15],
            20: [0, 3, 9, 14],
            21: [12],
        }
    ),
    "large-v1": _heads({9: [19], 11: [2, 4, 17], 22: [7, 11, 17], 23: [2, 15]}),
    "large-v2": _heads(
        {
            10: [12],
            13: [17],
            16: [11, 12, 13],
            17: [15, 16],
            18: [4, 11, 19],
            19: [11],
            21: [2, 3],
            22: [3, 9, 12],
            23: [5, 7, 13],
            25: [5],
            26: [1, 12],
            27: [15],
        }
    ),
    "large-v3": _heads(
        {
            7: [0],
            10: [17],
            12: [18],
            13: [12],
            16: [1],
            17: [14],
            19: [11],
            21: [4],
            24: [1],
            25: [6],
        }
    ),
    "large-v3-turbo": _heads({2: [4, 11], 3: [3, 6, 11, 14]}),
}


@dataclass(frozen=True, slots=True)
class TimingHead:
    """A head that follows the audio, and how it does.

    Some heads listen, while they read a token, for the token that comes next; others, which
    OpenAI's lists leave out, for the token that they read. `late_steps` is by how many positions
    of 20 ms the attention lies behind the sound of the token; before it, when negative.
    """

    layer: int
    head: int
    hears_own: bool
    late_steps: int

    @property
    def pair(self) -> tuple[int, int]:
        """Layer and head."""
        return self.layer, self.head


MEASURED_HEADS: dict[str, tuple[TimingHead, ...]] = {
    "base": (
        TimingHead(0, 5, hears_own=True, late_steps=0),
        TimingHead(2, 2, hears_own=True, late_steps=0),
        TimingHead(3, 0, hears_own=True, late_steps=-2),
        TimingHead(4, 2, hears_own=True, late_steps=4),
        TimingHead(3, 1, hears_own=False, late_steps=-3),
        TimingHead(4, 2, hears_own=False, late_steps=-5),
    ),
    "tiny.en": (
        TimingHead(0, 4, hears_own=True, late_steps=-3),
        TimingHead(1, 2, hears_own=True, late_steps=0),
        TimingHead(2, 1, hears_own=True, late_steps=7),
        TimingHead(2, 4, hears_own=True, late_steps=4),
        TimingHead(3, 5, hears_own=True, late_steps=6),
        TimingHead(2, 5, hears_own=False, late_steps=4),
        TimingHead(3, 2, hears_own=False, late_steps=1),
    ),
}
"""Chosen as `benchmarks.word_heads` does, on speech of eight synthetic voices and of three people
saying single words, all with known times (1 045 words of English, French, Italian and Russian): the
heads whose path alone, freed of its own lag, misses the starts of words the least. In connected
speech the median error of starts fell from 65 ms to 26 ms for base, from 102 to 33 for tiny.en.
"""


def timing_heads_for(dims: ModelDims, alignment_heads: Heads) -> tuple[TimingHead, ...]:
    """Return the heads that word times are read from best: measured ones, or the known ones."""
    names = [name for name in MEASURED_HEADS if OFFICIAL_DIMS[name] == dims]
    if names:
        return MEASURED_HEADS[names[0]]
    return tuple(TimingHead(layer, head, False, 0) for layer, head in alignment_heads)


def alignment_heads_for(dims: ModelDims, stated: object = None, name: str = "") -> Heads:
    """Return the best known alignment heads of a model.

    These are the heads that the weights' own configuration states, when the model has all of
    them; else those of the official model of the same sizes (`name`, any text that holds the
    model's name, tells large-v1 from large-v2); else `default_heads`.
    """
    return _valid_heads(dims, stated) or _official_heads(dims, name) or default_heads(dims)


def default_heads(dims: ModelDims) -> Heads:
    """Return all heads of the last half of the decoder's layers."""
    layers = range(dims.n_text_layer // 2, dims.n_text_layer)
    return tuple((layer, head) for layer in layers for head in range(dims.n_text_head))


def _valid_heads(dims: ModelDims, stated: object) -> Heads:
    """Return the stated pairs; empty when one is no pair, or not a head of this model.

    Distilled models are known to carry the heads of their teacher, which has more layers.
    """
    if not isinstance(stated, Sequence) or isinstance(stated, str):
        return ()
    heads: set[tuple[int, int]] = set()
    for pair in stated:
        if not _is_head_of(dims, pair):
            return ()
        heads.add((pair[0], pair[1]))
    return tuple(sorted(heads))


def _is_head_of(dims: ModelDims, pair: object) -> bool:
    if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
        return False
    if not all(isinstance(index, int) and not isinstance(index, bool) for index in pair):
        return False
    layer, head = pair
    return layer in range(dims.n_text_layer) and head in range(dims.n_text_head)


def _official_heads(dims: ModelDims, name: str) -> Heads:
    same_size = [known for known in OFFICIAL_HEADS if OFFICIAL_DIMS[known] == dims]
    if len(same_size) > 1:
        same_size = [known for known in same_size if known in name.lower()]
    return OFFICIAL_HEADS[same_size[0]] if len(same_size) == 1 else ()
