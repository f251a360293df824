from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import MAX_TIME_MS
from whisper_desktop.core.verbs.shift import shift

CUES = [Cue(1, 1_000, 2_000, "one"), Cue(2, 3_000, 4_000, "two"), Cue(3, 4_500, 5_000, "three")]


def spans(edit: Edit) -> dict[int, tuple[int, int]]:
    """Return the new times by uid."""
    cues = [cue for splice in edit.splices for cue in splice.inserted]
    return {cue.uid: (cue.start_ms, cue.end_ms) for cue in cues}


def test_rows_are_shifted_whatever_lies_around_them() -> None:
    edit = shift(CUES, [1], 1_000)
    assert spans(edit) == {2: (4_000, 5_000)}
    assert (edit.verb, edit.selection) == (Verb.SHIFT, (2,))


def test_many_rows_are_shifted_alike() -> None:
    assert spans(shift(CUES, [2, 1], 500)) == {2: (3_500, 4_500), 3: (5_000, 5_500)}


def test_no_row_starts_before_zero_and_the_distances_stay() -> None:
    edit = shift(CUES, range(3), -9_000)
    assert spans(edit) == {1: (0, 1_000), 2: (2_000, 3_000), 3: (3_500, 4_000)}
    assert shift(edit.splices[0].inserted, range(3), -1).is_empty


def test_words_are_shifted_and_stop_at_zero() -> None:
    cues = [Cue(1, 500, 900, "a b", (Word(400, 600, " a", 1.0), Word(600, 950, " b", 1.0)))]
    assert shift(cues, [0], -500).splices[0].inserted[0].words == (
        Word(0, 100, " a", 1.0),
        Word(100, 450, " b", 1.0),
    )


def test_nothing_to_shift_is_no_edit() -> None:
    assert shift(CUES, [], 10).is_empty
    assert shift(CUES, [0], 0).is_empty
    assert shift([], [], 10).is_empty


def test_no_row_ends_beyond_the_last_time_and_the_distances_stay() -> None:
    edit = shift(CUES, range(3), 10**19)
    assert spans(edit)[3] == (MAX_TIME_MS - 500, MAX_TIME_MS)
    assert spans(edit)[1] == (MAX_TIME_MS - 4_000, MAX_TIME_MS - 3_000)
