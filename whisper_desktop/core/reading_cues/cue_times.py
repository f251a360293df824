"""When a subtitle goes, so that it can be read and leaves the gap that the rules want."""

from dataclasses import dataclass

from whisper_desktop.core.presets import Limits

LINGER_MS = 500
"""How long a subtitle stays behind its last word where there is room: half a second is what houses
with delivery rules allow, and a reader seldom is done with the last word when it is said."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a subtitle when its end is sought; `next_ms` None where nothing follows.

    `last_ms` is where the media ends, None if that is not known.
    """

    start_ms: int
    spoken_end_ms: int
    reading_time_ms: int
    next_ms: int | None = None
    last_ms: int | None = None
    linger_ms: int = LINGER_MS


def latest_end_ms(shown: Shown, limits: Limits) -> int:
    """Return how long it may stay: to the gap before the next, and never over the end."""
    latest_ms = shown.start_ms + limits.max_duration_ms
    if shown.last_ms is not None:
        latest_ms = min(latest_ms, max(shown.last_ms, shown.spoken_end_ms))
    if shown.next_ms is not None:
        latest_ms = min(latest_ms, shown.next_ms - limits.min_gap_ms)
    # Two words of one time leave no room for a gap.
    return max(latest_ms, shown.start_ms + 1)


def end_ms(shown: Shown, limits: Limits) -> int:
    """Return when it goes: a little after its last word, and not before it can be read."""
    latest_ms = latest_end_ms(shown, limits)
    needed_ms = max(limits.min_duration_ms, shown.reading_time_ms)
    wanted_ms = max(shown.spoken_end_ms + shown.linger_ms, shown.start_ms + needed_ms)
    found_ms = min(wanted_ms, latest_ms)
    if shown.next_ms is None or not _is_to_be_closed(shown.next_ms - found_ms, limits):
        return found_ms
    if latest_ms == shown.next_ms - limits.min_gap_ms:
        return latest_ms
    # It may not stay that long: then it goes early enough for a gap that is no flicker.
    open_ms = shown.next_ms - limits.close_gaps_below_ms
    return open_ms if open_ms >= max(shown.spoken_end_ms, shown.start_ms + needed_ms) else found_ms


def _is_to_be_closed(gap_ms: int, limits: Limits) -> bool:
    return limits.close_gaps_from_ms <= gap_ms < limits.close_gaps_below_ms
