"""One command for everything: python3 tools/dev.py setup | demo | test | check.

It needs nothing but a Python of `PYTHON_VERSIONS`: it makes `.venv`, installs into it what the
command needs (again only when pyproject.toml or the pins changed), and works with that. Plain
enough to be read by older Pythons too, so that they can look for a newer one.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON_VERSIONS = ("3.11", "3.12", "3.13")
PINS = "tools/constraints.txt"
SAMPLE = "resources/samples/harbor.flac"
DEMO_FOLDER = "build/demo"
TEST_MODELS = ("base", "tiny.en")
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")

# What Qt loads from the system on Linux, and the Debian package that has it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    # For sound and picture.
    "libpulse.so.0": "libpulse0",
    "libdrm.so.2": "libdrm2",
    "libXrandr.so.2": "libxrandr2",
    # For a window under X11 or Wayland.
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
# What opens a window where there is no screen and works it as a person would.
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth", "xdotool": "xdotool"}

Run = Callable[[Sequence[str]], int]
"""Runs a command in the checkout with its output shown; returns its exit status."""


@dataclass(frozen=True)
class Checkout:
    """The folder with pyproject.toml, and how commands are run in it."""

    root: Path
    run: Run

    @property
    def venv(self) -> Path:
        """The project's own environment."""
        return self.root / ".venv"

    @property
    def stamp(self) -> Path:
        """Says what was installed into the environment."""
        return self.venv / "whisper-desktop-setup.json"

    def tool(self, name: str) -> str:
        """Return the path of a program in the environment."""
        folder = "Scripts" if WINDOWS else "bin"
        return str(self.venv / folder / (name + ".exe" if WINDOWS else name))


def say(text: str) -> None:
    """Print one line about what is being done, at once."""
    print(f"· {text}", flush=True)


def run_in(root: Path) -> Run:
    """Return the real runner for a checkout."""
    # Tests must not open windows on the screen of the person who runs them.
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONUTF8": "1"}

    def run(command: Sequence[str]) -> int:
        sys.stdout.flush()
        return subprocess.run(command, cwd=root, env=environment, check=False).returncode

    return run


# ---------------------------------------------------------------------------------- setup


