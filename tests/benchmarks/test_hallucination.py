import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import hallucination, mixture_runs, mixtures
from benchmarks.audio_set import Samples
from benchmarks.hallucination import Row, as_markdown, invented, tabulate
from benchmarks.mixtures import Mixture
from benchmarks.systems import Listen, System
from benchmarks.transcript import TimedText

OURS, PEER = "ours-sequential-fp32", "openai-whisper-fp32"
COLUMNS = ("file", "language", "duration_s", "reference_text", "ref_trust", "notes")
THANKS = (TimedText(0, 900, "Thank you."), TimedText(900, 1_000, "♪"))


@pytest.fixture(autouse=True)
def no_openai_whisper(monkeypatch: pytest.MonkeyPatch) -> None:
    # The real one needs openai-whisper, which only benchmarks have.
    monkeypatch.setattr(
        hallucination, "units_of", lambda text, _: [w for w in text.split() if w[0].isalpha()]
    )
    monkeypatch.setattr(mixtures, "CLIP_S", 0.1)


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "manifest.tsv").write_text("\t".join(COLUMNS), encoding="utf-8")
    folders = ["--audio", str(tmp_path), "--cache", str(tmp_path), "--model", "base=none"]
    return [*folders, "--minutes", "3", "--systems", OURS, PEER]


def write_only(talkative: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def open_fake(system: System, *_: object) -> Listen:
        def listen(_: Samples, language: str | None) -> tuple[TimedText, ...]:
            asked.append(f"{system.name} {language}")
            return THANKS if system.name == talkative else ()

        return listen

    monkeypatch.setattr(mixture_runs, "open_listener", open_fake)
    return asked


def test_words_are_counted_and_signs_are_not() -> None:
    mixture = Mixture("wind", np.zeros(10, dtype=np.float32))
    assert invented(OURS, "auto", mixture, THANKS).word_count == 2


@pytest.mark.parametrize(("talkative", "code"), [(PEER, 0), (OURS, 1)])
def test_ours_may_write_nothing(
    talkative: str,
    code: int,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = write_only(talkative, monkeypatch)
    assert hallucination.main(command) == code
    assert asked.count(f"{OURS} None") == asked.count(f"{PEER} en") == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    written = [line for line in lines if "text" in line]
    assert {line["system"] for line in written} == {talkative}
    assert written[0]["text"] == "0-900 Thank you. | 900-1000 ♪"
    assert lines[-1]["words"] == (6 if talkative == PEER else 0)


def test_what_was_heard_once_is_kept(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = write_only(PEER, monkeypatch)
    hallucination.main(command)
    count = len(asked)
    hallucination.main(command)
    assert len(asked) == count == 12


def test_the_table_has_a_row_per_system_and_language(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_only(PEER, monkeypatch)
    table = tmp_path / "table.md"
    hallucination.main([*command, "--languages", "en", "--table", str(table)])
    assert table.read_text(encoding="utf-8") == as_markdown(
        [Row(OURS, "en", 3, 0, 0), Row(PEER, "en", 3, 6, 3)]
    )


def test_nothing_measured_does_not_pass(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_only(PEER, monkeypatch)
    assert tabulate([]) == []
    assert hallucination.main([*command, "--files", "no such"]) == 1
