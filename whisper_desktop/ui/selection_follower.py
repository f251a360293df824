"""The picture and the playhead go where the person goes."""

from PySide6.QtCore import QObject, Slot

from whisper_desktop.ui.editing import EditingController


class SelectionFollower(QObject):
    """Asks the player for the start of the row that became current: by hand, an edit or its undo.

    Not while something plays, not when only a menu is asked for, and not when the playhead is in
    the row already: the place that somebody works at shall not jump.
    """

    def __init__(self, editing: EditingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._is_playing = False
        self._shown: int | None = None
        """The uid of the row that was current last."""
        editing.selection_changed.connect(self._on_selection_changed)

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
        cue = editing.document[row]
        if not cue.start_ms <= editing.playhead_ms < cue.end_ms:
            editing.seek_requested.emit(cue.start_ms)
