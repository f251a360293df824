from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

import pytest

from whisper_desktop.app.model_import import fit_name
from whisper_desktop.cli.arguments import (
    TimeRange,
    device,
    folder,
    language,
    model,
    model_name,
    number_or_path,
    path,
    temperatures,
    time_range,
    whole_number,
    with_joined_ranges,
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


def test_what_is_no_number_is_a_path() -> None:
    read = number_or_path(12)
    assert [read(text) for text in ("12", "./12", "a.wav")] == [12, Path("12"), Path("a.wav")]


def test_a_whole_number_is_read() -> None:
    assert [whole_number(12)(text) for text in ("1", "012")] == [1, 12]


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
        (temperatures, "-0.1", "beyond 0 to 2"),
        (temperatures, "nan", "beyond 0 to 2"),
        (temperatures, "2.1", "beyond 0 to 2"),
        (temperatures, "inf", "beyond 0 to 2"),
        (whole_number(9), "0", "no whole number from 1 to 9"),
        (whole_number(9), "10", "no whole number from 1 to 9"),
        (whole_number(9), "9" * 5_000, "no whole number"),
        (whole_number(9), "-1", "no whole number"),
        (whole_number(9), "1.5", "no whole number"),
        (whole_number(9), "²", "no whole number"),
        (number_or_path(9), "10", "no whole number from 1 to 9"),
        (number_or_path(9), "", "names no file"),
        (path, "", "names no file"),
        (folder, "", "names no file"),
        (folder, __file__, "is a file, not a folder"),
        (model, "", "names no model"),
        (model, " ", "names no model"),
        (model_name, "../../evil", "is no name for a model; 'evil' would do"),
        (model_name, "mine.pt", "is no name for a model; 'mine' would do"),
        (model_name, "", "is no name for a model"),
        (model_name, "..", "is no name for a model"),
        (model_name, "my weights", "is no name for a model"),
        (model_name, "x" * 101, "is no name for a model"),
        (language, "gurman", "did you mean German"),
        (language, "", "no language is called ''"),
        (language, "klingon", "give a code such as de, an English name such as German, or auto"),
        (device, "gpu", "none of auto"),
        (device, "cuda:", "none of auto"),
        (device, "cpu:0", "none of auto"),
    ],
)
def test_what_makes_no_sense_is_told(read: Callable[[str], object], text: str, told: str) -> None:
    with pytest.raises(ArgumentTypeError, match=told):
        read(text)


@pytest.mark.parametrize("name", ["mine", "My.Model-2_b", "x" * 100, "7"])
def test_a_name_for_a_model_is_read(name: str) -> None:
    assert model(name) == name
    assert model_name(name) == name
    assert fit_name(Path(name)) == name.casefold()


def test_paths_are_read(tmp_path: Path) -> None:
    assert path("a/b.wav") == Path("a/b.wav")
    assert folder(str(tmp_path)) == tmp_path
    assert folder(str(tmp_path / "new")) == tmp_path / "new"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["--range", "-1:30", "a.wav"], ["--range=-1:30", "a.wav"]),
        (["a.wav", "--range", "-90.5"], ["a.wav", "--range=-90.5"]),
        (["--range", "1-2", "a.wav"], ["--range", "1-2", "a.wav"]),
        (["--range", "--overwrite"], ["--range", "--overwrite"]),
        (["--range=-5", "-6"], ["--range=-5", "-6"]),
        (["--range"], ["--range"]),
    ],
)
def test_a_range_that_begins_with_a_dash_is_no_option(given: list[str], read: list[str]) -> None:
    assert with_joined_ranges(given) == read
