from dataclasses import replace
from typing import Any

import pytest

from tests.app.aligning import END_MS, MEDIA, WORDS, Room
from whisper_desktop.app.retime import (
    RetimeRequest,
    RowNotHeard,
    RowOrder,
    RowTimed,
    retime,
    windows_of,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, ModelCapabilityError
from whisper_desktop.core.events import AudioDamaged, Progress, Started, Warned

LATE_MS = 300


def row(first: int, last: int, *, is_wanted: bool = True) -> RowOrder:
    """Return a row whose times are a little late; its key is its first word."""
    span = first * 1_000 + LATE_MS, last * 1_000 - 100
    return RowOrder(first, *span, " ".join(WORDS[first:last]), is_wanted)


def events_of(room: Room, *orders: RowOrder, language: str | None = "en") -> list[Any]:
    request = RetimeRequest(MEDIA, orders, language)
    return list(retime(request, room.model(), room.engines, cancel=CancelToken()))


def timed(events: list[Any]) -> dict[int, tuple[int, int]]:
    return {
        event.key: (event.times.start_ms, event.times.end_ms)
        for event in events
        if isinstance(event, RowTimed)
    }


def test_rows_get_the_times_of_their_words() -> None:
    events = events_of(Room(), row(2, 5), row(5, 7), row(20, 22))
    assert timed(events) == {
        2: pytest.approx((2_000, 4_600), abs=25),
        5: pytest.approx((5_000, 6_600), abs=25),
        20: pytest.approx((20_000, 21_600), abs=25),
    }
    first = next(event for event in events if isinstance(event, RowTimed))
    assert [word.text for word in first.times.words] == [" candle", " dolphin", " engine"]
    assert isinstance(events[0], Started)
    done = [event.done_ms for event in events if isinstance(event, Progress)]
    assert done[-1] == sum(
        order.end_ms - order.start_ms for order in (row(2, 5), row(5, 7), row(20, 22))
    )


def test_neighbours_are_said_too_and_not_told_of() -> None:
    room = Room()
    events = events_of(room, row(2, 5, is_wanted=False), row(5, 7), row(7, 9, is_wanted=False))
    assert list(timed(events)) == [5]
    assert len(room.talk.placed.windows) == 1
    assert len(room.talk.placed.windows[0].words) == 7


def test_a_row_that_says_something_else_is_told_and_left() -> None:
    wrong = replace(row(2, 5), text="something else entirely")
    events = events_of(Room(), wrong, row(5, 7))
    assert RowNotHeard(2) in events
    assert list(timed(events)) == [5]


@pytest.mark.parametrize(
    "order",
    [
        RowOrder(1, 5_000, 6_000, ""),
        RowOrder(1, END_MS + 60_000, END_MS + 61_000, "amber"),
        RowOrder(1, END_MS + 500, END_MS + 3_000, "amber"),
        RowOrder(1, 0, 50_000, "amber"),
    ],
    ids=["no text", "far behind the end", "behind the end", "too long"],
)
def test_a_row_that_cannot_be_heard_is_told(order: RowOrder) -> None:
    room = Room()
    room.talk.placed.probability = 0.01
    assert RowNotHeard(1) in events_of(room, order)


def test_the_language_is_found_out_where_nobody_said_it() -> None:
    room = Room()
    room.talk.language = "de"
    events_of(room, row(2, 4), row(20, 22), language=None)
    assert [window.language for window in room.talk.placed.windows] == ["de", "de"]


def test_a_model_that_cannot_is_refused_before_anything_is_read() -> None:
    room = Room()
    request = RetimeRequest(MEDIA, (row(2, 4),), "de")
    with pytest.raises(ModelCapabilityError):
        list(retime(request, room.model("base.en"), room.engines, cancel=CancelToken()))
    assert not room.decoded


def test_memory_that_runs_out_is_a_step_down() -> None:
    room = Room()
    room.run_out_of_memory()
    room.damages = (AudioDamaged(0, 10, "noise"),)
    events = events_of(room, row(2, 4))
    assert sum(isinstance(event, Warned) for event in events) == 2
    assert list(timed(events)) == [2]


def test_it_stops_when_asked_to() -> None:
    room, cancel = Room(), CancelToken()
    request = RetimeRequest(MEDIA, (row(2, 4), row(20, 22)), "en")
    events = retime(request, room.model(), room.engines, cancel=cancel)
    next(events)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(events)


def keys(orders: list[RowOrder]) -> list[list[int]]:
    """Return the keys of each window; those that only help are negative."""
    return [[one.key if one.is_wanted else -one.key for one in own] for own in windows_of(orders)]


def test_windows_hold_what_is_near_and_wanted() -> None:
    orders = [row(at, at + 2, is_wanted=at not in {30, 32}) for at in (0, 2, 20, 22, 30, 32)]
    assert keys(orders) == [[0, 2], [20, 22]]
    assert keys([row(0, 2), row(36, 38, is_wanted=False)]) == [[0]]


def test_rows_beside_those_of_a_window_are_said_in_it_too() -> None:
    assert keys([row(at, at + 5) for at in range(0, 40, 5)]) == [
        [0, 5, 10, 15, -20],
        [-15, 20, 25, 30, 35],
    ]
    wanted = [row(at, at + 2, is_wanted=at == 4) for at in (2, 4, 6, 8)]
    assert keys(wanted) == [[-2, 4, -6, -8]]


def test_long_rows_have_windows_of_their_own() -> None:
    assert keys([row(at, at + 20) for at in (0, 20)]) == [[0], [20]]
