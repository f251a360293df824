"""A recogniser that says what a test lets it say."""

import queue
from collections.abc import Iterator
from typing import Any

from whisper_desktop.app.recognition_jobs import RecognitionJob
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled


class FakeHost:
    """Hands on what it is told to say: events, errors to raise, None for the end."""

    def __init__(self) -> None:
        self.jobs: list[Any] = []
        """The jobs that were ordered, of the kind that the test has ordered."""
        self.is_paused = False
        self._reports: queue.Queue[object] = queue.Queue()

    def say(self, *reports: object) -> None:
        for report in reports:
            self._reports.put(report)

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        self.jobs.append(job)
        while True:
            try:
                report = self._reports.get(timeout=0.01)
            except queue.Empty:
                if cancel.is_cancelled:
                    raise Cancelled from None
                continue
            if report is None:
                return
            if isinstance(report, Exception):
                raise report
            yield report

    def pause(self) -> None:
        self.is_paused = True

    def go_on(self) -> None:
        self.is_paused = False
