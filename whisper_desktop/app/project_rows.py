"""The rows as a project file holds them: each with a key that says where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice

KEY_STEP = 1 << 32
"""Between neighbours of a new list: room for many rows to come."""
_INSERT_STEP = 1 << 16
"""Rows that are put in one after the other go close together, so that the room lasts."""


class EditMisfitError(ValueError):
    """An edit was made for other rows than the file has: it missed one before."""

    reason = "a change is missing in it"


@dataclass(slots=True)
class RowChanges:
    """What an edit leaves to be written: rows by uid with their keys, and uids that are gone."""

    put: dict[int, tuple[int, Cue]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)


class StoredRows:
    """Follows edits and says which rows of the file they touch.

    A row that only changes keeps its key; a new one gets a key between its neighbours', so an
    insertion into 100 000 rows writes one row.
    """

    def __init__(self, keyed: Iterable[tuple[int, Cue]] = ()) -> None:
        self.cues: list[Cue] = []
        self._keys: list[int] = []
        for key, cue in keyed:
            self._keys.append(key)
            self.cues.append(cue)

    @classmethod
    def numbered(cls, cues: Iterable[Cue]) -> "StoredRows":
        """Return rows with keys far apart."""
        return cls((KEY_STEP * (row + 1), cue) for row, cue in enumerate(cues))

    def __iter__(self) -> Iterator[tuple[int, Cue]]:
        """Yield (key, cue) in the order of rows."""
        return zip(self._keys, self.cues, strict=True)

    def copy(self) -> "StoredRows":
        """Return rows that change on their own, to fall back on."""
        copy = StoredRows()
        copy.cues, copy._keys = self.cues.copy(), self._keys.copy()
        return copy

    def follow(self, edit: Edit, changes: RowChanges) -> None:
        """Apply the edit and add what it changes.

        Raises `EditMisfitError` when it was made for other rows; what was applied of it then stays.
        """
        for splice in edit.splices:
            end_row = splice.row + len(splice.removed)
            if splice.row < 0 or tuple(self.cues[splice.row : end_row]) != splice.removed:
                raise EditMisfitError(f"the edit {edit.verb} does not fit the project")
            self._splice(splice, changes)

    def restate(self, cues: Iterable[Cue], changes: RowChanges) -> None:
        """Take other rows in place of all; add what changes."""
        changes.gone.update(changes.put, (cue.uid for cue in self.cues))
        fresh = StoredRows.numbered(cues)
        self.cues, self._keys = fresh.cues, fresh._keys
        changes.put = {cue.uid: (key, cue) for key, cue in self}
        changes.gone -= changes.put.keys()

    def _splice(self, splice: Splice, changes: RowChanges) -> None:
        row, end_row = splice.row, splice.row + len(splice.removed)
        for key, cue in self._span(row, len(splice.removed)):
            # An earlier splice of the edit may have put the same cue elsewhere already.
            if changes.put.get(cue.uid, (key,))[0] == key:
                changes.put.pop(cue.uid, None)
                changes.gone.add(cue.uid)
        kept = min(len(splice.removed), len(splice.inserted))
        room = self._room(row + kept, end_row, max(0, len(splice.inserted) - kept))
        self.cues[row:end_row] = splice.inserted
        if room is None:
            self._keys = [KEY_STEP * (number + 1) for number in range(len(self.cues))]
            changes.put = {cue.uid: (key, cue) for key, cue in self}
            changes.gone -= changes.put.keys()
            return
        self._keys[row + kept : end_row] = room
        for key, cue in self._span(row, len(splice.inserted)):
            changes.put[cue.uid] = (key, cue)
            changes.gone.discard(cue.uid)

    def _span(self, row: int, count: int) -> Iterator[tuple[int, Cue]]:
        end_row = row + count
        return zip(self._keys[row:end_row], self.cues[row:end_row], strict=True)

    def _room(self, row: int, end_row: int, count: int) -> list[int] | None:
        """Return keys for `count` rows in place of those of a span; None when there is no room."""
        low = self._keys[row - 1] if row else 0
        if end_row == len(self._keys):
            return [low + KEY_STEP * (number + 1) for number in range(count)]
        step = min(_INSERT_STEP, (self._keys[end_row] - low) // (count + 1))
        return [low + step * (number + 1) for number in range(count)] if step else None
