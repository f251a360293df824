"""What a job in another process reports, heard in a thread so that waiting for it has an end."""

import pickle
import queue
import threading
from dataclasses import dataclass

from whisper_desktop.app.recogniser_process import RecogniserProcess
from whisper_desktop.app.recognition_frames import JobEnded, JobFailed, Report


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    """There will be no more reports; what the process left is cleared up."""

    exit_code: int


class JobReports:
    """Hears a process until its job has ended in order or the process itself has ended.

    A read of a pipe cannot be given up, and a process that was killed may take a while to go:
    nobody but this thread waits for that.
    """

    def __init__(self, child: RecogniserProcess) -> None:
        """Begin to listen to a process that was told to do a job."""
        self._child = child
        self._reports: queue.SimpleQueue[Report | ProcessEnded] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="job reports", daemon=True).start()

    def next(self, timeout_s: float) -> Report | ProcessEnded | None:
        """Return the next report, or None when none came in time."""
        try:
            return self._reports.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            return None

    def _listen(self) -> None:
        while (frame := self._child.hear()) is not None:
            report = _unpickled(frame)
            self._reports.put(report)
            if isinstance(report, JobEnded):
                return
            if isinstance(report, JobFailed):
                # Whatever it says after that counts no more.
                self._child.kill()
                break
        self._reports.put(ProcessEnded(self._child.end()))


def _unpickled(frame: bytes) -> Report:
    try:
        report: Report = pickle.loads(frame)
    except Exception as error:  # noqa: BLE001 - pickles run code of what is in them
        return JobFailed(f"its report cannot be read ({type(error).__name__}: {error})")
    return report
