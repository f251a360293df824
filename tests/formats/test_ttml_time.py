from fractions import Fraction

import pytest

from whisper_desktop.formats.ttml_time import TtmlClock, clock_of


@pytest.mark.parametrize(
    ("text", "time_ms"),
    [
        ("00:00:01.5", 1_500),
        ("100:00:00", 360_000_000),
        ("00:00:01:15", 1_600),
        ("00:00:01:15.2", 1_600),
        (" 1.5s ", 1_500),
        ("90m", 5_400_000),
        ("1h", 3_600_000),
        ("1500ms", 1_500),
        ("50f", 2_000),
        ("10000000t", 1_000),
        ("", None),
        ("soon", None),
        ("1:2", None),
        ("-1s", None),
    ],
)
def test_every_kind_of_expression_is_read(text: str, time_ms: int | None) -> None:
    assert TtmlClock(Fraction(25), Fraction(10_000_000)).to_ms(text) == time_ms


@pytest.mark.parametrize(
    ("attributes", "fps", "ticks"),
    [
        ({}, Fraction(30), Fraction(1)),
        ({"frameRate": "24"}, Fraction(24), Fraction(24)),
        (
            {"frameRate": "24", "frameRateMultiplier": "1000 1001", "tickRate": "10000000"},
            Fraction(24_000, 1_001),
            Fraction(10_000_000),
        ),
        ({"frameRate": "0", "frameRateMultiplier": "1 0", "tickRate": "x"}, Fraction(30), 1),
        ({"frameRate": "999999999"}, Fraction(10_000), Fraction(10_000)),
    ],
)
def test_the_root_says_how_long_frames_and_ticks_are(
    attributes: dict[str, str], fps: Fraction, ticks: Fraction
) -> None:
    clock = clock_of(attributes)
    assert (clock.fps, clock.ticks_per_second) == (fps, ticks)
