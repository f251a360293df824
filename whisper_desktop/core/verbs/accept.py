"""A person says that rows are right as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing
from whisper_desktop.core.evidence import reviewed
from whisper_desktop.core.verbs.retiming import rising


def accept_rows(cues: Sequence[Cue], rows: Iterable[int]) -> Edit:
    """Mark the text of rows as reviewed, in one step: none of them is a suspect any more.

    Rows that are reviewed already, or of which nothing is known, are left out.
    """
    open_rows = [
        (row, cue, cue.evidence)
        for row in rising(cues, rows)
        if (cue := cues[row]).evidence is not None and not cue.evidence.is_reviewed
    ]
    changed = [(row, replace(cue, evidence=reviewed(known))) for row, cue, known in open_rows]
    return replacing(Verb.ACCEPT, cues, changed)
