import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import suspects
from benchmarks.mixtures import Mixture
from benchmarks.row_labels import LabelledRow
from benchmarks.suspects import AS_USUAL, UNDEFENDED, Way
from benchmarks.transcript import TimedText
from whisper_desktop.asr.options import DefenceOptions
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Evidence
from whisper_desktop.core.suspects import WEIGHTS, suspicion

SURE = Evidence(-0.2, 0.0, 1.2, 0.0, 1.0, 0.95, 0.8, 2.5)
UNSURE = replace(SURE, mean_word_prob=0.3, min_word_prob=0.01, speech_share=0.2)


def rows(right: int, wrong: int) -> list[LabelledRow]:
    made = [(SURE, False)] * right + [(UNSURE, True)] * wrong
    return [
        LabelledRow("x", Cue(uid, uid, uid + 1, "text", evidence=evidence), None, is_wrong)
        for uid, (evidence, is_wrong) in enumerate(made, 1)
    ]


def test_what_is_built_in_scores_as_the_program_does() -> None:
    some = rows(1, 1)
    table, is_wrong = suspects.table_of(some)
    scores = suspects.built_in().scores(table)
    expected = [found.score for row in some if (found := suspicion(row.cue)) is not None]
    assert scores == pytest.approx(expected)
    assert list(is_wrong) == [0, 1]


def test_the_figures_tell_how_good_the_ranking_is() -> None:
    found = suspects.figures("made", suspects.built_in(), rows(90, 10))
    assert (found["rows"], found["wrong"], found["wrong_share"]) == (100, 10, 0.1)
    assert (found["in_first_tenth"], found["area_under_curve"]) == (1.0, 1.0)


class MadeUpListener:
    """Hears three rows a recording, one of them wrong and known to be unsure."""

    def __init__(self, _: object) -> None:
        self.ways: list[Way] = []

    def hear(self, mixture: Mixture, way: Way) -> tuple[Cue, ...]:
        self.ways.append(way)
        texts = ["one two", "three four", "nonsense"]
        return tuple(
            Cue(uid, uid, uid + 1, text, evidence=UNSURE if uid == 3 else SURE)
            for uid, text in enumerate(texts, 1)
        )


def recordings(count: int) -> Iterator[Mixture]:
    said = (TimedText(0, 1, "one two"), TimedText(1, 2, "three four"))
    for number in range(count):
        yield Mixture(f"made-{number}", np.zeros(16, np.float32), said)


@pytest.mark.parametrize(("action", "weight_lines"), [("fit", 1), ("report", 0)])
def test_both_actions_tell_the_figures(
    action: str,
    weight_lines: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(suspects, "read_manifest", lambda _: ())
    monkeypatch.setattr(suspects, "Listener", MadeUpListener)
    monkeypatch.setattr("benchmarks.row_labels.units_of", lambda text, _: text.split())
    monkeypatch.setattr(suspects, "made_recordings", lambda *_, **__: recordings(6))
    monkeypatch.setattr(suspects, "real_recordings", lambda *_: recordings(2))
    arguments = [action, "--audio", str(tmp_path), "--model", "base", "--recordings", "6"]
    # A third of the rows is wrong: the first tenth cannot hold 60 % of them.
    assert suspects.main(arguments) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum("bias" in line for line in lines) == weight_lines
    told = [line for line in lines if "rows_of" in line]
    assert [line["rows_of"] for line in told] == [
        "synthesisers, fitted on",
        "other synthesisers",
        "people, without defence",
        "people",
    ]
    assert all(line["wrong_share"] == 0.333 for line in told)
    if weight_lines:
        (weights,) = (line for line in lines if "bias" in line)
        assert weights.keys() - {"bias"} == {str(sign) for sign in WEIGHTS}


def test_recordings_are_heard_one_way_and_the_other_in_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.row_labels.units_of", lambda text, _: text.split())
    listener = MadeUpListener(None)
    found = suspects.labelled_rows(listener, recordings(3), AS_USUAL)  # type: ignore[arg-type]
    assert [way.name for way in listener.ways] == ["sequential", "batched", "sequential"]
    assert [row.is_wrong for row in found] == [False, False, True] * 3


def test_without_the_defence_the_recogniser_is_as_the_reference() -> None:
    way = UNDEFENDED[1]
    assert way.name == "batched-undefended"
    assert way.options("de").defence == DefenceOptions.off()
    assert AS_USUAL[1].options("de").defence == DefenceOptions()
    assert way.options("de").recipe.language == "de"
