from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.verbs.timeline import Timeline


def test_the_neighbours_in_time_are_found_in_any_order_of_the_rows() -> None:
    first, middle, last = Cue(1, 0, 10, "a"), Cue(2, 20, 30, "b"), Cue(3, 40, 50, "c")
    timeline = Timeline([last, first, middle])
    assert (timeline.previous_end_ms(middle), timeline.next_start_ms(middle)) == (10, 40)
    assert (timeline.previous_end_ms(first), timeline.next_start_ms(last)) == (None, None)


def test_what_overlaps_is_no_neighbour() -> None:
    long, short = Cue(1, 0, 30, "a"), Cue(2, 20, 40, "b")
    timeline = Timeline([long, short])
    assert timeline.next_start_ms(long) is None
    assert timeline.previous_end_ms(short) is None


def test_a_cue_without_duration_is_not_its_own_neighbour() -> None:
    flash, touching = Cue(1, 10, 10, "a"), Cue(2, 10, 20, "b")
    alone = Timeline([flash])
    assert (alone.previous_end_ms(flash), alone.next_start_ms(flash)) == (None, None)
    assert Timeline([flash, touching]).next_start_ms(flash) == 10


def test_a_time_may_be_asked_of_those_who_are_not_in_it() -> None:
    timeline = Timeline([Cue(1, 10, 20, "a")])
    assert (timeline.first_start_from(10), timeline.first_start_from(11)) == (10, None)
    assert (timeline.last_end_until(20), timeline.last_end_until(19)) == (20, None)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=5))
def test_a_cue_is_met_by_what_starts_in_it_or_outlasts_it(spans: list[tuple[int, int]]) -> None:
    cues = [Cue(uid, at, at + length, "a") for uid, (at, length) in enumerate(spans)]
    cue, *others = cues
    assert Timeline(cues).is_met(cue) == any(
        cue.start_ms <= other.start_ms < cue.end_ms or (other.start_ms < cue.end_ms < other.end_ms)
        for other in others
    )


def test_a_cue_without_duration_is_met_by_what_is_shown_around_it() -> None:
    flash = Cue(1, 10, 10, "a")
    assert not Timeline([flash, Cue(2, 0, 10, "b"), Cue(3, 10, 20, "c")]).is_met(flash)
    assert Timeline([flash, Cue(2, 0, 20, "b")]).is_met(flash)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4)), max_size=8), st.integers(0, 12))
def test_a_time_inside_a_cue_is_known(spans: list[tuple[int, int]], time_ms: int) -> None:
    cues = [Cue(uid, start, start + length, "") for uid, (start, length) in enumerate(spans, 1)]
    is_inside = any(cue.start_ms < time_ms < cue.end_ms for cue in cues)
    assert Timeline(cues).is_inside(time_ms) is is_inside
