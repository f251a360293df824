import json

import pytest

from benchmarks import ui_verbs


def test_every_verb_is_measured_on_one_row_and_on_many(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["ui_verbs", "--cues", "60", "--calls", "20", "--words"])
    ui_verbs.main()
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {record["rows"] for record in records} == {1, 60}
    assert len(records) == len(ui_verbs.ONE_ROW) + 2 * len(ui_verbs.MANY_ROWS)
    for record in records:
        assert 0 < record["p50_ms"] <= record["p95_ms"]
