from pathlib import Path

import pytest

from whisper_desktop.app.findings_report import save_findings
from whisper_desktop.core.checks import Checker, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.presets import NETFLIX


def test_the_report_is_a_table_that_spreadsheets_read(tmp_path: Path) -> None:
    cues = [Cue(1, 0, 100, "Ä" * 90)]
    path = tmp_path / "findings.csv"
    save_findings(path, cues, Checker(Rules(NETFLIX)).check(cues, 0))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "too-short" in data.decode("utf-8-sig")


def test_a_report_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritableError):
        save_findings(tmp_path / "missing" / "findings.csv", [], [])
