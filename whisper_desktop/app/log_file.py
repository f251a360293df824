"""Logs that do not grow without end."""

from pathlib import Path

MAX_BYTES = 1_000_000
"""A longer log is begun anew; the last one is kept beside it."""


def make_room(path: Path) -> None:
    """Make the folder of a log, and put a long log aside; raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > MAX_BYTES:
        path.replace(path.with_suffix(".old.log"))
