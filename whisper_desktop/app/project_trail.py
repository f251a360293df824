"""Which edits of a project can be undone and redone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.edit import Edit, merged


class Step(StrEnum):
    """What an applied edit was to the history."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    GROW = "grow"
    """It went into the edit before it, as the letters of one word do."""


@dataclass(frozen=True, slots=True)
class History:
    """The edits of a document: `done` as they were applied, `undone` the next to redo first."""

    done: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """An edit and its place in the journal."""

    position: int
    edit: Edit


JournalRecord = tuple[bool, Edit]
"""Whether an edit is undone, and the edit."""


class Trail:
    """Tells from the edits alone which of them undo or redo another.

    An edit that takes back exactly the last one is its undoing, however it came about: the rows
    are the same either way.
    """

    def __init__(self, done: Iterable[TrailEntry] = (), undone: Iterable[TrailEntry] = ()) -> None:
        self.done = list(done)
        self.undone = list(undone)
        """The next to redo is the last."""

    @property
    def history(self) -> History:
        """The edits for an undo stack."""
        done = tuple(entry.edit for entry in self.done)
        return History(done, tuple(entry.edit for entry in reversed(self.undone)))

    def records(self) -> dict[int, JournalRecord]:
        """Return what the journal holds, by position."""
        done = {entry.position: (False, entry.edit) for entry in self.done}
        return done | {entry.position: (True, entry.edit) for entry in self.undone}

    def copy(self) -> "Trail":
        """Return a trail that changes on its own, to fall back on."""
        return Trail(self.done, self.undone)

    def follow(self, edit: Edit) -> tuple[Step, TrailEntry]:
        """Take in an applied edit; return what it was, and the journal's entry of it."""
        if self.done and edit == self.done[-1].edit.inverted():
            entry = self.done.pop()
            self.undone.append(entry)
            return Step.UNDO, entry
        if self.undone and edit == self.undone[-1].edit:
            entry = self.undone.pop()
            self.done.append(entry)
            return Step.REDO, entry
        if self.done and not self.undone:
            grown = _grown(self.done[-1], edit)
            if grown is not None:
                self.done[-1] = grown
                return Step.GROW, grown
        entry = TrailEntry(self.done[-1].position + 1 if self.done else 1, edit)
        self.undone.clear()
        self.done.append(entry)
        return Step.DO, entry

    def arrive(self, came: Arrival) -> None:
        """Take in rows that came beneath later edits.

        Where the step that brought the first of them is forgotten, it stays so.
        """
        count = self._count_through(came.beneath.merge_key)
        beneath = self.done[:count]
        if beneath:
            grown = _grown(beneath[-1], came.beneath)
            entry = grown or TrailEntry(beneath[-1].position + 1, came.beneath)
            beneath[-1 if grown else count :] = [entry]
        first = beneath[-1].position + 1 if beneath else 1
        above = [TrailEntry(first + at, edit) for at, edit in enumerate(came.above)]
        first += len(above)
        undone = [TrailEntry(first + at, edit) for at, edit in enumerate(came.undone)]
        self.done, self.undone = beneath + above, undone[::-1]

    def _count_through(self, merge_key: str | None) -> int:
        """Return how many edits there are up to the last of a step."""
        places = range(len(self.done), 0, -1)
        return next((at for at in places if self.done[at - 1].edit.merge_key == merge_key), 0)

    def clear(self) -> None:
        """Drop all edits."""
        self.done.clear()
        self.undone.clear()

    def forget(self, positions: Collection[int]) -> None:
        """Drop edits: they cannot be undone or redone any more."""
        gone = set(positions)
        self.done = [entry for entry in self.done if entry.position not in gone]
        self.undone = [entry for entry in self.undone if entry.position not in gone]


def _grown(entry: TrailEntry, edit: Edit) -> TrailEntry | None:
    """Return an entry with the edit in it, as an undo stack joins the two; None if it does not."""
    if edit.merge_key is None or edit.merge_key != entry.edit.merge_key:
        return None
    together = merged(entry.edit, edit)
    return None if together is None else TrailEntry(entry.position, together)
