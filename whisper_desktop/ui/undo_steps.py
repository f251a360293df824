"""Edits as steps on Qt's undo stack, kept safe from Python's collector of cycles."""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol
from weakref import ref

from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from whisper_desktop.app.project_trail import Step
from whisper_desktop.core.edit import Edit, merged


class EditTarget(Protocol):
    """What the steps change."""

    @property
    def current(self) -> int | None:
        """The uid of the current cue."""
        ...

    def apply(self, edit: Edit, current: int | None, step: Step) -> None:
        """Change the rows; `current` becomes the current cue if it is selected then."""
        ...


class EditStep(QUndoCommand):
    """One step on the undo stack; a continued drag grows it."""

    def __init__(self, target: EditTarget, edit: Edit, name: str) -> None:
        super().__init__(name)
        self.edits = [edit]
        # Qt deletes the step within a stack that belongs to the target: a step that held on to it
        # would take both along in the middle of that.
        self._target = ref(target)
        self._current_before = target.current
        self._is_new = True

    def redo(self) -> None:
        """Apply the step; the stack calls it when it is pushed, too."""
        step = Step.DO if self._is_new else Step.REDO
        self._is_new = False
        if target := self._target():
            for edit in self.edits:
                target.apply(edit, target.current, step)

    def undo(self) -> None:
        """Take the step back."""
        if target := self._target():
            for edit in reversed(self.edits):
                target.apply(edit.inverted(), self._current_before, Step.UNDO)

    def copy_for(self, target: EditTarget) -> "EditStep":
        """Return the same step for a stack that does not have it yet."""
        step = EditStep(target, self.edits[0], self.text())
        step.edits, step._current_before = self.edits, self._current_before
        return step

    def goes_on_with(self, edit: Edit) -> bool:
        """Tell whether an edit belongs to the step by its merge key, as to one drag or word."""
        return edit.merge_key is not None and edit.merge_key == self.edits[-1].merge_key

    def is_empty_with(self, newest: Edit) -> bool:
        """Tell whether the step changes nothing any more once it has grown."""
        return all(edit.is_empty for edit in _grown(self.edits, newest))

    def grow(self, newest: Edit, name: str) -> None:
        """Take in an edit that was just applied; the text that is named goes on, too."""
        self.edits = _grown(self.edits, newest)
        self.setText(name)


class UndoSteps(QUndoStack):
    """An undo stack of edits.

    WORKAROUND PySide6 6.11: when the collector takes a stack apart, its steps become Python's own
    again and are deleted while Qt's stack still has them; so they go before.
    """

    def steps(self) -> list[EditStep]:
        """Return all steps, done and undone."""
        commands = (self.command(at) for at in range(self.count()))
        return [command for command in commands if isinstance(command, EditStep)]

    def last_done(self) -> EditStep | None:
        """Return the step that undo would take back."""
        step = self.command(self.index() - 1)
        return step if isinstance(step, EditStep) else None

    def place_of(self, merge_key: str) -> int | None:
        """Return where the last step with a key is."""
        steps = self.steps()
        places = range(len(steps) - 1, -1, -1)
        return next((at for at in places if steps[at].edits[-1].merge_key == merge_key), None)

    def refill(
        self, done: Sequence[EditStep], undone: Sequence[EditStep], *, is_clean: bool
    ) -> None:
        """Hold other steps; whoever listens hears of them once and not of each."""
        self.blockSignals(True)
        self.clear()
        for step in (*done, *undone):
            self.push(step)
        self.setIndex(len(done))
        if is_clean:
            self.setClean()
        else:
            self.resetClean()
        self.blockSignals(False)
        self._tell_all()

    def _tell_all(self) -> None:
        self.indexChanged.emit(self.index())
        self.cleanChanged.emit(self.isClean())
        self.canUndoChanged.emit(self.canUndo())
        self.canRedoChanged.emit(self.canRedo())
        self.undoTextChanged.emit(self.undoText())
        self.redoTextChanged.emit(self.redoText())

    def __del__(self) -> None:
        """Let go of the steps; nobody is to hear of it any more."""
        if isValid(self):
            self.blockSignals(True)
            self.clear()


def edits_of(steps: Sequence[EditStep]) -> list[Edit]:
    """Return the edits of steps, in their order."""
    return [edit for step in steps for edit in step.edits]


def give_edits(steps: Sequence[EditStep], edits: Sequence[Edit]) -> None:
    """Give every step as many of the edits as it had."""
    remaining = iter(edits)
    for step in steps:
        step.edits = list(islice(remaining, len(step.edits)))


def _grown(edits: Sequence[Edit], newest: Edit) -> list[Edit]:
    together = merged(edits[-1], newest)
    return [*edits, newest] if together is None else [*edits[:-1], together]
