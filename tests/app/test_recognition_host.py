"""The host with a real child process and jobs that are made up."""

import os
import re
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from whisper_desktop.app.machine import DevicesJob
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob, Workbench
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, MediaUnreadableError, WhisperDesktopError

HANG_S = 60.0
"""What is not done by then hangs, however busy the machine is."""
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@dataclass(frozen=True)
class Count:
    """Yields numbers, looking at the token before each."""

    end: int

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        for number in range(self.end):
            cancel.raise_if_cancelled()
            yield number


@dataclass(frozen=True)
class CountUntilStopped:
    """Yields the number of its process, and when it is stopped that it heard of it."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield os.getpid()
        while not cancel.is_cancelled:
            threading.Event().wait(0.01)
        yield "heard"
        cancel.raise_if_cancelled()


@dataclass(frozen=True)
class Fail:
    error: WhisperDesktopError

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield 1
        raise self.error


@dataclass(frozen=True)
class Sleep:
    """Deep in C code, other threads may run."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield "asleep"
        threading.Event().wait(600)


@dataclass(frozen=True)
class HoldInterpreter:
    """Deep in C code, no other thread may run."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield "busy"
        re.match("(a*)*b", "a" * 60)


@dataclass(frozen=True)
class TalkOn:
    """Never listens, and never stops talking."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield from iter(lambda: "talk", "")


@dataclass(frozen=True)
class Weigh:
    """Yields something large."""

    size: int

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield b"x" * self.size


@dataclass(frozen=True)
class Burden:
    """Is large itself."""

    content: bytes

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield len(self.content)


@dataclass(frozen=True)
class Modules:
    """Yields which of some modules the process has imported."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield {name for name in ("torch", "PySide6", "shiboken6") if name in sys.modules}


@dataclass(frozen=True)
class OpenFiles:
    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        for path in Path("/proc/self/fd").iterdir():
            yield str(path.readlink()) if path.exists() else ""


@dataclass(frozen=True)
class Chatter:
    """Prints where its reports go, and reads where its orders come from."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        os.write(1, b"printed by a library\n")
        sys.stdout.write("printed\n")
        sys.stdout.flush()
        yield sys.stdin.read()


