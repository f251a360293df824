import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.coverage_floor import EXEMPTIONS, Exemption, complaints, main

LOW = Exemption(60.0, "needs a GPU")


@pytest.mark.parametrize(
    ("covered_percent", "exemptions", "words"),
    [
        ({"a.py": 90.0, "b.py": 100.0}, {}, []),
        ({"a.py": 89.9, "b.py": 100.0}, {}, ["a.py: 89.9 % is covered, 90 % is the floor"]),
        ({"a.py": 60.0}, {"a.py": LOW}, []),
        ({"a.py": 59.0}, {"a.py": LOW}, ["a.py: 59.0 % is covered, 60 % is the floor"]),
        ({"a.py": 95.0}, {"a.py": LOW}, ["a.py: needs no exemption any more, 95.0 % is covered"]),
        ({"b.py": 95.0}, {"a.py": LOW}, ["a.py: has an exemption, but there is no such file"]),
    ],
)
def test_every_file_has_its_floor(
    covered_percent: Mapping[str, float], exemptions: Mapping[str, Exemption], words: list[str]
) -> None:
    assert complaints(covered_percent, exemptions) == words


def report(folder: Path, files: Mapping[str, float]) -> Path:
    path = folder / "coverage.json"
    entries = {name: {"summary": {"percent_covered": value}} for name, value in files.items()}
    path.write_text(json.dumps({"files": entries}), encoding="utf-8")
    return path


def test_the_report_of_coverage_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.coverage_floor.EXEMPTIONS", {})
    assert main(report(tmp_path, {"whisper_desktop\\a.py": 50.0, "b.py": 100.0})) == 1
    printed = capsys.readouterr().out
    assert "whisper_desktop/a.py: 50.0 %" in printed
    assert "2 files, mean 75.0 %" in printed


def test_a_report_of_nothing_is_no_success(tmp_path: Path) -> None:
    assert main(report(tmp_path, {})) == 1


def test_every_exemption_says_why() -> None:
    assert all(exemption.reason for exemption in EXEMPTIONS.values())
