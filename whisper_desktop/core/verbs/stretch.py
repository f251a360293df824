"""Times that run away from the sound, put right by two places where both are known."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.timecode import MAX_TIME_MS
from whisper_desktop.core.verbs.retiming import mapping, rising


class Anchor(NamedTuple):
    """A time as it is and as it should be."""

    from_ms: int
    to_ms: int


def can_stretch(first: Anchor, second: Anchor) -> bool:
    """Tell whether two anchors are apart, and in the same order before and after."""
    return (second.from_ms - first.from_ms) * (second.to_ms - first.to_ms) > 0


def stretch(cues: Sequence[Cue], rows: Iterable[int], first: Anchor, second: Anchor) -> Edit:
    """Move and stretch rows evenly, so that two times get where they should be.

    What would come before 0 starts at 0. Raises ValueError unless `can_stretch`.
    """
    if not can_stretch(first, second):
        raise ValueError(f"no stretch from {first} and {second}")
    factor = Fraction(second.to_ms - first.to_ms, second.from_ms - first.from_ms)
    map_ms = linear_map(factor, first.to_ms - factor * first.from_ms)
    return mapping(Verb.STRETCH, cues, rising(cues, rows), map_ms)


def linear_map(factor: Fraction, offset_ms: Fraction) -> Callable[[int], int]:
    """Return the function from a time to `factor` times it and `offset_ms` more.

    What would be below 0 is 0, and what would be above `MAX_TIME_MS` is that. Exact before
    rounding (a half goes up), and it never falls, so cues keep their order.
    """
    common = factor.denominator * offset_ms.denominator
    # In whole numbers: a Fraction for every time would take twenty times as long.
    times = 2 * factor.numerator * offset_ms.denominator
    plus = 2 * offset_ms.numerator * factor.denominator + common
    twice = 2 * common

    def map_ms(time_ms: int) -> int:
        mapped_ms = (time_ms * times + plus) // twice
        if mapped_ms > MAX_TIME_MS:
            return MAX_TIME_MS
        return mapped_ms if mapped_ms > 0 else 0

    return map_ms
