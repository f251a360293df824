"""What the recogniser found out about this machine, for a window that never loads torch."""

from collections.abc import Iterator
from dataclasses import dataclass

from whisper_desktop.asr.device_speed import MatrixSpeed
from whisper_desktop.asr.precision import (
    CpuFacts,
    DeviceChoice,
    DeviceReport,
    GpuFamilyFacts,
    Precision,
    choose_device,
    list_devices,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import DeviceUnavailableError

__all__ = [
    "DeviceChoice",
    "DeviceReport",
    "DevicesJob",
    "MachineFacts",
    "MachineFound",
    "SpeedJob",
    "SpeedMeasured",
]

AUTO = "auto"
PRECISIONS = (AUTO, *(precision.value for precision in Precision))


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """The devices that are here; `asr.precision` decides from them without torch.

    `free_bytes` gives the free memory of GPUs that tell it, at the time of the look.
    """

    cpu: CpuFacts
    cuda: GpuFamilyFacts
    mps: GpuFamilyFacts
    free_bytes: tuple[tuple[str, int], ...] = ()

    def devices(self) -> tuple[DeviceReport, ...]:
        """Return every device and every family that is absent, in order of preference."""
        return list_devices(self)

    def choose(self, device: str, precision: str, needed_bytes: int = 0) -> DeviceChoice:
        """Return what the recogniser will take for these wishes.

        Raises `DeviceUnavailableError`.
        """
        if precision not in PRECISIONS:
            reason = "there is no such precision"
            raise DeviceUnavailableError(precision, reason, PRECISIONS)
        return choose_device(device, precision, probe=self, needed_bytes=needed_bytes)


@dataclass(frozen=True, slots=True)
class MachineFound:
    """What a look at the machine gave."""

    facts: MachineFacts


@dataclass(frozen=True, slots=True)
class SpeedMeasured:
    """How fast a device multiplies in a precision."""

    device: str
    precision: str
    speed: MatrixSpeed


@dataclass(frozen=True, slots=True)
class DevicesJob:
    """Look at the machine; for the recogniser's process, as it imports torch."""

    def events(self, _bench: object, cancel: CancelToken) -> Iterator[MachineFound]:
        """Yield what there is."""
        from whisper_desktop.asr.device_probe import TorchProbe, free_memory

        probe = TorchProbe()
        cancel.raise_if_cancelled()
        cuda, mps = probe.cuda, probe.mps
        yield MachineFound(MachineFacts(probe.cpu, cuda, mps, free_memory(len(cuda.gpus))))


@dataclass(frozen=True, slots=True)
class SpeedJob:
    """Multiply matrices for half a second; for the recogniser's process."""

    device: str
    precision: str

    def events(self, _bench: object, cancel: CancelToken) -> Iterator[SpeedMeasured]:
        """Yield the speed."""
        from whisper_desktop.asr.matrix_speed import measure_matrix_speed

        cancel.raise_if_cancelled()
        speed = measure_matrix_speed(self.device, Precision(self.precision))
        yield SpeedMeasured(self.device, self.precision, speed)
