"""Somebody who listens to a job."""

from PySide6.QtCore import QObject, Slot

from whisper_desktop.ui.workers.job_slot import JobSlot
from whisper_desktop.ui.workers.loose_job import LooseJob


class Listener(QObject):
    """Writes down what is said of the jobs in a place, and whether there is one at their end."""

    def __init__(self, jobs: JobSlot | LooseJob) -> None:
        super().__init__()
        self.jobs = jobs
        self.heard: list[object] = []
        self.was_running: list[bool] = []
        jobs.event_ready.connect(self.on_said)
        jobs.failed.connect(self.on_said)
        jobs.ended.connect(self.on_ended)

    @Slot(object)
    def on_said(self, said: object) -> None:
        self.heard.append(said)

    @Slot()
    def on_ended(self) -> None:
        self.heard.append("ended")
        self.was_running.append(self.jobs.is_running)
