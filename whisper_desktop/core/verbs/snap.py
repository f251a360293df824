"""Edges put exactly where something else is: a frame, a word, a neighbour, the playhead."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.frame_rate import exact_frame_rate
from whisper_desktop.core.verbs.retiming import NewSpan, retiming, rising
from whisper_desktop.core.verbs.rules import DEFAULT_RULES, TimingRules
from whisper_desktop.core.verbs.timeline import Timeline
from whisper_desktop.core.verbs.times import set_end, set_start

_Edges = tuple[int | None, int | None]
"""Where a start and an end would snap to."""


def to_frame(time_ms: int, frame_rate: Fraction) -> int:
    """Return when the frame starts that starts nearest to a time."""
    thousandths = 1_000 * frame_rate.denominator
    frame = (2 * time_ms * frame_rate.numerator + thousandths) // (2 * thousandths)
    return (2 * frame * thousandths + frame_rate.numerator) // (2 * frame_rate.numerator)


def snap_to_frames(cues: Sequence[Cue], rows: Iterable[int], frames_per_second: float) -> Edit:
    """Let rows start and end with a frame."""
    cues = list(cues)
    chosen = rising(cues, rows)
    rate = exact_frame_rate(frames_per_second)
    spans_ms = [
        (row, to_frame(cues[row].start_ms, rate), to_frame(cues[row].end_ms, rate))
        for row in chosen
    ]
    return retiming(Verb.SNAP, cues, spans_ms, chosen)


def snap_to_words(
    cues: Sequence[Cue], rows: Iterable[int], within_ms: int, rules: TimingRules = DEFAULT_RULES
) -> Edit:
    """Let rows start with their first word and end with their last, where that is so near."""

    def find_edges(cue: Cue, _: Timeline) -> _Edges:
        if not cue.words:
            return None, None
        return cue.words[0].start_ms, cue.words[-1].end_ms

    return _snapping(cues, rows, find_edges, within_ms, rules)


def snap_to_neighbours(
    cues: Sequence[Cue], rows: Iterable[int], within_ms: int, rules: TimingRules = DEFAULT_RULES
) -> Edit:
    """Let rows start right after the cue before and end right before the next, where so near."""

    def find_edges(cue: Cue, timeline: Timeline) -> _Edges:
        before_ms, after_ms = timeline.previous_end_ms(cue), timeline.next_start_ms(cue)
        return (
            None if before_ms is None else before_ms + rules.min_gap_ms,
            None if after_ms is None else after_ms - rules.min_gap_ms,
        )

    return _snapping(cues, rows, find_edges, within_ms, rules)


def snap_to_time(
    cues: Sequence[Cue], row: int, time_ms: int, rules: TimingRules = DEFAULT_RULES
) -> Edit:
    """Put the edge of a cue that is nearer to a time (the playhead) there."""
    cue = cues[row]
    is_start_nearer = abs(time_ms - cue.start_ms) <= abs(time_ms - cue.end_ms)
    set_edge = set_start if is_start_nearer else set_end
    return replace(set_edge(cues, row, time_ms, rules), verb=Verb.SNAP)


def _snapping(
    cues: Sequence[Cue],
    rows: Iterable[int],
    find_edges: Callable[[Cue, Timeline], _Edges],
    within_ms: int,
    rules: TimingRules,
) -> Edit:
    cues = list(cues)
    chosen = rising(cues, rows)
    timeline = Timeline(cues)
    spans_ms: list[NewSpan] = []
    taken_ms = 0
    """Until when the rows before have snapped already."""
    for row in sorted(chosen, key=lambda row: cues[row].start_ms):
        cue = cues[row]
        if not cue.duration_ms and timeline.is_inside(cue.start_ms):
            # It overlaps nothing as long as it lasts no time.
            continue
        start_target_ms, end_target_ms = find_edges(cue, timeline)
        start_ms = _reached(cue.start_ms, start_target_ms, within_ms)
        end_ms = _reached(cue.end_ms, end_target_ms, within_ms)
        start_ms = max(start_ms, _earliest_ms(cue, timeline, taken_ms, rules.min_gap_ms))
        end_ms = min(end_ms, _latest_ms(cue, timeline, end_ms, rules.min_gap_ms))
        if end_ms - start_ms >= min(rules.min_duration_ms, cue.duration_ms):
            spans_ms.append((row, start_ms, end_ms))
            taken_ms = max(taken_ms, end_ms)
    return retiming(Verb.SNAP, cues, spans_ms, chosen)


def _reached(edge_ms: int, target_ms: int | None, within_ms: int) -> int:
    is_near = target_ms is not None and abs(target_ms - edge_ms) <= within_ms
    return target_ms if target_ms is not None and is_near else edge_ms


def _earliest_ms(cue: Cue, timeline: Timeline, taken_ms: int, min_gap_ms: int) -> int:
    """Return from when on a cue may start; never later than it does."""
    before_ms = max(timeline.previous_end_ms(cue) or 0, taken_ms)
    return min(before_ms + min_gap_ms if before_ms else 0, cue.start_ms)


def _latest_ms(cue: Cue, timeline: Timeline, wanted_ms: int, min_gap_ms: int) -> int:
    """Return until when a cue may be shown; never earlier than it is."""
    after_ms = timeline.next_start_ms(cue)
    return wanted_ms if after_ms is None else max(after_ms - min_gap_ms, cue.end_ms)
