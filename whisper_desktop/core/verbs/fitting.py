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
    going = _going(cues, times, min_gap_ms) if moves_rows else {}
    changed: list[tuple[int, Cue]] = []
    for row, cue in enumerate(cues):
        if cue.uid not in times:
            continue
        start_ms, end_ms = going.get(cue.uid, (cue.start_ms, cue.end_ms))
        new = replace(cue, start_ms=start_ms, end_ms=end_ms, words=times[cue.uid].words)
        if new != cue:
            changed.append((row, new))
    return replacing(verb, cues, changed)


def _going(
    cues: Sequence[Cue], times: Mapping[int, SpokenTimes], min_gap_ms: int
) -> dict[int, tuple[int, int]]:
    """Return where rows (by uid) go; those without room are left out, and stay."""
    wanted, going = dict(times), dict[int, tuple[int, int]]()
    row = 0
    while row < len(cues):
        uid = cues[row].uid
        if uid in wanted:
            span_ms = _in_room(cues, going, row, wanted, min_gap_ms)
            if span_ms is None:
                # The one before it went where this one was thought to leave: it goes again.
                del wanted[uid]
                going.pop(uid, None)
                row = max(row - 1, 0)
                continue
            going[uid] = span_ms
        row += 1
    return going


def _in_room(
    cues: Sequence[Cue],
    going: Mapping[int, tuple[int, int]],
    row: int,
    wanted: Mapping[int, SpokenTimes],
    min_gap_ms: int,
) -> tuple[int, int] | None:
    """Return where a row goes, or None without room.

    Those before it are where they are `going`; of those behind it is known where they want to go.
    """
    found, old = wanted[cues[row].uid], cues[row]
    start_ms, end_ms = found.start_ms, found.end_ms
    if row and cues[row - 1].end_ms <= old.start_ms:
        ahead = cues[row - 1]
        gap_ms = min(min_gap_ms, old.start_ms - ahead.end_ms)
        start_ms = max(start_ms, going.get(ahead.uid, (0, ahead.end_ms))[1] + gap_ms)
    if row + 1 < len(cues) and old.end_ms <= cues[row + 1].start_ms:
        behind = cues[row + 1]
        gap_ms = min(min_gap_ms, behind.start_ms - old.end_ms)
        own = wanted.get(behind.uid)
        limit_ms = behind.start_ms if own is None else own.start_ms
        end_ms = min(end_ms, limit_ms - gap_ms)
    return (start_ms, end_ms) if start_ms < end_ms else None
