from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.project_trail import History, Step, Trail
from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb, merged


def typed(number: int) -> Edit:
    before, after = Cue(1, 0, 1, str(number - 1)), Cue(1, 0, 1, str(number))
    return Edit(Verb.SET_TEXT, (Splice(0, (before,), (after,)),), (1,), (1,))


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_it_keeps_the_account_that_an_undo_stack_keeps(steps: list[Step]) -> None:
    trail = Trail()
    done: list[Edit] = []
    undone: list[Edit] = []
    for number, step in enumerate(steps):
        if step is Step.UNDO and done:
            undone.append(done.pop())
            found, _ = trail.follow(undone[-1].inverted())
        elif step is Step.REDO and undone:
            done.append(undone.pop())
            found, _ = trail.follow(done[-1])
        else:
            undone.clear()
            done.append(typed(number))
            found, _ = trail.follow(done[-1])
            assert found is Step.DO
        assert trail.history == History(tuple(done), tuple(reversed(undone)))
        assert len({entry.position for entry in (*trail.done, *trail.undone)}) == len(
            trail.done
        ) + len(trail.undone)


def test_positions_rise_in_the_order_of_edits() -> None:
    trail = Trail()
    entries = [trail.follow(typed(number))[1] for number in (1, 2, 3)]
    assert [entry.position for (entry,) in entries] == [1, 2, 3]


def test_an_undone_edit_that_is_overtaken_is_forgotten() -> None:
    trail = Trail()
    trail.follow(typed(1))
    trail.follow(typed(1).inverted())
    trail.follow(typed(5))
    assert trail.history == History((typed(5),))


def test_the_oldest_edits_can_be_forgotten() -> None:
    trail = Trail()
    for number in range(1, 5):
        trail.follow(typed(number))
    trail.forget([1, 2, 3])
    assert trail.history.done == (typed(4),)


def test_the_last_edits_to_redo_can_be_forgotten() -> None:
    trail = Trail()
    for number in range(1, 4):
        trail.follow(typed(number))
    for number in range(3, 0, -1):
        trail.follow(typed(number).inverted())
    trail.forget([2, 3])
    assert trail.history == History((), (typed(1),))


def test_a_copy_stays_when_the_trail_goes_on() -> None:
    trail = Trail()
    trail.follow(typed(1))
    copy = trail.copy()
    trail.follow(typed(1).inverted())
    assert copy.history == History((typed(1),))


def letter(text: str, before: str, key: str | None = "typing 1") -> Edit:
    old, new = Cue(1, 0, 1, before), Cue(1, 0, 1, text)
    return Edit(Verb.SET_TEXT, (Splice(0, (old,), (new,)),), (1,), (1,), key)


def test_what_is_one_step_on_the_stack_is_one_in_the_journal() -> None:
    trail = Trail()
    trail.follow(letter("a", ""))
    assert trail.follow(letter("ab", "a"))[0] is Step.GROW
    assert trail.history == History((letter("ab", ""),))
    assert trail.follow(letter("ab", "").inverted())[0] is Step.UNDO
    assert trail.history == History((), (letter("ab", ""),))


def test_what_is_typed_after_an_undo_is_a_step_of_its_own() -> None:
    trail = Trail()
    for edit in (letter("a", ""), letter("b", "a", "other"), letter("b", "a", "other").inverted()):
        trail.follow(edit)
    assert trail.follow(letter("ac", "a"))[0] is Step.DO


def coming(uid: int, row: int) -> Edit:
    return Edit(Verb.TRANSCRIBE, (Splice(row, (), (Cue(uid, 0, 1, "new"),)),), merge_key="run")


def test_rows_that_arrive_go_into_their_step_beneath_later_ones() -> None:
    trail = Trail()
    for edit in (coming(10, 0), typed(1), typed(2), typed(2).inverted()):
        trail.follow(edit)
    later, redone = typed(3), typed(4)
    trail.arrive(Arrival(coming(11, 1), coming(11, 1), (later,), (redone,)))
    together = merged(coming(10, 0), coming(11, 1))
    assert together is not None
    assert trail.history == History((together, later), (redone,))
    assert trail.records() == {1: (False, together), 2: (False, later), 3: (True, redone)}


def test_the_first_rows_that_arrive_go_beneath_what_can_be_redone() -> None:
    trail = Trail()
    for edit in (typed(1), typed(2), typed(2).inverted()):
        trail.follow(edit)
    first, redone = coming(10, 0), typed(3)
    trail.arrive(Arrival(first, first, (), (redone,), is_first=True))
    assert trail.history == History((typed(1), first), (redone,))
    assert trail.records() == {1: (False, typed(1)), 2: (False, first), 3: (True, redone)}


def test_rows_that_are_too_many_for_one_entry_get_another() -> None:
    trail = Trail()
    trail.follow(coming(10, 0))
    trail.follow(typed(1))
    apart = coming(11, 30)
    trail.arrive(Arrival(apart, apart, (typed(1),)))
    assert trail.history == History((coming(10, 0), apart, typed(1)))
    assert sorted(trail.records()) == [1, 2, 3]


def test_a_step_that_is_forgotten_stays_forgotten() -> None:
    trail = Trail()
    trail.follow(coming(10, 0))
    trail.follow(typed(1))
    trail.forget([1])
    trail.arrive(Arrival(coming(11, 1), coming(11, 1), (typed(1),)))
    assert trail.history == History((typed(1),))


def test_there_and_back_again_is_no_undoing() -> None:
    trail = Trail()
    trail.follow(typed(1), Step.DO)
    trail.follow(letter("a", ""), Step.DO)
    step, taken = trail.follow(letter("", "a"), Step.DROP)
    assert (step, [entry.position for entry in taken]) == (Step.DROP, [2])
    assert trail.history == History((typed(1),))


def test_what_is_done_again_is_no_redoing() -> None:
    trail = Trail()
    for number in (1, 2):
        trail.follow(typed(number), Step.DO)
    for number in (2, 1):
        trail.follow(typed(number).inverted(), Step.UNDO)
    assert trail.follow(typed(1), Step.DO)[0] is Step.DO
    assert trail.history == History((typed(1),))


def test_what_goes_on_with_a_forgotten_step_is_one_of_its_own() -> None:
    trail = Trail()
    for edit, step in (
        (letter("ab", "a"), Step.GROW),
        (typed(1).inverted(), Step.UNDO),
        (typed(2), Step.REDO),
    ):
        assert trail.follow(edit, step)[0] is Step.DO
