"""Rows that go, double and change their order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.verbs.retiming import rising
from whisper_desktop.core.verbs.rewriting import neighbour_uid, rewriting


class SortKey(StrEnum):
    """What rows are put in order by."""

    START = "start"
    END = "end"
    DURATION = "duration"
    TEXT = "text"


def delete(cues: Sequence[Cue], rows: Iterable[int]) -> Edit:
    """Remove rows; the row behind the first of them is selected then, or the one before."""
    chosen = rising(cues, rows)
    if not chosen:
        return Edit(Verb.DELETE, ())
    selection = neighbour_uid(cues, chosen)
    return rewriting(Verb.DELETE, cues, dict.fromkeys(chosen, ()), selection)


def duplicate(document: Document, rows: Iterable[int]) -> Edit:
    """Put a copy of every row, at the same times, behind it, and select the copies."""
    outcome: dict[int, tuple[Cue, ...]] = {}
    for row in rising(document, rows):
        cue = document[row]
        outcome[row] = (cue, replace(cue, uid=document.new_uid()))
    copies = [copy.uid for _, copy in outcome.values()]
    return rewriting(Verb.DUPLICATE, document, outcome, copies)


def sort(
    cues: Sequence[Cue],
    rows: Iterable[int],
    key: SortKey = SortKey.START,
    *,
    is_descending: bool = False,
) -> Edit:
    """Put rows in order among themselves; those that are alike keep their order."""
    chosen = rising(cues, rows)
    ordered = sorted(
        [cues[row] for row in chosen],
        key=lambda cue: _sort_value(cue, key),
        reverse=is_descending,
    )
    outcome = {
        row: (cue,) for row, cue in zip(chosen, ordered, strict=True) if cue is not cues[row]
    }
    edit = rewriting(Verb.SORT, cues, outcome)
    uids = tuple([cues[row].uid for row in chosen])
    return replace(edit, selection=uids, selection_before=uids)


def _sort_value(cue: Cue, key: SortKey) -> tuple[int, int, str]:
    """Return what is compared; the kinds of value never meet."""
    match key:
        case SortKey.START:
            return cue.start_ms, cue.end_ms, ""
        case SortKey.END:
            return cue.end_ms, cue.start_ms, ""
        case SortKey.DURATION:
            return cue.duration_ms, 0, ""
        case SortKey.TEXT:
            return 0, 0, visible_text(cue.text).casefold()
