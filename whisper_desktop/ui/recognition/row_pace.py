"""How long rows take that are recognised again, and so how long those will that are left."""

import time
from collections.abc import Callable

from whisper_desktop.ui.recognition.stopwatch import Stopwatch


class RowPace:
    """Counts from the first row on: what comes before says nothing about the others.

    A row costs about the same however short it is, so rows tell more than the sound they hold.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._watch = Stopwatch(clock_s)
        self._is_begun = False
        self._done_count = 0
        self._done_s = 0.0
        """When the last of them was done."""

    def begin(self) -> None:
        """Note that a row is being heard."""
        if not self._is_begun:
            self._is_begun = True
            self._watch.start()

    def note(self, done_count: int) -> None:
        """Note how many are done by now."""
        if done_count != self._done_count:
            self._done_count, self._done_s = done_count, self._watch.elapsed_s

    def hold(self, is_held: bool) -> None:
        """Stand still, or go on."""
        if self._is_begun:
            self._watch.hold(is_held)

    def left_s(self, left_count: int) -> float | None:
        """Return how long so many more will take; None before one is done."""
        if not (self._done_count and self._done_s):
            return None
        row_s = self._done_s / self._done_count
        return row_s * left_count - (self._watch.elapsed_s - self._done_s)
