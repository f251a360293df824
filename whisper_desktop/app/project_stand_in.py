"""What a draft stands in for: a project whose own disk did not take what was done."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.project_records import pack_cues
from whisper_desktop.core.cue import Cue

STANDS_FOR_SETTING = "stands_for"
"""The setting of a draft that holds the project it stands in for."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A project, and the rows it had when a draft began to stand in for it."""

    path: Path
    rows_digest: str

    @classmethod
    def begun(cls, path: Path, cues: Sequence[Cue]) -> "StandIn":
        """Return what is kept of a project that has these rows."""
        return cls(path, _digest(cues))

    @classmethod
    def from_data(cls, data: object) -> "StandIn | None":
        """Return what a draft keeps; None where it stands in for nothing."""
        match data:
            case {"path": str(path), "rows": str(digest)}:
                return cls(Path(path), digest)
        return None

    def to_data(self) -> dict[str, str]:
        """Return the value of the setting."""
        return {"path": str(self.path), "rows": self.rows_digest}

    def has_rows(self, cues: Sequence[Cue]) -> bool:
        """Tell whether these are the rows that the project had."""
        return _digest(cues) == self.rows_digest


def _digest(cues: Sequence[Cue]) -> str:
    return hashlib.sha256(pack_cues(cues)).hexdigest()
