"""A JSON object in a file of the configuration folder, which people may edit and damage."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whisper_desktop.core.atomic_write import make_folder, write_file
from whisper_desktop.core.system_errors import writing


def read_object(path: Path) -> dict[str, Any]:
    """Return the object; raise OSError, or ValueError when the file holds anything else."""
    # Some editors of Windows begin a file with a byte order mark.
    text = path.read_text(encoding="utf-8-sig")
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("brackets within brackets without end") from error
    if isinstance(data, dict):
        return data
    raise json.JSONDecodeError("no object", path.name, 0)


def object_to_keep(path: Path) -> dict[str, Any]:
    """Return what a file holds that is about to be written, nothing where there is none.

    One that cannot be understood is moved aside, for the person to mend.
    Raises `OutputUnwritableError`.
    """
    try:
        return read_object(path)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        _set_aside(path)
        return {}


def write_object(path: Path, data: Mapping[str, Any]) -> None:
    """Write the object whole or not at all; `OutputUnwritableError` when that fails."""
    make_folder(path.parent)
    text = json.dumps(data, ensure_ascii=False, indent=2)
    write_file(path, f"{text}\n".encode(), overwrite=True)


def _set_aside(path: Path) -> None:
    """Give the file a name that is free: what was set aside earlier is kept as well."""
    aside, number = path.with_name(f"{path.name}.damaged"), 2
    while os.path.lexists(aside):
        aside, number = path.with_name(f"{path.name}.damaged-{number}"), number + 1
    with writing(path):
        path.rename(aside)
