"""Words of the command line as values; what makes no sense is a usage error."""

import math
import re
from argparse import ArgumentTypeError
from dataclasses import dataclass

from whisper_desktop.core.errors import UnknownLanguageError
from whisper_desktop.core.languages import language_code
from whisper_desktop.core.timecode import parse_clock

_DEVICE = re.compile(r"auto|cpu|mps|cuda(:[0-9]+)?")


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From where to where; `end_ms` None goes on to the end."""

    start_ms: int = 0
    end_ms: int | None = None


def time_range(text: str) -> TimeRange:
    """Read START-END, where either may be left out: '1:30-2:00', '90-', '-45.5'."""
    start, dash, end = (part.strip() for part in text.partition("-"))
    if not dash or not (start or end):
        raise ArgumentTypeError(f"{text!r} is no START-END, such as 1:30-2:00 or 90-")
    try:
        start_ms = parse_clock(start) if start else 0
        end_ms = parse_clock(end) if end else None
    except ValueError:
        problem = f"{text!r} holds no times such as 90, 1:30.5 or 1:02:03"
        raise ArgumentTypeError(problem) from None
    if end_ms is not None and end_ms <= start_ms:
        raise ArgumentTypeError(f"{text!r} ends before it starts")
    return TimeRange(start_ms, end_ms)


def temperatures(text: str) -> tuple[float, ...]:
    """Read one temperature, or the ladder to climb: '0,0.2,0.4'."""
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no list of numbers such as 0,0.2") from None
    if not all(math.isfinite(value) and value >= 0 for value in values):
        raise ArgumentTypeError(f"{text!r} holds a number below 0")
    return values


def positive(text: str) -> int:
    """Read a whole number from 1."""
    if not (text.isascii() and text.isdigit()) or int(text) == 0:
        raise ArgumentTypeError(f"{text!r} is no whole number from 1")
    return int(text)


def language(text: str) -> str | None:
    """Read a language's code or English name; None for 'auto'."""
    if text.casefold() == "auto":
        return None
    try:
        return language_code(text)
    except UnknownLanguageError as error:
        meant = f"; did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
        raise ArgumentTypeError(f"no language is called {text!r}{meant}") from None


def device(text: str) -> str:
    """Read auto, cpu, cuda, mps, or one of several GPUs such as cuda:1."""
    if not _DEVICE.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is none of auto, cpu, cuda, cuda:1 (and so on), mps")
    return text
