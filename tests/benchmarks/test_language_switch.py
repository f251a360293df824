"""Mixtures of languages hold what they say they hold, and what became of them is counted right."""

import argparse
from pathlib import Path

import numpy as np
import pytest

from benchmarks import language_switch, records
from benchmarks.audio_set import Recording, Trust
from benchmarks.language_mixtures import GAPS_MS, Mixture, Source, Turn, make_mixtures
from benchmarks.language_switch import (
    Hits,
    Listener,
    Row,
    hits_of,
    measure_alone,
    measure_mixtures,
)
from whisper_desktop.asr.options import LongFormMode
from whisper_desktop.core.timecode import TimeSpan


def source(language: str, seconds: int = 60, file: str = "") -> Source:
    """Return a hum in which somebody speaks four seconds of every five."""
    samples = np.full(seconds * 16_000, 0.1, np.float32)
    speech = tuple(TimeSpan(at, at + 4_000) for at in range(0, seconds * 1_000, 5_000))
    return Source(file or f"{language}.wav", language, samples, speech)


SOURCES = {code: [source(code)] for code in ("de", "en", "es", "fr", "it", "nl", "pt", "ru")}


def test_mixtures_hold_their_turns_one_after_the_other() -> None:
    mixtures = make_mixtures(SOURCES, seed=3)
    assert {name for one in mixtures for name in one.name.split("-") if "gap" in name} == {
        f"gap{gap_ms}" for gap_ms in GAPS_MS
    }
    for mixture in mixtures:
        assert mixture.turns[-1].span.end_ms == round(mixture.duration_s * 1_000)
        for before, after in zip(mixture.turns, mixture.turns[1:], strict=False):
            assert after.span.start_ms - before.span.end_ms in GAPS_MS
            assert after.language != before.language
        for turn in mixture.turns:
            assert turn.speech[0].start_ms == turn.span.start_ms
            assert turn.speech[-1].end_ms == turn.span.end_ms
    again = make_mixtures(SOURCES, seed=3)
    assert [one.turns for one in again] == [one.turns for one in mixtures]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(again, mixtures, strict=True))
    assert make_mixtures(SOURCES, seed=4)[0].turns != mixtures[0].turns


TURN = Turn("de.wav", TimeSpan(0, 10_000), "de", (TimeSpan(0, 4_000), TimeSpan(5_000, 10_000)))


def test_speech_counts_where_it_is_in_a_row() -> None:
    rows = [Row(0, 3_000, "de", ""), Row(2_000, 6_000, "en", ""), Row(6_000, 9_000, "de", "")]
    hits = hits_of(TURN, rows)
    assert hits == Hits(speech_ms=9_000, right_ms=6_000, wrong_ms=2_000)
    assert hits.share == 0.75
    assert (hits + hits).record() == {
        "share_right": 0.75,
        "share_in_rows": pytest.approx(0.8889),
        "speech_s": 18.0,
    }


def test_short_turns_do_not_count() -> None:
    short = Turn("de.wav", TimeSpan(0, 5_000), "de", (TimeSpan(0, 5_000),))
    assert hits_of(short, [Row(0, 5_000, "en", "")]) == Hits()


@pytest.fixture
def listener(tmp_path: Path) -> Listener:
    arguments = argparse.Namespace(model=("toy", tmp_path), cache=tmp_path, precision="int8")
    return Listener(LongFormMode.BATCHED, arguments)


def keep(tmp_path: Path, name: str, *rows: tuple[int, int, str, str]) -> None:
    """Put a transcript where it is kept."""
    kept = [Row(*row) for row in rows]
    record = {
        "rows": [
            {"start_ms": r.start_ms, "end_ms": r.end_ms, "language": r.language, "text": r.text}
            for r in kept
        ]
    }
    records.save(tmp_path / "language_switch" / "toy-int8-batched" / f"{name}.json", record)


def test_mixtures_are_told_with_what_was_taken(listener: Listener, tmp_path: Path) -> None:
    keep(
        tmp_path,
        "m-auto",
        (0, 4_000, "de", "a"),
        (4_000, 7_000, "de", "b"),
        (7_000, 10_000, "en", "c"),
    )
    mixture = Mixture("m", np.zeros(160_000, np.float32), (TURN,))
    found = list(measure_mixtures(listener, [mixture]))
    assert found[0]["taken"] == ["0-7000 de", "7000-10000 en"]
    assert found[1]["language"] == "de"
    assert (found[-1]["check"], found[-1]["ok"]) == ("share of time", False)


def test_what_not_giving_the_language_costs_is_counted(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whisper's normalisers are not installed for tests.
    monkeypatch.setattr(language_switch, "units_of", lambda text, *_, **__: text.split())
    keep(tmp_path, "de.wav-auto", (0, 4_000, "de", "ja"), (4_000, 5_000, "nl", "nee"))
    keep(tmp_path, "de.wav-de", (0, 5_000, "de", "ja nein"))
    recording = Recording(
        file="de.wav",
        language="de",
        duration_s=5.0,
        reference_text="ja nein",
        trust=Trust.GOLD,
        folds_diacritics=False,
        has_word_times=False,
    )
    found = list(measure_alone(listener, {"de": [source("de", 5)]}, {"de.wav": recording}))
    assert found[0]["other_ms"] == {"nl": 1_000}
    assert (found[0]["errors"], found[0]["errors_if_given"], found[0]["units"]) == (1, 0, 2)
    assert (found[-1]["points_more"], found[-1]["ok"]) == (50.0, False)
