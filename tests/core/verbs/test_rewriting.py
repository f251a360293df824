from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import MAX_SPLICES, Verb
from whisper_desktop.core.verbs.rewriting import rewriting

CUES = [Cue(uid, uid, uid, "") for uid in range(300)]


@given(st.dictionaries(st.integers(0, 299), st.integers(0, 3)))
def test_every_row_becomes_what_it_shall(counts: dict[int, int]) -> None:
    made = {
        row: [Cue(1_000 + 10 * row + at, row, row, "") for at in range(count)]
        for row, count in counts.items()
    }
    document = Document(CUES)
    edit = rewriting(Verb.FIX, document, made)
    document.apply(edit)
    assert list(document) == [new for row, cue in enumerate(CUES) for new in made.get(row, [cue])]
    assert edit.selection == tuple(cue.uid for row in sorted(made) for cue in made[row])
    assert edit.selection_before == tuple(sorted(made))


def test_neighbours_are_one_splice_and_many_are_one() -> None:
    few = rewriting(Verb.DELETE, CUES, dict.fromkeys([1, 2, 9], ()))
    assert [(splice.row, len(splice.removed)) for splice in few.splices] == [(1, 2), (7, 1)]
    many = rewriting(Verb.DELETE, CUES, dict.fromkeys(range(0, 2 * MAX_SPLICES + 2, 2), ()))
    assert len(many.splices) == 1
