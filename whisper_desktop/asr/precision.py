"""Which device does the work, in which precision, and why; decided from facts about the machine.

`device_probe.TorchProbe` finds the facts. Reasons are plain clauses without a full stop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from whisper_desktop.core.errors import DeviceUnavailableError

if TYPE_CHECKING:
    import torch

AUTO = "auto"

_BYTES_PER_GB = 1_000_000_000
_FAST_FP16_SINCE = (7, 0)
"""Compute capability (Volta); among the older ones only 6.0 is fast in fp16."""
_FAST_FP16_EXCEPTION = (6, 0)
_FAULTY_FP16 = "GTX 16"
"""Of these cards' names; see https://github.com/pytorch/pytorch/issues/58123."""


class Precision(StrEnum):
    """How numbers are held; int8 in the weights of the linear layers only."""

    FP16 = "fp16"
    BF16 = "bf16"
    FP32 = "fp32"
    INT8 = "int8"


_TRIED = (Precision.FP16, Precision.BF16, Precision.FP32)
_WRONG = "gave wrong results on it"


class DeviceKind(StrEnum):
    """A family of devices; the preferred first."""

    CUDA = "cuda"
    """NVIDIA's GPUs, and AMD's where PyTorch is built for ROCm."""
    MPS = "mps"
    """Apple's GPUs."""
    CPU = "cpu"


@dataclass(frozen=True, slots=True)
class CpuFacts:
    """The processor."""

    name: str
    memory_bytes: int | None
    int8_reason: str = ""
    """Why int8 products do not work on it; empty when they do."""


@dataclass(frozen=True, slots=True)
class GpuFacts:
    """A GPU that its driver shows, and what a trial on it gave."""

    name: str
    memory_bytes: int | None
    agreeing: tuple[Precision, ...] = ()
    """Those in which small computations agreed with the processor's fp32."""
    capability: tuple[int, int] | None = None
    """NVIDIA's compute capability; None for others."""
    failure: str = ""
    """Why it cannot be used; empty when it can."""


@dataclass(frozen=True, slots=True)
class GpuFamilyFacts:
    """All GPUs of a kind, by index; when there are none, why."""

    gpus: tuple[GpuFacts, ...] = ()
    absence: str = ""


class DeviceProbe(Protocol):
    """Knows what is there; a first question may take seconds, so ask only what is needed."""

    @property
    def cpu(self) -> CpuFacts:
        """The processor."""

    @property
    def cuda(self) -> GpuFamilyFacts:
        """NVIDIA's (or, with ROCm, AMD's) GPUs."""

    @property
    def mps(self) -> GpuFamilyFacts:
        """Apple's GPU."""


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """A device, or a family that has none here."""

    name: str
    """"cpu", "cuda:0" or "mps"; of an absent family its kind."""
    kind: DeviceKind
    description: str
    memory_bytes: int | None
    is_usable: bool
    reason: str
    """Why it cannot be used, or why the first precision is the default."""
    precisions: tuple[Precision, ...] = ()
    """The first one is used when none is asked for."""
    refusals: tuple[tuple[Precision, str], ...] = ()
    """The other precisions, and why each is not offered."""


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """What the work is done on, as PyTorch names it, and why."""

    device: str
    precision: Precision
    reason: str


def list_devices(probe: DeviceProbe) -> tuple[DeviceReport, ...]:
    """Report every device and every absent family, in order of preference."""
    return tuple(report for kind in DeviceKind for report in _reports(kind, probe))


def choose_device(
    wanted: str = AUTO, precision: str = AUTO, *, probe: DeviceProbe, needed_bytes: int = 0
) -> DeviceChoice:
    """Choose among what works here.

    `wanted` is "auto", "cpu", "cuda" (the GPU with the most memory), "cuda:N" or "mps". When the
    choice is free, a GPU with less memory than `needed_bytes` is passed over.

    Raises:
        DeviceUnavailableError: Nothing that is here does what is wanted.
        ValueError: There is no such precision.
    """
    asked = None if precision == AUTO else Precision(precision)
    objections: dict[str, str] = {}
    for report in _candidates(wanted, probe):
        objection = _objection(report, asked, needed_bytes if wanted == AUTO else 0)
        if not objection:
            reason = _choice_reason(report, asked, objections)
            return DeviceChoice(report.name, asked or report.precisions[0], reason)
        objections[report.name] = objection
    request = wanted if asked is None else f"{asked} on {wanted}"
    found = tuple(_summary(report) for report in list_devices(probe) if report.is_usable)
    raise DeviceUnavailableError(request, _refusal_reason(objections), found)


def torch_dtype(precision: Precision) -> "torch.dtype":
    """Return the type of the tensors outside quantised layers."""
    import torch

    half = {Precision.FP16: torch.float16, Precision.BF16: torch.bfloat16}
    return half.get(precision, torch.float32)