@dataclass(frozen=True)
class WorkUntilHeld:
    """Yields a first sign, and in the end how long it was held."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        real_s, work_s = time.monotonic(), cancel.clock_s()
        yield "begun"
        held_s = 0.0
        while held_s < 0.05:
            cancel.raise_if_cancelled()
            threading.Event().wait(0.01)
            held_s = (time.monotonic() - real_s) - (cancel.clock_s() - work_s)
        yield held_s


def run(host: RecognitionHost, job: RecognitionJob) -> list[object]:
    return list(host.run(job, CancelToken()))


def run_to_end(host: RecognitionHost, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
    """Yield what comes, and in the end the error."""
    try:
        yield from host.run(job, cancel)
    except WhisperDesktopError as error:
        yield error


def test_events_come_in_order_from_one_process_that_stays(new_host: RecognitionHost) -> None:
    assert run(new_host, Count(1_000)) == list(range(1_000))
    process_id = new_host.process_id
    assert process_id not in {None, os.getpid()}
    assert run(new_host, Count(3)) == [0, 1, 2]
    assert new_host.process_id == process_id


def test_expected_errors_arrive_as_they_are(host: RecognitionHost) -> None:
    error = MediaUnreadableError(Path("talk.mp3"), "the file is empty")
    with pytest.raises(MediaUnreadableError) as caught:
        run(host, Fail(error))
    assert vars(caught.value) == vars(error)
    process_id = host.process_id
    run(host, Count(1))
    assert host.process_id == process_id


class TestCancel:
    def test_what_was_reported_until_then_arrives_and_the_process_stays(
        self, host: RecognitionHost
    ) -> None:
        cancel = CancelToken()
        events = run_to_end(host, CountUntilStopped(), cancel)
        first = next(events)
        cancel.cancel()
        second, error = events
        assert (first, second, type(error)) == (host.process_id, "heard", Cancelled)
        assert run(host, Count(1)) == [0]
        assert host.process_id == first

    @pytest.mark.parametrize("job", [Sleep(), HoldInterpreter(), TalkOn()])
    def test_it_comes_to_an_end_whatever_the_child_does(
        self, host: RecognitionHost, job: RecognitionJob
    ) -> None:
        cancel = CancelToken()
        events = host.run(job, cancel)
        next(events)
        cancel.cancel()
        with pytest.raises(Cancelled):
            list(events)
        assert run(host, Count(2)) == [0, 1]

    @ON_POSIX
    def test_a_large_order_that_is_not_read_is_given_up(self, new_host: RecognitionHost) -> None:
        run(new_host, Count(1))
        assert new_host.process_id is not None
        # As a process that is swapped out.
        os.kill(new_host.process_id, signal.SIGSTOP)
        cancel, ended = CancelToken(), list[object]()
        order = Burden(b"x" * 300_000)
        worker = threading.Thread(target=lambda: ended.extend(run_to_end(new_host, order, cancel)))
        worker.start()
        worker.join(0.2)
        new_host.pause()
        new_host.go_on()
        cancel.cancel()
        worker.join(HANG_S)
        assert not worker.is_alive()
        assert [type(one) for one in ended] == [Cancelled]
        assert run(new_host, order) == [300_000]

    def test_before_the_start_nothing_is_started(self, new_host: RecognitionHost) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            list(new_host.run(Count(1), cancel))
        assert new_host.process_id is None

    def test_who_waits_for_its_turn_hears_it_too(self, host: RecognitionHost) -> None:
        first = host.run(CountUntilStopped(), CancelToken())
        next(first)
        cancel = CancelToken()
        threading.Timer(0.1, cancel.cancel).start()
        with pytest.raises(Cancelled):
            list(host.run(Count(1), cancel))
        first.close()  # type: ignore[attr-defined]

    def test_who_leaves_stops_the_job(self, host: RecognitionHost) -> None:
        for process_id in host.run(CountUntilStopped(), CancelToken()):
            assert process_id == host.process_id
            break
        assert run(host, Count(1)) == [0]
        assert host.process_id == process_id

    def test_who_leaves_does_not_wait_for_a_job_that_hangs(self, host: RecognitionHost) -> None:
        events = host.run(Sleep(), CancelToken())
        next(events)
        process_id = host.process_id
        events.close()  # type: ignore[attr-defined]
        assert host.process_id != process_id


class TestPause:
    def test_work_is_held_and_goes_on(self, host: RecognitionHost) -> None:
        events = host.run(WorkUntilHeld(), CancelToken())
        assert next(events) == "begun"
        ended = list[object]()
        worker = threading.Thread(target=lambda: ended.extend(events))
        host.pause()
        assert host.is_paused
        worker.start()
        # However late the child hears of a pause, it hears of one.
        while worker.is_alive():
            host.pause()
            worker.join(0.2)
            host.go_on()
            worker.join(0.2)
        assert len(ended) == 1
        assert not host.is_paused

    def test_a_job_can_begin_held_and_be_cancelled_so(self, host: RecognitionHost) -> None:
        host.pause()
        cancel = CancelToken()
        threading.Timer(0.2, cancel.cancel).start()
        with pytest.raises(Cancelled):
            list(host.run(Count(10**9), cancel))
        assert not host.is_paused
        assert run(host, Count(1)) == [0]

    def test_without_a_job_nothing_is_told(self, host: RecognitionHost) -> None:
        host.pause()
        host.go_on()
        assert not host.is_paused
        assert run(host, Count(1)) == [0]


def test_large_events_arrive_whole(host: RecognitionHost) -> None:
    (event,) = run(host, Weigh(50_000_000))
    assert event == b"x" * 50_000_000


def test_a_library_that_prints_spoils_nothing(host: RecognitionHost, log: Path) -> None:
    assert run(host, Chatter()) == [""]
    assert "printed by a library" in log.read_text(encoding="utf-8")


def test_the_log_tells_of_every_job(host: RecognitionHost, log: Path) -> None:
    run(host, Count(3))
    assert re.search(
        r"began Count\(end=3\)\n.* ended after \d+\.\d s", log.read_text(encoding="utf-8")
    )


def test_without_a_place_for_its_log_the_work_is_done(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with RecognitionHost(os.environ, tmp_path / "file" / "recogniser.log") as host:
        assert run(host, Count(1)) == [0]


def test_looking_at_the_machine_leaves_a_warm_child_without_qt(new_host: RecognitionHost) -> None:
    run(new_host, DevicesJob())
    assert run(new_host, Modules()) == [{"torch"}]


@ON_LINUX
def test_the_child_inherits_no_file(new_host: RecognitionHost, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "talk.wdproj")
    connection.execute("CREATE TABLE one (two)")
    with (tmp_path / "inheritable").open("wb") as file:
        os.set_inheritable(file.fileno(), True)
        names = run(new_host, OpenFiles())
    connection.close()
    assert [name for name in names if str(tmp_path) in str(name)] == []


class TestClose:
    def test_the_job_that_runs_is_cancelled(self, new_host: RecognitionHost) -> None:
        events = new_host.run(Sleep(), CancelToken())
        next(events)
        threading.Timer(0.1, new_host.close).start()
        with pytest.raises(Cancelled):
            next(events)
        assert new_host.process_id is None

    def test_no_job_is_run_after_it(self, new_host: RecognitionHost) -> None:
        run(new_host, Count(1))
        new_host.close()
        new_host.close()
        assert new_host.process_id is None
        with pytest.raises(Cancelled):
            run(new_host, Count(1))

    def test_one_that_was_never_needed_has_nothing_to_end(self, new_host: RecognitionHost) -> None:
        new_host.close()
        assert new_host.process_id is None


def test_a_host_may_keep_no_child(tmp_path: Path) -> None:
    with RecognitionHost(os.environ, tmp_path / "log", keeps_child=False) as host:
        assert list(host.run(Count(3), CancelToken())) == [0, 1, 2]
        assert host.process_id is None
        assert list(host.run(Count(2), CancelToken())) == [0, 1]
