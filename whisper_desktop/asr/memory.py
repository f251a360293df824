"""Memory that runs out, told as one error however it is said."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from whisper_desktop.core.errors import InsufficientMemoryError

_PHRASES = (
    "out of memory",
    "can't allocate memory",
    "cannot allocate memory",
    "not enough memory",
)
"""How torch says it where it raises a plain `RuntimeError`: allocators, and mapping a file."""


@contextmanager
def memory_errors(device: torch.device) -> Iterator[None]:
    """Turn the several ways in which memory runs out into `InsufficientMemoryError`."""
    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise InsufficientMemoryError(str(device), str(error)) from error
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise InsufficientMemoryError(str(device), str(error)) from error
        raise
    except RuntimeError as error:
        if any(phrase in str(error).lower() for phrase in _PHRASES):
            raise InsufficientMemoryError(str(device), str(error)) from error
        raise
