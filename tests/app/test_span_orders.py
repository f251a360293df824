"""Which parts of a file are decoded for the spans that are wanted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.span_orders import (
    SURROUNDINGS_MS,
    RerecognitionRequest,
    SpanOrder,
    orders_by_model,
    stretches,
)
from whisper_desktop.core.recipe import Recipe

LONGEST_MS = 600_000


def order(key: int, start_ms: int, end_ms: int, model: str = "") -> SpanOrder:
    return SpanOrder(key, start_ms, end_ms, Recipe(model=model), is_locked=True)


@pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 5), (5, 4)])
def test_spans_that_make_no_sense_are_refused(start_ms: int, end_ms: int) -> None:
    with pytest.raises(ValueError, match="bad span"):
        order(1, start_ms, end_ms)


def test_the_sound_of_all_spans_is_counted() -> None:
    orders = (order(1, 0, 500), order(2, 400, 1_000))
    assert RerecognitionRequest(Path("talk.mp3"), orders).total_ms == 1_100


def test_orders_of_one_model_come_together() -> None:
    orders = [order(1, 0, 1, "base"), order(2, 0, 1), order(3, 0, 1, "base")]
    keys = [[one.key for one in group] for group in orders_by_model(orders)]
    assert keys == [[1, 3], [2]]


def test_near_spans_are_decoded_together_and_far_ones_apart() -> None:
    found = list(stretches([order(2, 65_000, 66_000), order(1, 60_000, 61_000), order(3, 0, 900)]))
    assert [(s.start_ms, s.end_ms, [o.key for o in s.orders]) for s in found] == [
        (0, 900 + SURROUNDINGS_MS, [3]),
        (60_000 - SURROUNDINGS_MS, 66_000 + SURROUNDINGS_MS, [1, 2]),
    ]


def test_nothing_is_decoded_for_nothing() -> None:
    assert list(stretches([])) == []


spans = st.tuples(st.integers(0, 9_000_000), st.integers(0, 900_000))


@given(st.lists(spans, max_size=12))
def test_every_span_lies_with_its_context_in_just_one_stretch(
    wanted: list[tuple[int, int]],
) -> None:
    orders = [order(key, start, start + length) for key, (start, length) in enumerate(wanted)]
    found = list(stretches(orders))
    assert sorted(o.key for s in found for o in s.orders) == list(range(len(orders)))
    for stretch in found:
        for one in stretch.orders:
            assert stretch.start_ms <= max(0, one.start_ms - SURROUNDINGS_MS)
            assert one.end_ms + SURROUNDINGS_MS <= stretch.end_ms
        is_long = stretch.end_ms - stretch.start_ms > LONGEST_MS
        assert not is_long or len(stretch.orders) == 1
