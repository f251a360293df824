"""One drag out of many positions of the pointer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, replacing


def instead(cues: Sequence[Cue], last: Edit, edit: Edit) -> Edit:
    """Return the edit that turns `cues`, the outcome of `last`, into the outcome of `edit`.

    Both were made for the same rows, and only change rows. A drag computes every position from
    the rows as they were when it began, so that neighbours which were pushed come back when the
    pointer does, and applies it with this.
    """
    wanted = dict(_outcome(last.inverted())) | dict(_outcome(edit))
    changed = [
        (row, cue) for row, cue in sorted(wanted.items(), key=itemgetter(0)) if cue != cues[row]
    ]
    made = replacing(edit.verb, cues, changed, edit.merge_key)
    return replace(made, selection=edit.selection, selection_before=edit.selection_before)


def _outcome(edit: Edit) -> Iterator[tuple[int, Cue]]:
    """Yield what every row holds after an edit that only changes rows."""
    for splice in edit.splices:
        yield from enumerate(splice.inserted, splice.row)
