"""The course of a job in another process: it ends by itself, or soon after it was asked to."""

import time
from collections.abc import Iterator

from whisper_desktop.app.job_reports import JobReports, ProcessEnded
from whisper_desktop.app.recogniser_process import RecogniserProcess
from whisper_desktop.app.recognition_frames import CancelJob, JobEnded, JobEvent, Report
from whisper_desktop.core.cancel import CancelToken

LOOK_INTERVAL_S = 0.05
"""How often the cancel token is looked at."""
GRACE_S = 0.7
"""How long a job may take to stop: within a second, all in all."""


class JobCourse:
    """The reports of a job that was begun, until it ended or was given up."""

    def __init__(self, child: RecogniserProcess, cancel: CancelToken) -> None:
        self._child, self._cancel = child, cancel
        self._reports = JobReports(child)
        self._latest_end_s: float | None = None
        """Once the job was asked to stop."""

    def __iter__(self) -> Iterator[Report | ProcessEnded]:
        """Yield each report; it ends without a last one if the job does not stop when it shall.

        Its process is killed then, and what it had reported comes all the same.
        """
        while not self._is_overdue():
            if self._latest_end_s is None and self._cancel.is_cancelled:
                self._ask_to_stop()
            report = self._reports.next(self._patience_s())
            if report is not None:
                yield report
        self._child.kill()
        while (report := self._reports.next(0)) is not None:
            yield report

    def stop(self) -> bool:
        """Stop the job, whose events nobody wants; return whether it ended in order."""
        if self._latest_end_s is None:
            self._ask_to_stop()
        last = next((report for report in self if not isinstance(report, JobEvent)), None)
        return isinstance(last, JobEnded)

    def _ask_to_stop(self) -> None:
        self._child.tell(CancelJob())
        self._latest_end_s = time.monotonic() + GRACE_S

    def _patience_s(self) -> float:
        if self._latest_end_s is None:
            return LOOK_INTERVAL_S
        return min(LOOK_INTERVAL_S, self._latest_end_s - time.monotonic())

    def _is_overdue(self) -> bool:
        return self._latest_end_s is not None and time.monotonic() >= self._latest_end_s
