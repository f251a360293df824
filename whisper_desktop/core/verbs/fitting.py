"""Rows given the times at which they are said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing
from whisper_desktop.core.segment import Word


@dataclass(frozen=True, slots=True)
class SpokenTimes:
    """When the text of a row is said, word by word."""

    start_ms: int
    end_ms: int
    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")


def fit_times(
    cues: Sequence[Cue],
    times: Mapping[int, SpokenTimes],
    *,
    moves_rows: bool,
    min_gap_ms: int = 0,
    verb: Verb = Verb.FIT_TIMES,
) -> Edit:
    """Return the edit that gives rows (by uid) the times of their words.

    With `moves_rows` they begin and end with their words, too, as far as their neighbours leave
    room: those never move, and what did not overlap before does not after. Where there is no room
    a row stays, and has its words all the same.
    """
    changed: list[tuple[int, Cue]] = []
    made = list(cues)
    for row, cue in enumerate(cues):
        if cue.uid not in times:
            continue
        found = times[cue.uid]
        start_ms, end_ms = cue.start_ms, cue.end_ms
        if moves_rows:
            start_ms, end_ms = _in_room(cues, made, row, times, min_gap_ms)
        new = replace(cue, start_ms=start_ms, end_ms=end_ms, words=found.words)
        made[row] = new
        if new != cue:
            changed.append((row, new))
    return replacing(verb, cues, changed)


def _in_room(
    cues: Sequence[Cue],
    made: Sequence[Cue],
    row: int,
    times: Mapping[int, SpokenTimes],
    min_gap_ms: int,
) -> tuple[int, int]:
    """Return where a row goes: those before it are where they stay, of those behind it is known."""
    found, old = times[cues[row].uid], cues[row]
    start_ms, end_ms = found.start_ms, found.end_ms
    if row and cues[row - 1].end_ms <= old.start_ms:
        gap_ms = min(min_gap_ms, old.start_ms - cues[row - 1].end_ms)
        start_ms = max(start_ms, made[row - 1].end_ms + gap_ms)
    if row + 1 < len(cues) and old.end_ms <= cues[row + 1].start_ms:
        behind = cues[row + 1]
        gap_ms = min(min_gap_ms, behind.start_ms - old.end_ms)
        own = times.get(behind.uid)
        limit_ms = behind.start_ms if own is None else own.start_ms
        end_ms = min(end_ms, limit_ms - gap_ms)
    if start_ms >= end_ms:
        return old.start_ms, old.end_ms
    return start_ms, end_ms
