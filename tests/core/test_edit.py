from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import (
    MAX_JOINED,
    MAX_SPLICES,
    Edit,
    Splice,
    Verb,
    merged,
    replacing,
    row_count_of,
)

CUES = [Cue(uid, uid * 1_000, uid * 1_000 + 900, f"text {uid}") for uid in range(200)]


def test_the_inverse_of_an_edit_goes_through_its_splices_backwards() -> None:
    first = Splice(0, (CUES[0],), (CUES[1], CUES[2]))
    second = Splice(1, (CUES[2],), ())
    edit = Edit(Verb.FIX, (first, second), (1,), (2,), "key")
    assert edit.inverted() == Edit(
        Verb.FIX, (second.inverted(), first.inverted()), (2,), (1,), "key"
    )
    assert edit.inverted().inverted() == edit


def test_an_edit_is_empty_when_it_changes_nothing() -> None:
    assert Edit(Verb.FIX, ()).is_empty
    assert Edit(Verb.FIX, (Splice(0, (CUES[0],), (CUES[0],)),)).is_empty
    assert not Edit(Verb.FIX, (Splice(0, (CUES[0],), ()),)).is_empty


def test_neighbours_are_replaced_in_one_splice() -> None:
    changed = [(row, replace(CUES[row], text="new")) for row in (1, 2, 3, 7)]
    edit = replacing(Verb.WRAP, CUES, changed, "key")
    assert [(splice.row, len(splice.removed)) for splice in edit.splices] == [(1, 3), (7, 1)]
    assert edit.selection == edit.selection_before == (1, 2, 3, 7)
    assert edit.merge_key == "key"


def test_many_scattered_rows_are_replaced_in_one_splice_with_those_between() -> None:
    rows = range(1, 2 * MAX_SPLICES + 3, 2)
    changed = [(row, replace(CUES[row], text="new")) for row in rows]
    edit = replacing(Verb.WRAP, CUES, changed)
    assert len(edit.splices) == 1
    assert edit.splices[0].row == 1
    assert edit.selection == tuple(rows)


@given(st.sets(st.integers(0, len(CUES) - 1)))
def test_exactly_the_given_rows_are_replaced(rows: set[int]) -> None:
    changed = {row: replace(CUES[row], text="new") for row in sorted(rows)}
    document = Document(CUES)
    inverse = document.apply(replacing(Verb.WRAP, CUES, list(changed.items())))
    assert list(document) == [changed.get(row, cue) for row, cue in enumerate(CUES)]
    document.apply(inverse)
    assert list(document) == CUES


def retexting(cue: Cue, text: str, row: int = 0) -> Edit:
    return Edit(
        Verb.SET_TEXT, (Splice(row, (cue,), (replace(cue, text=text),)),), (2,), (1,), "typing"
    )


def test_two_edits_of_the_same_rows_are_one() -> None:
    first = retexting(CUES[0], "a")
    second = replace(retexting(first.splices[0].inserted[0], "ab"), selection=(3,))
    assert merged(first, second) == Edit(
        Verb.SET_TEXT,
        (Splice(0, (CUES[0],), (replace(CUES[0], text="ab"),)),),
        (3,),
        (1,),
        "typing",
    )


def test_edits_that_do_not_follow_or_change_the_count_stay_two() -> None:
    first = retexting(CUES[0], "a")
    assert merged(first, retexting(CUES[1], "b", 1)) is None
    assert merged(first, retexting(CUES[0], "b")) is None
    deletion = Edit(Verb.DELETE, (Splice(0, (CUES[0],), ()),))
    assert merged(deletion, Edit(Verb.INSERT, (Splice(0, (), (CUES[1],)),))) is None


def test_an_edit_counts_the_rows_that_it_changes() -> None:
    scattered = [(row, replace(CUES[row], text="new")) for row in range(0, 200, 2)]
    edit = replacing(Verb.REPLACE_ALL, CUES, scattered)
    assert len(edit.splices) == 1
    assert row_count_of([edit]) == row_count_of([edit.inverted()]) == 100


