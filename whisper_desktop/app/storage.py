"""Durable files of the program itself: written whole or not at all, and really on the disk."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from whisper_desktop.core.atomic_write import write_file
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.system_errors import writing

_BLOCK_BYTES = 1 << 20


def hash_file(path: Path, cancel: CancelToken) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            cancel.raise_if_cancelled()
            digest.update(block)
    return digest.hexdigest()


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Replace a JSON file in one step: a crash leaves the old one or the new one.

    Raises `OutputUnwritableError`.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, (json.dumps(data, indent=2) + "\n").encode(), overwrite=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk (folders only where the system can)."""
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        # Some network file systems cannot; what they hold is as safe as it gets.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
