import json
import math
from pathlib import Path

import pytest

from benchmarks import records


def test_a_saved_record_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "a.wav.json"
    records.save(path, {"text": "日本語", "tokens": [1, 2]})
    assert records.load(path) == {"text": "日本語", "tokens": [1, 2]}
    assert [entry.name for entry in path.parent.iterdir()] == ["a.wav.json"]


def test_a_record_that_was_never_saved_is_none(tmp_path: Path) -> None:
    assert records.load(tmp_path / "missing.json") is None


def test_emitted_lines_are_json_whatever_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    records.emit({"margins": {"token": math.inf, "text": 0.5}, "percent": math.nan, "ok": True})
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "margins": {"token": None, "text": 0.5},
        "percent": None,
        "ok": True,
    }
