"""New rows, and the room that they take among the others."""

from collections.abc import Sequence
from itertools import chain

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.pushing import places_from, push, rows_near, shown_at
from whisper_desktop.core.verbs.retiming import moved_spans, retiming
from whisper_desktop.core.verbs.rules import DEFAULT_RULES, Neighbours, TimingRules

NEW_CUE_MS = 2_000
"""How long a new cue is shown when nothing says otherwise."""

MIN_NEW_CUE_MS = 100
"""Where there is less room than this, a new cue could be neither seen nor taken hold of."""

_NEW_ROW = -1


def insert(
    document: Document,
    span_ms: tuple[int, int],
    text: str = "",
    rules: TimingRules = DEFAULT_RULES,
) -> Edit:
    """Insert a cue at a span (drawn, or from the playhead on), before the first that starts later.

    KEEP shortens it to the room that there is, and does nothing where there is none. PUSH moves
    those behind, and lets it begin after what is shown already when it should start.
    """
    asked_ms = max(span_ms[0], 0)
    duration_ms = max(span_ms[1] - asked_ms, 0)
    start_ms = _free_from(document, asked_ms, rules)
    if start_ms != asked_ms and rules.neighbours is Neighbours.KEEP:
        return Edit(Verb.INSERT, ())
    row = _row_for(document, start_ms)
    return _inserted(document, row, (start_ms, duration_ms), text, rules)


def insert_before(
    document: Document,
    row: int,
    duration_ms: int = NEW_CUE_MS,
    text: str = "",
    rules: TimingRules = DEFAULT_RULES,
) -> Edit:
    """Insert a cue before a row, ending where that starts; nothing where there is no room."""
    end_ms = max(document[row].start_ms - rules.min_gap_ms, 0)
    start_ms = max(end_ms - duration_ms, 0)
    if row and rules.neighbours is not Neighbours.ALLOW_OVERLAP:
        latest_ms = max(document[row].start_ms, start_ms)
        start_ms = max(start_ms, min(document[row - 1].end_ms + rules.min_gap_ms, latest_ms))
    start_ms = _free_from(document, start_ms, rules)
    return _inserted(document, row, (start_ms, duration_ms), text, rules)


def insert_after(
    document: Document,
    row: int,
    duration_ms: int = NEW_CUE_MS,
    text: str = "",
    rules: TimingRules = DEFAULT_RULES,
) -> Edit:
    """Insert a cue behind a row, starting where that ends; nothing where there is no room."""
    start_ms = document[row].end_ms + rules.min_gap_ms
    if row + 1 < len(document) and rules.neighbours is not Neighbours.ALLOW_OVERLAP:
        next_ms = document[row + 1].start_ms
        start_ms = min(start_ms, max(next_ms, document[row].end_ms))
    start_ms = _free_from(document, start_ms, rules)
    return _inserted(document, row + 1, (start_ms, duration_ms), text, rules)


def insert_empty_rows(document: Document, spans: Sequence[TimeSpan]) -> Edit:
    """Insert a cue without text at every span, in order of time; nothing else moves."""
    splices: list[Splice] = []
    for span in spans:
        row = _row_for(document, span.start_ms) + len(splices)
        new = Cue(document.new_uid(), span.start_ms, span.end_ms, "")
        splices.append(Splice(row, (), (new,)))
    uids = [cue.uid for splice in splices for cue in splice.inserted]
    return Edit(Verb.INSERT, tuple(splices), tuple(uids))


def _row_for(cues: Sequence[Cue], start_ms: int) -> int:
    """Return the row before which a cue belongs that starts at a time."""
    later = (row for row in rows_near(cues, start_ms, None) if cues[row].start_ms >= start_ms)
    return next(later, len(cues))


def _free_from(cues: Sequence[Cue], time_ms: int, rules: TimingRules) -> int:
    """Return the time itself, or when the last of those has gone that are shown then."""
    if rules.neighbours is Neighbours.ALLOW_OVERLAP:
        return time_ms
    free_ms = time_ms
    while ends_ms := [cue.end_ms for cue in shown_at(cues, free_ms)]:
        free_ms = max(ends_ms)
    if free_ms == time_ms:
        return time_ms
    next_ms = _first_start_from(cues, free_ms)
    after_gap_ms = free_ms + rules.min_gap_ms
    return after_gap_ms if next_ms is None else min(after_gap_ms, next_ms)


def _first_start_from(cues: Sequence[Cue], time_ms: int) -> int | None:
    return next((start_ms for start_ms, _, _ in places_from(cues, time_ms)), None)


def _inserted(
    document: Document, row: int, placed: tuple[int, int], text: str, rules: TimingRules
) -> Edit:
    """Insert a cue before a row, from a time on for so long as there is room or it is made."""
    start_ms, end_ms = placed[0], sum(placed)
    if rules.last_ms is not None:
        end_ms = min(end_ms, max(rules.last_ms, start_ms))
    pushes: dict[int, int] = {}
    if rules.neighbours is Neighbours.KEEP:
        start_ms, end_ms = _fitted(document, (start_ms, end_ms), rules.min_gap_ms)
    if rules.neighbours is Neighbours.PUSH:
        pushes = _pushes(document, (start_ms, end_ms), rules)
        end_ms = start_ms + pushes.pop(_NEW_ROW, 0)
    if end_ms - start_ms < min(placed[1], MIN_NEW_CUE_MS):
        return Edit(Verb.INSERT, ())
    made = retiming(Verb.INSERT, document, moved_spans(document, pushes), [])
    new = Cue(document.new_uid(), start_ms, end_ms, text)
    selected = [cue.uid for cue in document[max(row - 1, 0) : row] or document[:1]]
    splices = (*made.splices, Splice(row, (), (new,)))
    return Edit(Verb.INSERT, splices, (new.uid,), tuple(selected))


def _fitted(cues: Sequence[Cue], span_ms: tuple[int, int], min_gap_ms: int) -> tuple[int, int]:
    """Return the part of a span before the next cue."""
    start_ms, end_ms = span_ms
    next_ms = _first_start_from(cues, start_ms)
    if next_ms is None:
        return span_ms
    return start_ms, max(min(end_ms, next_ms - min_gap_ms), start_ms)


def _pushes(cues: Sequence[Cue], span_ms: tuple[int, int], rules: TimingRules) -> dict[int, int]:
    """Return by how much the new row can grow from its start, and the rows behind must move."""
    start_ms, end_ms = span_ms
    ordered = chain([(start_ms, start_ms, _NEW_ROW)], places_from(cues, start_ms))
    return push([_NEW_ROW], end_ms - start_ms, ordered, rules.min_gap_ms, rules.last_ms)
