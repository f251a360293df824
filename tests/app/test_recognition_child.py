"""The service of the recogniser process, here in a thread of this one."""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pytest

from whisper_desktop.app import recognition_child
from whisper_desktop.app.recognition_child import PrivateStreams, Service
from whisper_desktop.app.recognition_frames import (
    CancelJob,
    FrameWriter,
    GoOn,
    JobEnded,
    JobEvent,
    JobFailed,
    PauseJob,
    Report,
    StartJob,
    read_frame,
)
from whisper_desktop.app.recognition_jobs import Workbench
from whisper_desktop.app.wiring import wire
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, OfflineError

WAIT_S = 30.0


@dataclass(frozen=True)
class Say:
    """Yields a word, and again until it is stopped if it shall."""

    word: object
    is_endless: bool = False

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield self.word
        while self.is_endless:
            cancel.raise_if_cancelled()


@dataclass(frozen=True)
class Fail:
    error: Exception

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        yield "begun"
        raise self.error


class Client:
    """Gives orders to a service in another thread and reads its reports."""

    def __init__(self) -> None:
        orders, self._orders = _pipe()
        self._reports, reports = _pipe()
        self._writer = FrameWriter(self._orders)
        self.is_gone = threading.Event()
        streams = PrivateStreams(orders, reports)
        service = Service(streams, Workbench(wire({})), on_gone=self.is_gone.set)
        self._thread = threading.Thread(target=service.work)
        self._thread.start()
        self._files = (orders, reports, self._orders, self._reports)

    def tell(self, *orders: Any) -> None:
        for order in orders:
            self._writer.write(order)

    def start(self, job: object) -> None:
        self.tell(StartJob(pickle.dumps(job)))

    def hear(self) -> Report | None:
        frame = read_frame(self._reports)
        report: Report | None = None if frame is None else pickle.loads(frame)
        return report

    def has_stopped(self) -> bool:
        self._thread.join(WAIT_S)
        return not self._thread.is_alive()

    def leave(self) -> None:
        self._orders.close()

    def close(self) -> None:
        self.leave()
        assert self.has_stopped()
        assert self.is_gone.wait(WAIT_S)
        for file in self._files:
            file.close()


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client()
    yield client
    client.close()


def test_jobs_are_done_in_turn(client: Client) -> None:
    client.start(Say("one"))
    client.start(Say("two"))
    heard = [client.hear() for _ in range(4)]
    assert heard == [JobEvent("one"), JobEnded(), JobEvent("two"), JobEnded()]


def test_an_expected_error_is_the_end_of_its_job_alone(client: Client) -> None:
    client.start(Fail(OfflineError("base")))
    assert client.hear() == JobEvent("begun")
    ended = client.hear()
    assert isinstance(ended, JobEnded)
    assert isinstance(ended.error, OfflineError)
    client.start(Say("more"))
    assert client.hear() == JobEvent("more")


def test_a_stop_ends_the_job_also_while_it_is_held(client: Client) -> None:
    client.start(Say("one", is_endless=True))
    client.tell(PauseJob(), GoOn(), PauseJob(), CancelJob())
    assert client.hear() == JobEvent("one")
    ended = client.hear()
    assert isinstance(ended, JobEnded)
    assert isinstance(ended.error, Cancelled)
    # It was for that job.
    client.start(Say("two"))
    assert client.hear() == JobEvent("two")


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        (Fail(ZeroDivisionError("division by zero")), "ZeroDivisionError: division by zero"),
        (Fail(MemoryError()), "the memory was used up"),
        (Fail(KeyError()), "KeyError"),
    ],
)
def test_after_a_bug_no_job_is_done(
    client: Client, job: Fail, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    client.start(job)
    assert [client.hear(), client.hear()] == [JobEvent("begun"), JobFailed(reason)]
    assert client.has_stopped()
    assert "Traceback" in capsys.readouterr().err


def test_a_job_stops_when_its_program_is_gone(client: Client) -> None:
    client.start(Say("one", is_endless=True))
    assert client.hear() == JobEvent("one")
    client.leave()
    assert client.is_gone.wait(WAIT_S)


def test_what_a_library_prints_goes_into_the_log() -> None:
    order_pipe, report_pipe, log_pipe = os.pipe(), os.pipe(), os.pipe()
    streams = PrivateStreams.taken(order_pipe[0], report_pipe[1], log_pipe[1])
    os.write(report_pipe[1], b"printed")
    os.write(order_pipe[1], b"order")
    streams.reports.write(b"report")
    streams.reports.close()
    assert os.read(log_pipe[0], 100) == b"printed"
    assert os.read(report_pipe[0], 100) == b"report"
    assert os.read(order_pipe[0], 100) == b""
    os.close(order_pipe[1])
    assert streams.orders.read() == b"order"
    streams.orders.close()
    for number in (order_pipe[0], *report_pipe, *log_pipe):
        os.close(number)


def test_the_process_works_until_its_program_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    (orders, to_child), (from_child, reports) = _pipe(), _pipe()
    set_up: list[object] = []
    gone = threading.Event()
    monkeypatch.setattr(PrivateStreams, "taken", lambda: PrivateStreams(orders, reports))
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    monkeypatch.setattr("faulthandler.enable", lambda: set_up.append("faults"))
    monkeypatch.setattr("signal.signal", lambda *what: set_up.append(what))
    monkeypatch.setattr("os.nice", set_up.append, raising=False)
    monkeypatch.setattr("os._exit", lambda _: gone.set())
    with orders, reports, from_child:
        FrameWriter(to_child).write(StartJob(pickle.dumps(Say("one"))))
        to_child.close()
        assert recognition_child.main() == 0
        assert gone.wait(WAIT_S)
    assert (signal.SIGINT, signal.SIG_IGN) in set_up
    assert sys.platform == "win32" or 5 in set_up
