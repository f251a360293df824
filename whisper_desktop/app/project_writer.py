"""Brings changes to a project file in a thread of its own, as soon as the disk takes them."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from whisper_desktop.app.project_contents import Change
from whisper_desktop.app.project_faults import fault_reason
from whisper_desktop.app.project_schema import Schema
from whisper_desktop.app.project_store import ProjectStore
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

    retry_s: float = 2.0
    """Between attempts while something is wrong."""
    look_s: float = 2.0
    """How often it looks, with nothing to do, whether the file is still there."""


@dataclass(frozen=True, slots=True)
class ProjectState:
    """How far the file is behind the document.

    Changes are numbered from 1 in the order they were recorded; those up to `durable_through`
    survive whatever happens. `problem` says why the rest waits ("the disk is full"), else "".
    """

    recorded: int = 0
    durable_through: int = 0
    problem: str = ""

    @property
    def unsaved_count(self) -> int:
        """How many changes would be lost with the program."""
        return self.recorded - self.durable_through


Watch = Callable[[ProjectState], None]
"""Hears of a new state, in the writer's thread."""


class ProjectWriter:
    """Takes changes at once, writes them a moment later and never lets go of one before.

    `held_back` is the reason for writing nothing at all: changes are only kept until another
    store takes them.
    """

    def __init__(
        self,
        store: ProjectStore,
        schema: Schema,
        policy: WriterPolicy,
        watch: Watch,
        held_back: str = "",
    ) -> None:
        self._store, self._schema = store, schema
        self._policy, self._watch = policy, watch
        self._held_back = held_back
        self._state = ProjectState(problem=held_back)
        self._pending: list[Change] = []
        self._is_stopping = False
        self._is_store_sound = True
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
            self._start()
            self._turn.notify_all()
        return number

    def flush(self, timeout_s: float) -> bool:
        """Wait until all changes are durable, or there is a problem; tell whether they are."""
        with self._turn:
            self._turn.wait_for(
                lambda: not self._state.unsaved_count or bool(self._state.problem), timeout_s
            )
            return not self._state.unsaved_count

    @contextmanager
    def using_store(self) -> Iterator[ProjectStore]:
        """Hold the store for a moment in which nothing is written."""
        with self._store_lock:
            yield self._store

    def move_to(self, make_store: Callable[[ProjectStore], ProjectStore]) -> None:
        """Go on with another store that is made from this one; what waits is written there."""
        with self._store_lock:
            store = make_store(self._store)
            self._store.close()
            self._store, self._is_store_sound = store, True
        with self._turn:
            self._held_back = ""
            state = self._state
            self._state = replace(state, problem="")
            self._start()
            self._turn.notify_all()

    def stop(self) -> int:
        """Try a last time, end the thread, close the file; return how many changes are lost."""
        with self._turn:
            self._is_stopping = True
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()
        with self._store_lock:
            self._store.close()
        return self._state.unsaved_count

    def _start(self) -> None:
        """Begin with the first change: who only looks at a project needs no thread."""
        if self._thread is None and self._state.unsaved_count and not self._held_back:
            # A program that ends without `stop` shall end: what is durable is durable.
            self._thread = threading.Thread(target=self._run, name="project-writer", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._is_stopping:
            self._attempt()
            with self._turn:
                wait_s = self._policy.retry_s if self._state.problem else self._policy.look_s
                self._turn.wait_for(self._has_reason_to_go_on, wait_s)
        self._attempt()

    def _has_reason_to_go_on(self) -> bool:
        return self._is_stopping or bool(self._state.unsaved_count and not self._state.problem)

    def _attempt(self) -> None:
        """Write what waits; what goes wrong becomes the problem of the state."""
        try:
            with self._store_lock:
                self._write_pending()
        except (sqlite3.Error, OSError) as error:
            code = getattr(error, "sqlite_errorcode", None)
            self._is_store_sound = code in _WRITE_AGAIN_CODES
            self._set_state(fault_reason(error))
        except (OutputUnwritableError, ProjectUnreadableError) as error:
            self._set_state(error.reason)
        except OutputExistsError:
            # Somebody put a file there just now: the next attempt looks at it.
            self._set_state("another file has its name now")
        except ProjectTooNewError:
            self._set_state("a newer version of the program has changed it")
        except Exception as error:  # noqa: BLE001 - the thread border
            self._is_store_sound = False
            self._set_state(f"{type(error).__name__}: {error}")

    def _write_pending(self) -> None:
        if not (self._is_store_sound and self._store.is_in_place()):
            self._store = self._store.reopened(self._schema)
            self._is_store_sound = True
        with self._turn:
            changes = tuple(self._pending)
        if changes:
            self._store.write(changes)
            with self._turn:
                del self._pending[: len(changes)]
        if not self._store.is_in_place():
            # The changes went into a file that nobody can find: they are not durable yet.
            raise FileNotFoundError(2, "the file was moved or deleted", str(self._store.path))
        self._set_state("")
        if not self._pending:
            # What is kept besides can wait for better times.
            with suppress(sqlite3.Error, ProjectUnreadableError):
                self._store.tidy()

    def _set_state(self, problem: str) -> None:
        with self._turn:
            before = self._state
            # What was written into a file that has vanished still waits to be durable.
            through = before.durable_through if problem else before.recorded - len(self._pending)
            self._state = ProjectState(before.recorded, through, problem)
            self._turn.notify_all()
        if self._state != before:
            self._watch(self._state)
