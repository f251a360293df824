import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.timecode import (
    MAX_TIME_MS,
    TimeSpan,
    format_clock,
    format_seconds,
    format_time,
    parse_clock,
    split_clock,
)

TIMES = st.integers(min_value=0, max_value=400 * 3_600_000)


@pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 5), (5, 5), (6, 5)])
def test_a_span_without_length_or_before_the_start_is_refused(start_ms: int, end_ms: int) -> None:
    with pytest.raises(ValueError, match="bad span"):
        TimeSpan(start_ms, end_ms)


def test_a_span_knows_its_length() -> None:
    assert TimeSpan(1_000, 3_500).duration_ms == 2_500


@given(TIMES)
def test_the_parts_of_a_clock_add_up_to_the_time(time_ms: int) -> None:
    hours, minutes, seconds, millis = split_clock(time_ms)
    assert minutes < 60
    assert seconds < 60
    assert millis < 1_000
    assert ((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis == time_ms


@given(TIMES)
def test_a_written_time_is_read_back(time_ms: int) -> None:
    hours, minutes, seconds, millis = split_clock(time_ms)
    assert parse_clock(f"{hours}:{minutes:02d}:{seconds:02d}.{millis:03d}") == time_ms
    assert parse_clock(f"{hours * 60 + minutes}:{seconds:02d},{millis:03d}") == time_ms
    assert parse_clock(f"{time_ms // 1_000}.{millis:03d}") == time_ms


@given(TIMES)
def test_a_time_for_people_is_read_back_to_the_second(time_ms: int) -> None:
    assert parse_clock(format_clock(time_ms)) == time_ms // 1_000 * 1_000


@pytest.mark.parametrize(
    ("text", "time_ms"),
    [
        ("90", 90_000),
        ("1.5", 1_500),
        ("0,04", 40),
        ("0.0006", 1),
        (" 1:30 ", 90_000),
        ("1:5", 65_000),
        ("90:00", 5_400_000),
        ("1:02:03.5", 3_723_500),
        ("100:00:00", 360_000_000),
    ],
)
def test_times_are_read_as_people_write_them(text: str, time_ms: int) -> None:
    assert parse_clock(text) == time_ms


@pytest.mark.parametrize(
    "text", ["", "-1", "1:60", "1:60:00", "1:2:3:4", "abc", "1e3", ".5", "5.", "1:", ":30", "٣"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        parse_clock(text)


@pytest.mark.parametrize(
    ("time_ms", "text"),
    [(0, "0:00"), (999, "0:00"), (750_000, "12:30"), (3_750_999, "1:02:30"), (-5, "0:00")],
)
def test_a_time_for_people_is_short(time_ms: int, text: str) -> None:
    assert format_clock(time_ms) == text


@given(TIMES)
def test_an_exact_time_is_read_back(time_ms: int) -> None:
    assert parse_clock(format_time(time_ms)) == time_ms


@given(TIMES)
def test_seconds_are_read_back(time_ms: int) -> None:
    assert parse_clock(format_seconds(time_ms)) == time_ms


def test_negative_seconds_have_a_minus_sign() -> None:
    assert format_seconds(-1_204) == "\N{MINUS SIGN}1.204"


def test_a_key_that_is_held_makes_no_time() -> None:
    assert parse_clock(str(MAX_TIME_MS // 1_000)) == MAX_TIME_MS
    with pytest.raises(ValueError, match="not a time"):
        parse_clock("2562047788016:00:00")
