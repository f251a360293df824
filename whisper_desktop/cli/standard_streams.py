"""Standard streams that are closed (`>&-`) or were never there (pythonw)."""

import os
import sys
from typing import TextIO, cast

_LAST_STANDARD_DESCRIPTOR = 2


def replace_closed_streams() -> None:
    """Give streams that lead nowhere to a process that lacks some; the others stay as they are."""
    _occupy_descriptors()
    sys.stdin = _open_stream(sys.stdin, 0, "r")
    sys.stdout = _open_stream(sys.stdout, 1, "w")
    sys.stderr = _open_stream(sys.stderr, 2, "w")


def _occupy_descriptors() -> None:
    """Take the free numbers up to 2: a file that got one would be written to by every library."""
    number = os.open(os.devnull, os.O_RDWR)
    while number <= _LAST_STANDARD_DESCRIPTOR:
        number = os.open(os.devnull, os.O_RDWR)
    os.close(number)


def _open_stream(stream: TextIO | None, number: int, mode: str) -> TextIO:
    if stream is not None:
        return stream
    return cast(TextIO, open(number, mode, encoding="utf-8", closefd=False))
