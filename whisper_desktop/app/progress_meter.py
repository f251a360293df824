"""How far the work is, and when it will be done."""

import math
from collections.abc import Callable

from whisper_desktop.core.events import Progress

_MEMORY_S = 60.0
"""Work older than this hardly counts for the rate: music is slower than silence."""


class ProgressMeter:
    """Measures audio time done per second of work, both fading away exponentially.

    Begin it when the work begins: loading a model says nothing about the rate.
    """

    def __init__(self, total_ms: int, clock: Callable[[], float], done_ms: int = 0) -> None:
        """Begin where earlier work had come to: its `done_ms` say nothing about the rate."""
        self._total_ms, self._clock = total_ms, clock
        self._started_s = self._last_s = clock()
        self._done_ms = done_ms
        self._recent_work_ms = self._recent_time_s = 0.0

    def at(self, done_ms: int) -> Progress:
        """Note that so much is done, and return how far that is; it never goes back."""
        done_ms = min(max(done_ms, self._done_ms), self._total_ms)
        now_s = self._clock()
        step_s = now_s - self._last_s
        fading = math.exp(-step_s / _MEMORY_S)
        self._recent_work_ms = fading * self._recent_work_ms + done_ms - self._done_ms
        self._recent_time_s = fading * self._recent_time_s + step_s
        self._last_s, self._done_ms = now_s, done_ms
        return Progress(done_ms, self._total_ms, now_s - self._started_s, self._remaining_s())

    def _remaining_s(self) -> float | None:
        left_ms = self._total_ms - self._done_ms
        if left_ms == 0:
            return 0.0
        if not self._recent_work_ms or not self._recent_time_s:
            return None
        return left_ms * self._recent_time_s / self._recent_work_ms
