"""What of the document somebody should listen to: doubtful text, and speech without a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.coverage import uncovered
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.segment import LeftOut
from whisper_desktop.core.suspects import Suspicion, suspicion
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.editing import EditingController

_AT_ONCE = 1_000
"""Rows, which takes a hundredth of a second; of more the window would stand still."""
_REST_MS = 300
"""How long after the last change of rows speech without one is looked for."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to listen to: a row, speech that has none, or text that was left out.

    `uid` and `suspicion`, which says how doubtful a row is and why, are those of a row; `left_out`
    is text that was recognised and not kept.
    """

    span: TimeSpan
    uid: int | None = None
    suspicion: Suspicion | None = None
    left_out: LeftOut | None = None


class DoubtsBoard(QObject):
    """Keeps a ranked list of doubts; of many rows it knows bit by bit, and tells when it knows all.

    A person who accepts a row, or writes its text, has listened: then there is no doubt.
    """

    changed = Signal()
    """Other doubts are known now."""

    def __init__(self, editing: EditingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._found: dict[int, Suspicion] = {}
        """Of every doubtful row, by its uid."""
        self._speech: tuple[TimeSpan, ...] = ()
        self._left_alone: frozenset[TimeSpan] = frozenset()
        self._uncovered: tuple[TimeSpan, ...] = ()
        self._left_out: Mapping[LeftOut, int | None] = {}
        """What was not kept, and the uid of the row that it came back as."""
        self._unread: Iterator[Cue] = iter(())
        self._soon = QTimer(self)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_due)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self._on_rest)
        editing.edited.connect(self._on_edited)
        editing.arrived.connect(self._on_arrived)
        editing.replaced.connect(self._on_replaced)
        self._on_replaced()

    @property
    def suspect_count(self) -> int:
        """How many rows are doubtful."""
        return len(self._found)

    @property
    def uncovered(self) -> tuple[TimeSpan, ...]:
        """Speech without a row, in order of time, without what is left alone."""
        return tuple(span for span in self._uncovered if span not in self._left_alone)

    @property
    def left_out_count(self) -> int:
        """How many texts were left out, and nobody has looked at yet: nothing to worry about."""
        return len(self._still_out())

    def __len__(self) -> int:
        return self.suspect_count + len(self.uncovered)

    def __bool__(self) -> bool:
        """A board without doubts is still a board."""
        return True

    def suspicion_of(self, uid: int) -> Suspicion | None:
        """Return why a row is doubtful; None when it is not."""
        return self._found.get(uid)

    def suspects(self) -> list[Doubt]:
        """Return the doubtful rows, the most doubtful first."""
        document = self._editing.document
        ranked = sorted(self._found.items(), key=lambda one: -one[1].score)
        rows = ((uid, document.row_of(uid), why) for uid, why in ranked)
        return [
            Doubt(_span_of(document[row]), uid, why) for uid, row, why in rows if row is not None
        ]

    def speech_without_rows(self) -> list[Doubt]:
        """Return speech without a row as doubts, in order of time."""
        return [Doubt(span) for span in self.uncovered]

    def texts_left_out(self) -> list[Doubt]:
        """Return what was recognised and not kept, in order of time."""
        return [
            Doubt(TimeSpan(one.start_ms, max(one.end_ms, one.start_ms + 1)), left_out=one)
            for one in self._still_out()
        ]

    def set_left_out(self, left_out: Mapping[LeftOut, int | None]) -> None:
        """List other texts that were left out, but none whose row, of this uid, is there."""
        self._left_out = left_out
        self.changed.emit()

    def _still_out(self) -> list[LeftOut]:
        row_of = self._editing.document.row_of
        still = (one for one, uid in self._left_out.items() if uid is None or row_of(uid) is None)
        return sorted(still, key=lambda one: one.start_ms)

    def set_speech(self, speech: Sequence[TimeSpan], left_alone: Iterable[TimeSpan] = ()) -> None:
        """Look for rows where somebody speaks, but not where they are not wanted."""
        before = self.uncovered
        self._speech, self._left_alone = tuple(speech), frozenset(left_alone)
        self._on_rest()
        if self.uncovered != before:
            self.changed.emit()

    @Slot(object)
    def _on_edited(self, edit: Edit) -> None:
        document = self._editing.document
        is_other = False
        brought = frozenset(self._left_out.values())
        for splice in edit.splices:
            for cue in splice.removed:
                is_other |= self._found.pop(cue.uid, None) is not None
            is_other |= any(cue.uid in brought for cue in (*splice.removed, *splice.inserted))
        rows: set[int] = set()
        for splice in edit.splices:
            for uid in (cue.uid for cue in (*splice.inserted, *splice.removed)):
                row = document.row_of(uid)
                if row is not None:
                    # What is behind may say the same as the row before it.
                    rows |= {row, row + 1}
            rows.add(splice.row)
        for row in rows:
            is_other |= self._read(row)
        if is_other:
            self.changed.emit()
        self._later.start()

    @Slot(object)
    def _on_arrived(self, came: Arrival) -> None:
        self._on_edited(came.edit)

    @Slot()
    def _on_replaced(self) -> None:
        self._found, self._uncovered, self._speech = {}, (), ()
        self._left_alone, self._left_out = frozenset(), {}
        # A copy, for the document may change before all of it is read.
        self._unread = iter(tuple(self._editing.document))
        self._on_due()
        self._soon.start()

    @Slot()
    def _on_due(self) -> None:
        some = list(islice(self._unread, _AT_ONCE))
        for cue in some:
            row = self._editing.document.row_of(cue.uid)
            if row is not None:
                self._read(row)
        if len(some) < _AT_ONCE:
            self._soon.stop()
            self.changed.emit()

    @Slot()
    def _on_rest(self) -> None:
        found = uncovered(self._speech, self._editing.document) if self._speech else ()
        if found != self._uncovered:
            self._uncovered = found
            self.changed.emit()

    def _read(self, row: int) -> bool:
        """Look at a row again; tell whether it is doubtful, or was."""
        document = self._editing.document
        if row >= len(document):
            return False
        cue = document[row]
        found = suspicion(cue, document[row - 1] if row else None)
        if found is None or not found.is_grave:
            return self._found.pop(cue.uid, None) is not None
        self._found[cue.uid] = found
        return True


def _span_of(cue: Cue) -> TimeSpan:
    return TimeSpan(cue.start_ms, max(cue.end_ms, cue.start_ms + 1))
