"""Expected errors as values that can be compared, kept in a file, and told of days later."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whisper_desktop.core import errors
from whisper_desktop.core.errors import WhisperDesktopError

_PATH = "path"
"""What marks a path among the values."""


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """Which error it was, and its data as JSON."""

    kind: str
    data: str

    @classmethod
    def of(cls, error: WhisperDesktopError) -> "ErrorRecord":
        """Return what is kept of an error."""
        values = {name: _plain(value) for name, value in vars(error).items()}
        return cls(type(error).__name__, json.dumps({"args": _plain(error.args), "data": values}))

    def restored(self) -> WhisperDesktopError | None:
        """Return the error; None if this program does not know it."""
        kind = getattr(errors, self.kind, None)
        if not (isinstance(kind, type) and issubclass(kind, WhisperDesktopError)):
            return None
        try:
            kept = json.loads(self.data)
            error = kind.__new__(kind, *_value(kept["args"]))
            error.__dict__.update({name: _value(value) for name, value in kept["data"].items()})
        except (ValueError, TypeError, LookupError, AttributeError):
            return None
        return error


def _plain(value: Any) -> Any:
    """Return what JSON can hold; the data of an error are texts, numbers, paths and tuples."""
    if isinstance(value, Path):
        return {_PATH: str(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        return Path(plain[_PATH])
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    return plain
