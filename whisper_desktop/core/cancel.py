"""Ways down to running work: please stop, please wait, and say how far you are."""

import threading
import time

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
        if self.is_cancelled:
            raise Cancelled

    def clock_s(self) -> float:
        """Return the seconds of a clock that measures work."""
        return time.monotonic()

    def reached(self, done: int, total: int) -> None:
        """Hear how far the work is; nobody looks at it here."""


class MeasuredToken(CancelToken):
    """A token by which anyone in any thread can see how far the work is.

    It stops with the token that it was made for.
    """

    def __init__(self, token: CancelToken) -> None:
        super().__init__()
        self._token = token
        self.percent: int | None = None
        """How much is done; None while the work did not say."""

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked this token or the other one to stop."""
        return super().is_cancelled or self._token.is_cancelled

    def reached(self, done: int, total: int) -> None:
        """Take down how far the work is."""
        self.percent = 100 * done // total if total else None


class PausableToken(CancelToken):
    """A token that also makes the work wait: who asks it while it is paused comes back later.

    Work of one thread asks it; anyone may pause it, let it go on and cancel it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._may_go = threading.Event()
        self._may_go.set()
        self._paused_s = 0.0

    def pause(self) -> None:
        """Hold the work the next time it asks."""
        self._may_go.clear()
        if self._cancelled.is_set():
            self._may_go.set()

    def go_on(self) -> None:
        """Let the work go on."""
        self._may_go.set()

    def cancel(self) -> None:
        """Ask the work to stop, also while it is paused."""
        super().cancel()
        self._may_go.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop; answered when the work is not paused any more."""
        if not self._may_go.is_set():
            began_s = time.monotonic()
            self._may_go.wait()
            self._paused_s += time.monotonic() - began_s
        return super().is_cancelled

    def clock_s(self) -> float:
        """Return the seconds of a clock that stood still while the work waited."""
        return super().clock_s() - self._paused_s
