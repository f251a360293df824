"""The findings as a table in a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from whisper_desktop.core.atomic_write import write_file
from whisper_desktop.core.checks import Finding
from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.findings_csv import write_findings_csv


def save_findings(path: Path, cues: Sequence[Cue], findings: Iterable[Finding]) -> None:
    """Write the report; raise `OutputUnwritableError` when that fails.

    It begins with a mark of Unicode, without which spreadsheets misread it.
    """
    data = write_findings_csv(cues, findings).encode("utf-8-sig")
    write_file(path, data, overwrite=True)
