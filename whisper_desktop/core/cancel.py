"""One way down to running work: please stop."""

import threading

from whisper_desktop.core.errors import Cancelled


class CancelToken:
    """Set by anyone in any thread, asked by the work at least once per decode step."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise `Cancelled` when somebody asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled
