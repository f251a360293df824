"""What a drag does to the times of segments, computed anew from how they were at its start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.verbs.moving import move
from whisper_desktop.core.verbs.rules import TimingRules
from whisper_desktop.core.verbs.times import set_end, set_start
from whisper_desktop.ui.views.waveform.hit import Part
from whisper_desktop.ui.views.waveform.segment_spans import SegmentSpans
from whisper_desktop.ui.views.waveform.snapping import (
    SnapKind,
    Snapped,
    SnapTarget,
    snap,
    snap_shift,
    targets_of,
)

_WORDS_AROUND_MS = 10_000
"""How far from the pointer the words of a segment are looked for."""


@dataclass(frozen=True, slots=True)
class SegmentDrag:
    """A hold on an edge of a segment, or on the bodies of one or several.

    `row` is the one under the pointer, `rows` those that move, `pressed_ms` where it was taken.
    """

    part: Part
    row: int
    rows: tuple[int, ...]
    pressed_ms: int

    def edge_ms(self, cue: Cue) -> int:
        """Return the time that is dragged, of the segment under the pointer."""
        return cue.end_ms if self.part is Part.END else cue.start_ms

    def snapped(
        self,
        cues: Sequence[Cue],
        pointer_ms: int,
        targets: Sequence[SnapTarget],
        reach_ms: float,
        frames_per_second: float | None,
    ) -> Snapped:
        """Return where the dragged edge goes; of a body, its start."""
        cue = cues[self.row]
        delta_ms = pointer_ms - self.pressed_ms
        if self.part is not Part.BODY:
            wanted_ms = max(self.edge_ms(cue) + delta_ms, 0)
            return snap(wanted_ms, targets, reach_ms, frames_per_second)
        edges = (cue.start_ms, cue.end_ms)
        found = snap_shift(edges, delta_ms, targets, reach_ms, frames_per_second)
        return Snapped(cue.start_ms + found.time_ms, found.kind)

    def edit(self, cues: Sequence[Cue], time_ms: int, rules: TimingRules) -> Edit:
        """Return the edit that brings the dragged edge to a time; of a body, its start."""
        if self.part is Part.START:
            return set_start(cues, self.row, time_ms, rules)
        if self.part is Part.END:
            return set_end(cues, self.row, time_ms, rules)
        return move(cues, self.rows, time_ms - cues[self.row].start_ms, rules)


def snap_targets(
    cues: Sequence[Cue],
    spans: SegmentSpans,
    drag: SegmentDrag,
    stretch_ms: tuple[float, float],
    playhead_ms: int,
) -> list[SnapTarget]:
    """Return what a dragged edge may meet within a stretch of time."""
    others = frozenset(drag.rows)
    # Words stay where they are spoken when an edge is dragged, and go along with a body.
    wordless = others if drag.part is Part.BODY else frozenset()
    targets = targets_of(SnapKind.PLAYHEAD, [playhead_ms])
    targets += targets_of(SnapKind.SEGMENT, spans.edges_between(*stretch_ms, others))
    targets += targets_of(SnapKind.WORD, _word_edges(cues, spans, stretch_ms, wordless))
    return targets


def _word_edges(
    cues: Sequence[Cue],
    spans: SegmentSpans,
    stretch_ms: tuple[float, float],
    without: frozenset[int],
) -> Iterator[int]:
    near = spans.between(stretch_ms[0] - _WORDS_AROUND_MS, stretch_ms[1] + _WORDS_AROUND_MS)
    for row in set(near.rows.tolist()) - without:
        for word in cues[row].words:
            for time_ms in (word.start_ms, word.end_ms):
                if stretch_ms[0] <= time_ms <= stretch_ms[1]:
                    yield time_ms
