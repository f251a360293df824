"""The most likely languages over time: against brute force, and what changes their minds."""

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.language_track import (
    KIN_COST,
    LEAST_LOGPROB,
    NEW_LANGUAGE_COST,
    SWITCH_COST,
    LanguageRun,
    LanguageTrack,
    Scores,
    are_kin,
)

CODES = ("en", "es", "ca")


def cells_of(languages: Sequence[str], sureness: float = 0.98) -> Scores:
    """Return cells that surely sound like these languages."""
    rest = (1 - sureness) / 2
    rows = [[sureness if code == one else rest for code in CODES] for one in languages]
    return np.log(np.array(rows, np.float32))


def path_of(track: LanguageTrack, heard: Scores, weights: list[float]) -> list[str]:
    runs = track.runs(heard, CODES, weights)
    return [run.language for run in runs for _ in range(run.start, run.end)]


def total(track: LanguageTrack, heard: Scores, weights: list[float], path: Sequence[str]) -> float:
    """Return what a path is worth, term by term."""
    known = {track.language, *track.spoken_ms}
    score = 0.0
    for before, code in pairwise((track.language, *path)):
        if code != before:
            score -= SWITCH_COST + NEW_LANGUAGE_COST * (code not in known)
            score -= KIN_COST * are_kin(code, before)
    for cell, weight, code in zip(heard, weights, path, strict=True):
        score += weight * max(float(cell[CODES.index(code)]), LEAST_LOGPROB)
    return score


@given(data=st.data())
def test_no_other_path_is_likelier(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 5))
    levels = st.lists(st.floats(-12, 0), min_size=3, max_size=3)
    heard = np.array(data.draw(st.lists(levels, min_size=count, max_size=count)), np.float32)
    weights = data.draw(st.lists(st.floats(0, 2), min_size=count, max_size=count))
    spoken = data.draw(st.sampled_from([{}, {"es": 5_000}, {"en": 9_000, "ca": 1}]))
    track = LanguageTrack(data.draw(st.sampled_from(CODES)), spoken)
    found = total(track, heard, weights, path_of(track, heard, weights))
    best = max(total(track, heard, weights, path) for path in product(CODES, repeat=count))
    assert found == pytest.approx(best, abs=1e-3)


def test_one_odd_cell_changes_nothing_and_many_do() -> None:
    track = LanguageTrack("en")
    odd = cells_of(["en"] * 5 + ["es"] + ["en"] * 5)
    assert track.runs(odd, CODES, [1.0] * 11) == (LanguageRun(0, 11, "en"),)
    long = cells_of(["en"] * 5 + ["es"] * 12)
    runs = track.runs(long, CODES, [1.0] * 17)
    assert runs == (LanguageRun(0, 5, "en"), LanguageRun(5, 17, "es"))


def test_where_nobody_speaks_counts_for_nothing() -> None:
    heard = cells_of(["en"] * 3 + ["es"] * 12)
    track = LanguageTrack("en")
    assert len(track.runs(heard, CODES, [1.0] * 15)) == 2
    assert track.runs(heard, CODES, [1.0] * 3 + [0.0] * 12) == (LanguageRun(0, 15, "en"),)


def test_what_was_spoken_before_is_believed_sooner() -> None:
    heard, weights = cells_of(["es"] * 3), [0.35] * 3
    assert path_of(LanguageTrack("en"), heard, weights) == ["en"] * 3
    before = LanguageTrack("es").after("es", 20_000).after("en", 20_000)
    assert path_of(before, heard, weights) == ["es"] * 3


def test_kin_needs_stronger_evidence() -> None:
    weights = [0.4] * 4
    assert path_of(LanguageTrack("en"), cells_of(["ca"] * 4), weights) == ["ca"] * 4
    assert path_of(LanguageTrack("es"), cells_of(["ca"] * 4), weights) == ["es"] * 4


def test_the_track_counts_what_was_spoken() -> None:
    track = LanguageTrack("en").after("en", 3_000).after("de", 4_000).after("en", 500)
    assert track == LanguageTrack("en", {"en": 3_500, "de": 4_000})
    assert track.spoken == (("en", 3_500), ("de", 4_000))


def test_nocells_of_have_no_runs() -> None:
    assert LanguageTrack("en").runs(np.zeros((0, 3), np.float32), CODES, []) == ()
