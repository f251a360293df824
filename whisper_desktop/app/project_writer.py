"""Brings changes to a project file in a thread of its own, as soon as the disk takes them."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from whisper_desktop.app.project_contents import Change, RowsRestated, VersionWanted
from whisper_desktop.app.project_faults import fault_reason
from whisper_desktop.app.project_rescue import ProjectRescue
from whisper_desktop.app.project_rows import EditMisfitError
from whisper_desktop.app.project_store import ProjectStore
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import (
    OutputExistsError,
    OutputUnwritableError,
    ProjectTooNewError,
    ProjectUnreadableError,
)

_WRITE_AGAIN_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL})
"""After these the open file is as good as before; after all others it is opened again."""


@dataclass(frozen=True, slots=True)
class WriterPolicy:
    """How patient the writer is."""

    gather_s: float = 0.1
    """After a change, before it is written: a drag is many changes, and the window comes first."""
    retry_s: float = 2.0
    """Between attempts while something is wrong."""
    look_s: float = 2.0
    """How often it looks, with nothing to do, whether the file is still there."""


@dataclass(frozen=True, slots=True)
class ProjectState:
    """How far the file is behind the document.

    Changes are numbered from 1 in the order they were recorded; those up to `durable_through`
    survive whatever happens. `problem` says why the rest waits ("the disk is full"), else "".
    Meanwhile a draft has those up to `rescued_through`. With `needs_rows` an edit did not fit, and
    the rows have to be stated as a whole. `anew_count` says how often the file was missing and was
    written anew.
    """

    recorded: int = 0
    durable_through: int = 0
    problem: str = ""
    rescued_through: int = 0
    needs_rows: bool = False
    anew_count: int = 0

    @property
    def unsaved_count(self) -> int:
        """How many changes are not in the project's file."""
        return self.recorded - self.durable_through

    @property
    def endangered_count(self) -> int:
        """How many changes would be lost with the program."""
        return self.recorded - max(self.durable_through, self.rescued_through)


Watch = Callable[[ProjectState], None]
"""Hears of a new state, in the writer's thread, and does no more than pass it on."""
Hindrance = Callable[[], str]
"""Is asked in the writer's thread, before every attempt to write, what speaks against it."""


