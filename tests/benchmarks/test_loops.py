import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks import loops, mixture_runs
from benchmarks.audio_set import Samples
from benchmarks.loops import Total, as_markdown, verdicts
from benchmarks.mixtures import Mixture
from benchmarks.systems import Listen, System
from benchmarks.transcript import TimedText

OURS, PEER = "ours-sequential-fp32", "openai-whisper-fp32"
SAID = (TimedText(0, 500, "try again"),) * 3 + (TimedText(500, 900, "or go home now"),)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    def one(_: object) -> Iterator[Mixture]:
        yield Mixture("repeats", np.zeros(10, dtype=np.float32), SAID, "de")

    monkeypatch.setattr(loops, "provokers", one)
    # The real one needs openai-whisper, which only benchmarks have.
    monkeypatch.setattr(loops, "units_of", lambda text, *_, **__: text.split())
    folders = ["--audio", str(tmp_path), "--cache", str(tmp_path), "--model", "base=none"]
    return [*folders, "--systems", OURS, PEER]


def write(ours: str, peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_fake(system: System, *_: object) -> Listen:
        def listen(_: Samples, language: str | None) -> tuple[TimedText, ...]:
            assert language == "de"
            return (TimedText(0, 900, ours if system.name == OURS else peer),)

        return listen

    monkeypatch.setattr(mixture_runs, "open_listener", open_fake)


@pytest.mark.parametrize(
    ("ours", "peer", "code"),
    [
        ("try again try again try again or go home now", "try again", 0),
        ("try again or go home", "try again", 0),
        ("try again", "try again or go home now", 1),
        ("try again try again try again or go home now now now", "try again", 1),
    ],
)
def test_ours_may_neither_loop_nor_lose_more_than_the_better_peer(
    ours: str, peer: str, code: int, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(ours, peer, monkeypatch)
    assert loops.main(command) == code


def test_lines_tell_the_words_of_false_runs_and_the_table_the_sums(
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    write("try again try again or go home now now now now", "or go home now", monkeypatch)
    table = tmp_path / "table.md"
    loops.main([*command, "--table", str(table)])
    first, second, *_ = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["runs"] == ["now now now now"]
    assert (first["deleted"], first["inserted"], first["repeats_kept"]) == (2, 3, "2/3")
    assert (second["deleted"], second["repeats_kept"]) == (6, "0/3")
    totals = {OURS: Total(1, 2, 3, 0, 10, 3, 2), PEER: Total(0, 6, 0, 0, 10, 3, 0)}
    assert table.read_text(encoding="utf-8") == as_markdown(totals)


def test_without_peers_there_is_no_verdict(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("try again", "", monkeypatch)
    assert list(verdicts({OURS: Total()})) == []
    assert loops.main([*command, "--systems", OURS]) == 1


def test_a_missing_recording_is_heard_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("hallo", "", monkeypatch)
    arguments = argparse.Namespace(cache=tmp_path, model=("base", tmp_path), threads=1)
    mixture = Mixture("m", np.zeros(10, dtype=np.float32), (), "de")
    first = mixture_runs.MixtureListener(OURS, arguments).hear(mixture, "de")
    monkeypatch.delattr(mixture_runs, "open_listener")
    again = mixture_runs.MixtureListener(OURS, arguments).hear(mixture, "de")
    assert first == again == (TimedText(0, 900, "hallo"),)
