from pathlib import Path

import pytest

from whisper_desktop.app.findings_report import save_findings
from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import OutputUnwritableError

CUES = [Cue(1, 0, 500, "Grüße \ud800")]
FINDINGS = [Finding(1, FindingKind.TOO_SHORT, 500, 1_000)]


def test_the_report_is_a_file_that_spreadsheets_read(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_text("an earlier report", encoding="utf-8")
    save_findings(path, CUES, FINDINGS)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfrow,")
    assert "too-short,500,1000,Grüße" in data.decode("utf-8-sig")


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritableError):
        save_findings(tmp_path / "nowhere" / "findings.csv", CUES, FINDINGS)
