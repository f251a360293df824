import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import dev


@dataclass
class Recorder:
    """Runs nothing, remembers everything, fails where a word of the command says so."""

    failing: str = "no command has this word"
    commands: list[list[str]] = field(default_factory=list)

    def __call__(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        return int(self.failing in " ".join(command))

    def texts(self, word: str) -> list[str]:
        return [text for text in map(" ".join, self.commands) if word in text]


@pytest.fixture
def run() -> Recorder:
    return Recorder()


@pytest.fixture
def checkout(tmp_path: Path, run: Recorder, monkeypatch: pytest.MonkeyPatch) -> dev.Checkout:
    (tmp_path / "tools").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    (tmp_path / dev.PINS).write_text("numpy==2", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(dev, "version_of", lambda command: "3.11")
    monkeypatch.setattr(dev, "has_library", lambda name: True)
    monkeypatch.setattr(dev, "SCREEN_PROGRAMS", {})
    return dev.Checkout(tmp_path, run)


def versions(found: dict[str, str]) -> Callable[[Sequence[str]], str | None]:
    return lambda command: found.get(command[0])


def test_the_running_python_is_taken_when_it_will_do() -> None:
    assert dev.version_of([sys.executable]) in dev.PYTHON_VERSIONS
    found = versions({sys.executable: "3.12", "python3.11": "3.11"})
    assert dev.find_python(found) == ([sys.executable], "3.12")


def test_another_python_is_looked_for_when_the_running_one_is_too_old() -> None:
    found = versions({sys.executable: "3.9", "python3.13": "3.13"})
    assert dev.find_python(found) == (["python3.13"], "3.13")


def test_no_python_at_all_is_said() -> None:
    with pytest.raises(SystemExit, match=r"No Python 3\.11 or 3\.12 or 3\.13 was found"):
        dev.find_python(versions({}))


@pytest.mark.parametrize("command", ["no-such-program-here", "false"])
def test_what_is_no_python_has_no_version(command: str) -> None:
    assert dev.version_of([command]) is None


def test_setup_installs_once(checkout: dev.Checkout, run: Recorder) -> None:
    dev.setup(checkout, {"dev"})
    (text,) = run.texts("pip install")
    assert text.endswith(f"--constraint {dev.PINS} --editable .[dev]")
    dev.setup(checkout, {"dev"})
    dev.setup(checkout, set())
    assert len(run.commands) == 1


def test_setup_adds_extras_and_keeps_those_that_were_there(
    checkout: dev.Checkout, run: Recorder
) -> None:
    dev.setup(checkout, set())
    dev.setup(checkout, {"dev"})
    dev.setup(checkout, {"benchmarks"})
    targets = [command[-1] for command in run.commands]
    assert targets == [".", ".[dev]", ".[benchmarks,dev]"]


@pytest.mark.parametrize("changed", ["pyproject.toml", dev.PINS])
def test_setup_installs_again_when_what_decides_it_changed(
    checkout: dev.Checkout, run: Recorder, changed: str
) -> None:
    dev.setup(checkout, {"dev"})
    (checkout.root / changed).write_text("[project]\nname='new'", encoding="utf-8")
    dev.setup(checkout, {"dev"})
    assert len(run.texts("pip install")) == 2


def test_a_failed_installation_is_not_taken_for_done(checkout: dev.Checkout, run: Recorder) -> None:
    run.failing = "pip"
    with pytest.raises(SystemExit, match="installation failed"):
        dev.setup(checkout, {"dev"})
    assert not checkout.stamp.exists()


def test_a_damaged_stamp_means_install_again(checkout: dev.Checkout, run: Recorder) -> None:
    checkout.stamp.write_text("{", encoding="utf-8")
    dev.setup(checkout, {"dev"})
    assert json.loads(checkout.stamp.read_text("utf-8"))["extras"] == ["dev"]


def test_an_environment_of_another_python_is_made_anew(
    checkout: dev.Checkout, run: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "version_of", lambda command: None)
    monkeypatch.setattr(dev, "find_python", lambda: ([sys.executable], "3.11"))
    dev.setup(checkout, set())
    assert run.commands[0] == [sys.executable, "-m", "venv", "--clear", ".venv"]


@pytest.mark.parametrize("prefix", [[], ["sudo", "-n"]])
def test_the_missing_part_of_debians_python_is_installed(
    run: Recorder, monkeypatch: pytest.MonkeyPatch, prefix: list[str]
) -> None:
    monkeypatch.setattr(dev, "root_prefix", lambda: prefix)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    dev.install_packages(run, ["python3.11-venv"], "No environments")
    (command,) = run.commands
    assert command[:-1] == [*prefix, "sh", "-c"]
    update, install = command[-1].split(" && ")
    assert "apt-get -qq update" in update
    assert "apt-get -qq install --no-install-recommends python3.11-venv" in install


def test_a_system_package_that_cannot_be_installed_is_named(
    run: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.failing = "apt-get"
    monkeypatch.setattr(dev, "root_prefix", list)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SystemExit, match=r"python3\.11-venv could not be installed"):
        dev.install_packages(run, ["python3.11-venv"], "No environments")


@pytest.mark.parametrize("prefix", [None, []])
def test_where_it_may_not_be_installed_the_command_is_said(
    run: Recorder, monkeypatch: pytest.MonkeyPatch, prefix: list[str] | None
) -> None:
    monkeypatch.setattr(dev, "root_prefix", lambda: prefix)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match=r"sudo apt-get install python3\.11-venv"):
        dev.install_packages(run, ["python3.11-venv"], "No environments")
    assert run.commands == []


def test_an_environment_cannot_be_made_before_debian_has_the_part_for_it(
    checkout: dev.Checkout, run: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "find_python", lambda: (["python3.11"], "3.11"))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match=r"cannot make environments.*\n.* python3\.11-venv"):
        dev.make_venv(checkout)


