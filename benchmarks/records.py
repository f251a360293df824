"""Results as JSON: one line each on standard output, one file each in a cache folder."""

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def emit(record: Mapping[str, Any]) -> None:
    """Write one JSON line to standard output, at once; JSON has no infinity, null stands for it."""
    finite = {key: _finite(value) for key, value in record.items()}
    sys.stdout.write(json.dumps(finite, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


def load(path: Path) -> Record | None:
    """Return a kept record, or None when there is none yet."""
    if not path.exists():
        return None
    record: Record = json.loads(path.read_text(encoding="utf-8"))
    return record


def save(path: Path, record: Mapping[str, Any]) -> None:
    """Write a record whole or not at all, so that an interrupted run can go on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(path)
