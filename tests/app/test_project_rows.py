from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.project_rows import RowChanges, StoredRows
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb


def make_cues(count: int, first_uid: int = 1) -> list[Cue]:
    return [Cue(first_uid + row, 0, row, "") for row in range(count)]


@st.composite
def edit_lists(draw: st.DrawFn) -> tuple[list[Cue], list[Edit]]:
    """Edits that fit each other, with rows that come, go, change, move and come back."""
    start = make_cues(draw(st.integers(0, 6)))
    cues = list(start)
    known = {cue.uid: cue for cue in cues}
    edits = []
    for _ in range(draw(st.integers(1, 6))):
        splices = []
        for _ in range(draw(st.integers(1, 3))):
            row = draw(st.integers(0, len(cues)))
            removed = tuple(cues[row : row + draw(st.integers(0, 4))])
            end_row = row + len(removed)
            staying = {cue.uid for cue in (*cues[:row], *cues[end_row:])}
            free = [*sorted(known.keys() - staying), max(known, default=0) + 1]
            chosen = draw(st.lists(st.sampled_from(free), max_size=4, unique=True))
            inserted = tuple(Cue(uid, 0, draw(st.integers(0, 9)), "") for uid in chosen)
            splices.append(Splice(row, removed, inserted))
            cues[row:end_row] = inserted
            known.update((cue.uid, cue) for cue in inserted)
        edits.append(Edit(Verb.SORT, tuple(splices)))
    return start, edits


@given(edit_lists(), st.booleans())
def test_the_written_rows_are_always_those_of_the_document(
    case: tuple[list[Cue], list[Edit]], is_one_batch: bool
) -> None:
    start, edits = case
    cues = list(start)
    rows = StoredRows.numbered(start)
    table = {cue.uid: (key, cue) for key, cue in rows}
    changes = RowChanges()
    for edit in edits:
        for splice in edit.splices:
            cues[splice.row : splice.row + len(splice.removed)] = splice.inserted
        rows.follow(edit, changes)
        if not is_one_batch:
            write(table, changes)
            changes = RowChanges()
            assert [cue for _, cue in sorted(table.values(), key=by_key)] == cues
    write(table, changes)
    assert rows.cues == cues
    assert sorted(table.values(), key=by_key) == list(rows)


def by_key(entry: tuple[int, Cue]) -> int:
    return entry[0]


def write(table: dict[int, tuple[int, Cue]], changes: RowChanges) -> None:
    for uid in changes.gone:
        table.pop(uid, None)
    table.update(changes.put)


def test_a_changed_row_is_the_only_one_written() -> None:
    cues = make_cues(1_000)
    rows = StoredRows.numbered(cues)
    changes = RowChanges()
    splice = Splice(500, (cues[500],), (replace(cues[500], text="new"),))
    rows.follow(Edit(Verb.SET_TEXT, (splice,)), changes)
    assert list(changes.put) == [501]
    assert not changes.gone


def test_an_inserted_row_is_the_only_one_written() -> None:
    rows = StoredRows.numbered(make_cues(1_000))
    changes = RowChanges()
    rows.follow(Edit(Verb.INSERT, (Splice(500, (), (Cue(2_000, 0, 1, ""),)),)), changes)
    assert list(changes.put) == [2_000]


def test_a_row_may_be_in_its_new_place_before_it_has_left_the_old_one() -> None:
    first, second = make_cues(2)
    rows = StoredRows.numbered((first, second))
    changes = RowChanges()
    swap = (Splice(0, (first,), (second,)), Splice(1, (second,), (first,)))
    rows.follow(Edit(Verb.SORT, swap), changes)
    assert [cue for _, cue in sorted(changes.put.values(), key=by_key)] == [second, first]
    assert not changes.gone


def test_rows_find_a_place_when_there_is_no_room_between_keys() -> None:
    rows = StoredRows([(5, Cue(1, 0, 1, "first")), (6, Cue(2, 0, 1, "last"))])
    changes = RowChanges()
    rows.follow(Edit(Verb.INSERT, (Splice(1, (), (Cue(3, 0, 1, "middle"),)),)), changes)
    assert [cue.uid for _, cue in sorted(changes.put.values(), key=by_key)] == [1, 3, 2]


def test_an_edit_of_other_rows_is_refused() -> None:
    rows = StoredRows.numbered(make_cues(2))
    with pytest.raises(ValueError, match="does not fit"):
        rows.follow(Edit(Verb.DELETE, (Splice(0, (Cue(9, 0, 1, ""),), ()),)), RowChanges())


def test_a_copy_stays_when_the_rows_change() -> None:
    rows = StoredRows.numbered(make_cues(2))
    copy = rows.copy()
    rows.follow(Edit(Verb.DELETE, (Splice(0, tuple(make_cues(1)), ()),)), RowChanges())
    assert [cue.uid for cue in copy.cues] == [1, 2]
    assert [cue.uid for _, cue in copy] == [1, 2]
