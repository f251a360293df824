"""The queue in the window: one recording after the other, while everything else goes on."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.app.capability import check_model
from whisper_desktop.app.crash_log import log_crash
from whisper_desktop.app.inputs import FoundMedia, found_media
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.queue import (
    Entries,
    QueueEntry,
    QueueOrder,
    QueueState,
    Taken,
    added,
    cleared,
    moved,
    removed,
    reopened,
    rival,
    taken,
)
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_run import (
    EntryBegun,
    EntryEnded,
    QueueTools,
    bug_failure,
    run_next,
    touches_others,
)
from whisper_desktop.core.errors import (
    ModelCapabilityError,
    OutputUnwritableError,
    WhisperDesktopError,
)
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.ui.workers.job_slot import JobSlot

_LOOK_AGAIN_MS = 1_000
"""How often it is seen, while somebody looks, whether another program changed the queue."""

_PATIENCE_S = 0.5
"""How long the window stands still at most while another program holds the queue."""


class QueueRunner(QObject):
    """Works on the queue when it is told to, and changes it; several programs may share it.

    To pause is to stop the entry after what is finished: the recogniser is free for other work,
    and the entry goes on there.
    """

    changed = Signal()
    """The entries are others now, or whether they are worked on."""
    event_ready = Signal(object)
    """Every event of the recogniser about `current`, as it comes."""
    entry_ended = Signal(object)
    """An entry is done, failed or skipped."""
    failed = Signal(object)
    """The error that kept the queue from being changed, or files from being added."""
    passed_over = Signal(object)
    """What does not wait because its project is made already, a tuple of Taken."""
    held = Signal(object)
    """The error of an entry, for which the others were not begun: the same would happen to them."""

    def __init__(
        self, queue: QueueFile, tools: QueueTools, home: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._tools, self._home = queue, tools, home
        self.usual = QueueOrder(Path())
        """How what is added is recognised; its recording says nothing."""
        self._entries: Entries = ()
        self._stamp: object = None
        self._current: str | None = None
        self._is_going = self._is_cancelled = False
        self._doomed: set[str] = set()
        """Entries that go as soon as nobody works on them."""
        self._dropped: list[Path] = []
        self._slot, self._finder = JobSlot(self), JobSlot(self)
        self._slot.event_ready.connect(self._on_event)
        self._slot.failed.connect(self._on_failed)
        self._slot.ended.connect(self._on_ended)
        self._finder.event_ready.connect(self._on_found)
        self._finder.failed.connect(self.failed)
        self._finder.ended.connect(self._find)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    @property
    def entries(self) -> Entries:
        """The entries as they were seen last."""
        return self._entries

    @property
    def current(self) -> str | None:
        """The id of the entry that is worked on here."""
        return self._current

    @property
    def is_going(self) -> bool:
        """Whether one entry after the other is worked on."""
        return self._is_going

    @property
    def is_pausing(self) -> bool:
        """Whether it was paused, and the entry has not stopped yet."""
        return self._slot.is_running and not self._is_going

    @property
    def usual_model(self) -> str:
        """The model where the order names none."""
        return self._tools.model().name

    def check(self, recipe: Recipe) -> None:
        """Raise `ModelCapabilityError` if its model is known not to be able to follow a recipe."""
        store = ModelStore(self._home, offline=True)
        check_model(store, recipe.model or self.usual_model, recipe)

    def watch(self, *, is_watched: bool) -> None:
        """Keep an eye on what other programs do with the queue, or do not any more."""
        if is_watched:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def look(self) -> None:
        """See whether the queue is another now."""
        stamp = self._queue.stamp
        # What a program left behind that was killed is in the same file as before.
        is_running_elsewhere = any(
            one.state is QueueState.RUNNING and one.id != self._current for one in self._entries
        )
        if stamp != self._stamp or is_running_elsewhere:
            self._stamp = stamp
            self._show(self._queue.entries())

    def set_going(self, is_going: bool) -> None:
        """Begin with the first that waits, or pause."""
        if is_going == self._is_going:
            return
        self._is_going = is_going
        if not is_going:
            self._cancel()
        elif not self._slot.is_running:
            self._begin()
        self.changed.emit()

    def stop(self) -> None:
        """End everything now, and wait for it; what is finished is kept."""
        self._is_going = False
        self._dropped.clear()
        self._finder.stop()
        self._slot.stop()
        self._timer.stop()

    def add(self, paths: Sequence[Path]) -> None:
        """Put recordings behind the others, and those in folders; it may take a while."""
        self._dropped += paths
        if not self._finder.is_running:
            self._find()

    def remove(self, ids: Collection[str]) -> None:
        """Take entries off; the one that is worked on is stopped first."""
        if self._current is not None and self._current in ids:
            self._doomed.add(self._current)
            self._cancel()
        self._change(lambda entries: removed(entries, ids))

    def clear_finished(self) -> None:
        """Take off what is done or skipped."""
        self._change(lambda entries: cleared(entries, only_finished=True))

    def move(self, ids: Collection[str], by: int) -> None:
        """Move entries up (-1) or down (1)."""
        self._change(lambda entries: moved(entries, ids, by))

    def retry(self, ids: Collection[str]) -> None:
        """Let what failed wait again, to go on where it was."""
        self._remake(ids, lambda one: one.waiting() if one.state is QueueState.FAILED else one)

    def begin_anew(self, ids: Collection[str]) -> None:
        """Do entries from the start, and replace what is there."""
        self._remake(ids, QueueEntry.overwriting)

    def set_orders(self, ids: Collection[str], order: QueueOrder) -> None:
        """Recognise entries in another way; what is done stays as it is."""

        def ordered(entry: QueueEntry) -> QueueEntry:
            is_own = entry.order.is_overwriting
            wanted = replace(
                order, media=entry.media, track=entry.order.track, is_overwriting=is_own
            )
            is_open = entry.state is not QueueState.DONE and wanted != entry.order
            return entry.anew(wanted) if is_open else entry

        self._remake(ids, ordered)

    def _remake(self, ids: Collection[str], made: Callable[[QueueEntry], QueueEntry]) -> None:
        passed_over: list[Taken] = []

        def remade(entries: Entries) -> Entries:
            for one in entries:
                again = made(one) if one.id in ids else one
                if again != one and one.state is not QueueState.RUNNING:
                    entries = reopened(entries, again)
                    other = rival(entries, again)
                    passed_over.extend([other] if other else [])
            return entries

        if self._change(remade) and passed_over:
            self.passed_over.emit(tuple(passed_over))

    def _change(self, verb: Callable[[Entries], Entries]) -> bool:
        try:
            entries = self._queue.change(verb, patience_s=_PATIENCE_S)
        except OutputUnwritableError as error:
            self.failed.emit(error)
            return False
        self._stamp = self._queue.stamp
        self._show(entries)
        return True

    def _show(self, entries: Entries) -> None:
        if entries != self._entries:
            self._entries = entries
            self.changed.emit()

    def _cancel(self) -> None:
        self._is_cancelled = True
        self._slot.cancel()

    def _begin(self) -> None:
        self._is_cancelled = False
        queue, tools = self._queue, self._tools
        self._slot.start(lambda cancel: run_next(queue, tools, cancel))

    @Slot(object)
    def _on_event(self, event: object) -> None:
        match event:
            case EntryBegun(entry):
                self._current = entry.id
                self.look()
                self.changed.emit()
            case EntryEnded(entry):
                self._take_end(entry)
            case _:
                self.event_ready.emit(event)

    def _take_end(self, entry: QueueEntry) -> None:
        self.look()
        self.entry_ended.emit(entry)
        error = entry.error.restored() if entry.error else None
        if entry.state is QueueState.FAILED and touches_others(error):
            self._is_going = False
            self.held.emit(error)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        """Hear of what is not a matter of one recording, or of a bug."""
        entry_id = self._current
        if entry_id is None or isinstance(error, WhisperDesktopError):
            self._is_going = False
            self.failed.emit(error)
            return
        log = log_crash(error, self._home) or self._home
        try:
            self._queue.fail(entry_id, bug_failure(error, log))
        except OutputUnwritableError as problem:
            self._is_going = False
            self.failed.emit(problem)

    @Slot()
    def _on_ended(self) -> None:
        had_work = self._current is not None or self._is_cancelled
        self._current = None
        doomed, self._doomed = self._doomed, set()
        if doomed:
            self._change(lambda entries: removed(entries, doomed))
        if self._is_going and had_work:
            self._begin()
        else:
            # What is added later waits to be told to begin.
            self._is_going = False
        self.look()
        self.changed.emit()

    @Slot()
    def _find(self) -> None:
        if self._dropped:
            paths, self._dropped = tuple(self._dropped), []
            self._finder.start(lambda cancel: found_media(paths, cancel))

    @Slot(object)
    def _on_found(self, found: object) -> None:
        if isinstance(found, FoundMedia):
            self._add([replace(self.usual, media=media) for media in found.media])
        else:
            self.failed.emit(found)

    def _add(self, orders: Sequence[QueueOrder]) -> None:
        try:
            self.check(self.usual.recipe)
        except ModelCapabilityError as error:
            self.failed.emit(error)
            return
        passed_over: list[Taken] = []

        def with_orders(entries: Entries) -> Entries:
            longer = added(entries, orders)
            new = {one.order for one in longer[len(entries) :]}
            passed_over.extend(taken(longer, [one for one in orders if one not in new]))
            return longer

        if self._change(with_orders) and passed_over:
            self.passed_over.emit(tuple(passed_over))
