from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.queue import (
    Entries,
    QueueOrder,
    QueueState,
    Taken,
    added,
    cleared,
    moved,
    new_entry,
    removed,
    reopened,
    replaced,
    rival,
    taken,
)
from whisper_desktop.core.recipe import Recipe

ORDERS = tuple(QueueOrder(Path(f"{name}.mp4")) for name in "abcde")


def entries_of(*states: QueueState) -> Entries:
    made = map(new_entry, ORDERS)
    return tuple(replace(one, state=state) for one, state in zip(made, states, strict=False))


WAITING = entries_of(*[QueueState.WAITING] * 4)


def names(entries: Entries) -> str:
    return "".join(entry.media.stem for entry in entries)


def test_orders_come_behind_the_others_and_each_project_is_made_once() -> None:
    german = replace(ORDERS[0], recipe=Recipe("de"))
    sound = replace(ORDERS[1], media=ORDERS[1].media.with_suffix(".wav"))
    entries = added((), [ORDERS[0], ORDERS[1], ORDERS[0]])
    entries = added(entries, [german, sound, ORDERS[2]])
    assert [entry.order for entry in entries] == list(ORDERS[:3])
    assert len({entry.id for entry in entries}) == 3


def test_what_makes_the_project_of_an_order_is_known() -> None:
    sound = replace(ORDERS[1], media=ORDERS[1].media.with_suffix(".wav"))
    entries = entries_of(QueueState.DONE, QueueState.RUNNING, QueueState.WAITING)
    found = taken(entries, [ORDERS[0], sound, ORDERS[2], ORDERS[3]])
    assert found == (Taken(sound, entries[1], 1), Taken(ORDERS[2], entries[2], 2))
    assert [one.is_same for one in found] == [False, True]


def test_what_is_over_can_be_added_again() -> None:
    done = entries_of(QueueState.DONE)
    assert len(added(done, [ORDERS[0]])) == 2


def test_an_entry_that_runs_stays_in_the_queue() -> None:
    entries = entries_of(*QueueState)
    assert names(removed(entries, [one.id for one in entries])) == "b"
    assert names(cleared(entries, only_finished=False)) == "b"
    assert names(cleared(entries, only_finished=True)) == "abd"


def test_entries_move_together_until_the_first_is_at_the_end() -> None:
    chosen = [WAITING[1].id, WAITING[2].id]
    up = moved(WAITING, chosen, -1)
    assert names(up) == "bcad"
    assert moved(up, chosen, -1) == up
    down = moved(up, chosen, 1)
    assert names(down) == "abcd"
    assert names(moved(down, chosen, 1)) == "adbc"


@given(st.sets(st.integers(0, 3)), st.sampled_from([-1, 1]))
def test_moving_loses_nothing_and_keeps_the_order_of_the_others(places: set[int], by: int) -> None:
    ids = {WAITING[place].id for place in places}
    after = moved(WAITING, ids, by)
    for is_chosen in (True, False):
        before = [one for one in WAITING if (one.id in ids) is is_chosen]
        assert [one for one in after if (one.id in ids) is is_chosen] == before


def test_another_order_is_begun_anew_and_knows_what_it_replaces() -> None:
    begun = replace(WAITING[0], done_ms=30_000, total_ms=60_000, state=QueueState.FAILED)
    again = begun.waiting()
    assert (again.state, again.done_ms, again.run_id) == (QueueState.WAITING, 30_000, begun.run_id)

    anew = begun.anew(replace(begun.order, recipe=Recipe("nl")))
    assert (anew.replaces, anew.done_ms, anew.total_ms) == (begun.run_id, 0, None)
    assert anew.run_id != begun.run_id
    assert anew.id == begun.id
    assert anew.anew(begun.order).replaces == begun.run_id


def test_an_entry_is_replaced_in_its_place() -> None:
    done = replace(WAITING[1], state=QueueState.DONE)
    assert replaced(WAITING, done) == (WAITING[0], done, *WAITING[2:])
    assert replaced(WAITING[:1], done) == WAITING[:1]


def test_an_entry_stays_over_while_another_one_will_make_its_project() -> None:
    failed, done = entries_of(QueueState.FAILED, QueueState.DONE)
    again = failed.waiting()
    assert reopened((failed, done), again) == (again, done)
    entries = added((failed, done), [ORDERS[0]])
    assert reopened(entries, again) == entries
    assert rival(entries, again) == Taken(failed.order, entries[2], 2)
    assert rival(entries, entries[2]) is None


def test_the_record_of_the_run_holds_what_is_wanted() -> None:
    order = replace(ORDERS[0], recipe=Recipe("fr", model="small"), track=2)
    record = new_entry(order).record
    assert (record.recipe, record.track, record.reached_ms) == (order.recipe, 2, 0)


def test_many_are_added_at_once_each_once() -> None:
    orders = [QueueOrder(Path(f"{number}.mp4")) for number in range(5_000)]
    entries = added(WAITING, [*orders, *orders, *ORDERS])
    assert len(entries) == 5_000 + len(ORDERS)
