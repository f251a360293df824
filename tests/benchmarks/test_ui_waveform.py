import json
import os

import pytest
from pytestqt.qtbot import QtBot

from benchmarks import ui_waveform

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.parametrize(("limit_ms", "status"), [(60_000.0, 0), (0.0, 1)])
def test_every_case_is_measured_and_held_to_the_limit(
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    limit_ms: float,
    status: int,
) -> None:
    monkeypatch.setattr(ui_waveform, "LIMIT_MS", limit_ms)
    assert ui_waveform.main(["--frames", "2", "--segments", "20", "--minutes", "1"]) == status
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["case"] for line in lines][-3:] == ["zoom", "play", "drag"]
    assert all(line["p50_ms"] <= line["p95_ms"] <= line["max_ms"] for line in lines)
