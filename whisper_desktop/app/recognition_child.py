"""The recogniser process from the inside: orders in, reports out, one job after another.

One thread reads orders, so that a stop is heard whatever the work does; the first thread works.
When the program that started it is gone, the process ends at once.
"""

import faulthandler
import os
import pickle
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Self

from whisper_desktop.app.recognition_frames import (
    CancelJob,
    FrameWriter,
    GoOn,
    JobEnded,
    JobEvent,
    JobFailed,
    Order,
    PauseJob,
    Report,
    StartJob,
    read_frame,
)
from whisper_desktop.app.recognition_jobs import RecognitionJob, Workbench
from whisper_desktop.app.wiring import wire
from whisper_desktop.core.cancel import PausableToken
from whisper_desktop.core.errors import Cancelled, WhisperDesktopError

_NICENESS = 5
"""The window and whatever else a person does come first."""
_MAX_NOTE_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class PrivateStreams:
    """Orders and reports, where nothing else reads and writes."""

    orders: BinaryIO
    reports: BinaryIO

    @classmethod
    def taken(cls, stdin: int = 0, stdout: int = 1, stderr: int = 2) -> Self:
        """Take the standard streams; a library that prints does so into the log from now on."""
        orders, reports = os.dup(stdin), os.dup(stdout)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, stdin)
        os.close(nothing)
        os.dup2(stderr, stdout)
        return cls(os.fdopen(orders, "rb"), os.fdopen(reports, "wb"))


def main() -> int:
    """Serve the program at the other end of the standard streams until it is gone."""
    _write_log_as_utf8()
    faulthandler.enable()
    # Ctrl-C in a terminal reaches this process too; the program decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(_NICENESS)
    Service(PrivateStreams.taken(), Workbench(wire(os.environ)), on_gone=_vanish).work()
    return 0


def _write_log_as_utf8() -> None:
    """Give Python's own streams the log, which they lack in a program without a console."""
    sys.stdout = sys.stderr = open(  # noqa: SIM115 - for as long as the process lives
        2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


def _vanish() -> None:
    """End now, also when the work is deep in C code that never comes back."""
    os._exit(0)


@dataclass(frozen=True, slots=True)
class _Task:
    """A job that waits or runs, with its token."""

    job: bytes
    token: PausableToken


class Service:
    """Does the jobs of one program in the order in which they come."""

    def __init__(
        self, streams: PrivateStreams, bench: Workbench, on_gone: Callable[[], None]
    ) -> None:
        """Call `on_gone` in a thread of its own when nobody gives orders any more."""
        self._orders, self._writer = streams.orders, FrameWriter(streams.reports)
        self._bench, self._on_gone = bench, on_gone
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._token = PausableToken()
        """Of the task that came last."""

    def work(self) -> None:
        """Do what is asked for until no more orders come or a job met a bug."""
        threading.Thread(target=self._listen, name="orders", daemon=True).start()
        while (task := self._tasks.get()) is not None:
            if not self._has_done(task):
                return

    def _listen(self) -> None:
        while (frame := read_frame(self._orders)) is not None:
            self._follow(pickle.loads(frame))
        self._token.cancel()
        self._tasks.put(None)
        self._on_gone()

    def _follow(self, order: Order) -> None:
        match order:
            case StartJob():
                self._token = PausableToken()
                self._tasks.put(_Task(order.job, self._token))
            case CancelJob():
                self._token.cancel()
            case PauseJob():
                self._token.pause()
            case GoOn():
                self._token.go_on()

    def _has_done(self, task: _Task) -> bool:
        """Do one job; return False when it met a bug, after which nothing here is trusted."""
        began_s = time.monotonic()
        try:
            self._writer.write(self._outcome(task))
        except Exception as error:  # noqa: BLE001 - the border of the process
            _note_error(error)
            self._writer.write(JobFailed(_reason(error)))
            return False
        _note(f"ended after {time.monotonic() - began_s:.1f} s")
        return True

    def _outcome(self, task: _Task) -> Report:
        try:
            job: RecognitionJob = pickle.loads(task.job)
            _note(f"began {job}"[:_MAX_NOTE_CHARACTERS])
            for event in job.events(self._bench, task.token):
                self._writer.write(JobEvent(event))
        except WhisperDesktopError as error:
            if not isinstance(error, Cancelled):
                _note_error(error)
            return JobEnded(error)
        return JobEnded()


def _reason(error: Exception) -> str:
    """Return what a bug was, as a clause."""
    if isinstance(error, MemoryError):
        return "the memory was used up"
    lines = str(error).splitlines()
    name = type(error).__name__
    return f"{name}: {lines[0].rstrip('. ')}" if lines else name


def _note_error(error: Exception) -> None:
    _note("".join(traceback.format_exception(error)))


def _note(text: str) -> None:
    """Write into the log, which standard error is."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    sys.stderr.write(f"{now} [{os.getpid()}] {text}\n")
