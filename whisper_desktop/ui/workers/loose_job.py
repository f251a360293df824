"""One job that can be let go of at once, though it may take a while to notice."""

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.ui.workers.job_thread import Job, JobThread


class LooseJob(QObject):
    """Runs one job at a time; the next one begins when the thread of the last has ended.

    A transfer that hangs asks its token only when the network answers or is given up: the window
    does not wait for that, as a `JobSlot` would.
    """

    event_ready = Signal(object)
    failed = Signal(object)
    ended = Signal()
    """The thread has ended, for whatever reason; another job may begin."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: JobThread | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a thread whose end was not told yet."""
        return self._thread is not None

    def start(self, job: Job) -> None:
        """Begin; ValueError while the last job has not ended."""
        if self._thread is not None:
            raise ValueError("the last job has not ended")
        self._thread = JobThread(job, self)
        self._thread.event_ready.connect(self.event_ready)
        self._thread.failed.connect(self.failed)
        self._thread.finished.connect(self._on_finished)
        self._thread.start()

    def let_go(self) -> None:
        """Ask the job to stop and return at once; nothing but its end is heard of it any more."""
        if self._thread is not None:
            self._thread.cancel()

    def stop(self) -> None:
        """Ask the job to stop and wait until its thread has ended; for the end of the program."""
        if self._thread is not None:
            self._thread.stop()
            self._on_finished()

    @Slot()
    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.finished.disconnect(self._on_finished)
            thread.deleteLater()
            self.ended.emit()
