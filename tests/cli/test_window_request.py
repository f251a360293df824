import re
from pathlib import Path

import pytest

from whisper_desktop.cli.parser import build_parser
from whisper_desktop.cli.window_request import COMMANDS, has_display, wanted_files


def test_the_commands_are_those_of_the_parser() -> None:
    listed = re.findall(r"^    ([a-z-]+)", build_parser().format_help(), re.MULTILINE)
    assert set(listed) == COMMANDS


def test_no_words_ask_for_an_empty_window() -> None:
    assert wanted_files([]) == ()


@pytest.mark.parametrize(
    "words",
    [["transcribe", "talk.mp4"], ["--version"], ["-h"], ["devices"], ["talk.mp4", "--overwrite"]],
)
def test_commands_and_options_belong_to_the_command_line(words: list[str]) -> None:
    assert wanted_files(words) is None


def test_a_mistyped_command_is_no_file() -> None:
    assert wanted_files(["transcirbe"]) is None


def test_files_are_opened_even_if_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert wanted_files(["missing.mp4", "talk.srt"]) == (Path("missing.mp4"), Path("talk.srt"))
    (tmp_path / "talk").touch()
    assert wanted_files(["talk"]) == (Path("talk"),)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_display_is_needed(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert has_display(environment, platform) is expected
