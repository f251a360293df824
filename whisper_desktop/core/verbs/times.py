"""Start and end of a cue, typed, taken from the playhead or dragged."""

from collections.abc import Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.pushing import mirrored_places_until, places_from, push, shown_at
from whisper_desktop.core.verbs.retiming import NewSpan, moved_spans, retiming
from whisper_desktop.core.verbs.rules import DEFAULT_RULES, Neighbours, TimingRules


def set_start(
    cues: Sequence[Cue],
    row: int,
    start_ms: int,
    rules: TimingRules = DEFAULT_RULES,
    merge_key: str | None = None,
) -> Edit:
    """Let a cue start as near to a time as the rules allow; its end stays."""
    start_ms = min(start_ms, cues[row].end_ms - _shortest_ms(cues[row], rules))
    spans_ms = _placed(cues, row, (start_ms, cues[row].end_ms), rules)
    return retiming(Verb.SET_START, cues, spans_ms, [row], merge_key)


def set_end(
    cues: Sequence[Cue],
    row: int,
    end_ms: int,
    rules: TimingRules = DEFAULT_RULES,
    merge_key: str | None = None,
) -> Edit:
    """Let a cue end as near to a time as the rules allow; its start stays."""
    spans_ms = _placed(cues, row, (cues[row].start_ms, end_ms), rules)
    return retiming(Verb.SET_END, cues, spans_ms, [row], merge_key)


def set_times(
    cues: Sequence[Cue],
    row: int,
    span_ms: tuple[int, int],
    rules: TimingRules = DEFAULT_RULES,
    merge_key: str | None = None,
) -> Edit:
    """Let a cue start and end as near to two times as the rules allow."""
    return retiming(Verb.MOVE, cues, _placed(cues, row, span_ms, rules), [row], merge_key)


def _shortest_ms(cue: Cue, rules: TimingRules) -> int:
    return min(rules.min_duration_ms, cue.duration_ms)


def _placed(
    cues: Sequence[Cue], row: int, span_ms: tuple[int, int], rules: TimingRules
) -> list[NewSpan]:
    """Return the new times of the row, and of the rows that make room for it."""
    old = cues[row]
    shortest_ms = _shortest_ms(old, rules)
    start_ms = max(span_ms[0], 0)
    end_ms = max(span_ms[1], start_ms + shortest_ms)
    if rules.last_ms is not None:
        end_ms = min(end_ms, max(rules.last_ms, old.end_ms))
        start_ms = min(start_ms, end_ms - shortest_ms)
    if rules.neighbours is Neighbours.ALLOW_OVERLAP:
        return [(row, start_ms, end_ms)]
    if rules.neighbours is Neighbours.PUSH:
        return _pushing(cues, row, (start_ms, end_ms), rules)
    earliest_ms, latest_ms = _room(cues, row, rules.min_gap_ms)
    start_ms = max(start_ms, earliest_ms)
    end_ms = max(end_ms, start_ms + shortest_ms)
    if latest_ms is not None:
        end_ms = min(end_ms, latest_ms)
    return [(row, min(start_ms, end_ms - shortest_ms), end_ms)]


def _room(cues: Sequence[Cue], row: int, min_gap_ms: int) -> tuple[int, int | None]:
    """Return between which times a cue can be without coming nearer to others than allowed."""
    old = cues[row]
    old_start_ms, old_end_ms = old.start_ms, old.end_ms
    if not old.duration_ms and any(shown_at(cues, old_start_ms)):
        # It overlaps nothing as long as it lasts no time.
        return old_start_ms, old_end_ms
    before = (-end_ms for end_ms, _, at in mirrored_places_until(cues, old_start_ms) if at != row)
    behind = (start_ms for start_ms, _, at in places_from(cues, old_end_ms) if at != row)
    last_end_ms, first_start_ms = next(before, None), next(behind, None)
    earliest_ms = 0 if last_end_ms is None else min(last_end_ms + min_gap_ms, old_start_ms)
    latest_ms = None if first_start_ms is None else max(first_start_ms - min_gap_ms, old_end_ms)
    return earliest_ms, latest_ms


def _pushing(
    cues: Sequence[Cue], row: int, span_ms: tuple[int, int], rules: TimingRules
) -> list[NewSpan]:
    """Let those before go earlier and those after go later."""
    old = cues[row]
    start_ms, end_ms = span_ms
    shortest_ms = _shortest_ms(old, rules)
    moves_ms: dict[int, int] = {}
    if start_ms < old.start_ms:
        backwards = mirrored_places_until(cues, old.end_ms)
        earlier_ms = push([row], old.start_ms - start_ms, backwards, rules.min_gap_ms, 0)
        start_ms = old.start_ms - earlier_ms.pop(row, 0)
        moves_ms = {at: -move_ms for at, move_ms in earlier_ms.items()}
    if end_ms > old.end_ms:
        forwards = places_from(cues, old.start_ms)
        later_ms = push([row], end_ms - old.end_ms, forwards, rules.min_gap_ms, rules.last_ms)
        end_ms = old.end_ms + later_ms.pop(row, 0)
        moves_ms |= later_ms
    else:
        end_ms = max(end_ms, start_ms + shortest_ms)
    own = (row, min(start_ms, end_ms - shortest_ms), end_ms)
    return [own, *moved_spans(cues, moves_ms)]
