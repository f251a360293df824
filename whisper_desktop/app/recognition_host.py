"""Recognition in a process of its own: it may fail, hang or be killed, and the window lives on.

The process stays with its model loaded for the next job. Jobs run one at a time; `run` is a
blocking generator for a worker thread, everything else returns soon and is for any thread.
"""

import pickle
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from whisper_desktop.app.job_course import LOOK_INTERVAL_S, JobCourse
from whisper_desktop.app.job_reports import ProcessEnded
from whisper_desktop.app.recogniser_death import death_reason
from whisper_desktop.app.recogniser_process import RecogniserProcess
from whisper_desktop.app.recognition_frames import (
    GoOn,
    JobEnded,
    JobEvent,
    JobFailed,
    PauseJob,
    StartJob,
)
from whisper_desktop.app.recognition_jobs import RecognitionJob
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, RecogniserDiedError


class RecognitionHost:
    """Runs jobs in a child process, which it starts when it is first needed."""

    def __init__(
        self, environment: Mapping[str, str], log_file: Path, *, keeps_child: bool = True
    ) -> None:
        """Start nothing yet; the child finds the folders of the program in `environment`.

        With `keeps_child` it waits for the next job with its model loaded, else it ends with each.
        """
        self._environment, self._log_file = environment, log_file
        self._keeps_child = keeps_child
        self._turn = threading.Lock()
        """Held while a job runs or the child is started."""
        self._state = threading.Lock()
        """Held for moments, around what follows."""
        self._child: RecogniserProcess | None = None
        self._running: RecogniserProcess | None = None
        self._is_paused = False
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The number of the child process, if there is one."""
        child = self._child
        return None if child is None else child.process_id

    @property
    def is_paused(self) -> bool:
        """Whether the job that runs, or the next one, is held."""
        return self._is_paused

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        """Yield the events of a job as they come, after the jobs before it have ended.

        Raises what the job raises, and `Cancelled` within a second of being asked to stop (or
        when the host is closed): what was reported until then is yielded first. Raises
        `RecogniserDiedError` when the child ended or failed as nobody expected; the next job
        gets a new one. Who leaves the iterator stops the job.
        """
        order = StartJob(pickle.dumps(job))
        self._wait_for_turn(cancel)
        try:
            child = self._begun(order, cancel)
            yield from self._followed(child, cancel)
        finally:
            with self._state:
                self._running, self._is_paused = None, False
            self._turn.release()

    def pause(self) -> None:
        """Hold the job that runs, at its next step; without one, the next job is held."""
        with self._state:
            self._is_paused = True
            if self._running is not None:
                self._running.tell(PauseJob())

    def go_on(self) -> None:
        """Let a job that is held go on."""
        with self._state:
            self._is_paused = False
            if self._running is not None:
                self._running.tell(GoOn())

    def close(self) -> None:
        """End the child, and with `Cancelled` the job it does; no other job is run after this."""
        with self._state:
            self._closed.set()
            child = self._child
        if child is None:
            return
        child.kill()
        # A job that runs notices the end of its child and clears up by itself.
        if self._turn.acquire(blocking=False):
            self._dismiss()
            self._turn.release()

    def _wait_for_turn(self, cancel: CancelToken) -> None:
        cancel.raise_if_cancelled()
        while not self._turn.acquire(timeout=LOOK_INTERVAL_S):
            cancel.raise_if_cancelled()

    def _begun(self, order: StartJob, cancel: CancelToken) -> RecogniserProcess:
        """Return the child that gets the job."""
        child = self._living_child()
        sending = child.tell(order)
        # Whoever stops a large order that is not read yet is heard as in the course of a job.
        while not (sending.wait(LOOK_INTERVAL_S) or cancel.is_cancelled):
            pass
        if sending.wait(0) and not sending.is_sent:
            # It died of something else just now, while it had nothing to do.
            self._dismiss()
            child = self._living_child()
            child.tell(order)
        with self._state:
            self._running = child
            if self._is_paused:
                child.tell(PauseJob())
        return child

    def _living_child(self) -> RecogniserProcess:
        if self._closed.is_set():
            raise Cancelled
        if self._child is not None and self._child.is_alive:
            return self._child
        self._dismiss()
        child = self._started()
        with self._state:
            self._child = child
        # Whoever closes from here on finds the child.
        if self._closed.is_set():
            child.kill()
            self._dismiss()
            raise Cancelled
        return child

    def _started(self) -> RecogniserProcess:
        try:
            return RecogniserProcess(self._environment, self._log_file)
        except OSError as error:
            reason = f"it could not be started: {(error.strerror or str(error)).lower()}"
            raise RecogniserDiedError(None, reason, self._log_file) from error

    def _dismiss(self) -> None:
        """Let go of a child that has ended or was killed."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _followed(self, child: RecogniserProcess, cancel: CancelToken) -> Iterator[object]:
        """Yield the events of the job that a child has begun."""
        course = JobCourse(child, cancel)
        is_usable = False
        try:
            for report in course:
                if isinstance(report, JobEvent):
                    yield report.event
                else:
                    is_usable = isinstance(report, JobEnded)
                    self._raise_failure(report, cancel)
                    return
            raise Cancelled
        except GeneratorExit:
            is_usable = course.stop()
            raise
        finally:
            if not is_usable:
                # Whoever hears it waits for its end.
                child.kill()
                self._child = None
            elif not self._keeps_child:
                child.kill()
                self._dismiss()

    def _raise_failure(
        self, report: JobEnded | JobFailed | ProcessEnded, cancel: CancelToken
    ) -> None:
        """Raise what the last report of a job tells, if that is a failure."""
        match report:
            case JobEnded():
                if report.error is not None:
                    raise report.error
            case JobFailed():
                raise RecogniserDiedError(None, report.reason, self._log_file)
            case ProcessEnded():
                if self._closed.is_set() or cancel.is_cancelled:
                    raise Cancelled
                reason = death_reason(report.exit_code)
                raise RecogniserDiedError(report.exit_code, reason, self._log_file)
