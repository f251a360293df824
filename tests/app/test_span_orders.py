"""Which parts of a file are decoded for the spans that are wanted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.span_orders import (
    LEAST_SURROUNDINGS_MS,
    WINDOW_MS,
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


def test_a_span_is_heard_in_a_full_window_where_it_fits() -> None:
    assert order(1, 50_000, 52_000).surroundings_ms * 2 + 2_000 < WINDOW_MS
    assert order(1, 50_000, 52_000).surroundings_ms > 13_000
    assert order(1, 50_000, 500_000).surroundings_ms == LEAST_SURROUNDINGS_MS


def test_near_spans_are_decoded_together_and_far_ones_apart() -> None:
    found = list(
        stretches([order(2, 95_000, 96_000), order(1, 90_000, 91_000), order(3, 0, 1_000)])
    )
    assert [(s.start_ms, s.end_ms, [o.key for o in s.orders]) for s in found] == [
        (0, 15_000, [3]),
        (76_000, 110_000, [1, 2]),
    ]


def test_surroundings_that_begin_before_those_of_an_earlier_span_are_decoded() -> None:
    (found,) = stretches([order(1, 100_000, 160_000), order(2, 101_000, 102_000)])
    assert (found.start_ms, found.end_ms) == (87_000, 163_000)


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
            assert stretch.start_ms <= max(0, one.start_ms - one.surroundings_ms)
            assert one.end_ms + one.surroundings_ms <= stretch.end_ms
        is_long = stretch.end_ms - stretch.start_ms > LONGEST_MS
        assert not is_long or len(stretch.orders) == 1
