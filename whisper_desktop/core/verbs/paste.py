"""Rows, texts and times from the clipboard."""

from collections.abc import Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.verbs.retiming import retimed, retiming
from whisper_desktop.core.verbs.text import written


def paste_cues(
    document: Document, row: int, pasted: Sequence[Cue], start_ms: int | None = None
) -> Edit:
    """Insert cues before a row under new uids, the earliest at `start_ms` unless that is None."""
    if not pasted:
        return Edit(Verb.PASTE, ())
    delta_ms = 0
    if start_ms is not None:
        delta_ms = max(start_ms, 0) - min(cue.start_ms for cue in pasted)
    new = tuple(
        [
            replace(
                retimed(cue, cue.start_ms + delta_ms, cue.end_ms + delta_ms),
                uid=document.new_uid(),
            )
            for cue in pasted
        ]
    )
    uids = tuple([cue.uid for cue in new])
    selected = tuple([cue.uid for cue in document[max(row - 1, 0) : row]])
    return Edit(Verb.PASTE, (Splice(row, (), new),), uids, selected)


def paste_texts(cues: Sequence[Cue], first_row: int, texts: Sequence[str]) -> Edit:
    """Give rows, from one on, other texts; texts beyond the last row are left out.

    They come from the person, so nobody has to review them.
    """
    rows = range(first_row, min(first_row + len(texts), len(cues)))
    changed = [
        (row, written(cues[row], text))
        for row, text in zip(rows, texts, strict=False)
        if cues[row].text != text
    ]
    return replacing(Verb.PASTE, cues, changed)


def paste_times(cues: Sequence[Cue], first_row: int, spans_ms: Sequence[tuple[int, int]]) -> Edit:
    """Give rows, from one on, other starts and ends; times beyond the last row are left out."""
    rows = range(first_row, min(first_row + len(spans_ms), len(cues)))
    new_spans_ms = [
        (row, start_ms, end_ms) for row, (start_ms, end_ms) in zip(rows, spans_ms, strict=False)
    ]
    return retiming(Verb.PASTE, cues, new_spans_ms, rows)
