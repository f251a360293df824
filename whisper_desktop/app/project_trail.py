"""Which edits of a project can be undone and redone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from whisper_desktop.core.edit import Edit


class Step(StrEnum):
    """What an applied edit was to the history."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


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
        entry = TrailEntry(self.done[-1].position + 1 if self.done else 1, edit)
        self.undone.clear()
        self.done.append(entry)
        return Step.DO, entry

    def forget_through(self, position: int) -> None:
        """Drop the edits up to a position: they cannot be undone any more."""
        self.done = [entry for entry in self.done if entry.position > position]
