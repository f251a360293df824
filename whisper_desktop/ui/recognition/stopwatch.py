"""Time that goes by, but for pauses."""

import time
from collections.abc import Callable


class Stopwatch:
    """Counts from its last start."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._counted_s = 0.0
        self._since_s: float | None = None

    @property
    def elapsed_s(self) -> float:
        """The seconds since it was started, without those while it was held."""
        now_s = 0.0 if self._since_s is None else self._clock_s() - self._since_s
        return self._counted_s + now_s

    def start(self) -> None:
        """Count from now on, from zero."""
        self._counted_s, self._since_s = 0.0, self._clock_s()

    def hold(self, is_held: bool) -> None:
        """Stand still, or count on."""
        self._counted_s = self.elapsed_s
        self._since_s = None if is_held else self._clock_s()
