"""The recogniser process when it goes wrong: it dies, fails, or its program does."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app import recogniser_process
from whisper_desktop.app.recogniser_process import CHILD_ARGUMENT, child_command
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob, Workbench
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import RecogniserDiedError

WAIT_S = 30.0
"""For what must happen soon, on a machine that has other things to do."""
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@dataclass(frozen=True)
class Fail:
    error: BaseException

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield os.getpid()
        raise self.error


@dataclass(frozen=True)
class TellNumber:
    """Yields the number of its process, and then waits if it shall."""

    wait_s: float = 0.0

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield os.getpid()
        threading.Event().wait(self.wait_s)


@dataclass(frozen=True)
class HasQt:
    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield "PySide6" in sys.modules


@dataclass(frozen=True)
class Unpicklable:
    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield 1
        yield threading.Lock()


class Lost:
    """Pickles, but nothing can be made of the pickle."""

    def __reduce__(self) -> Any:
        return int, ("no number",)


@dataclass(frozen=True)
class YieldLost:
    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield 1
        yield Lost()


class LostJob(Lost):
    """A job that the child cannot read."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        raise AssertionError("it never gets there")


def works(host: RecognitionHost) -> bool:
    return list(host.run(TellNumber(), CancelToken())) == [host.process_id]


def number_of(event: object) -> int:
    assert isinstance(event, int)
    return event


def run_to_death(
    host: RecognitionHost, job: RecognitionJob
) -> tuple[list[object], RecogniserDiedError]:
    seen: list[object] = []
    try:
        for event in host.run(job, CancelToken()):
            seen.append(event)
    except RecogniserDiedError as error:
        return seen, error
    raise AssertionError("it lived")


class TestDeath:
    @ON_POSIX
    @pytest.mark.parametrize(
        ("number", "reason"),
        [
            (signal.SIGKILL, "the system ended it, most likely because the memory was used up"),
            (signal.SIGSEGV, "it crashed"),
        ],
    )
    def test_a_child_that_was_killed_is_told_and_replaced(
        self, host: RecognitionHost, log: Path, number: signal.Signals, reason: str
    ) -> None:
        events = host.run(TellNumber(WAIT_S), CancelToken())
        killed = next(events)
        os.kill(number_of(killed), number)
        with pytest.raises(RecogniserDiedError) as caught:
            next(events)
        died = caught.value
        assert (died.exit_code, died.reason, died.log_path) == (-number, reason, log)
        assert works(host)
        assert host.process_id != killed

    def test_one_that_ends_by_itself_is_told(self, host: RecognitionHost) -> None:
        seen, error = run_to_death(host, Fail(SystemExit(3)))
        assert len(seen) == 1
        assert (error.exit_code, error.reason) == (3, "it ended by itself (exit status 3)")

    @ON_POSIX
    def test_one_that_died_with_nothing_to_do_is_replaced_without_a_word(
        self, host: RecognitionHost
    ) -> None:
        (told,) = host.run(TellNumber(), CancelToken())
        process_id = number_of(told)
        os.kill(process_id, signal.SIGKILL)
        os.waitid(os.P_PID, process_id, os.WEXITED | os.WNOWAIT)
        assert works(host)

    def test_a_bug_is_told_and_gives_the_next_job_a_new_process(
        self, host: RecognitionHost, log: Path
    ) -> None:
        seen, error = run_to_death(host, Fail(RuntimeError("CUDA error: an illegal access.\nMore")))
        assert (error.exit_code, error.reason) == (
            None,
            "RuntimeError: CUDA error: an illegal access",
        )
        assert "Traceback" in log.read_text(encoding="utf-8")
        assert list(host.run(TellNumber(), CancelToken())) != seen

    def test_memory_that_ran_out_is_called_so(self, host: RecognitionHost) -> None:
        _, error = run_to_death(host, Fail(MemoryError()))
        assert error.reason == "the memory was used up"

    def test_an_error_without_words_is_called_by_its_name(self, host: RecognitionHost) -> None:
        _, error = run_to_death(host, Fail(AssertionError()))
        assert error.reason == "AssertionError"

    def test_an_event_that_does_not_pickle_is_a_bug(self, host: RecognitionHost) -> None:
        seen, error = run_to_death(host, Unpicklable())
        assert seen == [1]
        assert "pickle" in error.reason
        assert works(host)

    def test_so_is_one_that_cannot_be_read(self, host: RecognitionHost) -> None:
        seen, error = run_to_death(host, YieldLost())
        assert seen == [1]
        assert error.reason.startswith("its report cannot be read (ValueError: invalid literal")
        assert works(host)

    def test_a_job_that_cannot_be_read_is_a_bug(self, host: RecognitionHost) -> None:
        _, error = run_to_death(host, LostJob())
        assert "ValueError" in error.reason

    def test_one_that_cannot_be_started_is_told(
        self, new_host: RecognitionHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
        _, error = run_to_death(new_host, TellNumber())
        assert error.exit_code is None
        assert error.reason == "it could not be started: no such file or directory"
        monkeypatch.undo()
        assert works(new_host)


PROGRAM = """
# Without a guard, as scripts are: whoever ran this file once more in the child would never end.
import os, sys
import PySide6
sys.path[:] = {path!r}
from pathlib import Path
from tests.app.test_recogniser_process import HasQt, TellNumber
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.core.cancel import CancelToken

host = RecognitionHost(os.environ, Path({log!r}))
assert list(host.run(HasQt(), CancelToken())) == [False]
events = host.run(TellNumber(600), CancelToken())
print(next(events), flush=True)
next(events)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="waits for a process of another")
def test_a_child_whose_program_was_killed_ends(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM.format(path=sys.path, log=str(tmp_path / "log")), encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        child = os.pidfd_open(int(program.stdout.readline()))
        # Ctrl-C in a terminal reaches both; what it means the program decides.
        signal.pidfd_send_signal(child, signal.SIGINT)
        assert not has_ended(child, 0.1)
        program.kill()
    assert has_ended(child, WAIT_S)
    os.close(child)


def has_ended(process: int, within_s: float) -> bool:
    return bool(select.select([process], [], [], within_s)[0])


def test_started_as_the_program_itself_it_works_as_well(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "whisper_desktop", CHILD_ARGUMENT]
    monkeypatch.setattr(recogniser_process, "child_command", lambda: command)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with RecognitionHost(environment, log) as host:
        assert works(host)


def test_frozen_the_program_starts_itself_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == [sys.executable, CHILD_ARGUMENT]
