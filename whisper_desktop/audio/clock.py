"""Where on the media's own clock the decoded frames of one stream belong.

Time 0 is what players show as 0:00 (`Media.zero_s`). Here it is counted in seconds, as floats:
placing samples needs a finer unit than milliseconds.
"""

from dataclasses import dataclass

from av.audio.frame import AudioFrame

# Containers round timestamps (Matroska to 1 ms) or guess them within a page (Ogg Vorbis, 10 ms
# off and back again): samples are counted on until the two clocks differ by more than this.
_JITTER_S = 0.020
# Behind data that could not be decoded, a gap is expected and only rounding is forgiven.
_JITTER_AFTER_LOSS_S = 0.002
# No recording is silent by omission for longer; such a leap is a clock that was set anew.
_LONGEST_GAP_S = 3_600.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a frame starts, and whether it does so right after the frame before it."""

    start_s: float
    expected_s: float
    """Where the frame before it ended."""
    is_seamless: bool
    drift_s: float = 0.0
    """By how much the frame's own timestamp is later than its seamless place."""


class StreamClock:
    """Follows the timestamps of a stream and forgives what is not worth a gap."""

    def __init__(self, tick_s: float, zero_s: float) -> None:
        self._tick_s = tick_s
        self._offset_s = -zero_s
        self._last_pts: int | None = None
        self._end_s: float | None = None

    @property
    def end_s(self) -> float | None:
        """Where the last frame ended; None before the first."""
        return self._end_s

    def media_s(self, ticks: int) -> float:
        """Convert a stored timestamp to the media's own clock."""
        return ticks * self._tick_s + self._offset_s

    def delay(self, by_s: float) -> None:
        """Place all that comes later by so much, for time that the stamps do not count."""
        self._offset_s += by_s

    def place(self, frame: AudioFrame, *, is_after_loss: bool) -> Place:
        """Say where the next frame of the stream belongs."""
        stamped_s = None if frame.pts is None else self.media_s(frame.pts)
        if self._end_s is None:
            start_s = 0.0 if stamped_s is None else stamped_s
            place = Place(start_s, start_s, is_seamless=False)
        else:
            place = self._follow(frame, stamped_s, self._end_s, is_after_loss)
        if frame.pts is not None:
            self._last_pts = frame.pts
        self._end_s = place.start_s + frame.samples / frame.sample_rate
        return place

    def _follow(
        self, frame: AudioFrame, stamped_s: float | None, end_s: float, is_after_loss: bool
    ) -> Place:
        if stamped_s is None:
            return Place(end_s, end_s, is_seamless=True)
        drift_s = stamped_s - end_s
        jitter_s = _JITTER_AFTER_LOSS_S if is_after_loss else _JITTER_S
        if abs(drift_s) <= jitter_s:
            return Place(end_s, end_s, is_seamless=True, drift_s=drift_s)
        if self._was_set_anew(frame, drift_s):
            self._offset_s -= drift_s
            return Place(end_s, end_s, is_seamless=True)
        return Place(stamped_s, end_s, is_seamless=False)

    def _was_set_anew(self, frame: AudioFrame, drift_s: float) -> bool:
        """Recordings glued together count from the start again; some formats never count."""
        if drift_s > _LONGEST_GAP_S:
            return True
        is_stuck = (
            frame.pts is not None and self._last_pts is not None and frame.pts <= self._last_pts
        )
        return is_stuck and drift_s < 0
