from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.gaps import close_gaps, open_gaps

CUES = [
    Cue(1, 0, 1_000, "a"),
    Cue(2, 1_040, 2_000, "b"),
    Cue(3, 2_300, 3_000, "c"),
    Cue(4, 5_000, 6_000, "d"),
]


def ends(edit: Edit) -> dict[int, int]:
    """Return the new ends by uid."""
    return {cue.uid: cue.end_ms for splice in edit.splices for cue in splice.inserted}


def test_short_gaps_are_closed() -> None:
    edit = close_gaps(CUES, range(4), 400, 80)
    assert ends(edit) == {2: 2_220}
    assert (edit.verb, edit.selection) == (Verb.CLOSE_GAPS, (1, 2, 3, 4))
    assert ends(close_gaps(CUES, range(4), 300)) == {1: 1_040, 2: 2_300}
    assert ends(close_gaps(CUES, [0], 300)) == {1: 1_040}


def test_gaps_are_opened() -> None:
    edit = open_gaps(CUES, range(4), 100)
    assert ends(edit) == {1: 940}
    assert edit.verb is Verb.OPEN_GAPS


def test_a_gap_is_opened_only_as_far_as_the_cue_stays_long_enough() -> None:
    assert ends(open_gaps(CUES, range(4), 600, 800)) == {1: 800, 2: 1_840}
    assert open_gaps(CUES, [0], 600, 1_200).is_empty


def test_overlaps_are_no_gaps() -> None:
    cues = [Cue(1, 0, 1_000, "a"), Cue(2, 900, 2_000, "b")]
    assert close_gaps(cues, [0, 1], 500).is_empty
    assert open_gaps(cues, [0, 1], 500).is_empty


def test_the_next_cue_is_the_next_in_time() -> None:
    assert ends(close_gaps(CUES[::-1], range(4), 300, 80)) == {2: 2_220}
