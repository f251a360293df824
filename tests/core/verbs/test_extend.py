import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.verbs.extend import ReadingGoal, extend

TEXT = "<i>twenty</i> characters in"  # 20 to be read


def end_of(goal: ReadingGoal, *others: Cue, end_ms: int = 1_000) -> int:
    cues = [Cue(1, 0, end_ms, TEXT), *others]
    edit = extend(cues, [0], goal)
    assert edit.verb is Verb.EXTEND
    return edit.splices[0].inserted[0].end_ms if edit.splices else end_ms


@pytest.mark.parametrize(
    ("goal", "end_ms"),
    [
        (ReadingGoal(10), 2_000),
        (ReadingGoal(15), 1_334),
        (ReadingGoal(40), 1_000),
        (ReadingGoal(10, max_duration_ms=1_700), 1_700),
        (ReadingGoal(10, max_duration_ms=500), 1_000),
        (ReadingGoal(40, min_duration_ms=1_200), 1_200),
        (ReadingGoal(10, last_ms=1_800), 1_800),
        (ReadingGoal(10, last_ms=500), 1_000),
        (ReadingGoal(10, count=lambda text: len(text) - 19), 1_000),
    ],
)
def test_a_cue_lasts_until_it_can_be_read(goal: ReadingGoal, end_ms: int) -> None:
    assert end_of(goal) == end_ms


def test_the_next_cue_is_not_touched() -> None:
    assert end_of(ReadingGoal(10, min_gap_ms=100), Cue(2, 1_500, 2_000, "b")) == 1_400
    assert end_of(ReadingGoal(10, min_gap_ms=100), Cue(2, 1_050, 2_000, "b")) == 1_000


def test_rows_that_can_be_read_stay() -> None:
    assert extend([Cue(1, 0, 9_000, TEXT)], [0], ReadingGoal(10)).is_empty


def test_rows_that_are_overlapped_stay() -> None:
    assert end_of(ReadingGoal(10), Cue(2, 900, 1_200, "b")) == 1_000
    assert end_of(ReadingGoal(10), Cue(2, 400, 600, "b")) == 1_000
    assert extend([Cue(1, 500, 700, TEXT), Cue(2, 0, 5_000, "b")], [0], ReadingGoal(10)).is_empty
    # It may go on after one that began before it and is gone.
    edit = extend([Cue(1, 0, 700, "a"), Cue(2, 500, 900, TEXT)], [0, 1], ReadingGoal(10))
    assert [cue.end_ms for cue in edit.splices[0].inserted] == [2_500]
