import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.evidence_data import (
    evidence_data,
    evidence_from_data,
    evidence_from_values,
    evidence_values,
)
from whisper_desktop.core.segment import Defence, Evidence

floats = st.floats(allow_nan=False)
measured = st.none() | floats
evidences = st.builds(
    Evidence,
    *[floats] * 4,
    *[measured] * 4,
    st.lists(st.sampled_from(Defence), unique=True).map(tuple),
    st.booleans(),
)


@given(evidences)
def test_evidence_comes_back_from_json(evidence: Evidence) -> None:
    assert evidence_from_data(json.loads(json.dumps(evidence_data(evidence)))) == evidence
    assert evidence_from_values(json.loads(json.dumps(evidence_values(evidence)))) == evidence


def test_what_earlier_versions_did_not_measure_is_not_known() -> None:
    names = ("avg_logprob", "no_speech_prob", "compression_ratio", "temperature")
    old = dict(zip(names, (-0.5, 0.1, 1.5, 0.2), strict=True))
    assert evidence_from_data(old) == Evidence(-0.5, 0.1, 1.5, 0.2)


@pytest.mark.parametrize(
    "values",
    [
        [],
        [0.0] * 3,
        [0.0] * 8 + [["unheard-of"], False],
        [None] * 8 + [[], False],
        ["0.5"] * 8 + [[], False],
    ],
)
def test_damaged_evidence_is_refused(values: list[object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        evidence_from_values(values)
