"""Times that a person types: taken as they are, refused in words, and told what they do."""

from PySide6.QtCore import QObject, Signal

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.timecode import format_seconds, format_time
from whisper_desktop.core.verbs.moving import end_at, start_at
from whisper_desktop.core.verbs.rules import AS_TYPED
from whisper_desktop.ui.editing import EditingController

SHORTEST_MS = 40
"""One of 25 frames a second: what is shorter cannot be seen, and is a slip of the keys."""


class TypedTimes(QObject):
    """Gives rows the times that were typed; each method tells whether anything changed."""

    said = Signal(str)
    """A sentence: why a time was not taken, or what it did beside."""

    def __init__(self, editing: EditingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editing = editing

    def set_start(self, row: int, start_ms: int, merge_key: str | None = None) -> bool:
        """Let a row start at a time; behind its end it moves there as a whole."""
        cue = self._editing.document[row]
        if start_ms < cue.end_ms and not self._is_long_enough(cue, cue.end_ms - start_ms):
            return False
        return self._take(row, start_at(self._editing.document, row, start_ms, AS_TYPED, merge_key))

    def set_end(self, row: int, end_ms: int, merge_key: str | None = None) -> bool:
        """Let a row end at a time behind its start."""
        cue = self._editing.document[row]
        if end_ms <= cue.start_ms:
            text = self.tr("Row {number} starts at {time}: it cannot end before that.")
            self.said.emit(text.format(number=row + 1, time=format_time(cue.start_ms)))
            return False
        if not self._is_long_enough(cue, end_ms - cue.start_ms):
            return False
        return self._take(row, end_at(self._editing.document, row, end_ms, AS_TYPED, merge_key))

    def set_duration(self, row: int, duration_ms: int, merge_key: str | None = None) -> bool:
        """Let a row last for a time from its start on."""
        cue = self._editing.document[row]
        if not self._is_long_enough(cue, duration_ms):
            return False
        end_ms = cue.start_ms + duration_ms
        return self._take(row, end_at(self._editing.document, row, end_ms, AS_TYPED, merge_key))

    def _is_long_enough(self, cue: Cue, duration_ms: int) -> bool:
        # One that is shorter already may get longer by steps.
        if duration_ms >= min(SHORTEST_MS, cue.duration_ms + 1):
            return True
        text = self.tr("A row lasts at least {seconds} s.")
        self.said.emit(text.format(seconds=format_seconds(SHORTEST_MS)))
        return False

    def _take(self, row: int, edit: Edit) -> bool:
        before = self._editing.document[row]
        overlapped = _overlapped(self._editing, before)
        has_changed = self._editing.perform(edit)
        after = self._editing.document[row]
        is_moved = before.start_ms < after.start_ms and before.end_ms <= after.start_ms
        news = sorted(_overlapped(self._editing, after) - overlapped)
        if is_moved and news:
            text = self.tr("The row moved as a whole, and overlaps row {number} now.")
            self.said.emit(text.format(number=news[0] + 1))
        elif is_moved:
            self.said.emit(self.tr("The row moved as a whole."))
        elif news:
            text = self.tr("It overlaps row {number} now.")
            self.said.emit(text.format(number=news[0] + 1))
        return has_changed


def _overlapped(editing: EditingController, cue: Cue) -> set[int]:
    """Return the other rows that are shown at the same time as a cue."""
    return {
        row
        for row, other in enumerate(editing.document)
        if other.start_ms < cue.end_ms and cue.start_ms < other.end_ms and other.uid != cue.uid
    }
