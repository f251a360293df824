import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop import __version__
from whisper_desktop.app.settings import LoadedSettings, Settings
from whisper_desktop.cli import main

HEAVY = (
    *("av", "numpy", "torch", "tiktoken", "safetensors", "requests", "urllib3", "sqlite3"),
    "whisper_desktop.app.subtitle_files",
)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["transcribe", "--help"], 0),
        (["transcribe", "talk.mp3", "--mode", "fast"], 2),
        (["models", "list"], 0),
        (["models", "remove", "base"], 1),
        (["models", "verify"], 0),
    ],
)
def test_light_commands_load_nothing_heavy(arguments: list[str], status: int) -> None:
    script = (
        "import sys\n"
        "from whisper_desktop.cli import main\n"
        f"status = main({arguments!r})\n"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[-1] == f"{status} []"


def test_the_module_is_the_program() -> None:
    command = [sys.executable, "-m", "whisper_desktop"]
    shown = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout == f"whisper-desktop {__version__}\n"
    wrong = subprocess.run([*command, "transcribe"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("usage: whisper-desktop transcribe")


STOPPED_WHILE_STARTING = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
        return None

sys.meta_path.insert(0, Interrupting())
from whisper_desktop.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="needs Unix signals")
@pytest.mark.parametrize("module", ["whisper_desktop.cli", "argparse", "whisper_desktop.core"])
def test_a_stop_while_the_program_starts_is_no_traceback(module: str) -> None:
    script = STOPPED_WHILE_STARTING.format(module=module)
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (130, "")


def test_the_command_starts_where_the_module_does() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"] == {"whisper-desktop": "whisper_desktop.__main__:main"}


def test_a_missing_input_ends_a_real_process_with_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "whisper_desktop", "transcribe", str(tmp_path / "gone.mp3")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == "gone.mp3: the file does not exist. Check the path.\n"


def test_usage_errors_are_a_status_not_an_exception(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe"]) == 2
    assert "INPUT" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["models", "list"], ["--version"]])
def test_results_that_do_not_get_out_are_a_failure(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "whisper_desktop", *arguments]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == (
        "whisper-desktop: the results could not be written to standard output: the disk is full. "
        "Put that right, or send them elsewhere.\n"
    )


class TestBorder:
    def crash(self, studio: Any, error: BaseException) -> int:
        def fail() -> Any:
            raise error

        studio.changes["list_devices"] = fail
        return int(studio.run("devices"))

    def test_a_bug_is_one_line_and_a_log(self, studio: Any, lines: Any) -> None:
        assert self.crash(studio, RuntimeError("why")) == 1
        log = studio.home / "logs" / "crash.log"
        assert lines() == [
            (
                "whisper-desktop: the program itself failed (RuntimeError). "
                f"Please report it, with {log}."
            )
        ]
        assert "RuntimeError: why" in log.read_text(encoding="utf-8")

    def test_readers_of_json_are_told_in_json(
        self, studio: Any, lines: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_arguments: Any) -> int:
            return 1 // 0

        monkeypatch.setattr("whisper_desktop.cli.transcribe_command.run_transcribe", fail)
        assert studio.run("transcribe", "talk.wav", "--progress", "json") == 1
        (record,) = [json.loads(line) for line in lines()]
        assert (record["event"], record["input"]) == ("failed", None)
        assert record["message"].startswith("whisper-desktop: the program itself failed")

    def test_a_stop_is_no_failure(self, studio: Any, lines: Any) -> None:
        assert self.crash(studio, KeyboardInterrupt()) == 130
        assert lines() == []


class TestSettings:
    @pytest.fixture(autouse=True)
    def _damaged(self, studio: Any) -> None:
        studio.settings = LoadedSettings(Settings(), ignored=("threads",))

    def test_settings_that_make_no_sense_are_told(self, studio: Any, lines: Any) -> None:
        assert studio.run("models", "list") == 0
        (line,) = lines()
        assert line.startswith("settings.json: the values of threads make no sense")

    def test_readers_of_json_are_told_in_json(self, studio: Any, lines: Any) -> None:
        studio.run("transcribe", "gone.mp3", "--progress", "json")
        first, *others = [json.loads(line) for line in lines()]
        assert (first["event"], first["input"]) == ("told", None)
        assert first["message"].startswith("settings.json: the values of threads make no sense")
        assert [other["event"] for other in others] == ["begun", "failed"]


def test_without_wiring_the_real_parts_are_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WHISPER_DESKTOP_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("WHISPER_DESKTOP_OFFLINE", "1")
    assert main(["models", "install", "base"]) == 1
    assert capsys.readouterr().err.startswith("base: this model would have to be downloaded, and")
