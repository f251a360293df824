"""Lines of two times and an arrow, which SubRip and WebVTT have in common."""

import re
from collections.abc import Iterator

from whisper_desktop.core.cancel import CancelToken

ARROW = "-->"

_CLOCK = (
    r"(-?)(?:(\d{1,9})[ \t]*:[ \t]*)?(\d{1,9})[ \t]*:[ \t]*(\d{1,9})"
    r"(?:[ \t]*[,.:;][ \t]*(\d{1,9}))?"
)
_TIMING = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-+>[ \t]*{_CLOCK}(?:[ \t](.*))?", re.ASCII)

TimingLine = tuple[int, int, int, int, str]
"""Where it starts and ends in the text, the two times in milliseconds, and the cue's settings."""


def timing_lines(text: str, cancel: CancelToken | None = None) -> Iterator[TimingLine]:
    """Find the lines that are timing lines as a whole; times may be negative or cross.

    It tells `cancel` how far in the text it is.
    """
    cancel = cancel or CancelToken()
    line_end = -1
    while (arrow := text.find(ARROW, line_end + 1)) >= 0:
        cancel.raise_if_cancelled()
        cancel.reached(arrow, len(text))
        line_start = text.rfind("\n", max(line_end, 0), arrow) + 1 or line_end + 1
        line_end = text.find("\n", arrow)
        if line_end < 0:
            line_end = len(text)
        match = _TIMING.fullmatch(text, line_start, line_end)
        if match is not None:
            yield line_start, line_end, *_times(match)


def is_timing_line(line: str) -> bool:
    """Return whether a reader takes this line for the times of a cue."""
    return ARROW in line and _TIMING.fullmatch(line) is not None


def _times(match: re.Match[str]) -> tuple[int, int, str]:
    parts = match.groups()
    return _to_ms(*parts[:5]), _to_ms(*parts[5:10]), (parts[10] or "").strip(" \t")


def _to_ms(sign: str, hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    """Return the milliseconds; the digits of a fraction count as decimals, however many."""
    total_ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1_000
    if fraction:
        total_ms += int(fraction) if len(fraction) == 3 else int(f"{fraction}00"[:3])
    return -total_ms if sign else total_ms
