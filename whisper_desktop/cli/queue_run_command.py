"""`queue run`: what waits, one after the other; one that fails does not stop the others."""

from argparse import Namespace
from functools import partial

from whisper_desktop.app.queue import QueueEntry, QueueState
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.app.queue_run import (
    EntryBegun,
    EntryEnded,
    bug_failure,
    queue_tools,
    recognise_here,
    run_next,
    touches_others,
)
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.attempt import Failure, attempt
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.interruption import cancel_on_signals
from whisper_desktop.cli.messages import PROGRAM, crash_line, input_names, model_failure_line
from whisper_desktop.cli.progress import choose_progress
from whisper_desktop.cli.queue_messages import (
    EMPTY,
    elsewhere_line,
    left_line,
    outcome_line,
    stopped_line,
)
from whisper_desktop.cli.requests import model_request
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, WhisperDesktopError
from whisper_desktop.core.events import Event


def run_waiting(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    """Work on all that waits; what fails is told in a line."""
    run = _Run(arguments, wiring, console)
    with cancel_on_signals(run.cancel, run.display.acknowledge_stop):
        return run.all()


class _Run:
    """One call of the command: the model is kept from one recording to the next."""

    def __init__(self, arguments: Namespace, wiring: Wiring, console: Console) -> None:
        self._wiring = wiring
        self.display = choose_progress(arguments.progress, console)
        self.cancel = CancelToken()
        self._queue = QueueFile(wiring.paths.home)
        settings = wiring.loaded_settings.settings
        request = model_request(arguments, settings)
        self._tools = queue_tools(
            wiring.paths.home,
            recognise_here(wiring),
            model=lambda: request,
            editor=lambda: settings.editor,
        )
        self._entry: QueueEntry | None = None
        """The one whose turn it is, or was last."""
        self._is_over = False
        """Whether the others would fail the same way."""
        self._worst = ExitStatus.DONE

    def all(self) -> ExitStatus:
        """Work until nothing waits that could be done."""
        states = [entry.state for entry in self._queue.entries()]
        if QueueState.WAITING not in states:
            self.display.tell("Nothing in the queue waits." if states else EMPTY)
        words = partial(model_failure_line, self._wiring.store)
        while not self._is_over:
            self._entry = None
            done = attempt(self._next, PROGRAM, self._wiring.paths.home, words)
            if isinstance(done, Failure):
                self._take(done)
            elif not done:
                break
        self.display.end()
        if self._worst is not ExitStatus.INTERRUPTED:
            self._tell_left()
        return self._worst

    def _next(self) -> bool:
        """Work on the next recording; tell whether there was one."""
        for event in run_next(self._queue, self._tools, self.cancel):
            match event:
                case EntryBegun(entry):
                    self._entry = entry
                    self.display.begin(entry.media, self._name(entry))
                case EntryEnded(entry):
                    self._tell_outcome(entry)
                case _:
                    self._show(event)
        return self._entry is not None

    def _show(self, event: object) -> None:
        if isinstance(event, Event):
            self.display.show(event)

    def _tell_outcome(self, entry: QueueEntry) -> None:
        if entry.state is QueueState.DONE:
            self.display.saved(entry.results)
            return
        place = self._place(entry)
        told = outcome_line(self._wiring.store, entry, self._name(entry), place) or ""
        if entry.state is QueueState.SKIPPED:
            self.display.tell(told)
            return
        self.display.failed(told)
        self._worst = ExitStatus.FAILED
        self._is_over = touches_others(entry.error.restored() if entry.error else None)

    def _take(self, failure: Failure) -> None:
        """Hear what stopped the work besides what is known to happen to recordings."""
        entry = self._entry
        if isinstance(failure.error, Cancelled):
            self._worst, self._is_over = ExitStatus.INTERRUPTED, True
            if entry is not None:
                self.display.failed(stopped_line(self._name(entry)))
            return
        self._worst = ExitStatus.FAILED
        if entry is None or isinstance(failure.error, WhisperDesktopError):
            # The queue itself cannot be read or written.
            self._is_over = True
            self.display.failed(failure.line)
            return
        log = self._wiring.paths.home / "logs" / "crash.log"
        self.display.failed(crash_line(failure.error, self._name(entry), log))
        self._queue.fail(entry.id, bug_failure(failure.error, log))

    def _tell_left(self) -> None:
        states = [entry.state for entry in self._queue.entries()]
        if self._is_over and QueueState.WAITING in states:
            self.display.tell(left_line(states.count(QueueState.WAITING)))
        if QueueState.RUNNING in states:
            self.display.tell(elsewhere_line(states.count(QueueState.RUNNING)))

    def _name(self, entry: QueueEntry) -> str:
        media = dict.fromkeys(one.media for one in self._queue.entries())
        return input_names(list(media | {entry.media: None}))[entry.media]

    def _place(self, entry: QueueEntry) -> int:
        ids = [one.id for one in self._queue.entries()]
        return ids.index(entry.id) + 1 if entry.id in ids else len(ids) + 1
