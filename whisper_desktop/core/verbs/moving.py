"""Cues moved as a whole: dragged by their bodies, by keys, or to the playhead."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.pushing import mirrored_places_until, places_from, push
from whisper_desktop.core.verbs.retiming import moved_spans, retiming, rising
from whisper_desktop.core.verbs.rules import DEFAULT_RULES, Neighbours, TimingRules
from whisper_desktop.core.verbs.timeline import Timeline
from whisper_desktop.core.verbs.times import set_end, set_start, set_times


def move(
    cues: Sequence[Cue],
    rows: Iterable[int],
    delta_ms: int,
    rules: TimingRules = DEFAULT_RULES,
    merge_key: str | None = None,
) -> Edit:
    """Move cues together, by as much of `delta_ms` as the rules allow."""
    chosen = rising(cues, rows)
    if not chosen or not delta_ms:
        return Edit(Verb.MOVE, ())
    if rules.neighbours is Neighbours.PUSH:
        moves_ms = _pushes(cues, chosen, delta_ms, rules)
    else:
        allowed_ms = _allowed(cues, chosen, delta_ms, rules)
        moves_ms = dict.fromkeys(chosen, allowed_ms)
    return retiming(Verb.MOVE, cues, moved_spans(cues, moves_ms), chosen, merge_key)


def start_at(
    cues: Sequence[Cue],
    row: int,
    time_ms: int,
    rules: TimingRules = DEFAULT_RULES,
    merge_key: str | None = None,
) -> Edit:
    """Let a cue start at a time, of the playhead or typed; from its end on it moves as a whole.

    So one can go through the film and set the start of one text after the other.
    """
    cue = cues[row]
    if time_ms < cue.end_ms:
        return set_start(cues, row, time_ms, rules, merge_key)
    edit = move(cues, [row], time_ms - cue.start_ms, rules, merge_key)
    return replace(edit, verb=Verb.SET_START)


def end_at(
    cues: Sequence[Cue],
    row: int,
    time_ms: int,
    rules: TimingRules = DEFAULT_RULES,
    merge_key: str | None = None,
) -> Edit:
    """Let a cue end at a time; up to its start it moves there as a whole.

    Where it may overlap others and would begin before 0 it gets shorter.
    """
    cue = cues[row]
    if time_ms > cue.start_ms:
        return set_end(cues, row, time_ms, rules, merge_key)
    if time_ms < cue.duration_ms and rules.neighbours is Neighbours.ALLOW_OVERLAP:
        edit = set_times(cues, row, (0, time_ms), rules, merge_key)
    else:
        edit = move(cues, [row], time_ms - cue.end_ms, rules, merge_key)
    return replace(edit, verb=Verb.SET_END)


def row_in_the_way(cues: Sequence[Cue], row: int, *, is_before: bool) -> int | None:
    """Return the row that a cue comes upon first when it goes earlier, or later."""
    cue = cues[row]
    gaps_ms = {
        at: cue.start_ms - other.end_ms if is_before else other.start_ms - cue.end_ms
        for at, other in enumerate(cues)
        if at != row
    }
    beyond = [at for at, gap_ms in gaps_ms.items() if gap_ms >= 0]
    return min(beyond, key=lambda at: (gaps_ms[at], -at if is_before else at), default=None)


def _pushes(
    cues: Sequence[Cue], rows: Sequence[int], delta_ms: int, rules: TimingRules
) -> dict[int, int]:
    movers = set(rows)
    if delta_ms > 0:
        forwards = places_from(cues, min(cues[row].start_ms for row in rows))
        return push(movers, delta_ms, forwards, rules.min_gap_ms, rules.last_ms)
    backwards = mirrored_places_until(cues, max(cues[row].end_ms for row in rows))
    earlier_ms = push(movers, -delta_ms, backwards, rules.min_gap_ms, 0)
    return {row: -move_ms for row, move_ms in earlier_ms.items()}


def _allowed(cues: Sequence[Cue], rows: Sequence[int], delta_ms: int, rules: TimingRules) -> int:
    """Return how much of a move there is room for."""
    movers = set(rows)
    chosen = [cues[row] for row in rows]
    others: list[Cue] = []
    if rules.neighbours is Neighbours.KEEP:
        others = [cue for row, cue in enumerate(cues) if row not in movers]
    timeline = Timeline(others)
    if delta_ms < 0:
        room_ms = min(_room_before_ms(cue, timeline, rules) for cue in chosen)
        return -min(-delta_ms, room_ms)
    rooms_ms = [_room_after_ms(cue, timeline, rules) for cue in chosen]
    return min([delta_ms, *(room_ms for room_ms in rooms_ms if room_ms is not None)])


def _room_before_ms(cue: Cue, others: Timeline, rules: TimingRules) -> int:
    end_ms = others.last_end_until(cue.start_ms)
    if end_ms is None:
        return cue.start_ms
    return max(cue.start_ms - end_ms - rules.min_gap_ms, 0)


def _room_after_ms(cue: Cue, others: Timeline, rules: TimingRules) -> int | None:
    start_ms = others.first_start_from(cue.end_ms)
    latest_ms = [] if start_ms is None else [start_ms - rules.min_gap_ms]
    if rules.last_ms is not None:
        latest_ms.append(rules.last_ms)
    return max(min(latest_ms) - cue.end_ms, 0) if latest_ms else None
