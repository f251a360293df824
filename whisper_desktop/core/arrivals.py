"""Rows that come while a person edits: they go beneath what the person did in the meantime.

To undo is to take back one's own last step, not what a recogniser brought since. So rows that
arrive are added to the step that began their coming, as if they had been there before everything
that was done later; those later edits are moved to where their rows are then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import product
from typing import NamedTuple

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb


@dataclass(frozen=True, slots=True)
class Arrival:
    """Rows that came, and the history as it is with them.

    `edit` brings them into the document as it is now, `beneath` as it was before `above`.
    `above` are the later edits that are done, the oldest first, `undone` those that can be
    redone, the next one first. The first of a step goes above all that is done.
    """

    edit: Edit
    beneath: Edit
    above: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    is_first: bool = False


def place_of(cues: Sequence[Cue], start_ms: int) -> int:
    """Return the row for a cue that starts then: behind the last that starts no later."""
    for row in range(len(cues) - 1, -1, -1):
        if cues[row].start_ms <= start_ms:
            return row + 1
    return 0


def arrival(
    cues: Sequence[Cue],
    arriving: Sequence[Cue],
    merge_key: str,
    above: Sequence[Edit] = (),
    undone: Sequence[Edit] = (),
) -> Arrival:
    """Return how cues that belong together come to their place in the rows.

    `above` are the edits since the step with this merge key, the oldest first, `undone` the next
    to redo first. Where an edit put other rows into one place (a split, a merge), nothing comes
    between them: the cues then go behind.
    """
    first_row = place_of(cues, arriving[0].start_ms)
    for row, side in product(range(first_row, len(cues) + 1), _Side):
        moved = _moved(_Place(row, len(arriving), side), above, undone)
        if moved is not None:
            bottom_row, lifted_above, lifted_undone = moved
            return Arrival(
                _inserting(row, arriving, merge_key),
                _inserting(bottom_row, arriving, merge_key),
                lifted_above,
                lifted_undone,
            )
    raise AssertionError("behind the last row there is always room")


def _inserting(row: int, cues: Sequence[Cue], merge_key: str) -> Edit:
    return Edit(Verb.TRANSCRIBE, (Splice(row, (), tuple(cues)),), merge_key=merge_key)


class _Side(Enum):
    """Where cues go that come just where rows were deleted."""

    BEFORE = auto()
    BEHIND = auto()


class _Place(NamedTuple):
    """Where so many cues come."""

    row: int
    cue_count: int
    side: _Side


def _moved(
    place: _Place, above: Sequence[Edit], undone: Sequence[Edit]
) -> tuple[int, tuple[Edit, ...], tuple[Edit, ...]] | None:
    """Return the row before all that was done, and the edits moved; None if it is inside of one."""
    moved_above: list[Edit] = []
    below = place
    for edit in reversed(above):
        sunk = _sunk(edit, below)
        if sunk is None:
            return None
        below, moved = sunk
        moved_above.append(moved)
    moved_undone: list[Edit] = []
    for edit in undone:
        # What is to be redone, turned round, is what was undone from there.
        sunk = _sunk(edit.inverted(), place)
        if sunk is None:
            return None
        place, moved = sunk
        moved_undone.append(moved.inverted())
    return below.row, tuple(reversed(moved_above)), tuple(moved_undone)


def _sunk(edit: Edit, place: _Place) -> tuple[_Place, Edit] | None:
    """Return where a place, after an edit, was before it, and the edit with rows there."""
    row, cue_count, side = place
    splices: list[Splice] = []
    for splice in reversed(edit.splices):
        end_row = splice.row + len(splice.inserted)
        is_behind = row == end_row and side is _Side.BEHIND
        if row <= splice.row and not is_behind:
            splices.append(replace(splice, row=splice.row + cue_count))
        elif row >= end_row:
            splices.append(splice)
            row += len(splice.removed) - len(splice.inserted)
        elif _is_row_by_row(splice):
            head = row - splice.row
            tail = Splice(row + cue_count, splice.removed[head:], splice.inserted[head:])
            splices += [tail, Splice(splice.row, splice.removed[:head], splice.inserted[:head])]
        else:
            return None
    return place._replace(row=row), replace(edit, splices=tuple(reversed(splices)))


def _is_row_by_row(splice: Splice) -> bool:
    """Tell whether every row stays where it is, and just holds something else."""
    if len(splice.removed) != len(splice.inserted):
        return False
    pairs = zip(splice.removed, splice.inserted, strict=True)
    return all(before.uid == after.uid for before, after in pairs)
