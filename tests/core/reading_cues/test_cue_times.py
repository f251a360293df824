from dataclasses import replace

import pytest

from whisper_desktop.core.presets import ARTE, CUSTOM, NETFLIX
from whisper_desktop.core.reading_cues.cue_times import LINGER_MS, Shown, end_ms

LIMITS = NETFLIX.limits("en")
SHOWN = Shown(10_000, 12_000, 1_500)


@pytest.mark.parametrize(
    ("next_ms", "expected_ms"),
    [
        (None, 12_000 + LINGER_MS),
        (20_000, 12_000 + LINGER_MS),
        (12_000, 12_000 - 83),
        (12_300, 12_300 - 83),
        # A gap of three to eleven frames is closed to two.
        (12_700, 12_700 - 83),
        (13_001, 12_000 + LINGER_MS),
    ],
)
def test_it_stays_a_little_and_leaves_the_gap(next_ms: int | None, expected_ms: int) -> None:
    assert end_ms(replace(SHOWN, next_ms=next_ms), LIMITS) == expected_ms


def test_it_stays_until_it_can_be_read() -> None:
    assert end_ms(replace(SHOWN, reading_time_ms=4_000), LIMITS) == 14_000
    assert end_ms(replace(SHOWN, reading_time_ms=4_000, next_ms=13_083), LIMITS) == 13_000
    short = Shown(10_000, 10_100, 100, linger_ms=0)
    assert end_ms(short, LIMITS) == 10_833
    assert end_ms(short, ARTE.limits("en")) == 11_000


def test_it_stays_no_longer_than_allowed() -> None:
    assert end_ms(replace(SHOWN, spoken_end_ms=18_000), LIMITS) == 17_000
    assert end_ms(replace(SHOWN, last_ms=12_100), LIMITS) == 12_100
    # The media may end before the last word is said to.
    assert end_ms(replace(SHOWN, last_ms=11_000), LIMITS) == 12_000
    assert end_ms(replace(SHOWN, next_ms=10_000), CUSTOM.limits("en")) == 10_001


def test_where_a_gap_cannot_be_closed_it_is_opened() -> None:
    long = Shown(10_000, 16_500, 1_000, next_ms=17_400)
    assert end_ms(long, LIMITS) == 17_400 - 500
    assert end_ms(replace(long, spoken_end_ms=16_950), LIMITS) == 17_000