@pytest.fixture
def bare_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(dev, "root_prefix", list)
    monkeypatch.setattr(dev, "has_library", lambda name: name == "libGL.so.1")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if "apt" in name else None)


@pytest.mark.usefixtures("bare_debian")
def test_what_qt_misses_is_installed_at_once(run: Recorder) -> None:
    dev.provide_for_qt(run, {"Xvfb": "xvfb"})
    (command,) = run.commands
    packages = set(command[-1].split())
    assert {"libegl1", "libpulse0", "libxcb-cursor0", "xvfb"} <= packages
    assert "libgl1" not in packages


@pytest.mark.usefixtures("bare_debian")
@pytest.mark.parametrize("missing", ["root", "apt-get"])
def test_what_qt_misses_is_named_where_it_may_not_be_installed(
    run: Recorder, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "root":
        monkeypatch.setattr(dev, "root_prefix", lambda: None)
    else:
        monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(dev, "has_library", lambda name: name != "libpulse.so.0")
    with pytest.raises(SystemExit, match=r"apt-get install libpulse0 xvfb$"):
        dev.provide_for_qt(run, {"Xvfb": "xvfb"})
    assert run.commands == []


@pytest.mark.usefixtures("bare_debian")
def test_nothing_is_asked_of_apt_when_qt_has_all_or_brings_it(
    run: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "LINUX", False)
    dev.provide_for_qt(run, {"Xvfb": "xvfb"})
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(dev, "has_library", lambda name: True)
    dev.provide_for_qt(run, {})
    assert run.commands == []


def test_a_library_is_found_by_loading_it() -> None:
    assert not dev.has_library("libnothing-of-this-name.so.7")
    if dev.LINUX:
        assert dev.has_library("libc.so.6")


@pytest.mark.parametrize(
    ("user", "sudo", "status", "prefix"),
    [
        (0, None, 1, []),
        (1000, None, 1, None),
        (1000, "/usr/bin/sudo", 0, ["/usr/bin/sudo", "-n"]),
        (1000, "/usr/bin/sudo", 1, None),
    ],
)
def test_root_rights_are_used_only_without_asking(
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    sudo: str | None,
    status: int,
    prefix: list[str] | None,
) -> None:
    monkeypatch.setattr(dev, "WINDOWS", False)
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: sudo)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=status))
    assert dev.root_prefix() == prefix


def test_the_demo_shows_the_subtitles(
    checkout: dev.Checkout, run: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    made = checkout.root / "build" / "demo" / "harbor.srt"
    made.parent.mkdir(parents=True)
    made.write_text("1\n00:00:00,000 --> 00:00:02,000\nWelcome.\n", encoding="utf-8")
    assert dev.main(["demo"], checkout) == 0
    assert "Welcome." in capsys.readouterr().out
    assert run.texts("models install base")
    assert run.texts(f"transcribe {dev.SAMPLE} --output-dir build/demo --overwrite")


@pytest.mark.parametrize("failing", ["models install", "transcribe"])
def test_a_demo_that_fails_says_so_by_its_status(
    checkout: dev.Checkout, run: Recorder, failing: str
) -> None:
    run.failing = failing
    assert dev.main(["demo"], checkout) == 1


def test_the_sample_of_the_demo_is_there() -> None:
    assert (Path(dev.__file__).parents[1] / dev.SAMPLE).is_file()


def test_every_check_runs_though_an_earlier_one_failed(
    checkout: dev.Checkout, run: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    run.failing = "mypy"
    assert dev.main(["test"], checkout) == 1
    assert capsys.readouterr().out.endswith("· failed: mypy\n")
    words = ["ruff check", "ruff format", "lint-imports", "house_checks", "install base"]
    assert all(run.texts(word) for word in [*words, "-m pytest --cov", "coverage_floor.py"])


def test_pytest_gets_what_follows_the_command(checkout: dev.Checkout, run: Recorder) -> None:
    assert dev.main(["test", "-k", "dtw"], checkout) == 0
    assert run.texts("-m pytest")[0].endswith("-k dtw")


def test_check_only_reads_the_code(
    checkout: dev.Checkout, run: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["check"], checkout) == 0
    assert capsys.readouterr().out.endswith("· all checks passed\n")
    assert not run.texts("-m pytest")
    assert not run.texts("models")


def test_a_misspelt_option_is_refused(checkout: dev.Checkout) -> None:
    with pytest.raises(SystemExit) as caught:
        dev.main(["check", "--fast"], checkout)
    assert caught.value.code == 2


def test_commands_run_in_the_checkout(tmp_path: Path) -> None:
    run = dev.run_in(tmp_path)
    make = "import pathlib; pathlib.Path('here').touch()"
    assert run([sys.executable, "-c", make]) == 0
    assert (tmp_path / "here").exists()
    assert run([sys.executable, "-c", "raise SystemExit(3)"]) == 3


@pytest.mark.parametrize(("chosen", "platform"), [(None, "offscreen"), ("xcb", "xcb")])
def test_no_window_appears_unless_the_person_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str | None, platform: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", chosen or "")
    if chosen is None:
        monkeypatch.delenv("QT_QPA_PLATFORM")
    write = "import os, pathlib; pathlib.Path('platform').write_text(os.environ['QT_QPA_PLATFORM'])"
    assert dev.run_in(tmp_path)([sys.executable, "-c", write]) == 0
    assert (tmp_path / "platform").read_text("utf-8") == platform
