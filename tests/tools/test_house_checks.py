from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest

from tools import house_checks


def findings(text: str, path: str = "whisper_desktop/app/queue.py") -> list[str]:
    source = house_checks.parse(PurePosixPath(path), dedent(text))
    return [str(finding) for finding in house_checks.check(source)]


def lines_of_code(count: int) -> str:
    return "\n".join(f"x{number} = {number}" for number in range(count))


def function_of(line_count: int) -> str:
    body = "\n".join("    pass" for _ in range(line_count - 1))
    return f"def work() -> None:\n{body}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (lines_of_code(401), "401 lines, 400 at most"),
        (function_of(41), "work: 41 lines, 40 at most"),
        ("class QueueManager: ...", "name the class after its role"),
        ("x = 1  # TODO: later", "issue number"),
        ("from pathlib import Path\nx = Path('resources/samples/a.flac')", "core.resources"),
        ("x = open('../models/catalogue.json', 'rb')", "core.resources"),
        ("x = folder.joinpath('resources', name)", "core.resources"),
        ("x = open(path)", "open: name the encoding"),
        ("x = open(path, 'w')", "open: name the encoding"),
        ("x = path.read_text()", "read_text: name the encoding"),
        ("path.write_text(text)", "write_text: name the encoding"),
        ("x = torch.load(path)", "weights_only=True"),
        ("x = torch.load(path, weights_only=False)", "weights_only=True"),
    ],
)
def test_a_breach_is_found_and_explained(text: str, words: str) -> None:
    (finding,) = findings(text)
    assert words in finding
    assert finding.startswith("whisper_desktop/app/queue.py:")


@pytest.mark.parametrize(
    "text",
    [
        lines_of_code(400),
        function_of(40),
        "x = 1  # TODO: later, see #12",
        "x = 'TODO'",
        "x = open(path, 'rb')",
        "x = open(path, mode='wb')",
        "x = open(path, encoding='utf-8')",
        "x = open(path, **how)",
        "x = container.open(path)",
        "x = path.read_text('utf-8')",
        "path.write_text(text, 'utf-8')",
        "path.write_text(text, encoding='utf-8', newline='')",
        "x = torch.load(path, weights_only=True)",
        "import time\ntime.sleep(1)",
        "x = resource('samples/a.flac')",
        "class Queue:\n    start: int",
    ],
)
def test_what_keeps_the_rules_is_left_alone(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_a_file_has_to_have_a_noun(name: str) -> None:
    assert findings("", f"whisper_desktop/asr/{name}.py")
    assert not findings("", f"whisper_desktop/asr/{name}_of_speech.py")


def test_times_in_the_core_carry_their_unit() -> None:
    text = """
        class Cue:
            start: int
            end_ms: int
            gap: int = 0
            context_start: int = 0
            min_duration: float
    """
    found = findings(text, "whisper_desktop/core/cue.py")
    assert [line.split(":")[1] for line in found] == ["3", "5", "7"]
    assert "such as start_ms" in found[0]


def test_only_tests_must_not_sleep() -> None:
    text = "import time\ntime.sleep(1)"
    assert "2: wait for the event" in findings(text, "tests/app/test_queue.py")[0]


def test_the_finder_of_resources_may_name_their_folder() -> None:
    text = "from pathlib import Path\nx = Path('resources')"
    assert findings(text, "whisper_desktop/core/resources.py") == []


def test_the_command_counts_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, text in [("whisper_desktop", "x = open('a')"), ("tests", "x = 1")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text(text, encoding="utf-8")
    assert house_checks.main([], tmp_path) == 1
    assert "2 files, 1 findings" in capsys.readouterr().out
    assert house_checks.main(["tests/a.py"], tmp_path) == 0
    assert capsys.readouterr().out == "house checks: 1 files, 0 findings\n"
