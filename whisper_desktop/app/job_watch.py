"""Sees to it that a job in another process stops when it shall, if need be with its process."""

import threading

from whisper_desktop.app.recogniser_process import RecogniserProcess
from whisper_desktop.app.recognition_frames import CancelJob
from whisper_desktop.core.cancel import CancelToken

LOOK_INTERVAL_S = 0.05
"""How often the cancel token is looked at."""
GRACE_S = 0.7
"""How long a job may take to stop before its process is killed: within a second, all in all."""


class JobWatch:
    """A thread that looks at the cancel token while another one waits for reports."""

    def __init__(self, child: RecogniserProcess, cancel: CancelToken) -> None:
        """Begin to watch over the job that the child was told to do."""
        self._child, self._cancel = child, cancel
        self._is_abandoned, self._is_over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._watch, name="job watch", daemon=True)
        self._thread.start()

    def abandon(self) -> None:
        """Stop the job although nobody cancelled it."""
        self._is_abandoned.set()

    def end(self) -> None:
        """Watch no longer: the job has ended."""
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not (self._is_abandoned.is_set() or self._cancel.is_cancelled):
            if self._is_over.wait(LOOK_INTERVAL_S):
                return
        self._child.tell(CancelJob())
        if not self._is_over.wait(GRACE_S):
            self._child.kill()
