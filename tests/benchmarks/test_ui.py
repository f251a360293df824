import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from benchmarks import ui, ui_edits, ui_memory
from benchmarks.open_window import OpenWindow, Spent, percentiles, write_srt
from benchmarks.ui_verbs import MANY_ROWS, ONE_ROW
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.verbs.text import set_text


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[OpenWindow]:
    window = OpenWindow(qapp, tmp_path / "home")
    window.open(write_srt(tmp_path / "film.srt", 60))
    yield window
    window.close()


@pytest.fixture
def few_verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ui_edits, "ONE_ROW", {name: ONE_ROW[name] for name in ("set_text", "delete")}
    )
    monkeypatch.setattr(
        ui_edits, "MANY_ROWS", {name: MANY_ROWS[name] for name in ("shift", "merge")}
    )


@pytest.mark.parametrize(("limit_ms", "status"), [(60_000.0, 0), (0.0, 1)])
def test_every_part_is_measured_and_held_to_the_limit(
    qtbot: QtBot,
    few_verbs: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    limit_ms: float,
    status: int,
) -> None:
    monkeypatch.setattr(ui, "LIMIT_MS", limit_ms)
    monkeypatch.setattr(ui_memory, "GROWTH_LIMIT_MIB", 1_000.0)
    assert ui.main(["--rows", "60", "--calls", "2", "--actions", "20"]) == status
    lines = {
        line["measure"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())
    }
    assert {"open", "set_text", "delete", "next row", "letter", "find: next"} <= set(lines)
    assert {"shift: 10 rows", "shift: all rows", "merge: 10 rows"} <= set(lines)
    assert "merge: all rows" not in lines
    assert lines["delete"]["undo_p95_ms"] > 0
    assert lines["memory: an hour of editing"]["steps"] > 0


def test_edits_leave_the_rows_as_they_were(window: OpenWindow, few_verbs: None) -> None:
    before = tuple(window.editing.document)
    records = list(ui_edits.measure_edits(window, 2, random.Random(1), 0.0))
    assert records[0]["measure"] == "first edit"
    assert tuple(window.editing.document) == before


def test_the_history_is_counted_without_what_was_there_before() -> None:
    document = Document([Cue(1, 0, 1_000, "A" * 1_000)])
    first = document[0]
    edit = set_text(document, 0, "B" * 5_000)
    assert ui_memory.history_bytes([], frozenset()) == 0
    whole = ui_memory.history_bytes([edit, edit], frozenset())
    assert 6_000 < whole < 9_000
    assert whole - ui_memory.history_bytes([edit], frozenset({id(first)})) > 1_000


def test_percentiles_of_one_and_of_many() -> None:
    assert percentiles([Spent(4.0, 2.0)], "undo_")["undo_busy_p95_ms"] == 2.0
    many = percentiles([Spent(float(n), n / 2) for n in range(101)])
    assert (many["p50_ms"], many["p95_ms"], many["busy_p95_ms"]) == (50.0, 95.0, 47.5)
