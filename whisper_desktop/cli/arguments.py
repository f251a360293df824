"""Words of the command line as values; what makes no sense is a usage error."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.model_import import fit_name
from whisper_desktop.core.errors import UnknownLanguageError
from whisper_desktop.core.languages import language_code
from whisper_desktop.core.timecode import parse_clock

MAX_TEMPERATURE = 2.0

_MAX_DIGITS = 9
_NEGATIVE_RANGE = re.compile(r"-[0-9.:]+")
_DEVICE = re.compile(r"auto|cpu|mps|cuda(:[0-9]+)?")


def with_joined_ranges(arguments: Sequence[str]) -> list[str]:
    """Make `--range -1:30` one word: argparse would take its second half for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--range" and _NEGATIVE_RANGE.fullmatch(argument):
            joined[-1] = f"--range={argument}"
        else:
            joined.append(argument)
    return joined


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
    if not all(0 <= value <= MAX_TEMPERATURE for value in values):
        raise ArgumentTypeError(f"{text!r} goes beyond 0 to {MAX_TEMPERATURE:g}")
    return values


def whole_number(highest: int) -> Callable[[str], int]:
    """Return what reads a whole number from 1 to `highest`."""

    def read(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
        if not is_number or not 1 <= int(text) <= highest:
            raise ArgumentTypeError(f"{text!r} is no whole number from 1 to {highest}")
        return int(text)

    return read


def number_or_path(highest: int) -> Callable[[str], int | Path]:
    """Return what reads a whole number, or else a path; './7' is the file of that name."""
    number = whole_number(highest)
    return lambda text: number(text) if text.isascii() and text.isdigit() else path(text)


def path(text: str) -> Path:
    """Read the path of a file or folder; an empty one, as of an unset variable, is none."""
    if not text:
        raise ArgumentTypeError("'' names no file")
    return Path(text)


def folder(text: str) -> Path:
    """Read the path of a folder that is there or can be made."""
    if path(text).is_file():
        raise ArgumentTypeError(f"{text} is a file, not a folder")
    return Path(text)


def model(text: str) -> str:
    """Read the name or path of weights; an empty one, as of an unset variable, is neither."""
    if not text.strip():
        raise ArgumentTypeError(f"{text!r} names no model")
    return text


def model_name(text: str) -> str:
    """Read what a person wants to call a model: it becomes the name of a folder."""
    fit = fit_name(Path(text))
    if fit != text.casefold():
        raise ArgumentTypeError(f"{text!r} is no name for a model; {fit!r} would do")
    return text


def language(text: str) -> str | None:
    """Read a language's code or English name; None for 'auto'."""
    if text.casefold() == "auto":
        return None
    try:
        return language_code(text)
    except UnknownLanguageError as error:
        meant = "give a code such as de, an English name such as German, or auto"
        if error.suggestions:
            meant = f"did you mean {' or '.join(error.suggestions)}?"
        raise ArgumentTypeError(f"no language is called {text!r}; {meant}") from None


def device(text: str) -> str:
    """Read auto, cpu, cuda, mps, or one of several GPUs such as cuda:1."""
    if not _DEVICE.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is none of auto, cpu, cuda, cuda:1 (and so on), mps")
    return text
