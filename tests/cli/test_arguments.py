from argparse import ArgumentTypeError
from collections.abc import Callable

import pytest

from whisper_desktop.cli.arguments import (
    TimeRange,
    device,
    language,
    positive,
    temperatures,
    time_range,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90-120", TimeRange(90_000, 120_000)),
        ("1:30-2:00", TimeRange(90_000, 120_000)),
        ("1:30.25-1:00:00", TimeRange(90_250, 3_600_000)),
        ("90-", TimeRange(90_000, None)),
        ("-45.5", TimeRange(0, 45_500)),
        (" 1 - 2 ", TimeRange(1_000, 2_000)),
    ],
)
def test_a_range_is_read(text: str, expected: TimeRange) -> None:
    assert time_range(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", (0.0,)), ("0,0.2,0.4", (0.0, 0.2, 0.4)), ("0, 1", (0.0, 1.0))],
)
def test_a_ladder_of_temperatures_is_read(text: str, expected: tuple[float, ...]) -> None:
    assert temperatures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("auto", None), ("AUTO", None), ("de", "de"), ("German", "de"), ("pt-BR", "pt")],
)
def test_a_language_is_read(text: str, expected: str | None) -> None:
    assert language(text) == expected


@pytest.mark.parametrize("text", ["auto", "cpu", "mps", "cuda", "cuda:1"])
def test_a_device_is_read(text: str) -> None:
    assert device(text) == text


def test_a_whole_number_is_read() -> None:
    assert positive("12") == 12


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (time_range, "", "no START-END"),
        (time_range, "-", "no START-END"),
        (time_range, "90", "no START-END"),
        (time_range, "a-b", "holds no times"),
        (time_range, "1-2-3", "holds no times"),
        (time_range, "1:70-2:00", "holds no times"),
        (time_range, "2-1", "ends before it starts"),
        (time_range, "2-2", "ends before it starts"),
        (temperatures, "", "no list of numbers"),
        (temperatures, "0,,1", "no list of numbers"),
        (temperatures, "-0.1", "below 0"),
        (temperatures, "nan", "below 0"),
        (temperatures, "inf", "below 0"),
        (positive, "0", "no whole number"),
        (positive, "-1", "no whole number"),
        (positive, "1.5", "no whole number"),
        (positive, "²", "no whole number"),
        (language, "gurman", "did you mean German"),
        (language, "", "no language is called ''"),
        (device, "gpu", "none of auto"),
        (device, "cuda:", "none of auto"),
        (device, "cpu:0", "none of auto"),
    ],
)
def test_what_makes_no_sense_is_told(read: Callable[[str], object], text: str, told: str) -> None:
    with pytest.raises(ArgumentTypeError, match=told):
        read(text)
