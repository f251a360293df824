from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.segment import Evidence
from whisper_desktop.core.verbs.accept import accept_rows

EVIDENCE = Evidence(-0.5, 0.1, 1.5, 0.0)
REVIEWED = replace(EVIDENCE, is_reviewed=True)
CUES = [
    Cue(1, 0, 10, "heard", evidence=EVIDENCE),
    Cue(2, 10, 20, "written"),
    Cue(3, 20, 30, "accepted before", evidence=REVIEWED),
    Cue(4, 30, 40, "heard too", evidence=EVIDENCE),
    Cue(5, 40, 50, "heard, but not meant", evidence=EVIDENCE),
]


def test_rows_are_accepted_in_one_step_that_can_be_undone() -> None:
    document = Document(CUES)
    edit = accept_rows(document, [3, 0, 1, 2])
    document.apply(edit)
    assert [cue.evidence for cue in document] == [REVIEWED, None, REVIEWED, REVIEWED, EVIDENCE]
    assert (edit.verb, edit.selection) == (Verb.ACCEPT, (1, 4))
    document.apply(edit.inverted())
    assert list(document) == CUES


def test_there_is_nothing_to_accept_twice() -> None:
    assert accept_rows(CUES, [1, 2]).is_empty
