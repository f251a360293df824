"""Times made for another number of frames a second."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.verbs.retiming import mapping, rising
from whisper_desktop.core.verbs.stretch import linear_map

_NTSC_RATES = tuple(Fraction(whole * 1_000, 1_001) for whole in (24, 30, 48, 60, 120))
_NTSC_TOLERANCE = Fraction(1, 200)


def exact_frame_rate(frames_per_second: float) -> Fraction:
    """Return the rate that is meant: 23.976 and 23.98 are 24000/1001, 29.97 is 30000/1001.

    Raises ValueError for a rate that is not above 0.
    """
    rate = Fraction(str(frames_per_second))
    if rate <= 0:
        raise ValueError(f"no frame rate: {frames_per_second}")
    for ntsc_rate in _NTSC_RATES:
        if abs(rate - ntsc_rate) < _NTSC_TOLERANCE:
            return ntsc_rate
    return rate


def change_frame_rate(
    cues: Sequence[Cue], rows: Iterable[int], from_fps: float, to_fps: float
) -> Edit:
    """Give every frame of `from_fps` its time at `to_fps`: from 25 to 24 all takes longer."""
    factor = exact_frame_rate(from_fps) / exact_frame_rate(to_fps)
    map_ms = linear_map(factor, Fraction(0))
    return mapping(Verb.CHANGE_FRAME_RATE, cues, rising(cues, rows), map_ms)
