"""Speech that no subtitle shows: where somebody was heard and nobody wrote what was said."""

from collections.abc import Iterable, Iterator, Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.timecode import TimeSpan

LEAST_SPEECH_MS = 1_000
"""Less than this is a cough, a "mm" or the padding of voice activity, more often than words."""
TOLERANCE_MS = 300
"""How far speech may reach beyond a subtitle: spans of voice activity are padded, and subtitles
begin and end within a few frames of the word."""
LONGEST_PAUSE_MS = 500
"""Speech with shorter pauses is one thing that was said, and is listed once. Less than twice the
tolerance, so that nothing is listed across a subtitle."""
LONGEST_HOLE_MS = 2_000
"""A longer time between two words of a subtitle is not what the subtitle shows."""

_Interval = tuple[int, int]


def uncovered(
    speech: Sequence[TimeSpan], cues: Iterable[Cue], least_ms: int = LEAST_SPEECH_MS
) -> tuple[TimeSpan, ...]:
    """Return where somebody speaks for at least so long in all, and no subtitle is shown.

    `speech` is in order of time; cues may be in any. A row without text shows nothing, and one
    whose words lie far apart shows nothing between them.
    """
    shown = _joined(sorted(_shown(cues)), 0)
    bare = _without([(span.start_ms, span.end_ms) for span in speech], shown)
    return tuple(
        TimeSpan(group[0][0], group[-1][1])
        for group in _groups(bare)
        if sum(end_ms - start_ms for start_ms, end_ms in group) >= max(1, least_ms)
    )


def _shown(cues: Iterable[Cue]) -> Iterator[_Interval]:
    """Yield what subtitles show, as far as speech around them belongs to them."""
    for cue in cues:
        if visible_text(cue.text).strip():
            for start_ms, end_ms in _spoken(cue):
                yield max(0, start_ms - TOLERANCE_MS), end_ms + TOLERANCE_MS


def _spoken(cue: Cue) -> Iterator[_Interval]:
    """Yield the time of a subtitle, parted where its words are far apart."""
    start_ms = cue.start_ms
    if cue.duration_ms > LONGEST_HOLE_MS:
        ended_ms = start_ms
        for word in cue.words:
            if word.start_ms - ended_ms > LONGEST_HOLE_MS:
                yield start_ms, ended_ms
                start_ms = word.start_ms
            ended_ms = max(ended_ms, word.end_ms)
        if cue.words and cue.end_ms - ended_ms > LONGEST_HOLE_MS:
            yield start_ms, ended_ms
            return
    yield start_ms, cue.end_ms


def _joined(intervals: Iterable[_Interval], gap_ms: int) -> list[_Interval]:
    """Return intervals in order of their starts as ones that are more than a gap apart."""
    joined: list[_Interval] = []
    for start_ms, end_ms in intervals:
        if joined and start_ms - joined[-1][1] <= gap_ms:
            joined[-1] = joined[-1][0], max(joined[-1][1], end_ms)
        else:
            joined.append((start_ms, end_ms))
    return joined


def _without(intervals: Iterable[_Interval], taken: Sequence[_Interval]) -> Iterator[_Interval]:
    """Yield what is left of intervals once others, all in order and apart, are taken away."""
    at = 0
    for start_ms, end_ms in intervals:
        while at < len(taken) and taken[at][1] <= start_ms:
            at += 1
        free_ms = start_ms
        for taken_start_ms, taken_end_ms in _until(taken, at, end_ms):
            if free_ms < taken_start_ms:
                yield free_ms, taken_start_ms
            free_ms = max(free_ms, taken_end_ms)
        if free_ms < end_ms:
            yield free_ms, end_ms


def _until(taken: Sequence[_Interval], at: int, end_ms: int) -> Iterator[_Interval]:
    while at < len(taken) and taken[at][0] < end_ms:
        yield taken[at]
        at += 1


def _groups(intervals: Iterable[_Interval]) -> Iterator[list[_Interval]]:
    """Part intervals where the pause is too long for one thing that was said."""
    group: list[_Interval] = []
    for interval in intervals:
        if group and interval[0] - group[-1][1] > LONGEST_PAUSE_MS:
            yield group
            group = []
        group.append(interval)
    if group:
        yield group
