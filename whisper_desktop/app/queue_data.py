"""Entries of the queue as JSON values."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.app.file_stamp import FileStamp
from whisper_desktop.app.queue import (
    QueueEntry,
    QueueOrder,
    QueueState,
    Skipped,
    SkipReason,
    SubtitleFormat,
)
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.seen_files import SeenFile
from whisper_desktop.core.errors import PresetInvalidError
from whisper_desktop.core.presets import Preset, preset_from_dict
from whisper_desktop.core.recipe_data import recipe_data, recipe_from_data


def entry_data(entry: QueueEntry) -> dict[str, Any]:
    """Return all of an entry."""
    error, skipped = entry.error, entry.skipped
    return {
        "id": entry.id,
        "order": _order_data(entry.order),
        "run_id": entry.run_id,
        "replaces": entry.replaces,
        "state": entry.state.value,
        "done_ms": entry.done_ms,
        "total_ms": entry.total_ms,
        "error": None if error is None else {"kind": error.kind, "data": error.data},
        "skipped": None
        if skipped is None
        else {"reason": skipped.reason.value, "path": str(skipped.path)},
        "results": _texts(entry.results),
        "replaceable": [_seen_data(seen) for seen in entry.replaceable],
        "model": entry.model,
    }


def entry_from_data(data: object) -> QueueEntry | None:
    """Return what `entry_data` made; None for anything else."""
    if not isinstance(data, Mapping):
        return None
    try:
        return QueueEntry(
            _name(data["id"]),
            _order_from(data["order"]),
            str(data["run_id"]),
            str(data["replaces"]),
            QueueState(data["state"]),
            int(data["done_ms"]),
            _number(data["total_ms"]),
            _error_from(data["error"]),
            _skipped_from(data["skipped"]),
            tuple(map(Path, data["results"])),
            tuple(map(_seen_from, data["replaceable"])),
            str(data.get("model", "")),
        )
    except (KeyError, TypeError, ValueError, PresetInvalidError):
        return None


def _order_data(order: QueueOrder) -> dict[str, Any]:
    return {
        "media": str(order.media),
        "recipe": recipe_data(order.recipe),
        "mode": order.mode.value,
        "track": order.track,
        "formats": _texts(order.formats),
        "is_overwriting": order.is_overwriting,
        "reading": None if order.reading is None else order.reading.to_dict(),
    }


def _order_from(data: Mapping[str, Any]) -> QueueOrder:
    return QueueOrder(
        Path(data["media"]),
        recipe_from_data(data["recipe"]),
        LongFormMode(data["mode"]),
        _number(data["track"]),
        tuple(map(SubtitleFormat, data["formats"])),
        bool(data["is_overwriting"]),
        _preset_from(data.get("reading")),
    )


def _preset_from(data: Mapping[str, Any] | None) -> Preset | None:
    return None if data is None else preset_from_dict(data)


def _error_from(data: Mapping[str, Any] | None) -> ErrorRecord | None:
    return None if data is None else ErrorRecord(str(data["kind"]), str(data["data"]))


def _skipped_from(data: Mapping[str, Any] | None) -> Skipped | None:
    return None if data is None else Skipped(SkipReason(data["reason"]), Path(data["path"]))


def _seen_data(seen: SeenFile) -> dict[str, Any]:
    log = None if seen.log is None else _stamp_data(seen.log)
    return {"path": str(seen.path), "stamp": _stamp_data(seen.stamp), "log": log}


def _seen_from(data: Mapping[str, Any]) -> SeenFile:
    log = data["log"]
    stamp = _stamp_from(data["stamp"])
    return SeenFile(Path(data["path"]), stamp, None if log is None else _stamp_from(log))


def _stamp_data(stamp: FileStamp) -> list[int]:
    return [stamp.size_bytes, stamp.modified_ns]


def _stamp_from(data: Iterable[Any]) -> FileStamp:
    size_bytes, modified_ns = map(int, data)
    return FileStamp(size_bytes, modified_ns)


def _texts(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _name(value: Any) -> str:
    """Return what also names a file."""
    if not (isinstance(value, str) and value.isalnum()):
        raise ValueError(f"no name: {value!r}")
    return value


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
