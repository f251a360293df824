from pathlib import Path

import pytest

from whisper_desktop.app.findings_report import export_findings
from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import OutputExistsError

CUES = [Cue(1, 0, 500, "Grüße")]
FINDINGS = [Finding(1, FindingKind.TOO_SHORT, 500, 1_000)]


def test_the_report_is_a_file_that_spreadsheets_read(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    export_findings(CUES, FINDINGS, path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfrow,")
    assert "Grüße" in data.decode("utf-8-sig")


def test_an_earlier_report_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(OutputExistsError):
        export_findings(CUES, FINDINGS, path)
    assert path.read_text(encoding="utf-8") == "old"
    export_findings(CUES, FINDINGS, path, overwrite=True)
    assert "too-short" in path.read_text(encoding="utf-8-sig")
