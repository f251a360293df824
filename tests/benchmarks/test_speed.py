import argparse
import json
from pathlib import Path

import pytest

from benchmarks import speed
from benchmarks.speed import BARS, OPENAI, OURS_BATCHED, OURS_SEQUENTIAL, SYSTEMS
from benchmarks.speed_summary import Run


def test_systems_take_turns_within_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_apart(_: argparse.Namespace, system: str, __: Path) -> Run:
        return Run(system, 1.0, 1.0, 1.0, 1)

    monkeypatch.setattr(speed, "run_apart", run_apart)
    arguments = argparse.Namespace(rounds=2, systems=["ours", "peer"])
    order = [run.system for run in speed.measure(arguments, Path("samples.npy"))]
    assert order == ["ours", "peer", "ours", "peer"]


def test_the_report_ends_with_ratios_and_names_missed_bars(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runs = [
        Run(OURS_SEQUENTIAL.name, 10.0, 20.0, 500.0, 600),
        Run(OURS_BATCHED.name, 10.0, 20.0, 500.0, 600),
        Run(OPENAI.name, 13.0, 25.0, 800.0, 600),
    ]
    missed = speed.report(runs, audio_s=276.0)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert missed == {(OURS_BATCHED.name, OPENAI.name): pytest.approx(1.3)}
    assert [line["median"]["system"] for line in lines[:3]] == [run.system for run in runs]
    assert {(line["ours"], line["peer"]): line["bar"] for line in lines[3:]} == BARS


def test_bars_are_about_systems_that_run() -> None:
    assert {name for pair in BARS for name in pair} <= set(SYSTEMS)


def test_this_process_holds_some_memory() -> None:
    assert 5 < speed.peak_mib() < 1_000_000
