"""Which stretch of time lies under which pixels."""

from dataclasses import dataclass, replace

MIN_MS_PER_PX = 0.5
"""At the closest zoom a frame of 25 a second is 80 pixels wide."""
FIRST_VIEW_MS = 12_000
_MARGIN_SHARE = 0.1
"""What is shown beside a span that the view is zoomed to, of its width on either side."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Pixels from 0 to `width_px` show the time from `start_ms` on; always within the whole.

    Build one with `of` or from another: they keep the zoom and the start within their limits.
    """

    start_ms: float
    ms_per_px: float
    width_px: int
    total_ms: int

    @staticmethod
    def of(width_px: int, total_ms: int) -> "TimeScale":
        """Return the first view of media of a length."""
        width_px = max(width_px, 1)
        return TimeScale(0.0, FIRST_VIEW_MS / width_px, width_px, max(total_ms, 1))._limited()

    @property
    def span_ms(self) -> float:
        """How much time is shown."""
        return self.ms_per_px * self.width_px

    @property
    def end_ms(self) -> float:
        """The time at the right edge."""
        return self.start_ms + self.span_ms

    def x_of(self, time_ms: float) -> float:
        """Return where a time is, in pixels from the left edge."""
        return (time_ms - self.start_ms) / self.ms_per_px

    def time_at(self, x: float) -> int:
        """Return the time under a pixel, never below zero."""
        return max(round(self.start_ms + x * self.ms_per_px), 0)

    def shows(self, time_ms: float) -> bool:
        """Tell whether a time is in view."""
        return self.start_ms <= time_ms <= self.end_ms

    def shows_part_of(self, start_ms: float, end_ms: float) -> bool:
        """Tell whether anything of a span is in view."""
        return start_ms < self.end_ms and self.start_ms < end_ms

    def starting_at(self, start_ms: float) -> "TimeScale":
        """Return the view that begins at a time, or as near as the ends allow."""
        return replace(self, start_ms=start_ms)._limited()

    def scrolled(self, distance_px: float) -> "TimeScale":
        """Return the view further to the right, for a negative distance to the left."""
        return self.starting_at(self.start_ms + distance_px * self.ms_per_px)

    def centred_on(self, time_ms: float) -> "TimeScale":
        """Return the view with a time in its middle."""
        return self.starting_at(time_ms - self.span_ms / 2)

    def zoomed(self, factor: float, anchor_x: float) -> "TimeScale":
        """Return the view magnified by a factor; the time under the anchor stays there."""
        anchor_ms = self.start_ms + anchor_x * self.ms_per_px
        ms_per_px = self._limited_zoom(self.ms_per_px / factor)
        start_ms = anchor_ms - anchor_x * ms_per_px
        return replace(self, start_ms=start_ms, ms_per_px=ms_per_px)._limited()

    def fitting_all(self) -> "TimeScale":
        """Return the view of everything."""
        return replace(self, start_ms=0.0, ms_per_px=self.total_ms / self.width_px)._limited()

    def fitting(self, start_ms: int, end_ms: int) -> "TimeScale":
        """Return the view of a span with something on either side of it."""
        margin_ms = max((end_ms - start_ms) * _MARGIN_SHARE, 1.0)
        ms_per_px = self._limited_zoom((end_ms - start_ms + 2 * margin_ms) / self.width_px)
        centre_ms = (start_ms + end_ms) / 2
        start = centre_ms - ms_per_px * self.width_px / 2
        return replace(self, start_ms=start, ms_per_px=ms_per_px)._limited()

    def resized(self, width_px: int) -> "TimeScale":
        """Return the view for another width: the zoom stays, the left edge stays."""
        return replace(self, width_px=max(width_px, 1))._limited()

    def lasting(self, total_ms: int) -> "TimeScale":
        """Return the view of media that turned out to have another length."""
        return replace(self, total_ms=max(total_ms, 1))._limited()

    def _limited(self) -> "TimeScale":
        ms_per_px = self._limited_zoom(self.ms_per_px)
        latest_ms = max(self.total_ms - ms_per_px * self.width_px, 0.0)
        start_ms = min(max(self.start_ms, 0.0), latest_ms)
        return replace(self, start_ms=start_ms, ms_per_px=ms_per_px)

    def _limited_zoom(self, ms_per_px: float) -> float:
        widest = max(self.total_ms / self.width_px, MIN_MS_PER_PX)
        return min(max(ms_per_px, MIN_MS_PER_PX), widest)
