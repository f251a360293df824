import subprocess
import sys
from pathlib import Path

import pytest

from whisper_desktop.app.model_lock import ModelLock
from whisper_desktop.app.transfer import TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, OutputUnwritableError

HOLDER = """
import sys
from filelock import FileLock
lock = FileLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def pause(_seconds: float, cancel: CancelToken) -> None:
    cancel.raise_if_cancelled()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "downloads" / "toy.lock"


def test_a_free_lock_is_taken_without_a_word(path: Path) -> None:
    lock = ModelLock(path, pause)
    assert list(lock.acquire(CancelToken())) == []
    lock.release()


def test_a_taken_lock_is_waited_for_and_that_is_told_once(path: Path) -> None:
    first = ModelLock(path, pause)
    naps: list[float] = []

    def give_back_at_last(seconds: float, _cancel: CancelToken) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            first.release()

    second = ModelLock(path, give_back_at_last)
    list(first.acquire(CancelToken()))
    assert list(second.acquire(CancelToken())) == [None]
    assert len(naps) == 3
    second.release()


def test_waiting_can_be_cancelled(path: Path, policy: TransferPolicy) -> None:
    cancel = CancelToken()
    with ModelLock(path, pause).held(CancelToken()):
        waiting = ModelLock(path, policy.pause).acquire(cancel)
        next(waiting)
        cancel.cancel()
        with pytest.raises(Cancelled):
            next(waiting)


def test_a_block_gives_it_back(path: Path) -> None:
    with pytest.raises(KeyError), ModelLock(path, pause).held(CancelToken()):
        raise KeyError
    assert list(ModelLock(path, pause).acquire(CancelToken())) == []


def test_a_program_that_is_killed_holds_it_no_longer(path: Path) -> None:
    path.parent.mkdir()
    command = [sys.executable, "-c", HOLDER, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        def kill(_seconds: float, _cancel: CancelToken) -> None:
            holder.kill()
            holder.wait()

        lock = ModelLock(path, kill)
        assert list(lock.acquire(CancelToken())) == [None]
        lock.release()


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "downloads").touch()
    lock = ModelLock(tmp_path / "downloads" / "toy.lock", pause)
    with pytest.raises(OutputUnwritableError):
        list(lock.acquire(CancelToken()))
