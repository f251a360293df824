from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.arrivals import arrival, place_of
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing

KEY = "run"


def cue(uid: int, start_ms: int) -> Cue:
    return Cue(uid, start_ms, start_ms + 900, f"text {uid}")


CUES = [cue(uid, uid * 1_000) for uid in range(1, 9)]


def retexting(cues: Sequence[Cue], rows: Sequence[int]) -> Edit:
    changed = [(row, replace(cues[row], text=cues[row].text + "!")) for row in rows]
    return replacing(Verb.SET_TEXT, cues, changed)


def splitting(cues: Sequence[Cue], row: int, uid: int) -> Edit:
    halves = (cues[row], replace(cues[row], uid=uid))
    return Edit(Verb.SPLIT, (Splice(row, (cues[row],), halves),))


@st.composite
def edit_of(draw: st.DrawFn, cues: Sequence[Cue], uid: int) -> Edit:
    """Some edit that fits the rows; new rows have `uid` and the following."""
    row = draw(st.integers(0, len(cues) - 1))
    end = draw(st.integers(row + 1, len(cues)))
    rows = tuple(cues[row:end])
    new = cue(uid, draw(st.integers(0, 9_999)))
    edits = (
        retexting(cues, [row]),
        retexting(cues, range(row, end)),
        splitting(cues, row, uid),
        Edit(Verb.INSERT, (Splice(row, (), (new,)),)),
        Edit(Verb.DELETE, (Splice(row, rows, ()),)),
        Edit(Verb.MERGE, (Splice(row, rows, rows[:1]),)),
        Edit(Verb.SORT, (Splice(row, rows, tuple(reversed(rows))),)),
    )
    return draw(st.sampled_from(edits))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Edit], int]:
    """Edits that fit one after another, and how many of them are done."""
    document = Document(CUES)
    edits: list[Edit] = []
    for number in range(draw(st.integers(0, 5))):
        if not len(document):
            break
        edits.append(draw(edit_of(list(document), 100 + number)))
        document.apply(edits[-1])
    return edits, draw(st.integers(0, len(edits)))


def applied(cues: Sequence[Cue], edits: Sequence[Edit]) -> list[Cue]:
    document = Document(cues)
    for edit in edits:
        document.apply(edit)
    return list(document)


@given(histories(), st.integers(0, 12_000), st.integers(1, 3))
def test_rows_that_arrive_were_there_before_all_that_was_done_and_can_be_redone(
    history: tuple[list[Edit], int], start_ms: int, count: int
) -> None:
    edits, done_count = history
    done, undone = edits[:done_count], edits[done_count:]
    now = applied(CUES, done)
    coming = [cue(500 + number, start_ms + number) for number in range(count)]
    came = arrival(now, coming, KEY, done, undone)
    after = applied(now, [came.edit])
    assert [row for row in after if row not in coming] == now
    assert [row for row in after if row in coming] == coming
    assert applied(CUES, [came.beneath, *came.above]) == after
    # Undoing all of it leaves what there was; redoing it, what there would have been.
    back = applied(after, [edit.inverted() for edit in reversed(came.above)])
    assert back == applied(CUES, [came.beneath])
    redone = applied(after, came.undone)
    assert [row for row in redone if row not in coming] == applied(now, undone)
    assert [row for row in redone if row in coming] == coming


@given(st.lists(st.integers(0, 20_000), max_size=8), st.integers(0, 20_000))
def test_a_cue_goes_behind_all_that_start_no_later(starts: list[int], start_ms: int) -> None:
    cues = [cue(uid, start) for uid, start in enumerate(sorted(starts))]
    row = place_of(cues, start_ms)
    assert all(cue.start_ms <= start_ms for cue in cues[:row])
    assert all(cue.start_ms > start_ms for cue in cues[row:])


def test_an_edit_of_rows_further_on_moves_with_them() -> None:
    edit = retexting(CUES, [5])
    came = arrival(applied(CUES, [edit]), [cue(50, 2_500)], KEY, [edit])
    assert came.edit.splices[0].row == came.beneath.splices[0].row == 2
    assert came.above[0].splices[0].row == 6


def test_nothing_comes_between_the_halves_of_a_split() -> None:
    edit = splitting(CUES, 2, 50)
    halves = applied(CUES, [edit])
    halves[3] = replace(halves[3], start_ms=3_800)
    came = arrival(halves, [cue(60, 3_500)], KEY, [replace(edit)])
    assert came.edit.splices[0].row == 4
    assert came.beneath.splices[0].row == 3


def test_behind_the_last_row_is_room_even_where_a_half_of_a_split_was_deleted() -> None:
    split = splitting(CUES, 7, 50)
    halves = applied(CUES, [split])
    delete = Edit(Verb.DELETE, (Splice(8, (halves[8],), ()),))
    came = arrival(applied(halves, [delete]), [cue(60, 9_000)], KEY, [split, delete])
    assert [edit.splices[0].row for edit in (came.edit, came.beneath)] == [8, 8]
    assert came.above == (split, delete)


def test_an_arrival_bears_the_key_of_its_run_and_selects_nothing() -> None:
    came = arrival(CUES, [cue(50, 2_500)], KEY)
    assert came.edit.merge_key == KEY
    assert came.edit.verb is Verb.TRANSCRIBE
    assert not came.edit.selection
