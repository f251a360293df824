from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.alignment_heads import (
    OFFICIAL_HEADS,
    alignment_heads_for,
    default_heads,
)
from whisper_desktop.asr.dims import OFFICIAL_DIMS

BASE = OFFICIAL_DIMS["base"]


@pytest.mark.parametrize("name", sorted(OFFICIAL_HEADS))
def test_official_heads_are_heads_of_their_model(name: str) -> None:
    dims, heads = OFFICIAL_DIMS[name], OFFICIAL_HEADS[name]
    assert heads == tuple(sorted(set(heads)))
    assert all(layer < dims.n_text_layer and head < dims.n_text_head for layer, head in heads)
    assert alignment_heads_for(dims, name=name) == heads


def test_heads_of_the_smallest_models_are_those_openai_publishes() -> None:
    assert OFFICIAL_HEADS["tiny"] == ((2, 2), (3, 0), (3, 2), (3, 3), (3, 4), (3, 5))
    assert OFFICIAL_HEADS["base.en"] == ((3, 3), (4, 7), (5, 1), (5, 5), (5, 7))


@pytest.mark.parametrize("name", sorted(set(OFFICIAL_DIMS) - set(OFFICIAL_HEADS)))
def test_distilled_models_use_the_last_half_of_their_layers(name: str) -> None:
    dims = OFFICIAL_DIMS[name]
    heads = alignment_heads_for(dims, name=name)
    assert {layer for layer, _ in heads} == set(range(dims.n_text_layer // 2, dims.n_text_layer))
    assert len(heads) == dims.n_text_layer // 2 * dims.n_text_head


def test_large_v1_and_v2_are_told_apart_by_name_only() -> None:
    dims = OFFICIAL_DIMS["large-v2"]
    assert alignment_heads_for(dims, name="models/Large-V2.pt") == OFFICIAL_HEADS["large-v2"]
    assert alignment_heads_for(dims, name="large-v1.pt") == OFFICIAL_HEADS["large-v1"]
    assert alignment_heads_for(dims, name="my-large.pt") == default_heads(dims)


def test_stated_heads_win_and_come_out_sorted_and_once() -> None:
    assert alignment_heads_for(BASE, [[5, 1], (2, 0), [5, 1]]) == ((2, 0), (5, 1))


@pytest.mark.parametrize(
    "stated",
    [[], "base", 7, [[6, 0]], [[0, 8]], [[-1, 0]], [[1]], ["12"], [[0, 0], None], [[True, 1]]],
)
def test_stated_heads_that_the_model_has_not_are_ignored(stated: object) -> None:
    assert alignment_heads_for(BASE, stated) == OFFICIAL_HEADS["base"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
)


@given(json_values, st.integers(1, 6), st.integers(1, 8))
def test_whatever_is_stated_the_model_has_the_heads(
    stated: object, n_layers: int, n_heads: int
) -> None:
    dims = replace(BASE, n_text_layer=n_layers, n_text_head=n_heads)
    heads = alignment_heads_for(dims, stated)
    assert heads
    assert set(heads) <= {(layer, head) for layer in range(n_layers) for head in range(n_heads)}
