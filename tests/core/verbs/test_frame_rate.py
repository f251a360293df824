from fractions import Fraction

import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.verbs.frame_rate import change_frame_rate, exact_frame_rate


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (25, Fraction(25)),
        (23.976, Fraction(24_000, 1_001)),
        (23.98, Fraction(24_000, 1_001)),
        (24_000 / 1_001, Fraction(24_000, 1_001)),
        (24, Fraction(24)),
        (29.97, Fraction(30_000, 1_001)),
        (59.94, Fraction(60_000, 1_001)),
        (12.5, Fraction(25, 2)),
    ],
)
def test_the_rate_that_is_meant_is_found(written: float, meant: Fraction) -> None:
    assert exact_frame_rate(written) == meant


@pytest.mark.parametrize("rate", [0.0, -25.0])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="no frame rate"):
        exact_frame_rate(rate)


def test_frames_get_their_time_at_the_new_rate() -> None:
    cues = [Cue(1, 40_000, 80_000, "one"), Cue(2, 3_600_000, 3_601_000, "two")]
    edit = change_frame_rate(cues, [0, 1], 25, 24)
    assert edit.splices[0].inserted[0] == Cue(1, 41_667, 83_333, "one")
    assert edit.verb is Verb.CHANGE_FRAME_RATE
    back = change_frame_rate(edit.splices[0].inserted, [0, 1], 24, 25)
    assert back.splices[0].inserted == tuple(cues)


def test_a_film_that_runs_slower_takes_a_thousandth_longer() -> None:
    edit = change_frame_rate([Cue(1, 0, 1_000_000, "one")], [0], 24, 23.976)
    assert edit.splices[0].inserted[0].end_ms == 1_001_000
