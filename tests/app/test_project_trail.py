from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.project_trail import History, Step, Trail
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb


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
    assert [entry.position for entry in entries] == [1, 2, 3]


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
    trail.forget_through(3)
    assert trail.history.done == (typed(4),)


def test_a_copy_stays_when_the_trail_goes_on() -> None:
    trail = Trail()
    trail.follow(typed(1))
    copy = trail.copy()
    trail.follow(typed(1).inverted())
    assert copy.history == History((typed(1),))
