"""How transfers behave: patience, retries, progress; and how they fail."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from whisper_desktop.app.install_events import InstallProgress
from whisper_desktop.core.cancel import CancelToken

_NAP_SECONDS = 0.1


class TransferFailedError(Exception):
    """A source did not deliver, and asking it again is pointless."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Retry:
    """A transfer broke off and will go on after `wait_s` seconds."""

    reason: str
    wait_s: float


TransferStep = int | Retry
"""Either how many bytes are here by now, or that the transfer broke off for a while."""


@dataclass(frozen=True, slots=True)
class TransferPolicy:
    """How patient a transfer is.

    It is given up after `max_failures` attempts in a row that each brought less than
    `min_progress_bytes`; the wait between them doubles from `first_wait_s` to `max_wait_s`. A
    server that asks for a longer pause than `max_wait_s` is not waited for.
    """

    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    max_failures: int = 5
    min_progress_bytes: int = 1 << 20
    first_wait_s: float = 1.0
    max_wait_s: float = 30.0
    chunk_bytes: int = 1 << 16
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def wait_s(self, failures: int) -> float:
        """Return how long to wait after the given number of failures in a row."""
        return float(min(self.first_wait_s * 2 ** (failures - 1), self.max_wait_s))

    def pause(self, seconds: float, cancel: CancelToken) -> None:
        """Sleep, but wake up soon after somebody asked to stop."""
        remaining = seconds
        while remaining > 0:
            cancel.raise_if_cancelled()
            self.sleep(min(_NAP_SECONDS, remaining))
            remaining -= _NAP_SECONDS


class TransferMeter:
    """Turns byte counts into progress events, ten a second at most."""

    _EVERY_SECONDS = 0.1
    _WINDOW_SECONDS = 10.0

    def __init__(self, total_bytes: int | None, clock: Callable[[], float]) -> None:
        self._total_bytes, self._clock = total_bytes, clock
        self._recent: deque[tuple[float, int]] = deque()

    def measure(self, done_bytes: int) -> InstallProgress | None:
        """Return the progress, or None when the last report is too fresh for another."""
        now_s = self._clock()
        if self._recent and done_bytes < self._recent[-1][1]:
            self._recent.clear()
        if self._recent and not self._is_due(now_s, done_bytes):
            return None
        self._recent.append((now_s, done_bytes))
        while now_s - self._recent[0][0] > self._WINDOW_SECONDS and len(self._recent) > 2:
            self._recent.popleft()
        return InstallProgress(done_bytes, self._total_bytes, self._rate())

    def _is_due(self, now_s: float, done_bytes: int) -> bool:
        last_s, last_bytes = self._recent[-1]
        is_end = done_bytes == self._total_bytes and last_bytes != done_bytes
        return is_end or now_s - last_s >= self._EVERY_SECONDS

    def _rate(self) -> float | None:
        (first_s, first_bytes), (last_s, last_bytes) = self._recent[0], self._recent[-1]
        if last_s <= first_s:
            return None
        return (last_bytes - first_bytes) / (last_s - first_s)
