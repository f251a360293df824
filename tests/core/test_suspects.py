from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Defence, Evidence
from whisper_desktop.core.suspect_signs import Sign
from whisper_desktop.core.suspects import GRAVE_FROM, WEIGHTS, SuspectReason, suspicion

GOOD = Evidence(-0.2, 0.01, 1.3, 0.0, 1.0, 0.95, 0.7, 2.5)
BAD = Evidence(-1.6, 0.8, 2.9, 0.8, 0.0, 0.2, 0.001, 9.0, (Defence.HOTTER, Defence.BEAM))
CUE = Cue(1, 0, 2_000, "That is how it was.", evidence=GOOD)


def score(evidence: Evidence) -> float:
    found = suspicion(replace(CUE, evidence=evidence))
    assert found is not None
    return found.score


def first_reason(evidence: Evidence, text: str = CUE.text) -> SuspectReason:
    found = suspicion(replace(CUE, text=text, evidence=evidence))
    assert found is not None
    return found.reasons[0]


def test_a_sound_row_is_no_suspect() -> None:
    found = suspicion(CUE)
    assert found is not None
    assert not found.is_grave


def test_a_row_with_everything_against_it_is_one() -> None:
    found = suspicion(replace(CUE, evidence=BAD))
    assert found is not None
    assert found.is_grave
    assert SuspectReason.LITTLE_SPEECH in found.reasons


@pytest.mark.parametrize(
    "cue",
    [
        replace(CUE, evidence=None),
        replace(CUE, evidence=replace(BAD, is_reviewed=True)),
        replace(CUE, text=" \n", evidence=BAD),
    ],
)
def test_there_is_nothing_to_suspect(cue: Cue) -> None:
    assert suspicion(cue) is None


@pytest.mark.parametrize(
    ("evidence", "text", "reason"),
    [
        (replace(GOOD, speech_share=0.0), CUE.text, SuspectReason.LITTLE_SPEECH),
        (replace(GOOD, mean_word_prob=0.3), CUE.text, SuspectReason.IMPROBABLE_WORDS),
        (GOOD, "no no no no no", SuspectReason.LOOP),
        (replace(GOOD, words_per_s=16.0), CUE.text, SuspectReason.TOO_FAST),
        (GOOD, "Thanks for watching", SuspectReason.PHANTOM_PHRASE),
        (GOOD, "caf\ufffd", SuspectReason.UNREADABLE),
    ],
)
def test_the_most_telling_reason_comes_first(
    evidence: Evidence, text: str, reason: SuspectReason
) -> None:
    assert first_reason(evidence, text) is reason


def test_what_adds_little_is_no_reason() -> None:
    found = suspicion(CUE)
    assert found is not None
    assert found.reasons == ()


def test_a_row_that_is_listed_has_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whisper_desktop.core.suspects.BIAS", 0.1)
    found = suspicion(CUE)
    assert found is not None
    assert found.is_grave
    assert found.reasons == (SuspectReason.IMPROBABLE_WORDS,)


def test_every_sign_has_a_weight_that_speaks_against_the_row() -> None:
    assert WEIGHTS.keys() == set(Sign)
    assert min(WEIGHTS.values()) >= 0
    assert 0 < GRAVE_FROM < 1


_WORSE = {
    "avg_logprob": -1,
    "no_speech_prob": 1,
    "compression_ratio": 1,
    "temperature": 1,
    "speech_share": -1,
    "mean_word_prob": -1,
    "min_word_prob": -1,
}
"""Which way a measurement gets worse."""


@given(
    st.sampled_from(sorted(_WORSE)),
    *[st.floats(0, 1)] * 2,
    *[st.floats(0.01, 1)] * 3,
)
def test_worse_evidence_never_makes_a_row_look_better(
    name: str, one: float, other: float, share: float, mean: float, least: float
) -> None:
    evidence = replace(GOOD, speech_share=share, mean_word_prob=mean, min_word_prob=least)
    worse, better = max(one, other), min(one, other)
    if _WORSE[name] < 0:
        worse, better = better, worse
    changes: list[dict[str, Any]] = [{name: worse}, {name: better}]
    worse_score, better_score = (score(replace(evidence, **change)) for change in changes)
    assert worse_score >= better_score
    assert name in {field.name for field in fields(Evidence)}
