"""Time expressions of Timed Text: clocks, frames, ticks and offsets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_CLOCK = re.compile(
    r"(\d{1,9}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,12})|:(\d{1,4})(?:\.\d{1,4})?)?", re.ASCII
)
_OFFSET = re.compile(r"(\d{1,15}(?:\.\d{1,12})?)(h|ms|m|s|f|t)", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_SECONDS = {"h": Fraction(3_600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1_000)}
_MAX_FPS = 10_000


@dataclass(frozen=True, slots=True)
class TtmlClock:
    """How long the frames and ticks of a document are."""

    fps: Fraction = Fraction(30)
    ticks_per_second: Fraction = Fraction(1)

    def to_ms(self, text: str) -> int | None:
        """Return the milliseconds of a time expression; None when it is none."""
        text = text.strip()
        if match := _CLOCK.fullmatch(text):
            hours, minutes, seconds, decimals, frames = match.groups()
            whole_s = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
            part_s = Fraction(f"0.{decimals}") if decimals else int(frames or 0) / self.fps
            return round((whole_s + part_s) * 1_000)
        if match := _OFFSET.fullmatch(text):
            unit = {"f": 1 / self.fps, "t": 1 / self.ticks_per_second}.get(match[2])
            return round(Fraction(match[1]) * (unit or _SECONDS[match[2]]) * 1_000)
        return None


def clock_of(attributes: Mapping[str, str]) -> TtmlClock:
    """Read the parameters of the root element; names are without their namespace."""
    told = _whole(attributes.get("frameRate", ""))
    factors = [_whole(part) for part in attributes.get("frameRateMultiplier", "1 1").split()]
    factor = Fraction(1)
    if len(factors) == 2 and factors[0] and factors[1]:
        factor = Fraction(factors[0], factors[1])
    fps = min(Fraction(told or 30) * factor, Fraction(_MAX_FPS))
    ticks = _whole(attributes.get("tickRate", ""))
    usual_ticks = fps if told else Fraction(1)
    return TtmlClock(fps, Fraction(ticks) if ticks else usual_ticks)


def _whole(text: str) -> int | None:
    """Return a number above zero, or None."""
    match = _NUMBER.fullmatch(text.strip())
    return (int(match[0]) or None) if match else None
