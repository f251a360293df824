"""Time spans in whole milliseconds, and times as people write them."""

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_TIME_MS = 10**12
"""Thirty years: what is later is a slip of the keys, and does not fit everywhere."""
_CLOCK = re.compile(
    r"(?:(?:(?P<hours>\d+):(?P<minutes>[0-5]?\d)|(?P<only_minutes>\d+)):)?"
    r"(?P<seconds>\d+)(?:[.,](?P<fraction>\d+))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A half-open stretch of time, start_ms <= t < end_ms."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return self.end_ms - self.start_ms


def split_clock(time_ms: int) -> tuple[int, int, int, int]:
    """Return hours (not wrapped at a day), minutes, seconds and milliseconds of a time."""
    rest_s, millis = divmod(max(time_ms, 0), 1_000)
    rest_min, seconds = divmod(rest_s, 60)
    hours, minutes = divmod(rest_min, 60)
    return hours, minutes, seconds, millis


def format_clock(time_ms: int) -> str:
    """750_000 -> '12:30', 3_750_000 -> '1:02:30'; what is below a second is cut off."""
    hours, minutes, seconds, _ = split_clock(time_ms)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def format_time(time_ms: int) -> str:
    """3_723_004 -> '1:02:03.004', always with hours so that columns of times line up."""
    hours, minutes, seconds, millis = split_clock(time_ms)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{millis:03d}"


def format_seconds(duration_ms: int) -> str:
    """2_340 -> '2.340'; what is below zero carries a real minus sign."""
    sign = "\N{MINUS SIGN}" if duration_ms < 0 else ""
    seconds, millis = divmod(abs(duration_ms), 1_000)
    return f"{sign}{seconds}.{millis:03d}"


def parse_clock(text: str) -> int:
    """Return the milliseconds of '90', '1:30', '90:00', '1:02:03.5' or '1:02:03,5'.

    Digits below a millisecond are rounded. Raises ValueError for anything else, for 60 or more
    seconds behind a colon, and for what is beyond `MAX_TIME_MS`.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a time: {text!r}")
    minutes = int(match["hours"] or 0) * 60 + int(match["minutes"] or match["only_minutes"] or 0)
    seconds = Decimal(f"{match['seconds']}.{match['fraction'] or 0}")
    if seconds >= 60 and ":" in text:
        raise ValueError(f"not a time: {text!r}")
    time_ms = minutes * 60_000 + round(seconds * 1_000)
    if time_ms > MAX_TIME_MS:
        raise ValueError(f"not a time: {text!r}")
    return time_ms
