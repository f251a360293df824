"""The report of what is wrong with a document, as a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from whisper_desktop.core.atomic_write import write_file
from whisper_desktop.core.checks import Finding
from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.findings_csv import write_findings_csv


def export_findings(
    cues: Sequence[Cue], findings: Iterable[Finding], path: Path, *, overwrite: bool = False
) -> None:
    """Write the findings as CSV; the file appears whole or not at all.

    It begins with a byte order mark, without which Excel takes UTF-8 for something else. Raises
    `OutputExistsError` (never when `overwrite`) and `OutputUnwritableError`.
    """
    report = write_findings_csv(cues, findings)
    write_file(path, report.encode("utf-8-sig", errors="replace"), overwrite=overwrite)
