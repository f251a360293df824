import json
import sys
import wave
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from benchmarks import align
from benchmarks.align import CASES, DRIFT, KnownSegment, Talk, joined, measure, talks_in
from whisper_desktop.app.align import AlignRequest, TextAligned
from whisper_desktop.app.row_times import AlignedRow
from whisper_desktop.core.segment import Segment, Word

SEGMENTS = tuple(KnownSegment(1_000 * at, 1_000 * at + 800, f"word{at} more") for at in range(20))
TALK = Talk("talk.wav", Path("talk.wav"), "en", SEGMENTS, 20.0)


def as_known(request: AlignRequest, late_ms: int = 0) -> TextAligned:
    """Return the rows where their words are, all a little late; others were not heard."""
    known = {word: one for one in SEGMENTS for word in one.text.split() if word != "more"}
    rows: list[AlignedRow] = []
    for at, row in enumerate(request.rows):
        own = [known[word] for word in row.text.split() if word in known]
        if not own:
            rows.append(AlignedRow(at, Segment(0, 1, row.text, "en"), 0.0))
            continue
        words = tuple(
            Word(one.start_ms + late_ms + half, one.start_ms + late_ms + half + 400, " x", 0.9)
            for one in own
            for half in (0, 400)
        )
        span = words[0].start_ms, words[-1].end_ms
        rows.append(AlignedRow(at, Segment(*span, row.text, "en", words=words), 1.0))
    return TextAligned(tuple(rows), "en")


@pytest.fixture
def late_ms(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    late = [50]

    def fake(request: AlignRequest, *_: object, **__: object) -> Any:
        yield as_known(request, late[0])

    monkeypatch.setattr(align, "align", fake)
    return late


@pytest.mark.parametrize("case", [case for case in CASES if case != "foreign"])
def test_starts_are_compared_with_what_is_known(case: str, late_ms: list[int]) -> None:
    model: Any = None
    record = measure(TALK, case, model)
    assert record["within_200_ms"] == 1.0
    assert (record["start_median_ms"], record["end_p95_ms"]) == (50, 50)
    assert record["segments"] == (16 if case == "hole" else 20)
    late_ms[0] = 300
    assert measure(TALK, case, model)["within_200_ms"] == 0.0


def test_rows_that_nobody_says_are_counted(late_ms: list[int]) -> None:
    model: Any = None
    record = measure(TALK, "foreign", model)
    assert (record["rows"], record["unsaid"], record["unsaid_told"]) == (22, 2, 2)
    assert record["within_200_ms"] == 1.0


def test_wrong_times_are_wrong_as_they_should_be() -> None:
    shifted = [row for row, _ in CASES["shifted"](SEGMENTS)]
    assert (shifted[1].start_ms, shifted[1].end_ms) == (8_000, 8_800)
    drifting = [row for row, _ in CASES["drifting"](SEGMENTS)]
    assert drifting[19].start_ms == round(19_000 * DRIFT)
    swapped = [row.text for row, _ in CASES["swapped"](SEGMENTS)]
    assert swapped[:3] == ["word1 more", "word0 more", "word2 more"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "audio"
    folder.mkdir()
    head = "file\tlanguage\tduration_s\treference_text\tref_trust\tnotes"
    lines = [f"{name}.wav\t{code}\t1.0\ttext\tgold\t" for name, code in (("a", "en"), ("b", "de"))]
    (folder / "manifest.tsv").write_text("\n".join([head, *lines]), encoding="utf-8")
    for name in ("a", "b"):
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(np.zeros(16_000, "<i2").tobytes())
        table = "start_s\tend_s\ttext\n0.1\t0.5\thello\n"
        (folder / f"{name}.wav.segments.tsv").write_text(table, encoding="utf-8")
    return folder


def test_recordings_are_joined_with_pauses(folder: Path, tmp_path: Path) -> None:
    talks = talks_in(folder, ["a", "b"], tmp_path)
    assert [(talk.name, talk.language) for talk in talks] == [("a.wav", "en"), ("b.wav", "de")]
    assert talks_in(folder, [], tmp_path) == []
    whole = joined(talks, folder, tmp_path)
    assert whole.language is None
    assert [one.start_ms for one in whole.segments] == [100, 3_100]
    assert whole.duration_s == pytest.approx(6.0)
    assert joined(talks[:1], folder, tmp_path).language == "en"


def test_each_case_is_a_line(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(align, "open_model", lambda *_: SimpleNamespace())
    shares = [1.0, 0.5]

    def measured(talk: Talk, case: str, model: object) -> dict[str, object]:
        return {"file": talk.name, "case": case, "within_200_ms": shares.pop(0)}

    monkeypatch.setattr(align, "measure", measured)
    words = ["align", "--audio", folder, "--cache", tmp_path, "--model", "base=weights", "--files"]
    monkeypatch.setattr(sys, "argv", [*map(str, words), "a", "b"])
    assert align.main() == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == ["a.wav", "b.wav"]
    shares.append(1.0)
    monkeypatch.setattr(sys, "argv", [*map(str, words), "a", "b", "--joined"])
    assert align.main() == 0
