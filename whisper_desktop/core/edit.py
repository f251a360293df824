"""Changes of a document as data: each can be applied, undone, kept and sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise

from whisper_desktop.core.cue import Cue


class Verb(StrEnum):
    """What an edit does, for its name in the history; `ui` has the words for it."""

    SET_TEXT = "set-text"
    SET_START = "set-start"
    SET_END = "set-end"
    MOVE = "move"
    INSERT = "insert"
    DELETE = "delete"
    SPLIT = "split"
    MERGE = "merge"
    SHIFT = "shift"
    STRETCH = "stretch"
    CHANGE_FRAME_RATE = "change-frame-rate"
    SNAP = "snap"
    FIT_TIMES = "fit-times"
    CLOSE_GAPS = "close-gaps"
    OPEN_GAPS = "open-gaps"
    EXTEND = "extend"
    WRAP = "wrap"
    CUT_FOR_READING = "cut-for-reading"
    CHANGE_CASE = "change-case"
    REMOVE_FILLERS = "remove-fillers"
    SORT = "sort"
    DUPLICATE = "duplicate"
    PASTE = "paste"
    REPLACE_ALL = "replace-all"
    FIX = "fix"
    LOAD = "load"
    GO_BACK = "go-back"
    TRANSCRIBE = "transcribe"
    RECOGNISE = "recognise"
    SET_RECIPE = "set-recipe"
    SET_TRANSLATION = "set-translation"
    ACCEPT = "accept"


MAX_SPLICES = 64
"""Rows farther apart than this many splices are one splice with the rows between: every listener
hears of each splice, and a view would take longer over a thousand small ones than over all rows."""

MAX_JOINED = 500
"""Rows that come bit by bit are one splice up to so many: all of it is written for each bit."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Rows `row` to `row + len(removed)` become `inserted`.

    It holds what it takes away, so that it can be checked before it is applied and turned round
    afterwards.
    """

    row: int
    removed: tuple[Cue, ...]
    inserted: tuple[Cue, ...]

    def inverted(self) -> "Splice":
        """Return the splice that puts everything back."""
        return Splice(self.row, self.inserted, self.removed)


@dataclass(frozen=True, slots=True)
class Edit:
    """One undoable step: splices in the order of their application.

    `selection` holds the uids that shall be selected once it is applied, `selection_before` those
    once it is undone. Two edits that follow each other with the same `merge_key`, not None, are
    one step (the moves of one drag, the letters of one word).
    """

    verb: Verb
    splices: tuple[Splice, ...]
    selection: tuple[int, ...] = ()
    selection_before: tuple[int, ...] = ()
    merge_key: str | None = None

    def inverted(self) -> "Edit":
        """Return the edit that undoes this one."""
        return Edit(
            self.verb,
            tuple(splice.inverted() for splice in reversed(self.splices)),
            self.selection_before,
            self.selection,
            self.merge_key,
        )

    @property
    def is_empty(self) -> bool:
        """Whether the edit changes nothing and is not worth a step."""
        return all(splice.removed == splice.inserted for splice in self.splices)


def row_count_of(edits: Sequence[Edit]) -> int:
    """Return how many rows are changed by edits that follow each other.

    Besides, it counts how many come, or go where none come. Rows between them, that a splice
    holds as they are, do not count.
    """
    before: dict[int, Cue] = {}
    after: dict[int, Cue] = {}
    for edit in edits:
        for cue in chain.from_iterable(splice.removed for splice in edit.splices):
            if after.pop(cue.uid, None) is None:
                before.setdefault(cue.uid, cue)
        for cue in chain.from_iterable(splice.inserted for splice in edit.splices):
            after[cue.uid] = cue
    kept = before.keys() & after.keys()
    changed = sum(before[uid] != after[uid] for uid in kept)
    come, gone = len(after) - len(kept), len(before) - len(kept)
    return changed + (come or gone) or sum(map(_moved_count, edits))


def _moved_count(edit: Edit) -> int:
    """Return how many rows of its splices have another place."""
    pairs = (zip(splice.removed, splice.inserted, strict=False) for splice in edit.splices)
    return sum(old.uid != new.uid for rows in pairs for old, new in rows)


def replacing(
    verb: Verb,
    cues: Sequence[Cue],
    replacements: Sequence[tuple[int, Cue]],
    merge_key: str | None = None,
) -> Edit:
    """Return the edit that puts other cues in some rows of `cues`, neighbours in one splice.

    `replacements` are (row, cue) in rising order of the row. Their cues are selected, before and
    after.
    """
    splices = _spliced(cues, replacements)
    uids = tuple([cue.uid for _, cue in replacements])
    return Edit(verb, splices, uids, uids, merge_key)


def _spliced(cues: Sequence[Cue], replacements: Sequence[tuple[int, Cue]]) -> tuple[Splice, ...]:
    rows = [row for row, _ in replacements]
    firsts = [0] if rows else []
    if rows and rows[-1] - rows[0] + 1 != len(rows):
        firsts += [at for at in range(1, len(rows)) if rows[at] != rows[at - 1] + 1]
    if len(firsts) > MAX_SPLICES:
        first_row, end_row = rows[0], rows[-1] + 1
        removed = tuple(cues[first_row:end_row])
        inserted = list(removed)
        for row, cue in replacements:
            inserted[row - first_row] = cue
        return (Splice(first_row, removed, tuple(inserted)),)
    return tuple(
        Splice(
            rows[first],
            tuple(cues[rows[first] : rows[first] + end - first]),
            tuple([cue for _, cue in replacements[first:end]]),
        )
        for first, end in pairwise([*firsts, len(rows)])
    )


def merged(first: Edit, second: Edit) -> Edit | None:
    """Return the one edit that does what two do in turn, or None when it would take more.

    It takes no more when both change the same rows, as the moves of one drag do, or when the
    second puts rows beside or between those that the first brought, up to `MAX_JOINED`.
    """
    if _aligned(first, second):
        splices = tuple(
            Splice(one.row, one.removed, other.inserted)
            for one, other in zip(first.splices, second.splices, strict=True)
        )
    else:
        joined = _joined(first, second)
        if joined is None:
            return None
        splices = (joined,)
    return Edit(second.verb, splices, second.selection, first.selection_before, second.merge_key)


def _aligned(first: Edit, second: Edit) -> bool:
    """Tell whether each splice of the second takes away just what the first's left there."""
    same_size = all(len(splice.removed) == len(splice.inserted) for splice in first.splices)
    left = [(splice.row, splice.inserted) for splice in first.splices]
    return same_size and left == [(splice.row, splice.removed) for splice in second.splices]


def _joined(first: Edit, second: Edit) -> Splice | None:
    """Return the splice that brings all rows of two edits, if they come to one place."""
    if len(first.splices) != 1 or len(second.splices) != 1:
        return None
    one, other = first.splices[0], second.splices[0]
    place = other.row - one.row
    fits = 0 <= place <= len(one.inserted) <= MAX_JOINED - len(other.inserted)
    if one.removed or other.removed or not fits:
        return None
    return Splice(one.row, (), one.inserted[:place] + other.inserted + one.inserted[place:])
