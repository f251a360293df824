import argparse
import json
from pathlib import Path

import pytest

from benchmarks import accuracy, records
from benchmarks.accuracy import SYSTEMS, Listener, verdicts
from benchmarks.audio_set import Recording, Trust
from benchmarks.systems import System, Transcribe
from benchmarks.word_error_rate import ErrorCount

OURS, PEER = "ours-sequential-fp32-greedy", "openai-whisper-fp32"
TALK = Recording(
    file="talk.wav",
    language="en",
    duration_s=1.0,
    reference_text="hello",
    trust=Trust.GOLD,
    folds_diacritics=False,
    has_word_times=False,
)


@pytest.fixture
def arguments(tmp_path: Path) -> argparse.Namespace:
    return argparse.Namespace(
        audio=tmp_path / "audio", cache=tmp_path, model=("base", tmp_path / "base"), threads=1
    )


def kept_at(folder: Path) -> Path:
    return folder / "accuracy" / "base" / OURS / "talk.wav.json"


def test_a_kept_text_needs_neither_model_nor_audio(
    arguments: argparse.Namespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(accuracy, "open_system", refuse)
    heard = {"text": "hello", "elapsed_s": 1.5}
    records.save(kept_at(arguments.cache), heard)
    assert Listener(OURS, arguments).hear(TALK) == heard


def test_a_missing_text_is_transcribed_once_and_kept(
    arguments: argparse.Namespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def open_fake(system: System, *_: object) -> Transcribe:
        def transcribe(_: object, language: str) -> str:
            asked.append(f"{system.name} {language}")
            return "hello"

        return transcribe

    monkeypatch.setattr(accuracy, "open_system", open_fake)
    monkeypatch.setattr(accuracy, "load_samples", lambda *_: None)
    first = Listener(OURS, arguments).hear(TALK)
    again = Listener(OURS, arguments).hear(TALK)
    assert first["text"] == "hello"
    assert again == first == records.load(kept_at(arguments.cache))
    assert asked == [f"{OURS} en"]


def test_ours_may_be_a_little_behind_the_best_peer() -> None:
    overall = {
        OURS: ErrorCount(1_003, 10_000),
        "ours-batched-fp32-greedy": ErrorCount(1_031, 10_000),
        PEER: ErrorCount(1_000, 10_000),
        "faster-whisper-sequential-fp32": ErrorCount(1_400, 10_000),
    }
    found = {verdict["system"]: verdict for verdict in verdicts(overall)}
    assert found[OURS] == {"system": OURS, "points_behind": 0.03, "ok": True}
    assert found["ours-batched-fp32-greedy"]["ok"] is False
    assert len(found) == 2


def test_without_peers_there_is_no_verdict() -> None:
    assert list(verdicts({OURS: ErrorCount(1, 2)})) == []
    assert list(verdicts({})) == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--systems", OURS], 1),
        (["--systems", PEER], 1),
        (["--languages", "xx"], 1),
        (["--files", "none"], 1),
    ],
)
def test_a_run_that_compares_nothing_does_not_pass(
    options: list[str],
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The real one needs openai-whisper, which only benchmarks have.
    monkeypatch.setattr(accuracy, "units_of", lambda text, *_, **__: text.split())
    columns = ("file", "language", "duration_s", "reference_text", "ref_trust", "notes")
    values = (TALK.file, TALK.language, "1", TALK.reference_text, "gold", "")
    rows = ["\t".join(cells) for cells in (columns, values)]
    (tmp_path / "manifest.tsv").write_text("\n".join(rows), encoding="utf-8")
    for system in (OURS, PEER):
        kept = tmp_path / "accuracy" / "base" / system / "talk.wav.json"
        records.save(kept, {"text": "hello", "elapsed_s": 1.5})
    folders = ["--audio", str(tmp_path), "--cache", str(tmp_path), "--model", "base=none"]
    systems = ["--systems", OURS, PEER]

    assert accuracy.main([*folders, *systems, *options]) == code
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["ok"] is (code == 0)


def test_every_system_has_a_name_of_its_own() -> None:
    assert len(SYSTEMS) == len(accuracy.DEFAULT_SYSTEMS) + len(accuracy.MORE_SYSTEMS)
