from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.verbs.inserting import insert, insert_after
from whisper_desktop.core.verbs.moving import move
from whisper_desktop.core.verbs.pushing import (
    mirrored_places_until,
    places_from,
    push,
    shown_at,
)
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules
from whisper_desktop.core.verbs.times import set_end, set_times

PUSH = TimingRules(Neighbours.PUSH, min_gap_ms=80)

CUES = [Cue(1, 50, 60, "late"), Cue(2, 0, 10, "first"), Cue(3, 12, 30, "second")]


def test_places_are_in_the_order_of_time() -> None:
    assert list(places_from(CUES, 12)) == [(12, 30, 2), (50, 60, 0)]
    assert list(mirrored_places_until(CUES, 30)) == [(-30, -12, 2), (-10, 0, 1)]


def test_every_gap_takes_some_of_a_push() -> None:
    assert push([1], 10, places_from(CUES, 0), 0, None) == {1: 10, 2: 8}
    assert push([1], 10, places_from(CUES, 0), 2, None) == {1: 10, 2: 10}
    assert push([1], 30, places_from(CUES, 0), 0, None) == {1: 30, 2: 28, 0: 8}


def test_a_push_is_shortened_by_what_would_go_too_far() -> None:
    assert push([1], 30, places_from(CUES, 0), 0, 62) == {1: 24, 2: 22, 0: 2}
    assert push([1], 30, places_from(CUES, 0), 0, 40) == {1: 12, 2: 10}


@st.composite
def some_cues(draw: st.DrawFn) -> list[Cue]:
    spans = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=12))
    if draw(st.booleans()):
        spans.sort(key=lambda span: (span[0], sum(span)))
    return [Cue(uid, start, start + ms, "") for uid, (start, ms) in enumerate(spans, 1)]


@given(some_cues(), st.integers(-1, 55))
def test_rows_in_any_order_are_found_in_that_of_time(cues: list[Cue], time_ms: int) -> None:
    document = Document(cues)
    every = list(enumerate(cues))
    behind = [(cue.start_ms, cue.end_ms, row) for row, cue in every if cue.start_ms >= time_ms]
    before = [(-cue.end_ms, -cue.start_ms, -row) for row, cue in every if cue.end_ms <= time_ms]
    assert list(places_from(document, time_ms)) == sorted(behind)
    mirrored = [(end, start, -row) for end, start, row in sorted(before)]
    assert list(mirrored_places_until(document, time_ms)) == mirrored
    shown = [cue for cue in cues if cue.start_ms < time_ms < cue.end_ms]
    assert list(shown_at(document, time_ms)) == list(shown_at(cues, time_ms)) == shown


class CountingDocument(Document):
    """Counts the rows that are read."""

    reads = 0

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        self.reads += len(found) if isinstance(index, slice) else 1
        return found

    def __iter__(self) -> Iterator[Cue]:
        self.reads += len(self)
        return super().__iter__()


@pytest.mark.parametrize(
    "verb",
    [
        lambda film: insert(film, (3_002_450, 3_004_000), "new"),
        lambda film: insert(film, (3_000_100, 3_004_000), "new", PUSH),
        lambda film: insert_after(film, 1_000, rules=PUSH),
        lambda film: set_end(film, 1_000, 3_009_000),
        lambda film: set_times(film, 1_000, (2_999_000, 3_004_000), PUSH),
        lambda film: move(film, [1_000], 500, PUSH),
        lambda film: move(film, [1_000], -500, PUSH),
    ],
)
def test_of_a_long_film_only_what_is_near_is_read(verb: Callable[[Document], Edit]) -> None:
    cues = [Cue(row + 1, row * 3_000, row * 3_000 + 2_400, "") for row in range(2_000)]
    film = CountingDocument(cues)
    assert not verb(film).is_empty
    assert film.reads < 300
