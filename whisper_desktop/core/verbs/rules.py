"""What a cue may do to the cues around it when its times change."""

from dataclasses import dataclass
from enum import StrEnum


class Neighbours(StrEnum):
    """What happens where a cue comes upon another."""

    KEEP = "keep"
    """The cue stops there."""
    PUSH = "push"
    """The other makes room as a whole, and those behind it, as far as there is room."""
    ALLOW_OVERLAP = "allow-overlap"
    """Both are shown at once."""


@dataclass(frozen=True, slots=True)
class TimingRules:
    """How a cue may be placed among the others.

    A gap that is smaller than `min_gap_ms` already, and a cue that is shorter than
    `min_duration_ms`, are not made smaller, nor mended in passing. Cues that overlap already may
    go on doing so. `last_ms` is where the media ends, None when that is no limit.
    """

    neighbours: Neighbours = Neighbours.KEEP
    min_gap_ms: int = 0
    min_duration_ms: int = 1
    last_ms: int | None = None

    def __post_init__(self) -> None:
        if min(self.min_gap_ms, self.min_duration_ms, self.last_ms or 0) < 0:
            raise ValueError(f"rules below zero: {self}")


DEFAULT_RULES = TimingRules()

AS_TYPED = TimingRules(neighbours=Neighbours.ALLOW_OVERLAP)
"""A number that a person typed is what they want; findings tell of an overlap."""