class ProjectWriter:
    """Takes changes at once, writes them a moment later and never lets go of one before.

    `hindrance` gives the reason for writing nothing now, or "": changes then only go to the
    rescue.
    """

    def __init__(
        self,
        store: ProjectStore,
        rescue: ProjectRescue,
        policy: WriterPolicy,
        watch: Watch,
        hindrance: Hindrance,
    ) -> None:
        self._store, self._rescue = store, rescue
        self._policy, self._watch = policy, watch
        self._hindrance = hindrance
        self._state = ProjectState(problem=hindrance())
        self._pending: list[Change] = []
        self._is_stopping = False
        self._is_store_sound = True
        self._is_astray = False
        """Whether an edit that waits does not fit the rows of the file."""
        self._anew_count = 0
        self._flush_count = 0
        """How many threads wait for everything to be durable."""
        self._thread: threading.Thread | None = None
        self._turn = threading.Condition()
        """Guards the pending changes and the state."""
        self._store_lock = threading.Lock()

    @property
    def state(self) -> ProjectState:
        """How far the file is behind."""
        return self._state

    def add(self, change: Change) -> int:
        """Take a change; return its number. It returns before anything is written."""
        with self._turn:
            self._pending.append(change)
            number = self._state.recorded + 1
            self._state = replace(self._state, recorded=number)
            if isinstance(change, RowsRestated):
                self._state = replace(self._state, problem="", needs_rows=False)
            if self._thread is None:
                # Not before: who only looks at a project needs no thread. And a program that ends
                # without `stop` shall end: what is durable is durable.
                self._thread = threading.Thread(
                    target=self._run, name="project-writer", daemon=True
                )
                self._thread.start()
            self._turn.notify_all()
        return number

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write all that is added meanwhile in one transaction; keep it short."""
        with self._turn:
            yield

    def flush(self, timeout_s: float) -> bool:
        """Wait until all changes are durable, or there is a problem; tell whether they are."""
        with self._turn:
            self._flush_count += 1
            self._turn.notify_all()
            self._turn.wait_for(
                lambda: not self._state.unsaved_count or bool(self._state.problem), timeout_s
            )
            self._flush_count -= 1
            return not self._state.unsaved_count

    @contextmanager
    def using_store(self) -> Iterator[ProjectStore]:
        """Hold the store for a moment in which nothing is written."""
        with self._store_lock:
            yield self._store

    def move_to(
        self, make_store: Callable[[ProjectStore], ProjectStore], hindrance: Hindrance
    ) -> None:
        """Go on with another store that is made from this one; what waits is written there."""
        with self._store_lock:
            store = make_store(self._store)
            self._store.close()
            self._store, self._is_store_sound = store, True
            with self._turn:
                self._hindrance = hindrance
                self._state = replace(self._state, problem="")
                self._turn.notify_all()

    def lacks(self, cues: Sequence[Cue]) -> bool:
        """Tell whether rows, or a version that was asked for, are not in the file."""
        with self._store_lock:
            with self._turn:
                waits = any(isinstance(change, VersionWanted) for change in self._pending)
            return waits or not self._store.holds(cues)

    def stop(self, *, keep_rescue: bool = True) -> int:
        """Try a last time, end the thread, close the file; return how many changes it lacks."""
        with self._turn:
            self._is_stopping = True
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()
        with self._store_lock:
            self._store.close()
            if keep_rescue:
                self._rescue.leave()
            else:
                self._rescue.drop()
        return self._state.unsaved_count

    def _run(self) -> None:
        while not self._is_stopping:
            self._attempt()
            if self._state.problem:
                self._wait_for_better_times()
            else:
                with self._turn:
                    if self._turn.wait_for(self._is_called, self._policy.look_s):
                        self._turn.wait_for(self._is_urged, self._policy.gather_s)
        self._attempt()

    def _is_called(self) -> bool:
        is_behind = bool(self._state.unsaved_count)
        return self._is_stopping or (is_behind and not self._state.problem)

    def _is_urged(self) -> bool:
        return self._is_stopping or bool(self._flush_count)

    def _wait_for_better_times(self) -> None:
        """Wait before the next attempt; what is recorded meanwhile goes to the rescue at once."""
        until_s = time.monotonic() + self._policy.retry_s
        while True:
            with self._turn:
                is_woken = self._turn.wait_for(
                    lambda: self._is_called() or self._can_rescue(),
                    until_s - time.monotonic(),
                )
            if not is_woken or self._is_called():
                return
            with self._store_lock:
                # Unless another store has just been moved to: that gets it all.
                if self._state.problem:
                    self._set_state(self._state.problem)

    def _can_rescue(self) -> bool:
        return self._rescue.is_working and bool(self._state.endangered_count)

    def _attempt(self) -> None:
        """Write what waits; what goes wrong becomes the problem of the state."""
        with self._store_lock:
            try:
                problem = self._hindrance() or self._fault_of_writing()
                self._set_state(problem)
            except Exception as error:  # noqa: BLE001 - nobody would hear of a thread that died
                problem = f"{type(error).__name__}: {error}"
                with self._turn:
                    self._state = replace(self._state, problem=problem)
                    self._turn.notify_all()
            if not problem and not self._pending:
                # What is kept besides can wait for better times.
                with suppress(Exception):
                    self._store.tidy()

    def _fault_of_writing(self) -> str:
        try:
            self._write_pending()
        except (sqlite3.Error, OSError) as error:
            code = getattr(error, "sqlite_errorcode", None)
            self._is_store_sound = code in _WRITE_AGAIN_CODES
            return fault_reason(error)
        except (OutputUnwritableError, ProjectUnreadableError, EditMisfitError) as error:
            self._is_astray = self._is_astray or isinstance(error, EditMisfitError)
            return error.reason
        except OutputExistsError:
            # Somebody put a file there just now: the next attempt looks at it.
            return "another file has its name now"
        except ProjectTooNewError:
            return "a newer version of the program has changed it"
        except Exception as error:  # noqa: BLE001 - the thread border
            self._is_store_sound = False
            return f"{type(error).__name__}: {error}"
        return ""

    def _write_pending(self) -> None:
        if not (self._is_store_sound and self._store.is_in_place()):
            self._store = self._store.reopened()
            self._is_store_sound = True
            self._anew_count += self._store.is_anew
        with self._turn:
            changes = tuple(self._pending)
        if changes:
            self._store.write(changes)
            self._is_astray = False
            with self._turn:
                del self._pending[: len(changes)]
        if not self._store.is_in_place():
            # The changes went into a file that nobody can find: they are not durable yet.
            raise FileNotFoundError(2, "the file was moved or deleted", str(self._store.path))

    def _set_state(self, problem: str) -> None:
        """Say what came of an attempt; with a problem, having kept aside what waits."""
        before = self._state
        if problem:
            with self._turn:
                changes, recorded = tuple(self._pending), self._state.recorded
            first_number = recorded - len(changes) + 1
            rescued_through = self._rescue.keep(self._store, first_number, changes)
        else:
            rescued_through = 0
        with self._turn:
            through = self._state.recorded - len(self._pending)
            # What was written into a file that has vanished still waits to be durable.
            durable_through = before.durable_through if problem else through
            self._state = replace(
                self._state,
                durable_through=durable_through,
                problem=problem,
                rescued_through=rescued_through,
                needs_rows=self._is_astray,
                anew_count=self._anew_count,
            )
            self._turn.notify_all()
        if not problem:
            self._rescue.drop()
        if self._state != before:
            self._watch(self._state)
