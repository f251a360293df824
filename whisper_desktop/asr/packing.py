"""Which windows of a recording to decode: few, full, and broken where nobody speaks.

A window is a contiguous stretch of the recording, so that what is said in it keeps its true
times. Every window costs a whole encoder pass whatever it holds, so the plan has as few windows
as the spans allow; among such plans it takes the one whose breaks fall into the longest pauses,
and then the one whose windows are of like length.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from whisper_desktop.core.timecode import TimeSpan

_CELL_MS = 500
"""How far apart the places are where speech without a pause may be cut."""
_CUT_COST = 2.0
"""Of a break within speech; one between spans without any pause costs 1."""
_EVENNESS = 0.25
"""What a full window costs beside an empty one."""


@dataclass(frozen=True, slots=True)
class PackingOptions:
    """How windows are formed.

    Windows are at most `max_window_ms` long; a pause longer than `max_pause_ms` is never inside
    one, for in a long silence the network is apt to stop, or to time text too early. Speech that
    goes on for longer than a window is cut into windows that share `overlap_ms`, a third of a
    window at most.
    """

    max_window_ms: int = 30_000
    max_pause_ms: int = 3_000
    overlap_ms: int = 5_000

    def __post_init__(self) -> None:
        if not 0 < 3 * self.overlap_ms <= self.max_window_ms or self.max_pause_ms < 0:
            raise ValueError(f"bad packing options: {self}")


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """A stretch of the recording to decode at once, and the speech within it.

    `overlap_end_ms` is where the previous window ends, if that is after this one starts; else it
    is this one's start.
    """

    start_ms: int
    end_ms: int
    spans: tuple[TimeSpan, ...]
    overlap_end_ms: int

    @property
    def overlaps_previous(self) -> bool:
        """Whether the window begins in the middle of speech that the previous one heard too."""
        return self.overlap_end_ms > self.start_ms


@dataclass(frozen=True, slots=True)
class _Break:
    """A place where a window may end (at `end_ms`) and the next begin (at `start_ms`)."""

    end_ms: int
    start_ms: int
    cost: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """The best windows up to a break, and the break where the last of them begins."""

    window_count: int
    cost: float
    begins_at: int


def plan_windows(
    spans: Sequence[TimeSpan],
    total_ms: int,
    options: PackingOptions | None = None,
) -> tuple[WindowPlan, ...]:
    """Return the windows, in order, that hold all of the spans of a recording of `total_ms`.

    The spans are in order and do not overlap, though they may touch; what reaches beyond the
    recording's end is ignored.
    """
    options = options or PackingOptions()
    if any(after.start_ms < before.end_ms for before, after in pairwise(spans)):
        raise ValueError("spans must be in order and apart")
    heard = _clipped(spans, 0, total_ms)
    return tuple(
        window
        for group in _groups(heard, options.max_pause_ms)
        for window in _windows(group, _breaks(group, options), options.max_window_ms)
    )


def _groups(spans: Sequence[TimeSpan], max_pause_ms: int) -> Iterator[list[TimeSpan]]:
    """Part the spans at every pause that no window may hold."""
    group: list[TimeSpan] = []
    for span in spans:
        if group and span.start_ms - group[-1].end_ms > max_pause_ms:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _breaks(group: list[TimeSpan], options: PackingOptions) -> list[_Break]:
    """Return every place to break a group, its start and its end among them."""
    first, last = group[0], group[-1]
    breaks = [_Break(first.start_ms, first.start_ms, cost=0.0)]
    for span, following in zip(group, [*group[1:], None], strict=True):
        if span.duration_ms > options.max_window_ms:
            breaks += _cuts(span, options)
        if following is not None:
            pause_s = (following.start_ms - span.end_ms) / 1_000
            breaks.append(_Break(span.end_ms, following.start_ms, cost=1 / (1 + pause_s)))
    return [*breaks, _Break(last.end_ms, last.end_ms, cost=0.0)]


def _cuts(span: TimeSpan, options: PackingOptions) -> Iterator[_Break]:
    """Yield places to cut a span without a pause, each in the middle of an overlap."""
    overlap_ms = options.overlap_ms
    cell_ms = max(1, min(_CELL_MS, (options.max_window_ms - 2 * overlap_ms) // 6))
    for cell_start_ms in range(
        span.start_ms + overlap_ms, span.end_ms - overlap_ms - cell_ms + 1, cell_ms
    ):
        start_ms = cell_start_ms + (cell_ms - overlap_ms) // 2
        yield _Break(start_ms + overlap_ms, start_ms, cost=_CUT_COST)


def _windows(
    group: list[TimeSpan], breaks: list[_Break], max_window_ms: int
) -> Iterator[WindowPlan]:
    """Yield the best windows of a group, found by dynamic programming over its breaks."""
    plans = [_Plan(window_count=0, cost=0.0, begins_at=0)]
    for end in range(1, len(breaks)):
        plans.append(min(_extensions(plans, breaks, end, max_window_ms), key=_rank))
    chosen = [len(breaks) - 1]
    while chosen[-1]:
        chosen.append(plans[chosen[-1]].begins_at)
    span_ends_ms = [span.end_ms for span in group]
    span_starts_ms = [span.start_ms for span in group]
    for begin, end in pairwise(reversed(chosen)):
        start_ms, end_ms = breaks[begin].start_ms, breaks[end].end_ms
        inside = group[bisect_right(span_ends_ms, start_ms) : bisect_left(span_starts_ms, end_ms)]
        spans = _clipped(inside, start_ms, end_ms)
        yield WindowPlan(start_ms, end_ms, spans, max(start_ms, breaks[begin].end_ms))


def _clipped(spans: Sequence[TimeSpan], start_ms: int, end_ms: int) -> tuple[TimeSpan, ...]:
    return tuple(
        TimeSpan(max(span.start_ms, start_ms), min(span.end_ms, end_ms))
        for span in spans
        if span.start_ms < end_ms and span.end_ms > start_ms
    )


def _extensions(
    plans: list[_Plan], breaks: list[_Break], end: int, max_window_ms: int
) -> Iterator[_Plan]:
    """Yield the plans up to a break, one for each window that can end there.

    The next window must not begin before the previous one ends: no moment is heard three times.
    """
    for begin in range(end - 1, -1, -1):
        fullness = (breaks[end].end_ms - breaks[begin].start_ms) / max_window_ms
        if fullness > 1:
            return
        if breaks[end].start_ms < breaks[begin].end_ms:
            continue
        cost = plans[begin].cost + breaks[end].cost + _EVENNESS * fullness**2
        yield _Plan(plans[begin].window_count + 1, cost, begin)


def _rank(plan: _Plan) -> tuple[int, float]:
    return plan.window_count, plan.cost