def test_an_edit_counts_the_rows_that_come_go_or_change_places() -> None:
    first, second, third = CUES[:3]
    assert row_count_of([Edit(Verb.DUPLICATE, (Splice(0, (first,), (first, second)),))]) == 1
    assert row_count_of([Edit(Verb.LOAD, (Splice(0, (first, second), (third,)),))]) == 1
    assert (
        row_count_of([Edit(Verb.DELETE, (Splice(0, (first,), ()), Splice(4, (second,), ())))]) == 2
    )
    merged_row = replace(first, text="both")
    assert row_count_of([Edit(Verb.MERGE, (Splice(0, (first, second), (merged_row,)),))]) == 2
    ordered = Splice(0, (second, first, third), (first, second, third))
    assert row_count_of([Edit(Verb.SORT, (ordered,))]) == 2


def test_edits_of_one_step_count_each_row_once() -> None:
    come = [bringing(0, CUES[1]), bringing(0, CUES[0]), retexting(CUES[0], "new")]
    gone = [edit.inverted() for edit in reversed(come)]
    assert row_count_of(come) == row_count_of(gone) == 2
    assert row_count_of([*come, *gone]) == 0
    twice = [retexting(CUES[0], "b"), retexting(replace(CUES[0], text="b"), "c")]
    assert row_count_of(twice) == 1


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(0, 2)), max_size=6))
def test_edits_count_what_is_other_once_all_are_applied(
    steps: list[tuple[int, int, int]],
) -> None:
    document = Document(CUES[:6])
    edits: list[Edit] = []
    for number, (place, gone, new) in enumerate(steps):
        row = min(place, len(document))
        removed = tuple(document[row : row + gone])
        inserted = [replace(cue, text=f"{number}") for cue in removed[1:]]
        inserted += [Cue(document.new_uid(), 0, 1, "new") for _ in range(new)]
        edits.append(Edit(Verb.PASTE, (Splice(row, removed, tuple(inserted)),)))
        document.apply(edits[-1])
    before, after = {cue.uid: cue for cue in CUES[:6]}, {cue.uid: cue for cue in document}
    kept = before.keys() & after.keys()
    changed = sum(before[uid] != after[uid] for uid in kept)
    come, gone = len(after) - len(kept), len(before) - len(kept)
    if changed or come or gone:
        assert row_count_of(edits) == changed + (come or gone)


def test_rows_of_large_edits_are_counted() -> None:
    first, second, third = (
        tuple(Cue(uid, 0, end_ms, "") for uid in range(20_000)) for end_ms in (1, 2, 3)
    )
    edits = [
        Edit(Verb.SHIFT, (Splice(0, before, after),))
        for before, after in ((first, second), (second, third))
    ]
    assert row_count_of(edits) == 20_000


def bringing(row: int, *cues: Cue) -> Edit:
    return Edit(Verb.TRANSCRIBE, (Splice(row, (), cues),), merge_key="run")


@given(st.integers(0, 5), st.integers(0, 5))
def test_rows_that_come_beside_or_between_others_come_together(first: int, second: int) -> None:
    one = bringing(first, CUES[50], CUES[51])
    other = bringing(second, CUES[60])
    together = merged(one, other)
    if not first <= second <= first + 2:
        assert together is None
        return
    assert together is not None
    in_turn, at_once = Document(CUES[:5]), Document(CUES[:5])
    in_turn.apply(one)
    in_turn.apply(other)
    at_once.apply(together)
    assert list(in_turn) == list(at_once)
    at_once.apply(together.inverted())
    assert list(at_once) == CUES[:5]


def test_many_rows_that_came_are_no_longer_joined() -> None:
    many = tuple(Cue(uid, 0, 0, "") for uid in range(MAX_JOINED))
    assert merged(bringing(0, *many), bringing(MAX_JOINED, Cue(-1, 0, 0, ""))) is None
    assert merged(bringing(0, *many[1:]), bringing(0, many[0])) is not None
