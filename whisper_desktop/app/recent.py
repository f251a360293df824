"""What was opened lately, for the empty window and the menu."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whisper_desktop.app.storage import write_json

MAX_RECENT = 20


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file that was opened, the time in milliseconds since 1970, and whether it is gone."""

    path: Path
    opened_at_ms: int
    is_missing: bool = False


class RecentFiles:
    """Remembers files in the order they were opened; several windows may share the list."""

    def __init__(
        self, path: Path, clock_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    ) -> None:
        self._path, self._clock_ms = path, clock_ms

    def files(self) -> tuple[RecentFile, ...]:
        """Return them, the last first; a list that is damaged counts as empty.

        It asks the disk for each file, which takes a while where a network drive sleeps.
        """
        return tuple(
            RecentFile(Path(path), opened_at_ms, not _exists(Path(path)))
            for path, opened_at_ms in self._read()
        )

    def add(self, path: Path) -> None:
        """Put a file first; `OutputUnwritableError` when that cannot be kept."""
        wanted = str(path.absolute())
        others = [entry for entry in self._read() if entry[0] != wanted]
        self._write([(wanted, self._clock_ms()), *others][:MAX_RECENT])

    def remove(self, path: Path) -> None:
        """Take a file off the list; `OutputUnwritableError` when that cannot be kept."""
        wanted = str(path.absolute())
        self._write([entry for entry in self._read() if entry[0] != wanted])

    def clear(self) -> None:
        """Forget all; `OutputUnwritableError` when that cannot be kept."""
        self._write([])

    def _read(self) -> list[tuple[str, int]]:
        try:
            data: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return [(str(entry["path"]), int(entry["opened_at_ms"])) for entry in data["files"]]
        except (OSError, ValueError, LookupError, TypeError):
            return []

    def _write(self, entries: Sequence[tuple[str, int]]) -> None:
        files = [{"path": path, "opened_at_ms": opened_at_ms} for path, opened_at_ms in entries]
        write_json(self._path, {"files": files})


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
