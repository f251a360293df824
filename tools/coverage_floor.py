"""Hold every file to a floor of coverage: an average hides the file that nobody tests.

Reads coverage.py's JSON report. A file may stand below the floor only by name, with a reason and
its own floor; such an entry fails, too, once the file has risen to the common floor.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

FLOOR_PERCENT = 90.0


@dataclass(frozen=True, slots=True)
class Exemption:
    """A lower floor for one file, and why."""

    floor_percent: float
    reason: str


EXEMPTIONS: Mapping[str, Exemption] = {}


def read_report(path: Path) -> dict[str, float]:
    """Return the covered percentage (lines and branches together) of every file."""
    report = json.loads(path.read_text(encoding="utf-8"))
    return {
        PurePosixPath(name.replace("\\", "/")).as_posix(): float(
            entry["summary"]["percent_covered"]
        )
        for name, entry in report["files"].items()
    }


def complaints(
    covered_percent: Mapping[str, float], exemptions: Mapping[str, Exemption]
) -> list[str]:
    """Return a line for every file below its floor and every exemption that is not needed."""
    lines = []
    for name, percent in sorted(covered_percent.items()):
        floor = exemptions[name].floor_percent if name in exemptions else FLOOR_PERCENT
        if percent < floor:
            lines.append(f"{name}: {percent:.1f} % is covered, {floor:g} % is the floor")
        elif name in exemptions and percent >= FLOOR_PERCENT:
            lines.append(f"{name}: needs no exemption any more, {percent:.1f} % is covered")
    gone = sorted(set(exemptions) - set(covered_percent))
    return lines + [f"{name}: has an exemption, but there is no such file" for name in gone]


def main(report: Path) -> int:
    """Print what is below its floor; return 1 when something is, or nothing was measured."""
    covered_percent = read_report(report)
    lines = complaints(covered_percent, EXEMPTIONS)
    if not covered_percent:
        lines.append("the report names no file")
    for line in lines:
        print(line)
    mean_percent = sum(covered_percent.values()) / max(len(covered_percent), 1)
    print(f"coverage floor: {len(covered_percent)} files, mean {mean_percent:.1f} %")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
