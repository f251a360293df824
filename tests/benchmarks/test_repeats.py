import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.repeats import Run, compare, runs

PROSE = ["the", "fish", "swims", "in", "the", "deep", "blue", "sea", "and", "then", "it", "sleeps"]


def test_runs_have_their_shortest_unit() -> None:
    assert runs(list("aaaabcbcbcd")) == [Run(0, 4, 1), Run(4, 10, 2)]
    assert runs(list("aabb")) == []
    assert runs(list("xabababa")) == [Run(1, 7, 2)]


@given(unit=st.permutations("abcdef"), count=st.integers(3, 6))
def test_a_repeated_unit_of_different_words_is_one_run(unit: list[str], count: int) -> None:
    (run,) = runs(["start", *unit * count, "end"])
    assert (run.start, run.unit, run.count) == (1, 6, count)


def test_a_loop_that_nobody_said_is_found() -> None:
    score = compare(PROSE, [*PROSE, *["thank", "you"] * 5])
    assert [(run.start, run.count) for run in score.false_runs] == [(12, 5)]
    assert (score.deleted, score.inserted, score.substituted) == (0, 10, 0)


def test_a_loop_in_place_of_speech_is_found() -> None:
    heard = [*PROSE[:4], *["no"] * 6, *PROSE[10:]]
    assert len(compare(PROSE, heard).false_runs) == 1


def test_what_is_really_repeated_is_no_loop_and_is_kept() -> None:
    said = [*PROSE, *["try", "again"] * 4, *PROSE]
    score = compare(said, said)
    assert score.false_runs == ()
    assert (score.kept_repeats, score.said_repeats) == (4, 4)


def test_repeats_that_are_heard_wrongly_are_still_repeats() -> None:
    said, heard = ([*PROSE, *phrase * 4] for phrase in (["try", "again"], ["tri", "again"]))
    score = compare(said, heard)
    assert score.false_runs == ()
    assert (score.kept_repeats, score.substituted) == (4, 4)


def test_a_real_repeat_that_goes_on_too_long_is_a_loop() -> None:
    said, heard = ([*PROSE, *["yes"] * count, *PROSE] for count in (3, 9))
    score = compare(said, heard)
    assert [run.count for run in score.false_runs] == [9]
    assert score.inserted == 6


@pytest.mark.parametrize(("kept", "expected"), [(1, 1), (2, 2), (4, 4)])
def test_repeats_that_are_dropped_are_lost(kept: int, expected: int) -> None:
    said, heard = ([*PROSE, *["try", "again"] * count, *PROSE] for count in (4, kept))
    score = compare(said, heard)
    assert (score.kept_repeats, score.said_repeats) == (expected, 4)
    assert score.deleted == 2 * (4 - kept)


def test_nothing_heard_is_all_deleted() -> None:
    score = compare(PROSE, [])
    assert (score.deleted, score.words, score.false_runs) == (12, 12, ())
