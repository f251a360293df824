from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.evidence import reviewed, worst
from whisper_desktop.core.segment import Defence, Evidence

GOOD = Evidence(-0.2, 0.01, 1.2, 0.0, 0.95, 0.9, 0.7, 2.5, (Defence.TIMES_PULLED,))
BAD = Evidence(-1.1, 0.7, 2.6, 0.8, 0.1, 0.4, 0.05, 9.0, (Defence.LOOP_CUT, Defence.HOTTER))

floats = st.floats(allow_nan=False)
evidences = st.builds(
    Evidence,
    *[floats] * 4,
    *[st.none() | floats] * 4,
    st.lists(st.sampled_from(Defence), unique=True).map(sorted).map(tuple),
    st.booleans(),
)


def test_the_worst_of_each_measurement_counts() -> None:
    mixed = replace(GOOD, no_speech_prob=0.9)
    assert worst([mixed, BAD]) == replace(
        BAD,
        no_speech_prob=0.9,
        defences=(Defence.HOTTER, Defence.LOOP_CUT, Defence.TIMES_PULLED),
    )


def test_what_was_not_measured_says_nothing() -> None:
    unknown = Evidence(-0.1, 0.0, 1.0, 0.0)
    joined = worst([unknown, GOOD])
    assert joined is not None
    assert joined.speech_share == GOOD.speech_share
    alone = worst([unknown, unknown])
    assert alone is not None
    assert alone.words_per_s is None


def test_what_a_person_wrote_speaks_neither_for_nor_against_the_rest() -> None:
    assert worst([None, GOOD]) == GOOD
    assert worst([]) is None
    assert worst([None, None]) is None


def test_what_is_reviewed_is_no_excuse_for_the_rest() -> None:
    assert worst([replace(BAD, is_reviewed=True), GOOD]) == GOOD
    accepted = worst([replace(BAD, is_reviewed=True), replace(GOOD, is_reviewed=True)])
    assert accepted is not None
    assert accepted.is_reviewed


@given(evidences, evidences)
def test_the_order_does_not_matter(one: Evidence, other: Evidence) -> None:
    assert worst([one, other]) == worst([other, one])


@given(evidences)
def test_the_worst_of_the_same_is_the_same(one: Evidence) -> None:
    again = worst([one, one])
    assert again is not None
    assert replace(again, defences=()) == replace(one, defences=())
    assert set(again.defences) == set(one.defences)


def test_reviewing_keeps_the_rest() -> None:
    assert reviewed(BAD) == replace(BAD, is_reviewed=True)
    assert reviewed(None) is None
