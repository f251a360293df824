"""Keeps two programs from changing the same model at the same time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.system_errors import writing_reason

_POLL_SECONDS = 0.2

Pause = Callable[[float, CancelToken], None]
"""Waits some seconds, or raises `Cancelled`."""


class ModelLock:
    """A lock on a file: it ends with its program, however that ends."""

    def __init__(self, path: Path, pause: Pause) -> None:
        self._path, self._pause = path, pause
        # A generator that holds the lock may be drained by several threads in turn.
        self._lock = FileLock(path, thread_local=False)

    def acquire(self, cancel: CancelToken) -> Iterator[None]:
        """Take the lock; yield once before waiting for another program to give it back.

        Raises `OutputUnwritableError` and `Cancelled`.
        """
        has_told = False
        while not self.try_acquire():
            if not has_told:
                yield
            has_told = True
            self._pause(_POLL_SECONDS, cancel)

    def try_acquire(self) -> bool:
        """Take the lock unless another program has it; tell whether it was taken.

        Raises `OutputUnwritableError`.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except OSError as error:
            raise OutputUnwritableError(self._path.parent, writing_reason(error)) from error
        return True

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()

    @contextmanager
    def held(self, cancel: CancelToken) -> Iterator[None]:
        """Hold the lock for the length of a `with` block."""
        for _ in self.acquire(cancel):
            pass
        try:
            yield
        finally:
            self.release()
