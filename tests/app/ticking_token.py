"""A token with a clock of its own."""

from itertools import count

from whisper_desktop.core.cancel import CancelToken


class TickingToken(CancelToken):
    """Its clock goes on by a second each time that the work reads it."""

    def __init__(self) -> None:
        super().__init__()
        self._seconds = count()

    def clock_s(self) -> float:
        return float(next(self._seconds))
