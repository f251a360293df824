import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks import ctc
from benchmarks.hama_model import HamaModel
from whisper_desktop.audio.decode import decode_blocks
from whisper_desktop.core.resources import resource
from whisper_desktop.speech.aligner import PlacedWord, Samples
from whisper_desktop.speech.sound_edges import find_pauses
from whisper_desktop.speech.word_placing import place_words

SAID_TEXT = (
    "Welcome to the harbor. The first boat of the morning is just leaving. "
    "Bring a warm coat, because the wind out there is cold."
)
NOT_SAID_TEXT = "We have never been to this place, and nobody knows how it looks by night"
SAID, NOT_SAID = SAID_TEXT.split(), NOT_SAID_TEXT.split()


@pytest.fixture(scope="module")
def model() -> HamaModel:
    """Return a real CTC network; its package has libraries for Linux and macOS only."""
    pytest.importorskip("hama", reason="hama is not installed", exc_type=ImportError)
    return HamaModel()


@pytest.fixture(scope="module")
def harbor() -> Samples:
    return np.concatenate(list(decode_blocks(resource("samples/harbor.flac"))))


def placed(model: HamaModel, samples: Samples, words: Sequence[str]) -> list[PlacedWord]:
    plain = [word.strip(".,") for word in words]
    return [word for word in place_words(model.emissions(samples), model.spell(plain)) if word]


def test_a_real_network_places_words_where_they_are_said(model: HamaModel, harbor: Samples) -> None:
    words = dict(zip(range(len(SAID)), placed(model, harbor, SAID), strict=True))
    pauses = [pause for pause in find_pauses(harbor) if pause.end_ms - pause.start_ms > 400]
    onsets, ends = [p.end_ms for p in pauses[:-1]], [p.start_ms for p in pauses[1:]]
    sentences = [("Welcome", "harbor."), ("The", "leaving."), ("Bring", "cold.")]
    for (first, last), onset_ms, end_ms in zip(sentences, onsets, ends, strict=True):
        assert words[SAID.index(first)].start_ms == pytest.approx(onset_ms, abs=80)
        assert words[SAID.index(last)].end_ms == pytest.approx(end_ms, abs=160)
    edges = [edge for word in words.values() for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)


def test_text_that_is_not_said_scores_low(model: HamaModel, harbor: Samples) -> None:
    said = np.mean([word.score for word in placed(model, harbor, SAID)])
    not_said = np.mean([word.score for word in placed(model, harbor, NOT_SAID)])
    assert said > 0.7
    assert not_said < said / 2


def test_the_benchmark_counts_errors_of_starts_and_ends() -> None:
    errors = np.array([[10.0, -30.0], [20.0, 10.0], [30.0, 50.0], [np.nan, np.nan]])
    counted = ctc.summary(errors)
    assert counted["start"]["median"] == 20
    assert counted["start"]["late"] == 20
    assert counted["end"]["late"] == 10
    assert counted["end"]["about_late"] == 40


def test_words_without_a_place_stay_without() -> None:
    quiet = np.zeros(16_000, np.float32)
    words = [PlacedWord(100, 200, 0.9), None, PlacedWord(300, 400, 0.8)]
    times = ctc.times_in_sound(words, quiet)
    assert np.isnan(times[1]).all()
    assert times[[0, 2]].tolist() == [[100, 200], [300, 400]]


def test_the_benchmark_prints_one_line(
    model: HamaModel,
    harbor: Samples,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    audio = tmp_path / "audio"
    audio.mkdir()
    (audio / "harbor.flac").write_bytes(resource("samples/harbor.flac").read_bytes())
    heading = "file\tlanguage\tduration_s\treference_text\tref_trust\tnotes\n"
    (audio / "manifest.tsv").write_text(
        heading + "harbor.flac\ten\t9.2\t\tgold\t\n", encoding="utf-8"
    )
    rows = [
        f"{word.start_ms / 1_000}\t{word.end_ms / 1_000}\t{text.strip('.,')}\n"
        for word, text in zip(placed(model, harbor, SAID), SAID, strict=True)
    ]
    (audio / "harbor.flac.words.tsv").write_text(
        "start_s\tend_s\tword\n" + "".join(rows), encoding="utf-8"
    )
    assert ctc.main(["--audio", str(audio), "--cache", str(tmp_path)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["words"] == len(SAID)
    assert record["placed"]["start"] == {"median": 0, "p95": 0, "late": 0, "about_late": 0}


def test_without_recordings_there_is_nothing_to_count(tmp_path: Path, model: HamaModel) -> None:
    (tmp_path / "manifest.tsv").write_text("file\tlanguage\n", encoding="utf-8")
    nothing = argparse.Namespace(audio=tmp_path, cache=tmp_path, files=[])
    with pytest.raises(SystemExit):
        ctc.measured(nothing, model)
