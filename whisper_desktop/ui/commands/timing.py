"""Everything that changes times."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import count_characters
from whisper_desktop.core.verbs.extend import ReadingGoal, extend
from whisper_desktop.core.verbs.frame_rate import change_frame_rate
from whisper_desktop.core.verbs.gaps import close_gaps, open_gaps
from whisper_desktop.core.verbs.moving import end_at, move, row_in_the_way, start_at
from whisper_desktop.core.verbs.shift import shift
from whisper_desktop.core.verbs.snap import (
    snap_to_frames,
    snap_to_neighbours,
    snap_to_time,
    snap_to_words,
)
from whisper_desktop.core.verbs.stretch import stretch
from whisper_desktop.core.verbs.times import set_end, set_start
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.frame_rate_dialog import FrameRateDialog
from whisper_desktop.ui.dialogs.row_scope import rows_of
from whisper_desktop.ui.dialogs.shift_dialog import ShiftDialog
from whisper_desktop.ui.dialogs.stretch_dialog import StretchDialog

SNAP_WITHIN_MS = 500
"""How far an edge may be from a word or a neighbour to be put there on demand."""


class TimingCommands(QObject):
    """Connects the actions of the menu Timing."""

    def __init__(self, desk: Desk, actions: Actions, limits_of: Callable[[Cue], Limits]) -> None:
        super().__init__(desk)
        self._desk, self._editing, self._limits_of = desk, desk.editing, limits_of
        self._shift_dialog: ShiftDialog | None = None
        self._stretch_dialog: StretchDialog | None = None
        self._rate_dialog: FrameRateDialog | None = None
        for name, slot in (
            ("set-start", self._on_set_start),
            ("set-end", self._on_set_end),
            ("earlier", lambda: self._nudge(-1)),
            ("later", lambda: self._nudge(1)),
            ("start-earlier", lambda: self._nudge_start(-1)),
            ("start-later", lambda: self._nudge_start(1)),
            ("end-earlier", lambda: self._nudge_end(-1)),
            ("end-later", lambda: self._nudge_end(1)),
            ("shift", self._on_shift),
            ("stretch", self._on_stretch),
            ("frame-rate", self._on_frame_rate),
            ("snap-words", self._on_snap_words),
            ("snap-frames", self._on_snap_frames),
            ("snap-neighbours", self._on_snap_neighbours),
            ("snap-playhead", self._on_snap_playhead),
            ("close-gaps", self._on_close_gaps),
            ("open-gaps", self._on_open_gaps),
            ("extend", self._on_extend),
        ):
            actions[name].triggered.connect(slot)

    @property
    def _cues(self) -> Sequence[Cue]:
        return self._editing.document

    def _limits(self) -> Limits | None:
        row = self._editing.current_row() or 0
        return self._limits_of(self._cues[row]) if row < len(self._cues) else None

    @Slot()
    def _on_set_start(self) -> None:
        row = self._editing.current_row()
        if row is not None:
            edit = start_at(self._cues, row, self._editing.playhead_ms, self._desk.rules)
            self._set_edge(row, edit, self._placed(row, edit).start_ms)

    @Slot()
    def _on_set_end(self) -> None:
        row = self._editing.current_row()
        if row is not None:
            edit = end_at(self._cues, row, self._editing.playhead_ms, self._desk.rules)
            self._set_edge(row, edit, self._placed(row, edit).end_ms)

    def _placed(self, row: int, edit: Edit) -> Cue:
        """Return what a row would be after an edit."""
        cue = self._cues[row]
        made = (one for splice in edit.splices for one in splice.inserted if one.uid == cue.uid)
        return next(made, cue)

    def _set_edge(self, row: int, edit: Edit, edge_ms: int) -> None:
        """Put an edge at the playhead; say so where another row is in the way.

        It goes as far as that row when the playhead is there, and stays when it is farther away.
        """
        wanted_ms = self._editing.playhead_ms
        if edge_ms == wanted_ms:
            self._desk.perform(edit)
            return
        is_before = wanted_ms < edge_ms
        other = row_in_the_way(self._cues, row, is_before=is_before)
        if other is None:
            self._desk.told.emit(self.tr("There is no room there."))
            return
        cue = self._cues[other]
        is_there = cue.start_ms < wanted_ms if is_before else wanted_ms < cue.end_ms
        is_moved = self._placed(row, edit).duration_ms == self._cues[row].duration_ms
        if is_there and not is_moved and self._desk.perform(edit):
            text = self.tr("Row {number} is in the way: this one stops there.")
        else:
            text = self.tr("Row {number} is in the way.")
        self._desk.told.emit(text.format(number=other + 1))

    def _nudge(self, steps: int) -> None:
        rows = self._editing.selected_rows()
        delta_ms = steps * self._desk.preferences.editor.step_ms
        key = f"nudge {self._editing.selection}"
        self._desk.perform(move(self._cues, rows, delta_ms, self._desk.rules, key))

    def _nudge_start(self, steps: int) -> None:
        row = self._editing.current_row()
        if row is not None:
            start_ms = self._cues[row].start_ms + steps * self._desk.preferences.editor.step_ms
            key = f"nudge start {self._cues[row].uid}"
            self._desk.perform(set_start(self._cues, row, start_ms, self._desk.rules, key))

    def _nudge_end(self, steps: int) -> None:
        row = self._editing.current_row()
        if row is not None:
            end_ms = self._cues[row].end_ms + steps * self._desk.preferences.editor.step_ms
            key = f"nudge end {self._cues[row].uid}"
            self._desk.perform(set_end(self._cues, row, end_ms, self._desk.rules, key))

    @Slot()
    def _on_shift(self) -> None:
        dialog = self._shift_dialog = ShiftDialog(len(self._editing.selection), self._desk.window)
        row = self._editing.current_row()
        delta_ms = 0 if row is None else self._editing.playhead_ms - self._cues[row].start_ms
        if row is not None and delta_ms and self._editing.playhead_ms:
            dialog.propose(delta_ms, row + 1)
        dialog.accepted.connect(self._on_shift_accepted)
        self._desk.ask(dialog)

    @Slot()
    def _on_shift_accepted(self) -> None:
        if self._shift_dialog is not None:
            rows = rows_of(self._shift_dialog.scope, self._editing.selected_rows(), len(self._cues))
            self._desk.perform(shift(self._cues, rows, self._shift_dialog.delta_ms))

    @Slot()
    def _on_stretch(self) -> None:
        if len(self._cues) < 2:
            self._desk.told.emit(self.tr("Stretching needs two rows at least."))
            return
        selected = self._editing.selected_rows()
        rows = selected if len(selected) > 1 else (0, len(self._cues) - 1)
        dialog = self._stretch_dialog = StretchDialog(
            self._cues, rows, self._editing.playhead_ms, self._desk.window
        )
        dialog.accepted.connect(self._on_stretch_accepted)
        self._desk.ask(dialog)

    @Slot()
    def _on_stretch_accepted(self) -> None:
        if self._stretch_dialog is not None:
            anchors = self._stretch_dialog.anchors
            self._desk.perform(stretch(self._cues, range(len(self._cues)), *anchors))

    @Slot()
    def _on_frame_rate(self) -> None:
        picture = self._desk.facts.picture if self._desk.facts else None
        dialog = self._rate_dialog = FrameRateDialog(
            picture.fps if picture else None, len(self._editing.selection), self._desk.window
        )
        dialog.accepted.connect(self._on_frame_rate_accepted)
        self._desk.ask(dialog)

    @Slot()
    def _on_frame_rate_accepted(self) -> None:
        dialog = self._rate_dialog
        if dialog is not None and dialog.rates is not None:
            rows = rows_of(dialog.scope, self._editing.selected_rows(), len(self._cues))
            self._desk.perform(change_frame_rate(self._cues, rows, *dialog.rates))

    @Slot()
    def _on_snap_words(self) -> None:
        rows = self._editing.selected_rows()
        self._desk.perform(snap_to_words(self._cues, rows, SNAP_WITHIN_MS, self._desk.rules))

    @Slot()
    def _on_snap_frames(self) -> None:
        rows = self._editing.selected_rows()
        self._desk.perform(snap_to_frames(self._cues, rows, self._desk.frames_per_second))

    @Slot()
    def _on_snap_neighbours(self) -> None:
        rows = self._editing.selected_rows()
        self._desk.perform(snap_to_neighbours(self._cues, rows, SNAP_WITHIN_MS, self._desk.rules))

    @Slot()
    def _on_snap_playhead(self) -> None:
        row = self._editing.current_row()
        if row is not None:
            playhead_ms = self._editing.playhead_ms
            self._desk.perform(snap_to_time(self._cues, row, playhead_ms, self._desk.rules))

    @Slot()
    def _on_close_gaps(self) -> None:
        limits = self._limits()
        if limits is not None:
            to_ms = self._desk.min_gap_ms
            up_to_ms = max(limits.close_gaps_below_ms - 1, SNAP_WITHIN_MS)
            self._desk.perform(close_gaps(self._cues, self._editing.rows_meant(), up_to_ms, to_ms))

    @Slot()
    def _on_open_gaps(self) -> None:
        rows = self._editing.rows_meant()
        self._desk.perform(open_gaps(self._cues, rows, self._desk.min_gap_ms))

    @Slot()
    def _on_extend(self) -> None:
        limits = self._limits()
        if limits is None:
            return
        counting = limits.counting
        goal = ReadingGoal(
            limits.max_cps,
            limits.min_gap_ms,
            limits.min_duration_ms,
            limits.max_duration_ms,
            self._desk.duration_ms,
            lambda text: count_characters(text, counting),
        )
        self._desk.perform(extend(self._cues, self._editing.rows_meant(), goal))
