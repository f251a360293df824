"""The picture and the playhead go where the person goes."""

from PySide6.QtCore import QObject, Slot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit
from whisper_desktop.ui.editing import EditingController


class SelectionFollower(QObject):
    """Asks the player for the start of the row that became current: by hand, an edit or its undo.

    It also goes along with the current row when that is moved, as by a drag, or moved back. Not
    while something plays, not when only a menu is asked for, and not when the playhead is in the
    row already: the place that somebody works at shall not jump.
    """

    def __init__(self, editing: EditingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._is_playing = False
        self._shown: int | None = None
        """The uid of the row that was current last."""
        editing.selection_changed.connect(self._on_selection_changed)
        editing.edited.connect(self._on_edited)

    @Slot(bool)
    def set_playing(self, is_playing: bool) -> None:
        """Hear whether the player plays."""
        self._is_playing = is_playing

    @Slot()
    def _on_selection_changed(self) -> None:
        editing = self._editing
        is_other = editing.current != self._shown
        self._shown = editing.current
        row = editing.current_row()
        is_wanted = not (editing.is_staying or self._is_playing)
        if row is None or not is_other or not is_wanted:
            return
        self._go_to(editing.document[row])

    @Slot(object)
    def _on_edited(self, edit: Edit) -> None:
        row = self._editing.current_row()
        if row is None or self._is_playing:
            return
        cue = self._editing.document[row]
        if _is_moved(edit, cue):
            self._go_to(cue)

    def _go_to(self, cue: Cue) -> None:
        if not cue.start_ms <= self._editing.playhead_ms < cue.end_ms:
            self._editing.seek_requested.emit(cue.start_ms)


def _is_moved(edit: Edit, cue: Cue) -> bool:
    """Return whether an edit moved a row as a whole; an edge that is set leaves the other."""
    before = (old for splice in edit.splices for old in splice.removed if old.uid == cue.uid)
    return any(old.start_ms != cue.start_ms and old.end_ms != cue.end_ms for old in before)
