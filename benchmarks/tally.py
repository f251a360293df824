"""Count what was compared and what missed, by kind of check."""

from collections.abc import Mapping
from typing import Any

from benchmarks.records import Record


class Tally:
    """Adds up records that say `check`, `ok` and, where numbers are compared, `difference`."""

    def __init__(self) -> None:
        self._by_check: dict[str, Record] = {}

    def add(self, record: Mapping[str, Any]) -> None:
        """Count one record."""
        counts = self._by_check.setdefault(
            record["check"], {"compared": 0, "missed": 0, "missed_files": []}
        )
        counts["compared"] += 1
        if not record["ok"]:
            counts["missed"] += 1
            counts["missed_files"].append(record["file"])
        if "difference" in record:
            counts["worst"] = max(counts.get("worst", 0.0), record["difference"])

    @property
    def has_misses(self) -> bool:
        """Whether anything was not as it should be."""
        return any(counts["missed"] for counts in self._by_check.values())

    @property
    def is_passed(self) -> bool:
        """Whether something was compared, and all of it was as it should be."""
        return bool(self._by_check) and not self.has_misses

    def summary(self) -> Record:
        """Return the last line of a run."""
        return {"summary": self._by_check, "ok": self.is_passed}
