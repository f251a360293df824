"""The document that is edited, its undo stack, the selection and the playhead, for every pane."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from whisper_desktop.app.project_trail import Step
from whisper_desktop.core.arrivals import Arrival, arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit
from whisper_desktop.ui.undo_steps import EditStep, UndoSteps, edits_of, give_edits


class EditingController(QObject):
    """What all panes share: each reads it, asks it for changes and hears of them.

    The selection is kept as uids, so it follows its cues while rows come and go.
    """

    selection_changed = Signal()
    """The selected cues or the current one are others now."""
    edited = Signal(object)
    """The Edit that was just applied; that of an undo is the inverted one."""
    arrived = Signal(object)
    """The Arrival of rows that came beneath the last steps."""
    rows_changed = Signal()
    """Rows are others now, by an edit or because some arrived."""
    replaced = Signal()
    """Another document is edited now; listeners of the old one have to move."""
    playhead_moved = Signal(object)
    """Where playback is, in milliseconds; Qt's own numbers end after 24 days."""
    seek_requested = Signal(object)
    """Somebody asks the player to go to a time in milliseconds."""
    commit_requested = Signal()
    """What is being typed somewhere has to become an edit now."""

    def __init__(
        self,
        document: Document,
        name_of: Callable[[Edit], str] = lambda edit: edit.verb,
        parent: QObject | None = None,
    ) -> None:
        """`name_of` gives the words for a step in the menu and the history."""
        super().__init__(parent)
        self.undo_stack = UndoSteps(self)
        self._document = document
        self._name_of = name_of
        self._selection: tuple[int, ...] = ()
        self._current: int | None = None
        self.hidden: frozenset[int] = frozenset()
        """The uids of rows that a filter hides: no edit selects one that was not selected."""
        self._stretch = uuid4().hex
        """Goes into the merge keys of edits: another one when rows were selected by hand since."""
        self._playhead_ms = 0
        self.is_changing = False
        """Whether an edit is being applied: a selection that changes now was not made by hand."""
        self.step = Step.DO
        """What the edit that is told of by `edited` is to the undo stack."""
        self.is_staying = False
        """Whether the playhead shall not follow the selection that changes now."""
        self._is_recalling = False

    @property
    def document(self) -> Document:
        """The rows; only `perform`, undo and redo change them."""
        return self._document

    @property
    def selection(self) -> tuple[int, ...]:
        """The uids of the selected cues in the order of their rows."""
        return self._selection

    @property
    def current(self) -> int | None:
        """The uid of the cue that the text box and the picture show."""
        return self._current

    @property
    def playhead_ms(self) -> int:
        """Where playback is."""
        return self._playhead_ms

    def selected_rows(self) -> tuple[int, ...]:
        """Return the rows of the selected cues, rising."""
        return self._rows(self._selection)

    def rows_meant(self) -> Sequence[int]:
        """Return the selected rows when there are several, else all."""
        selected = self.selected_rows()
        return selected if len(selected) > 1 else range(len(self._document))

    def current_row(self) -> int | None:
        """Return the row of the current cue."""
        return None if self._current is None else self._document.row_of(self._current)

    def load(
        self, document: Document, done: Sequence[Edit] = (), undone: Sequence[Edit] = ()
    ) -> None:
        """Edit another document, with nothing selected.

        `done` are edits that the document went through already and that can be undone, `undone`
        those that can be redone, the next one first.
        """
        self._document = document
        self._selection, self._current, self.hidden = (), None, frozenset()
        self._stretch = uuid4().hex
        self._fill(self._steps_of(done), self._steps_of(undone), is_clean=True)
        self.replaced.emit()
        self.selection_changed.emit()

    def perform(self, edit: Edit) -> bool:
        """Apply an edit as one undoable step, or as a part of the last; tell whether it changed.

        Raises ValueError, with nothing changed, when the edit was made for other rows.
        """
        if edit.is_empty:
            return False
        # An exception inside redo() would leave the broken command on the stack.
        self._document.check(edit)
        # What is selected now is what undo selects, not the rows that the verb touched.
        edit = replace(
            edit, selection=self._selection_after(edit), selection_before=self._selection
        )
        if edit.merge_key is not None:
            edit = replace(edit, merge_key=self._own_key(edit.merge_key))
        self._take(edit)
        return True

    def arrive(self, cues: Sequence[Cue], merge_key: str) -> bool:
        """Let cues that belong together come to their place in the rows; tell whether they did.

        The first with this key make a step; all others go into it, beneath what the person did
        since. They do not come any more when that step is undone.
        """
        stack = self.undo_stack
        place = stack.place_of(merge_key)
        steps = stack.steps()
        if place is None:
            self._begin_arriving(cues, merge_key, steps[stack.index() :])
            return True
        if place >= stack.index():
            return False
        above, undone = steps[place + 1 : stack.index()], steps[stack.index() :]
        came = arrival(self._document, cues, merge_key, edits_of(above), edits_of(undone))
        came = replace(came, beneath=self._with_selection(came.beneath))
        self._bring(came)
        steps[place].grow(came.beneath, self._name_of(came.beneath))
        give_edits(above, came.above)
        give_edits(undone, came.undone)
        # What was exported lacks these rows, whatever the stack thinks.
        stack.resetClean()
        return True

    def _begin_arriving(
        self, cues: Sequence[Cue], merge_key: str, undone: Sequence[EditStep]
    ) -> None:
        """Make a step of the first cues, and leave what can be redone."""
        came = arrival(self._document, cues, merge_key, (), edits_of(undone))
        came = replace(came, beneath=self._with_selection(came.beneath), is_first=True)
        step = EditStep(self, came.beneath, self._name_of(came.beneath))
        if not undone:
            self.undo_stack.push(step)
            return
        self._bring(came)
        give_edits(undone, came.undone)
        done = [*self.undo_stack.steps()[: self.undo_stack.index()], step]
        # Those on the stack go when it is filled anew: Qt puts no step among others.
        copies = [[one.copy_for(self) for one in steps] for steps in (done, undone)]
        self._fill(*copies, is_clean=False)

    def _fill(
        self, done: Sequence[EditStep], undone: Sequence[EditStep], *, is_clean: bool
    ) -> None:
        """Fill the stack with steps that the document went through already."""
        self._is_recalling = True
        self.undo_stack.refill(done, undone, is_clean=is_clean)
        self._is_recalling = False

    def select(self, uids: Iterable[int], current: int | None = None) -> None:
        """Select cues; the current one is the given, else the first of them."""
        found = sorted(
            (row, uid) for uid in set(uids) if (row := self._document.row_of(uid)) is not None
        )
        selection = tuple(uid for _, uid in found)
        if current is None or current not in selection:
            current = selection[0] if selection else None
        if (selection, current) != (self._selection, self._current):
            self._selection, self._current = selection, current
            if not self.is_changing:
                self._stretch = uuid4().hex
            self.selection_changed.emit()

    def select_rows(self, rows: Iterable[int], current: int | None = None) -> None:
        """Select the cues of rows; rows that do not exist are left out."""
        count = len(self._document)
        uids = [self._document[row].uid for row in rows if 0 <= row < count]
        is_row = current is not None and 0 <= current < count
        self.select(uids, self._document[current].uid if is_row and current is not None else None)

    def select_in_place(self, rows: Iterable[int], current: int | None = None) -> None:
        """Select the cues of rows by hand, with the playhead where it is."""
        self.is_staying = True
        try:
            self.select_rows(rows, current)
        finally:
            self.is_staying = False

    def set_playhead(self, time_ms: int) -> None:
        """Tell every pane where playback is; the player calls it."""
        if time_ms != self._playhead_ms:
            self._playhead_ms = time_ms
            self.playhead_moved.emit(time_ms)

    @Slot()
    def commit_typing(self) -> None:
        """Make edits of all that was typed and not taken yet, before the rows are used as they are.

        Text in a cell, a time without Enter, and what an input method still puts together.
        """
        QGuiApplication.inputMethod().commit()
        self.commit_requested.emit()

    def apply(self, edit: Edit, current: int | None, step: Step) -> None:
        """Change the rows outside the undo stack's bookkeeping; its commands call it.

        `current` becomes the current cue if it is among those that are selected then.
        """
        if self._is_recalling:
            return
        self._document.check(edit)
        self.is_changing, self.step = True, step
        try:
            self._document.apply(edit)
        finally:
            # Whatever a listener did: the rows are others now, and the project has to follow.
            self.edited.emit(edit)
            self.rows_changed.emit()
            self.select(self._unhidden(edit.selection), current)
            self.is_changing = False

    def _bring(self, came: Arrival) -> None:
        self._document.check(came.edit)
        self.is_changing = True
        try:
            self._document.apply(came.edit)
        finally:
            self.arrived.emit(came)
            self.rows_changed.emit()
            self.is_changing = False

    def _with_selection(self, edit: Edit) -> Edit:
        """Return an edit that leaves selected what is."""
        return replace(edit, selection=self._selection, selection_before=self._selection)

    def _steps_of(self, edits: Iterable[Edit]) -> list[EditStep]:
        """Return the steps that edits made: those in turn that share a merge key are one."""
        steps: list[EditStep] = []
        for edit in edits:
            if steps and steps[-1].goes_on_with(edit):
                steps[-1].grow(edit, self._name_of(edit))
            else:
                steps.append(EditStep(self, edit, self._name_of(edit)))
        return steps

    def _take(self, edit: Edit) -> None:
        """Apply an edit as a new step, or as a part of the last.

        WORKAROUND PySide6 6.11: not by `QUndoCommand.mergeWith`, after which Qt deletes the new
        command while PySide still holds on to it; the collector then ends the program.
        """
        step, stack = self._open_step(edit), self.undo_stack
        if step is None:
            stack.push(EditStep(self, edit, self._name_of(edit)))
            return
        is_gone = step.is_empty_with(edit)
        self.apply(edit, self._current, Step.DROP if is_gone else Step.GROW)
        step.grow(edit, self._name_of(edit))
        if is_gone:
            # There and back again is no step to undo: Qt takes an obsolete one away.
            step.setObsolete(True)
            stack.undo()
        else:
            stack.indexChanged.emit(stack.index())
            stack.undoTextChanged.emit(stack.undoText())

    def _own_key(self, merge_key: str) -> str:
        """Return a merge key that no step has which this edit is no part of."""
        step, key = self.undo_stack.last_done(), f"{merge_key} {self._stretch}"
        if step is None or step.edits[-1].merge_key != key or self._is_open:
            return key
        self._stretch = uuid4().hex
        return f"{merge_key} {self._stretch}"

    @property
    def _is_open(self) -> bool:
        """Whether the last step can grow."""
        return not self.undo_stack.isClean() and not self.undo_stack.canRedo()

    def _open_step(self, edit: Edit) -> EditStep | None:
        """Return the last step when an edit belongs to it: to one drag or word."""
        step = self.undo_stack.last_done()
        return step if step is not None and step.goes_on_with(edit) and self._is_open else None

    def _selection_after(self, edit: Edit) -> tuple[int, ...]:
        """Return what is selected after an edit: rows that came, else what is, or none, if left."""
        removed = {cue.uid for splice in edit.splices for cue in splice.removed}
        inserted = {cue.uid for splice in edit.splices for cue in splice.inserted}
        is_left = not (removed - inserted).intersection(self._selection)
        stays = inserted <= removed and is_left
        return self._selection if stays else edit.selection

    def _unhidden(self, uids: Sequence[int]) -> Sequence[int]:
        """Return which of these rows to select; for hidden ones what is left, or one beside."""
        if self.hidden.isdisjoint(uids):
            return uids
        unseen = self.hidden.difference(self._selection)
        shown = [uid for uid in uids if uid not in unseen]
        left = [uid for uid in self._selection if self._document.row_of(uid) is not None]
        if shown or left or not self._selection:
            return shown or left
        place = self._document.row_of(uids[0]) or 0
        rows = chain(range(place, len(self._document)), range(place - 1, -1, -1))
        found = (self._document[row].uid for row in rows)
        return list(islice((uid for uid in found if uid not in unseen), 1))

    def _rows(self, uids: Iterable[int]) -> tuple[int, ...]:
        rows = (self._document.row_of(uid) for uid in uids)
        return tuple(sorted(row for row in rows if row is not None))
