"""What is known in the window of the devices of this machine; another process looks at them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.free_memory import free_memory_bytes
from whisper_desktop.app.machine import DevicesJob, MachineFound, SpeedJob, SpeedMeasured
from whisper_desktop.app.preflight import Machine
from whisper_desktop.app.recognition_jobs import RunJob
from whisper_desktop.ui.workers.job_slot import JobSlot


class Devices(QObject):
    """Asks for the devices once, and for the speed of each way that somebody asks about."""

    changed = Signal()

    def __init__(
        self,
        run: RunJob,
        parent: QObject | None = None,
        *,
        free_bytes: Callable[[], int | None] = free_memory_bytes,
    ) -> None:
        super().__init__(parent)
        self._run, self._free_bytes = run, free_bytes
        self._machine = Machine()
        self._problem: BaseException | None = None
        self._orders: list[DevicesJob | SpeedJob] = []
        self._job: DevicesJob | SpeedJob | None = None
        self._asked: set[tuple[str, str]] = set()
        self._slot = JobSlot(self)
        self._slot.event_ready.connect(self._on_event)
        self._slot.failed.connect(self._on_failed)
        self._slot.ended.connect(self._begin_next)

    @property
    def machine(self) -> Machine:
        """What is known by now, with the memory that is free at this moment."""
        return replace(self._machine, free_bytes=self._free_bytes())

    @property
    def is_looking(self) -> bool:
        """Whether something is being found out."""
        return self._slot.is_running

    @property
    def problem(self) -> BaseException | None:
        """Why the last look failed; None when it did not."""
        return self._problem

    def look(self) -> None:
        """Find out which devices there are, unless that is known, under way or was in vain."""
        if self._machine.facts is None and self._problem is None and not self.is_looking:
            self.look_again()

    def look_again(self) -> None:
        """Find out which devices there are now."""
        self._problem = None
        self._order(DevicesJob())

    def measure(self, device: str, precision: str) -> None:
        """Find out how fast a device is, once."""
        if (device, precision) not in self._asked:
            self._asked.add((device, precision))
            self._order(SpeedJob(device, precision))

    def stop(self) -> None:
        """End what is under way; for the end of the program."""
        self._orders.clear()
        self._slot.stop()

    def _order(self, job: DevicesJob | SpeedJob) -> None:
        self._orders.append(job)
        if not self._slot.is_running:
            self._begin_next()

    @Slot()
    def _begin_next(self) -> None:
        if self._orders:
            job = self._job = self._orders.pop(0)
            self._slot.start(partial(self._run, job))
        self.changed.emit()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        match event:
            case MachineFound(facts=facts):
                self._machine = replace(self._machine, facts=facts)
            case SpeedMeasured(device=device, precision=precision, speed=speed):
                speeds = {**self._machine.speeds, (device, precision): speed}
                self._machine = replace(self._machine, speeds=speeds)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        # A speed that is not known is no problem; an estimate is missing, and that is seen.
        if isinstance(self._job, DevicesJob):
            self._problem = error