def _candidates(wanted: str, probe: DeviceProbe) -> Iterator[DeviceReport]:
    """Yield the devices meant, the best first; no more is probed than is asked for."""
    for kind in DeviceKind:
        if wanted != AUTO and wanted.partition(":")[0] != kind:
            continue
        reports = _reports(kind, probe)
        for report in sorted(reports, key=lambda report: -(report.memory_bytes or 0)):
            is_absent_family = report.name == kind and not report.is_usable
            if wanted in (AUTO, kind, report.name) or is_absent_family:
                yield report


def _objection(report: DeviceReport, asked: Precision | None, needed_bytes: int) -> str:
    """Say why a device does not do; empty when it does."""
    if not report.is_usable:
        return report.reason
    if asked is not None and asked not in report.precisions:
        return dict(report.refusals)[asked]
    memory_bytes = report.memory_bytes
    if report.kind is not DeviceKind.CPU and memory_bytes and memory_bytes < needed_bytes:
        return f"it has {_gb(memory_bytes)} of memory, and {_gb(needed_bytes)} are needed"
    return ""


def _refusal_reason(objections: dict[str, str]) -> str:
    if len(objections) == 1:
        return next(iter(objections.values()))
    each = "; ".join(f"{name}: {objection}" for name, objection in objections.items())
    return each or "there is no such device"


def _choice_reason(
    report: DeviceReport, asked: Precision | None, objections: dict[str, str]
) -> str:
    why = f"{asked} was asked for" if asked else report.reason
    passed_over = ", ".join(f"{name} ({objection})" for name, objection in objections.items())
    reason = f"{report.description}; {why}"
    return f"{reason}; not used: {passed_over}" if passed_over else reason


def _summary(report: DeviceReport) -> str:
    return f"{report.name} ({', '.join(report.precisions)})"


def _reports(kind: DeviceKind, probe: DeviceProbe) -> tuple[DeviceReport, ...]:
    if kind is DeviceKind.CPU:
        return (_cpu_report(probe.cpu),)
    family = probe.cuda if kind is DeviceKind.CUDA else probe.mps
    if not family.gpus:
        return (DeviceReport(kind.value, kind, "", None, False, family.absence),)
    if kind is DeviceKind.MPS:
        return (_gpu_report(kind.value, kind, family.gpus[0]),)
    return tuple(_gpu_report(f"{kind}:{i}", kind, gpu) for i, gpu in enumerate(family.gpus))


def _cpu_report(cpu: CpuFacts) -> DeviceReport:
    slow = "half precision is slower than fp32 on a processor; fp32 or int8 serve better"
    refusals = [(Precision.FP16, slow), (Precision.BF16, slow)]
    precisions = [Precision.FP32]
    if cpu.int8_reason:
        refusals.append((Precision.INT8, cpu.int8_reason))
    else:
        precisions.append(Precision.INT8)
    return DeviceReport(
        name=DeviceKind.CPU.value,
        kind=DeviceKind.CPU,
        description=cpu.name,
        memory_bytes=cpu.memory_bytes,
        is_usable=True,
        reason="fp32 is exact",
        precisions=tuple(precisions),
        refusals=tuple(refusals),
    )


def _gpu_report(name: str, kind: DeviceKind, gpu: GpuFacts) -> DeviceReport:
    failure = gpu.failure or _disagreement(gpu)
    if failure:
        return DeviceReport(name, kind, gpu.name, gpu.memory_bytes, False, failure)
    objection = _fp16_objection(gpu)
    default = Precision.FP32 if objection else Precision.FP16
    others = [p for p in Precision if p in gpu.agreeing and p is not default]
    refusals = [(p, f"{p} {_WRONG}") for p in _TRIED if p not in gpu.agreeing]
    return DeviceReport(
        name=name,
        kind=kind,
        description=gpu.name,
        memory_bytes=gpu.memory_bytes,
        is_usable=True,
        reason=f"fp32, as {objection}" if objection else "fp16 is fast and agrees with fp32",
        precisions=(default, *others),
        refusals=(*refusals, (Precision.INT8, "int8 is for the processor only")),
    )


def _disagreement(gpu: GpuFacts) -> str:
    return "" if Precision.FP32 in gpu.agreeing else "it computes wrong results"


def _fp16_objection(gpu: GpuFacts) -> str:
    """Say why fp16 is not the default on a GPU; empty when it is."""
    if Precision.FP16 not in gpu.agreeing:
        return f"fp16 {_WRONG}"
    if _FAULTY_FP16 in gpu.name:
        return f"{_FAULTY_FP16} cards are known to compute fp16 wrongly"
    capability = gpu.capability
    if capability is None or capability >= _FAST_FP16_SINCE or capability == _FAST_FP16_EXCEPTION:
        return ""
    return f"fp16 is slow on a GPU of compute capability {capability[0]}.{capability[1]}"


def _gb(n_bytes: int) -> str:
    return f"{n_bytes / _BYTES_PER_GB:.1f} GB"
