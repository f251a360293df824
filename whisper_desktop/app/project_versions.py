"""Earlier states of a project: which are kept, and how to go back to one."""

from collections.abc import Sequence
from dataclasses import dataclass

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb

_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS
AUTOMATIC_EVERY_MS = 10 * _MINUTE_MS
"""How long somebody edits before a state is kept without being asked."""
_BY_AGE = ((_HOUR_MS, AUTOMATIC_EVERY_MS), (_DAY_MS, _HOUR_MS), (30 * _DAY_MS, _DAY_MS))
"""(up to this age, one in so many milliseconds); what is older: one a month."""
_OLD_EVERY_MS = 30 * _DAY_MS


@dataclass(frozen=True, slots=True)
class Version:
    """A state that can be gone back to; an automatic one has no name and goes in time."""

    id: int
    name: str
    is_automatic: bool
    made_at_ms: int
    """Since 1970, UTC."""
    cue_count: int


def superfluous(versions: Sequence[Version], now_ms: int) -> tuple[int, ...]:
    """Return the ids of automatic versions to delete: the older, the fewer are kept.

    Of several in one stretch of time the oldest stays, so that it can grow old.
    """
    taken: set[tuple[int, int]] = set()
    surplus: list[int] = []
    for version in sorted(versions, key=lambda version: version.made_at_ms):
        if not version.is_automatic:
            continue
        every_ms = _spacing_ms(now_ms - version.made_at_ms)
        place = (every_ms, version.made_at_ms // every_ms)
        if place in taken:
            surplus.append(version.id)
        taken.add(place)
    return tuple(surplus)


def restoring(cues: Sequence[Cue], earlier: Sequence[Cue]) -> Edit:
    """Return the edit that brings the rows back to an earlier state; rows alike are not touched."""
    shared = min(len(cues), len(earlier))
    head = 0
    while head < shared and cues[head] == earlier[head]:
        head += 1
    tail = 0
    while tail < shared - head and cues[-1 - tail] == earlier[-1 - tail]:
        tail += 1
    removed = tuple(cues[head : len(cues) - tail])
    inserted = tuple(earlier[head : len(earlier) - tail])
    selection = _uids(inserted)
    return Edit(Verb.GO_BACK, (Splice(head, removed, inserted),), selection, _uids(removed))


def _uids(cues: Sequence[Cue]) -> tuple[int, ...]:
    return tuple(cue.uid for cue in cues)


def _spacing_ms(age_ms: int) -> int:
    return next((every_ms for up_to_ms, every_ms in _BY_AGE if age_ms <= up_to_ms), _OLD_EVERY_MS)
