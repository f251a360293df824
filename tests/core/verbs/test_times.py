import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules
from whisper_desktop.core.verbs.times import set_end, set_start, set_times

CUES = [
    Cue(1, 1_000, 2_000, "one"),
    Cue(2, 3_000, 4_000, "two"),
    Cue(3, 4_500, 5_000, "three"),
]
PUSH = TimingRules(Neighbours.PUSH, min_gap_ms=100)
KEEP = TimingRules(min_gap_ms=100)
OVERLAP = TimingRules(Neighbours.ALLOW_OVERLAP)


def spans(edit: Edit) -> dict[int, tuple[int, int]]:
    """Return the new times by uid."""
    cues = [cue for splice in edit.splices for cue in splice.inserted]
    return {cue.uid: (cue.start_ms, cue.end_ms) for cue in cues}


def test_a_free_start_is_set_as_asked() -> None:
    edit = set_start(CUES, 1, 2_500, KEEP, "drag 1")
    assert spans(edit) == {2: (2_500, 4_000)}
    assert edit.verb is Verb.SET_START
    assert edit.merge_key == "drag 1"
    assert edit.selection == edit.selection_before == (2,)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (KEEP, {2: (2_100, 4_000)}),
        (OVERLAP, {2: (1_500, 4_000)}),
        (PUSH, {1: (400, 1_400), 2: (1_500, 4_000)}),
    ],
)
def test_a_start_comes_upon_the_cue_before(
    rules: TimingRules, expected: dict[int, tuple[int, int]]
) -> None:
    assert spans(set_start(CUES, 1, 1_500, rules)) == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (KEEP, {2: (3_000, 4_400)}),
        (OVERLAP, {2: (3_000, 4_800)}),
        (PUSH, {2: (3_000, 4_800), 3: (4_900, 5_400)}),
    ],
)
def test_an_end_comes_upon_the_cue_behind(
    rules: TimingRules, expected: dict[int, tuple[int, int]]
) -> None:
    assert spans(set_end(CUES, 1, 4_800, rules)) == expected


def test_a_push_goes_on_until_a_gap_takes_it() -> None:
    edit = set_end(CUES, 0, 3_300, PUSH)
    assert spans(edit) == {1: (1_000, 3_300), 2: (3_400, 4_400)}
    assert edit.selection == (1,)
    assert spans(set_end(CUES, 0, 3_900, PUSH)) == {
        1: (1_000, 3_900),
        2: (4_000, 5_000),
        3: (5_100, 5_600),
    }


def test_a_push_ends_at_the_beginning_and_at_the_end_of_the_media() -> None:
    # The first cue lasts a second, so nothing behind it can start before that and the gap.
    assert spans(set_start(CUES, 1, 0, PUSH)) == {1: (0, 1_000), 2: (1_100, 4_000)}
    to_the_end = TimingRules(Neighbours.PUSH, last_ms=5_200)
    assert spans(set_end(CUES, 1, 9_000, to_the_end)) == {2: (3_000, 4_700), 3: (4_700, 5_200)}


@pytest.mark.parametrize("neighbours", Neighbours)
def test_times_do_not_cross(neighbours: Neighbours) -> None:
    rules = TimingRules(neighbours, min_duration_ms=200)
    assert spans(set_start(CUES, 1, 9_000, rules)) == {2: (3_800, 4_000)}
    assert spans(set_end(CUES, 1, 0, rules)) == {2: (3_000, 3_200)}


def test_a_cue_that_is_too_short_already_is_not_mended_in_passing() -> None:
    short = [Cue(1, 1_000, 1_050, "ah")]
    assert set_start(short, 0, 1_040, TimingRules(min_duration_ms=500)).is_empty


def test_a_start_is_not_before_zero() -> None:
    assert spans(set_start(CUES, 0, -500)) == {1: (0, 2_000)}


def test_an_end_is_not_behind_the_media_unless_it_was() -> None:
    assert spans(set_end(CUES, 2, 9_000, TimingRules(last_ms=6_000))) == {3: (4_500, 6_000)}
    assert set_end(CUES, 2, 9_000, TimingRules(last_ms=4_800)).is_empty


def test_overlaps_that_exist_do_not_hinder() -> None:
    cues = [Cue(1, 0, 3_000, "under"), Cue(2, 1_000, 2_000, "over"), Cue(3, 5_000, 6_000, "then")]
    assert spans(set_end(cues, 1, 4_000)) == {2: (1_000, 4_000)}
    assert spans(set_end(cues, 1, 5_500)) == {2: (1_000, 5_000)}


def test_a_row_without_a_duration_does_not_grow_over_the_one_around_it() -> None:
    cues = [Cue(1, 0, 500, "one"), Cue(2, 40, 40, "two")]
    for edit in (set_end(cues, 1, 200, KEEP), set_start(cues, 1, 0, KEEP)):
        assert edit.is_empty
    assert spans(set_end(cues, 1, 200, OVERLAP)) == {2: (40, 200)}
    beside = [Cue(1, 0, 500, "one"), Cue(2, 500, 500, "two")]
    assert spans(set_end(beside, 1, 700, KEEP)) == {2: (500, 700)}


def test_both_times_are_set_in_one_step() -> None:
    edit = set_times(CUES, 1, (2_200, 4_300))
    assert spans(edit) == {2: (2_200, 4_300)}
    assert edit.verb is Verb.MOVE
    assert spans(set_times(CUES, 1, (0, 9_000))) == {2: (2_000, 4_500)}
    assert spans(set_times(CUES, 1, (0, 9_000), OVERLAP)) == {2: (0, 9_000)}


def test_a_place_on_the_other_side_of_a_neighbour_is_not_reached() -> None:
    assert spans(set_times(CUES, 1, (8_000, 9_000), TimingRules(min_duration_ms=300))) == {
        2: (4_200, 4_500)
    }
    assert spans(set_times(CUES, 1, (0, 500), TimingRules(min_duration_ms=300))) == {
        2: (2_000, 2_300)
    }


def test_nothing_happens_when_the_time_is_that_already() -> None:
    assert set_start(CUES, 1, 3_000).is_empty
    assert set_end(CUES, 1, 4_000).is_empty


def test_words_stay_where_they_are_spoken_when_an_edge_moves() -> None:
    words = (Word(3_100, 3_500, " two", 0.9),)
    cues = [Cue(2, 3_000, 4_000, "two", words)]
    assert set_start(cues, 0, 2_000).splices[0].inserted[0].words == words
    assert set_times(cues, 0, (2_000, 3_000)).splices[0].inserted[0].words == (
        Word(2_100, 2_500, " two", 0.9),
    )


def test_rules_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        TimingRules(min_gap_ms=-1)
