"""What the program tells the shell at its end."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """Stable numbers: scripts rely on them."""

    DONE = 0
    FAILED = 1
    """Some input failed; the others are done."""
    USAGE = 2
    INTERRUPTED = 130
    """By Ctrl-C or a request to terminate: 128 + SIGINT, as shells have it."""
