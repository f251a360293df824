import json
from pathlib import Path

import pytest

from benchmarks.peaks import main


def test_a_recording_is_measured(sample_audio: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(sample_audio)]) == 0

    record = json.loads(capsys.readouterr().out)
    assert record["recording"] == sample_audio.name
    assert record["build_s_per_hour"] > 0
    assert 0 < record["view_p95_ms"] <= record["view_max_ms"]


def test_a_recording_is_made_to_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--hours", "0.01"]) == 0

    record = json.loads(capsys.readouterr().out)
    assert record["hours"] == pytest.approx(60 / 3_600, abs=0.001)
