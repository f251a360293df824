"""Rows that become several, or none."""

from collections.abc import Mapping, Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import MAX_SPLICES, Edit, Splice, Verb


def rewriting(
    verb: Verb,
    cues: Sequence[Cue],
    outcome: Mapping[int, Sequence[Cue]],
    selection: Sequence[int] | None = None,
) -> Edit:
    """Return the edit that puts any number of cues in the place of each of some rows.

    What it makes of them gets selected unless `selection` names other uids; the rows themselves
    are selected once it is undone.
    """
    rows = sorted(outcome)
    if selection is None:
        selection = [cue.uid for row in rows for cue in outcome[row]]
    splices: list[Splice] = []
    growth = 0
    for first_row, end_row in _stretches(rows):
        removed = tuple(cues[first_row:end_row])
        inserted = tuple(
            [made for row in range(first_row, end_row) for made in outcome.get(row, [cues[row]])]
        )
        splices.append(Splice(first_row + growth, removed, inserted))
        growth += len(inserted) - len(removed)
    uids_before = tuple([cues[row].uid for row in rows])
    return Edit(verb, tuple(splices), tuple(selection), uids_before)


def neighbour_uid(cues: Sequence[Cue], rows: Sequence[int]) -> tuple[int, ...]:
    """Return the uid to select once rows, rising, are gone: of the row behind, else before."""
    gone = set(rows)
    for row in range(rows[0], len(cues)):
        if row not in gone:
            return (cues[row].uid,)
    return (cues[rows[0] - 1].uid,) if rows[0] else ()


def _stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of neighbouring rows, or one from first to last when they are too many."""
    firsts = [row for at, row in enumerate(rows) if at == 0 or rows[at - 1] != row - 1]
    lasts = [row for at, row in enumerate(rows) if at + 1 == len(rows) or rows[at + 1] != row + 1]
    if len(firsts) > MAX_SPLICES:
        firsts, lasts = firsts[:1], lasts[-1:]
    return [(first, last + 1) for first, last in zip(firsts, lasts, strict=True)]