def version_of(command: Sequence[str]) -> str | None:
    """Return "3.11" and the like, or None when the command is no Python that runs."""
    report = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = subprocess.run(
            [*command, "-c", report], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.strip() if found.returncode == 0 else None


def find_python(
    version_of: Callable[[Sequence[str]], str | None] = version_of,
) -> tuple[list[str], str]:
    """Return the command and version of a Python that will do; SystemExit when there is none."""
    named = [(f"python{version}",) for version in PYTHON_VERSIONS]
    launched = [("py", f"-{version}") for version in PYTHON_VERSIONS] if WINDOWS else []
    for command in [(sys.executable,), *named, *launched]:
        version = version_of(command)
        if version in PYTHON_VERSIONS:
            return list(command), version
    raise SystemExit(f"No Python {' or '.join(PYTHON_VERSIONS)} was found. Install one, try again.")


def fingerprint(root: Path) -> str:
    """Return a hash of everything that decides what gets installed."""
    content = b"".join((root / name).read_bytes() for name in ("pyproject.toml", PINS))
    return hashlib.sha256(content).hexdigest()


def installed_extras(checkout: Checkout) -> set[str] | None:
    """Return the extras of an environment that is up to date, None for any other."""
    try:
        stamp = json.loads(checkout.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return set(stamp["extras"]) if stamp["fingerprint"] == fingerprint(checkout.root) else None


def setup(checkout: Checkout, extras: set[str]) -> None:
    """Make the environment hold the program and these extras; quick when it does already."""
    present = installed_extras(checkout)
    if present is not None and extras <= present and version_of([checkout.tool("python")]):
        return
    if version_of([checkout.tool("python")]) not in PYTHON_VERSIONS:
        make_venv(checkout)
    wanted = sorted(extras | (present or set()))
    say(f"installing {', '.join(['the program', *wanted])} (torch is large: some minutes)")
    target = f".[{','.join(wanted)}]" if wanted else "."
    pip = [checkout.tool("python"), "-m", "pip", "install", "--disable-pip-version-check"]
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    if checkout.run([*pip, *quiet, "--constraint", PINS, "--editable", target]) != 0:
        raise SystemExit("The installation failed; pip says above why.")
    stamp = {"fingerprint": fingerprint(checkout.root), "extras": wanted}
    checkout.stamp.write_text(json.dumps(stamp), encoding="utf-8")


def make_venv(checkout: Checkout) -> None:
    """Make an empty environment, after seeing to it that this Python can make one."""
    python, version = find_python()
    say(f"making .venv with Python {version}")
    if subprocess.run(
        [*python, "-c", "import ensurepip"], capture_output=True, check=False
    ).returncode:
        # Debian and its kin leave out the part that makes environments.
        need = "This Python cannot make environments"
        install_packages(checkout.run, [f"python{version}-venv"], need)
    if checkout.run([*python, "-m", "venv", "--clear", ".venv"]) != 0:
        raise SystemExit("The environment could not be made; Python says above why.")


def has_library(name: str) -> bool:
    """Tell whether the system can load a library, wherever it keeps it."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def provide_for_qt(run: Run, programs: dict[str, str]) -> None:
    """See to it that Qt finds its libraries, and tests these programs; quick when they do."""
    if not LINUX:
        return
    missing = [package for name, package in QT_LIBRARIES.items() if not has_library(name)]
    missing += [package for name, package in programs.items() if shutil.which(name) is None]
    if missing:
        install_packages(run, missing, "Qt and its tests need parts of the system not found here")


def install_packages(run: Run, packages: Sequence[str], need: str) -> None:
    """Install Debian packages where that can be done without asking, or say how it is done."""
    names = " ".join(packages)
    as_root = root_prefix()
    if shutil.which("apt-get") is None or as_root is None:
        raise SystemExit(
            f"{need}. Install these Debian packages, or what your system has in their place, "
            f"then try again:\n  sudo apt-get install {names}"
        )
    say(f"installing the system packages {names}")
    apt = "DEBIAN_FRONTEND=noninteractive apt-get -qq"
    # Without their standard output: a page of unpacking would hide the lines that matter.
    script = (
        f"{apt} update > /dev/null && {apt} install --no-install-recommends {names} > /dev/null"
    )
    if run([*as_root, "sh", "-c", script]) != 0:
        raise SystemExit(f"The system packages {names} could not be installed; see above.")


def root_prefix() -> list[str] | None:
    """Return what makes a command run as root without asking, or None."""
    if not WINDOWS and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    allowed = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [sudo, "-n"] if allowed else None


# ---------------------------------------------------------------------------------- demo


def demo(checkout: Checkout) -> int:
    """Turn the sample into subtitles and show them."""
    provide_for_qt(checkout.run, {})
    setup(checkout, set())
    program = checkout.tool("whisper-desktop")
    say("fetching the model base, unless it is here")
    if checkout.run([program, "models", "install", "base"]) != 0:
        return 1
    say(f"whisper-desktop transcribe {SAMPLE}")
    wanted = ["--output-dir", DEMO_FOLDER, "--overwrite"]
    if checkout.run([program, "transcribe", SAMPLE, *wanted]) != 0:
        return 1
    subtitles = f"{DEMO_FOLDER}/{Path(SAMPLE).stem}.srt"
    say(f"{subtitles}:")
    print((checkout.root / subtitles).read_text(encoding="utf-8").strip(), flush=True)
    return 0


# ---------------------------------------------------------------------------------- test


def lint_steps(checkout: Checkout) -> list[tuple[str, list[str]]]:
    """Return the checks that read the code without running it."""
    return [
        ("ruff check", [checkout.tool("ruff"), "check", "."]),
        ("ruff format", [checkout.tool("ruff"), "format", "--check", "."]),
        ("mypy", [checkout.tool("mypy")]),
        ("import contracts", [checkout.tool("lint-imports"), "--no-logo"]),
        ("house checks", [checkout.tool("python"), "tools/house_checks.py"]),
    ]


def test_steps(checkout: Checkout, pytest_arguments: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the models to have, the tests, and what they must cover."""
    program, python = checkout.tool("whisper-desktop"), checkout.tool("python")
    models = [(f"model {name}", [program, "models", "install", name]) for name in TEST_MODELS]
    report = "build/coverage.json"
    covered = ["--cov", f"--cov-report=json:{report}"]
    pytest = [python, "-m", "pytest", *covered, *pytest_arguments]
    return [
        *models,
        ("pytest", pytest),
        ("coverage floor", [python, "tools/coverage_floor.py", report]),
    ]


def run_steps(checkout: Checkout, steps: Sequence[tuple[str, list[str]]]) -> int:
    """Run every step, also after one that failed; name those at the end."""
    failed = []
    for name, command in steps:
        say(name)
        begun = time.monotonic()
        if checkout.run(command) != 0:
            failed.append(name)
            say(f"{name}: FAILED")
        elif (seconds := time.monotonic() - begun) > 1:
            say(f"{name}: {seconds:.0f} s")
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return int(bool(failed))


def main(arguments: Sequence[str], checkout: Checkout) -> int:
    """Do what the command line says; return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    parser.add_argument("command", choices=["setup", "demo", "test", "check"])
    command, others = parser.parse_known_args(arguments)
    if others and command.command != "test":
        parser.error(f"unknown: {' '.join(others)}")
    if command.command == "demo":
        return demo(checkout)
    if command.command != "check":
        provide_for_qt(checkout.run, SCREEN_PROGRAMS)
    setup(checkout, {"dev"})
    if command.command == "check":
        return run_steps(checkout, lint_steps(checkout))
    if command.command == "test":
        return run_steps(checkout, [*lint_steps(checkout), *test_steps(checkout, others)])
    return 0


if __name__ == "__main__":
    _root = Path(__file__).resolve().parents[1]
    sys.exit(main(sys.argv[1:], Checkout(_root, run_in(_root))))
