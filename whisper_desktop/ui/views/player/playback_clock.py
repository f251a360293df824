"""Where playback is between two reports of the player."""

from collections import deque

WINDOW_S = 1.0
"""How long a report counts: long enough to hold a good one, short enough to follow a drift."""
STALL_S = 0.5
"""When a report is so long overdue the clock stands still, for so does the player."""

SETTLE_S = 0.5
"""So long after a jump a report can still be of the place before it."""
AHEAD_MS = 150.0
"""A report that is further ahead after a jump is such a one."""


class PlaybackClock:
    """Reads the playhead at any moment from late and rough reports.

    A player reports the start of the frame or the block of sound that it is at, so a report is
    never ahead of what is heard, but it lags behind by up to a block. The report that is the
    least behind within the last second is believed. Moments are seconds of a steady clock; the
    reading never runs backwards while playback goes on.
    """

    def __init__(self) -> None:
        self._rate = 1.0
        self._offsets: deque[tuple[float, float]] = deque()
        """Of recent reports: the moment, and the position it implies for the moment 0."""
        self._overdue_s = 0.0
        """The moment until which no report need come."""
        self._is_guess = True
        """Whether the only offset is that of the moment of the start, before any report."""
        self._last_ms = 0.0
        """The last reading; the position itself while the clock stands."""
        self._jumped_s = -SETTLE_S
        self._is_running = False

    @property
    def is_running(self) -> bool:
        """Whether the reading grows."""
        return self._is_running

    def start(self, now_s: float) -> None:
        """Run on from the last reading."""
        self._is_running = True
        self._guess(now_s)

    def stop(self, now_s: float) -> float:
        """Stand still from now on; return the reading in milliseconds."""
        self._last_ms = self.read(now_s)
        self._is_running = False
        return self._last_ms

    def jump(self, position_ms: float, now_s: float) -> None:
        """Go on from another position, earlier ones included."""
        self._last_ms = float(position_ms)
        self._jumped_s = now_s
        self._guess(now_s)

    def set_rate(self, rate: float, now_s: float) -> None:
        """Run faster or slower from now on."""
        self._last_ms = self.read(now_s)
        self._rate = rate
        self._guess(now_s)

    def hear(self, position_ms: float, now_s: float, lasts_ms: float = 0.0) -> None:
        """Take a report of the player; the next is due once what it shows has lasted."""
        if not self._is_running or self._is_stale(position_ms, now_s):
            return
        if self._is_guess:
            self._offsets.clear()
            self._is_guess = False
        self._offsets.append((now_s, self._offset(position_ms, now_s)))
        while self._offsets[0][0] < now_s - WINDOW_S:
            self._offsets.popleft()
        self._overdue_s = now_s + lasts_ms / 1_000 / self._rate + STALL_S

    def read(self, now_s: float) -> float:
        """Return the position in milliseconds."""
        if self._is_running:
            best = max(offset for _, offset in self._offsets)
            reading = best + self._rate * 1_000 * min(now_s, self._overdue_s)
            self._last_ms = max(self._last_ms, reading)
        return self._last_ms

    def _is_stale(self, position_ms: float, now_s: float) -> bool:
        has_just_jumped = now_s - self._jumped_s < SETTLE_S
        return has_just_jumped and position_ms > self.read(now_s) + AHEAD_MS

    def _guess(self, now_s: float) -> None:
        self._is_guess = True
        self._offsets.clear()
        self._offsets.append((now_s, self._offset(self._last_ms, now_s)))
        self._overdue_s = now_s + STALL_S

    def _offset(self, position_ms: float, now_s: float) -> float:
        return position_ms - self._rate * 1_000 * now_s
