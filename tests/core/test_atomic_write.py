import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from whisper_desktop.core.atomic_write import check_writable, write_file
from whisper_desktop.core.errors import OutputExistsError, OutputUnwritableError


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refuse(code: int) -> object:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_new_file_holds_exactly_the_data(tmp_path: Path) -> None:
    write_file(tmp_path / "a.srt", b"1\r\n\n", overwrite=False)
    assert (tmp_path / "a.srt").read_bytes() == b"1\r\n\n"
    assert names_in(tmp_path) == ["a.srt"]


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"corrected by hand")
    with pytest.raises(OutputExistsError):
        write_file(path, b"new", overwrite=False)
    assert path.read_bytes() == b"corrected by hand"
    assert names_in(tmp_path) == ["a.srt"]


def test_an_existing_file_is_replaced_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"old and longer")
    write_file(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.srt"]


def test_a_dangling_link_counts_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.srt").symlink_to(tmp_path / "gone")
    with pytest.raises(OutputExistsError):
        write_file(tmp_path / "a.srt", b"new", overwrite=False)
    with pytest.raises(OutputExistsError):
        check_writable(tmp_path / "a.srt", overwrite=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_the_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_file(tmp_path / "a.srt", b"", overwrite=False)
    assert (tmp_path / "a.srt").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_what_replaces_a_file_has_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_file(path, b"new", overwrite=True)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


def test_permissions_that_cannot_be_given_do_not_keep_the_file_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "chmod", refuse(errno.EPERM))
    write_file(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_goes_on_leading_to_the_file(tmp_path: Path, is_there: bool) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    target, link = folder / "real.srt", tmp_path / "a.srt"
    if is_there:
        target.write_bytes(b"old")
    link.symlink_to(target)
    check_writable(link, overwrite=True)
    write_file(link, b"new", overwrite=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names_in(folder) == ["real.srt"]


def test_a_link_into_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    link = tmp_path / "a.srt"
    link.symlink_to(tmp_path / "gone" / "a.srt")
    with pytest.raises(OutputUnwritableError, match="the folder does not exist"):
        check_writable(link, overwrite=True)
    with pytest.raises(OutputUnwritableError, match="the folder does not exist"):
        write_file(link, b"new", overwrite=True)
    assert link.is_symlink()


@pytest.mark.parametrize("overwrite", [False, True])
def test_nothing_is_left_behind_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    (tmp_path / "old.srt").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", refuse(errno.ENOSPC))
    with pytest.raises(OutputUnwritableError) as caught:
        write_file(tmp_path / "a.srt", b"new", overwrite=overwrite)
    assert caught.value.reason == "the disk is full"
    with pytest.raises(OutputUnwritableError, match="the disk is full"):
        check_writable(tmp_path / "a.srt", overwrite=overwrite)
    assert names_in(tmp_path) == ["old.srt"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a.srt", b"new", overwrite=overwrite)
    assert names_in(tmp_path) == []


class TestWithoutHardLinks:
    @pytest.fixture(autouse=True)
    def _no_links(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "link", refuse(errno.EPERM))

    def test_a_new_file_is_written(self, tmp_path: Path) -> None:
        write_file(tmp_path / "a.srt", b"new", overwrite=False)
        assert (tmp_path / "a.srt").read_bytes() == b"new"
        assert names_in(tmp_path) == ["a.srt"]

    def test_an_existing_file_is_kept(self, tmp_path: Path) -> None:
        (tmp_path / "a.srt").write_bytes(b"old")
        with pytest.raises(OutputExistsError):
            write_file(tmp_path / "a.srt", b"new", overwrite=False)
        assert (tmp_path / "a.srt").read_bytes() == b"old"
        assert names_in(tmp_path) == ["a.srt"]

    def test_the_claim_is_given_up_when_the_move_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Path, "replace", refuse(errno.EIO))
        with pytest.raises(OutputUnwritableError, match="the disk reports an error"):
            write_file(tmp_path / "a.srt", b"new", overwrite=False)
        assert names_in(tmp_path) == []


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("relative", "reason"),
    [
        ("gone/a.srt", "the folder does not exist"),
        ("file/a.srt", "its folder is not a folder"),
        ("folder.srt", "a folder of that name is in the way"),
        ("x" * 300, "its name is too long for this system"),
    ],
)
def test_an_impossible_place_is_found_before_and_after(
    tmp_path: Path, relative: str, reason: str, overwrite: bool
) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder.srt").mkdir()
    with pytest.raises(OutputUnwritableError) as before:
        check_writable(tmp_path / relative, overwrite=overwrite)
    assert before.value.reason == reason
    with pytest.raises((OutputUnwritableError, OutputExistsError)):
        write_file(tmp_path / relative, b"", overwrite=overwrite)
    assert names_in(tmp_path) == ["file", "folder.srt"]


def test_a_read_only_folder_is_found_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "open", refuse(errno.EACCES))
    with pytest.raises(OutputUnwritableError, match="may not be written to"):
        check_writable(tmp_path / "a.srt", overwrite=False)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs Unix permissions")
def test_a_folder_without_write_permission_is_found_before_the_work(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("root may write everywhere")
    with pytest.raises(OutputUnwritableError, match="may not be written to"):
        check_writable(folder / "a.srt", overwrite=False)


def test_looking_leaves_no_trace(tmp_path: Path) -> None:
    check_writable(tmp_path / "a.srt", overwrite=False)
    assert names_in(tmp_path) == []


def test_looking_keeps_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_bytes(b"old")
    check_writable(tmp_path / "a.srt", overwrite=True)
    with pytest.raises(OutputExistsError):
        check_writable(tmp_path / "a.srt", overwrite=False)
    assert (tmp_path / "a.srt").read_bytes() == b"old"


FULL_DISK = """
import resource, sys
from pathlib import Path
from whisper_desktop.core.atomic_write import write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    write_file(Path(sys.argv[1]), bytes(100_000), overwrite=True)
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error.reason}")
"""


@pytest.mark.skipif(os.name == "nt", reason="needs Unix limits")
def test_a_write_that_the_system_really_cuts_off_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"old")
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=False
    )
    assert ended.stderr == "OutputUnwritableError: the file system allows no file that large\n"
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.srt"]


def test_what_a_killed_program_left_is_cleared_up_a_day_later(tmp_path: Path) -> None:
    old, new = tmp_path / ".whisper-desktop-1.tmp", tmp_path / ".whisper-desktop-2.tmp"
    for path in (old, new):
        path.write_bytes(b"half a project")
    two_days_ago_s = new.stat().st_mtime - 2 * 86_400
    os.utime(old, (two_days_ago_s, two_days_ago_s))
    write_file(tmp_path / "a.srt", b"new", overwrite=False)
    assert names_in(tmp_path) == [new.name, "a.srt"]
