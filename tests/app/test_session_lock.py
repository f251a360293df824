import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from whisper_desktop.app.session_lock import SessionLock
from whisper_desktop.core.errors import ProjectInUseError

HOLDER = """
import sys
from pathlib import Path
from whisper_desktop.app.session_lock import SessionLock
lock = SessionLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.wdproj"


def test_a_second_window_of_this_program_is_refused(path: Path) -> None:
    lock = SessionLock(path)
    lock.acquire()
    with pytest.raises(ProjectInUseError) as raised:
        SessionLock(path).acquire()
    assert raised.value.path == path
    assert (raised.value.process_id, raised.value.host) == (os.getpid(), socket.gethostname())
    lock.release()


def test_it_leaves_nothing_behind(path: Path) -> None:
    lock = SessionLock(path)
    lock.acquire()
    lock.release()
    assert list(path.parent.iterdir()) == []
    lock.release()
    SessionLock(path).acquire()


def test_another_program_is_named_until_it_is_killed(path: Path) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[2]
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert SessionLock(path).is_taken()
        with pytest.raises(ProjectInUseError) as raised:
            SessionLock(path).acquire()
        assert raised.value.process_id == holder.pid
        holder.kill()
        holder.wait()
    lock = SessionLock(path)
    assert not lock.is_taken()
    lock.acquire()
    lock.release()


def test_asking_takes_nothing(path: Path) -> None:
    lock = SessionLock(path)
    assert not lock.is_taken()
    path.with_name(".talk.wdproj.lock").touch()
    assert not lock.is_taken()
    lock.acquire()
    assert SessionLock(path).is_taken()
    lock.release()


@pytest.mark.parametrize("owner", ["", "{}", '{"process_id": "x", "host": 1}', "[]"])
def test_an_owner_that_does_not_tell_is_unknown(path: Path, owner: str) -> None:
    lock = SessionLock(path)
    lock.acquire()
    path.with_name(".talk.wdproj.lock-owner").write_text(owner, encoding="utf-8")
    with pytest.raises(ProjectInUseError) as raised:
        SessionLock(path).acquire()
    assert (raised.value.process_id, raised.value.host) == (None, None)
    lock.release()


def test_a_folder_that_is_missing_is_not_made(path: Path) -> None:
    lock = SessionLock(path.parent / "nowhere" / path.name)
    lock.acquire()
    assert not lock.is_taken()
    assert list(path.parent.iterdir()) == []


def test_where_no_lock_can_be_kept_there_is_none(path: Path) -> None:
    path.with_name(".talk.wdproj.lock").mkdir()
    lock = SessionLock(path)
    lock.acquire()
    assert not lock.is_taken()
    lock.release()


def test_a_lock_that_was_asked_for_twice_is_given_back_at_once(tmp_path: Path) -> None:
    lock, other = SessionLock(tmp_path / "talk.wdproj"), SessionLock(tmp_path / "talk.wdproj")
    for _ in range(2):
        lock.acquire()
    lock.release()
    other.acquire()
    other.release()
