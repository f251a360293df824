import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.verbs.ending import ending
from whisper_desktop.core.verbs.timeline import Timeline

CUES = [
    Cue(1, 0, 1_000, "a", (Word(100, 900, "a", 1.0),)),
    Cue(2, 2_000, 3_000, "b"),
    Cue(3, 5_000, 6_000, "c"),
]


def until_the_next(cue: Cue, timeline: Timeline) -> int:
    return timeline.next_start_ms(cue) or cue.end_ms


def made(edit: Edit) -> list[Cue]:
    return [cue for splice in edit.splices for cue in splice.inserted]


def test_only_the_end_changes_and_only_of_the_rows() -> None:
    edit = ending(Verb.CLOSE_GAPS, CUES, [0], until_the_next)
    assert made(edit) == [Cue(1, 0, 2_000, "a", (Word(100, 900, "a", 1.0),))]
    assert (edit.verb, edit.selection, edit.selection_before) == (Verb.CLOSE_GAPS, (1,), (1,))


def test_rows_whose_end_stays_are_left_out_and_selected_all_the_same() -> None:
    edit = ending(Verb.CLOSE_GAPS, CUES, [2, 1, 2], until_the_next)
    assert [(cue.uid, cue.end_ms) for cue in made(edit)] == [(2, 5_000)]
    assert edit.selection == (2, 3)


def test_every_end_is_made_from_how_all_were_before() -> None:
    met: list[Cue] = []

    def later(cue: Cue, timeline: Timeline) -> int:
        assert timeline.last_end_until(9_000) == 6_000
        met.append(cue)
        return cue.end_ms + 500

    ending(Verb.EXTEND, CUES, range(3), later)
    assert met == CUES


def test_a_row_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"rows 1\.\.3 of 3"):
        ending(Verb.EXTEND, CUES, [1, 3], until_the_next)
