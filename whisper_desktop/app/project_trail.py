"""Which edits of a project can be undone and redone."""

from collections.abc import Collection, Iterable, Sequence
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
    """It went into the step before it, as the letters of one word do."""
    DROP = "drop"
    """The same, and the step then changed nothing any more and went away."""


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
    """Follows the edits of a document, and knows which of them can be undone and redone.

    Edits that follow each other with the same merge key, not None, are one step. What somebody
    does not say of an edit is told from the edit alone: one that takes back exactly the last one
    is its undoing.
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

    def follow(self, edit: Edit, step: Step | None = None) -> tuple[Step, Sequence[TrailEntry]]:
        """Take in an applied edit; return what it was, and the entries that it concerns.

        What goes on with a step that was forgotten, or takes it back, is a step of its own.
        """
        step = self._told(edit) if step is None else step
        if step is Step.UNDO and self._takes_back(edit):
            self.undone.append(self.done.pop())
            return step, self.undone[-1:]
        if step is Step.REDO and self._repeats(edit):
            self.done.append(self.undone.pop())
            return step, self.done[-1:]
        if step in (Step.GROW, Step.DROP) and self._goes_on(edit):
            self._grow(edit)
            return step, self._taken_step() if step is Step.DROP else self.done[-1:]
        self._begin(edit)
        return Step.DO, self.done[-1:]

    def _told(self, edit: Edit) -> Step:
        if self.done and edit == self.done[-1].edit.inverted():
            return Step.UNDO
        if self.undone and edit == self.undone[-1].edit:
            return Step.REDO
        return Step.GROW if self._goes_on(edit) else Step.DO

    def _takes_back(self, edit: Edit) -> bool:
        return bool(self.done) and edit.splices == self.done[-1].edit.inverted().splices

    def _repeats(self, edit: Edit) -> bool:
        return bool(self.undone) and edit.splices == self.undone[-1].edit.splices

    def _goes_on(self, edit: Edit) -> bool:
        if edit.merge_key is None or not self.done or self.undone:
            return False
        return self.done[-1].edit.merge_key == edit.merge_key

    def _begin(self, edit: Edit) -> None:
        self.undone.clear()
        self.done.append(TrailEntry(self.done[-1].position + 1 if self.done else 1, edit))

    def _grow(self, edit: Edit) -> None:
        grown = _grown(self.done[-1], edit)
        if grown is None:
            self._begin(edit)
        else:
            self.done[-1] = grown

    def _taken_step(self) -> Sequence[TrailEntry]:
        """Take away the last step; return its entries."""
        key = self.done[-1].edit.merge_key
        kept = len(self.done)
        while kept and self.done[kept - 1].edit.merge_key == key:
            kept -= 1
        taken, self.done = self.done[kept:], self.done[:kept]
        return taken

    def arrive(self, came: Arrival) -> None:
        """Take in rows that came beneath later edits.

        Where the step that brought the first of them is forgotten, it stays so.
        """
        count = len(self.done) if came.is_first else self._count_through(came.beneath.merge_key)
        beneath = self.done[:count]
        if came.is_first:
            last = beneath[-1].position if beneath else 0
            beneath.append(TrailEntry(last + 1, came.beneath))
        elif beneath:
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
