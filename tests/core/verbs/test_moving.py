import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.moving import end_at, move, row_in_the_way, start_at
from whisper_desktop.core.verbs.rules import AS_TYPED, Neighbours, TimingRules

CUES = [
    Cue(1, 1_000, 2_000, "one"),
    Cue(2, 3_000, 4_000, "two", (Word(3_100, 3_900, " two", 0.9),)),
    Cue(3, 4_500, 5_000, "three"),
]


def spans(edit: Edit) -> dict[int, tuple[int, int]]:
    """Return the new times by uid."""
    cues = [cue for splice in edit.splices for cue in splice.inserted]
    return {cue.uid: (cue.start_ms, cue.end_ms) for cue in cues}


def rules(neighbours: Neighbours, last_ms: int | None = None) -> TimingRules:
    return TimingRules(neighbours, min_gap_ms=100, last_ms=last_ms)


@pytest.mark.parametrize(
    ("neighbours", "expected"),
    [
        (Neighbours.KEEP, {2: (3_400, 4_400)}),
        (Neighbours.ALLOW_OVERLAP, {2: (4_000, 5_000)}),
        (Neighbours.PUSH, {2: (4_000, 5_000), 3: (5_100, 5_600)}),
    ],
)
def test_a_cue_moves_later(neighbours: Neighbours, expected: dict[int, tuple[int, int]]) -> None:
    assert spans(move(CUES, [1], 1_000, rules(neighbours))) == expected


@pytest.mark.parametrize(
    ("neighbours", "expected"),
    [
        (Neighbours.KEEP, {2: (2_100, 3_100)}),
        (Neighbours.ALLOW_OVERLAP, {2: (0, 1_000)}),
        (Neighbours.PUSH, {1: (0, 1_000), 2: (1_100, 2_100)}),
    ],
)
def test_a_cue_moves_earlier(neighbours: Neighbours, expected: dict[int, tuple[int, int]]) -> None:
    assert spans(move(CUES, [1], -5_000, rules(neighbours))) == expected


def test_words_move_along() -> None:
    moved = move(CUES, [1], -500).splices[0].inserted[0]
    assert moved.words == (Word(2_600, 3_400, " two", 0.9),)


def test_cues_move_together_and_stop_together() -> None:
    edit = move(CUES, [2, 0, 2], -1_500, rules(Neighbours.ALLOW_OVERLAP), "drag")
    assert spans(edit) == {1: (0, 1_000), 3: (3_500, 4_000)}
    assert edit.verb is Verb.MOVE
    assert edit.selection == (1, 3)
    assert edit.merge_key == "drag"


def test_a_cue_between_those_that_move_is_pushed_along() -> None:
    assert spans(move(CUES, [0, 2], 2_000, rules(Neighbours.PUSH))) == {
        1: (3_000, 4_000),
        2: (4_100, 5_100),
        3: (6_500, 7_000),
    }


def test_what_overlaps_is_not_pushed() -> None:
    cues = [Cue(1, 0, 1_000, "a"), Cue(2, 500, 1_500, "b"), Cue(3, 1_800, 2_000, "c")]
    assert spans(move(cues, [0], 900, rules(Neighbours.PUSH))) == {
        1: (900, 1_900),
        3: (2_000, 2_200),
    }


@pytest.mark.parametrize("neighbours", Neighbours)
def test_nothing_moves_behind_the_media(neighbours: Neighbours) -> None:
    assert spans(move(CUES, [2], 9_000, rules(neighbours, last_ms=5_300))) == {3: (4_800, 5_300)}


@pytest.mark.parametrize("neighbours", Neighbours)
def test_what_is_behind_the_media_stays(neighbours: Neighbours) -> None:
    assert move(CUES, [2], 9_000, rules(neighbours, last_ms=4_800)).is_empty


def test_no_rows_or_no_way_is_no_edit() -> None:
    assert move(CUES, [], 1_000).is_empty
    assert move(CUES, [1], 0).is_empty


def test_a_row_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"rows 3\.\.3 of 3"):
        move(CUES, [3], 1_000)
    with pytest.raises(ValueError, match=r"rows -1\.\.0 of 3"):
        move(CUES, [-1, 0], 1_000)


def test_a_cue_starts_at_the_playhead() -> None:
    assert spans(start_at(CUES, 2, 4_200)) == {3: (4_200, 5_000)}
    edit = start_at(CUES, 2, 7_000)
    assert spans(edit) == {3: (7_000, 7_500)}
    assert edit.verb is Verb.SET_START


def test_a_cue_ends_at_the_playhead() -> None:
    assert spans(end_at(CUES, 0, 2_500)) == {1: (1_000, 2_500)}
    edit = end_at(CUES, 0, 1_000)
    assert spans(edit) == {1: (0, 1_000)}
    assert edit.verb is Verb.SET_END


def test_what_is_typed_is_where_it_is_typed() -> None:
    assert spans(start_at(CUES, 0, 3_500, AS_TYPED, "key")) == {1: (3_500, 4_500)}
    assert spans(end_at(CUES, 1, 2_500, AS_TYPED)) == {2: (1_500, 2_500)}
    edit = end_at(CUES, 1, 800, AS_TYPED, "key")
    assert spans(edit) == {2: (0, 800)}
    assert (edit.verb, edit.merge_key) == (Verb.SET_END, "key")


def test_the_row_in_the_way_is_the_nearest_in_time() -> None:
    cues = [CUES[2], CUES[1], CUES[0]]
    assert row_in_the_way(cues, 1, is_before=True) == 2
    assert row_in_the_way(cues, 1, is_before=False) == 0
    assert row_in_the_way(cues, 2, is_before=True) is None
    assert row_in_the_way(cues, 0, is_before=False) is None


def test_of_rows_as_near_in_time_the_one_nearest_in_the_table_is_in_the_way() -> None:
    before, after = Cue(1, 0, 1_000, ""), Cue(2, 3_000, 4_000, "")
    cues = [before, before, Cue(3, 1_500, 2_500, ""), after, after]
    assert row_in_the_way(cues, 2, is_before=True) == 1
    assert row_in_the_way(cues, 2, is_before=False) == 3
