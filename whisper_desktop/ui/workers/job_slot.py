"""The place of one job: who starts another stops the one before."""

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.ui.workers.job_thread import Job, JobThread


class JobSlot(QObject):
    """Runs one job at a time, each in a thread of its own, and keeps nothing of those before.

    What was on its way from a job that was stopped or replaced does not arrive any more.
    """

    event_ready = Signal(object)
    failed = Signal(object)
    ended = Signal()
    """No job is left: the last one came to its end, failed or was stopped; told once of each.

    Nothing is told of a job that another one replaced.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: JobThread | None = None
        self._cancelled: JobThread | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a job whose end was not told yet."""
        return self._thread is not None

    def start(self, job: Job) -> None:
        """Begin a job, after the one before it was stopped."""
        self._drop()
        self._thread = JobThread(job, self)
        self._thread.event_ready.connect(self.event_ready)
        self._thread.failed.connect(self.failed)
        self._thread.ended.connect(self.stop)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the job to stop and return at once; `ended` follows when it has."""
        if self._thread is not None and self._cancelled is not self._thread:
            self._cancelled = self._thread
            self._thread.finished.connect(self._on_cancelled_finished)
            self._thread.cancel()
            if self._thread.isFinished():
                # Perhaps it was before somebody listened for it.
                self.stop()

    @Slot()
    def stop(self) -> None:
        """Stop the job, if there is one, and wait until its thread has ended."""
        if self._thread is not None:
            self._drop()
            self.ended.emit()

    def _drop(self) -> None:
        thread, self._thread, self._cancelled = self._thread, None, None
        if thread is not None:
            thread.stop()
            thread.deleteLater()

    @Slot()
    def _on_cancelled_finished(self) -> None:
        # It may be said of one before, while another works already.
        if self._thread is not None and self._thread is self._cancelled:
            self.stop()
