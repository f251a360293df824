import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.candidate_data import candidate_data, candidate_from_data
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.core.segment import Defence, Evidence, Segment, Word

texts = st.text(max_size=5)
floats = st.floats(allow_nan=False, allow_infinity=False)
spans = st.tuples(st.integers(0, 9_999), st.integers(1, 9_999)).map(lambda s: (s[0], sum(s)))
words = st.builds(lambda span, text, p: Word(span[0], span[1], text, p), spans, texts, floats)
segments = st.builds(
    lambda span, text, task, words, evidence: Segment(
        span[0], span[1], text, "nl", task, words, evidence
    ),
    spans,
    texts,
    st.sampled_from(Task),
    st.lists(words, max_size=2).map(tuple),
    st.none()
    | st.builds(Evidence, *[floats] * 5, defences=st.lists(st.sampled_from(Defence)).map(tuple)),
)
hearings = st.lists(segments, max_size=2).map(tuple)
candidates = st.builds(
    lambda key, span, *rest: Candidate(key, span[0], span[1], *rest),
    st.integers(-3, 99),
    spans,
    st.booleans(),
    st.builds(Recipe, st.none() | st.just("nl"), st.sampled_from(Task), hotwords=texts),
    hearings,
    st.lists(hearings, max_size=2).map(tuple),
    st.none() | st.tuples(texts, texts),
)
GOOD = candidate_data(
    Candidate(1, 0, 9, True, Recipe(), (Segment(0, 9, "a", "en", words=(Word(0, 9, "a", 1.0),)),))
)


@given(candidates)
def test_a_candidate_comes_back_from_json(candidate: Candidate) -> None:
    assert candidate_from_data(json.loads(json.dumps(candidate_data(candidate)))) == candidate


def test_what_earlier_versions_did_not_keep_is_not_known() -> None:
    old = {key: value for key, value in GOOD.items() if key != "texts"}
    assert candidate_from_data(old).texts is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        GOOD | {"key": "1"},
        GOOD | {"start_ms": 10},
        GOOD | {"recipe": 3},
        GOOD | {"segments": [{}]},
        GOOD | {"segments": 7},
        GOOD | {"alternatives": [[None]]},
        GOOD | {"texts": ["one"]},
        GOOD
        | {"segments": [{"start_ms": 0, "end_ms": 9, "text": "", "language": "", "task": "x"}]},
    ],
)
def test_damaged_data_is_noticed(data: object) -> None:
    with pytest.raises(ValueError, match=r"damaged|bad|no recipe|not a valid"):
        candidate_from_data(data)
