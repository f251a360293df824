"""Find out what this machine can compute on, by trying it."""

import os
import platform
import warnings
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from whisper_desktop.asr.precision import (
    CpuFacts,
    GpuFacts,
    GpuFamilyFacts,
    Precision,
    torch_dtype,
)
from whisper_desktop.asr.quantize import int8_support

_LARGEST_RELATIVE_ERROR = {Precision.FP32: 1e-3, Precision.FP16: 1e-2, Precision.BF16: 5e-2}
"""Of a trial against the processor's fp32, with room for TF32 and other orders of summation."""

_CPUINFO = Path("/proc/cpuinfo")
"""Linux only."""

_CUDA_ABSENCES = {
    "not compiled with CUDA": "this PyTorch was built without CUDA",
    "no NVIDIA driver": "no NVIDIA driver is installed",
    "driver on your system is too old": "the NVIDIA driver is too old for this PyTorch",
    "No CUDA GPUs": "the driver shows no GPU",
    "No HIP GPUs": "the driver shows no GPU",
    "no CUDA-capable device": "the driver shows no GPU",
}
"""Part of PyTorch's message -> what it means."""


class TorchProbe:
    """Looks at the machine through PyTorch; each part once, when it is first asked for."""

    @cached_property
    def cpu(self) -> CpuFacts:
        """The processor."""
        support = int8_support()
        reason = "" if support.is_available else support.reason
        return CpuFacts(_processor_name(), _memory_bytes(), reason)

    @cached_property
    def cuda(self) -> GpuFamilyFacts:
        """NVIDIA's (or, with ROCm, AMD's) GPUs."""
        absence = _cuda_absence()
        if absence:
            return GpuFamilyFacts(absence=absence)
        return GpuFamilyFacts(tuple(_cuda_gpu(i) for i in range(torch.cuda.device_count())))

    @cached_property
    def mps(self) -> GpuFamilyFacts:
        """Apple's GPU."""
        if platform.system() != "Darwin":
            return GpuFamilyFacts(absence="Apple's GPUs are found on macOS only")
        if not torch.backends.mps.is_built():
            return GpuFamilyFacts(absence="this PyTorch was built without Metal")
        if not torch.backends.mps.is_available():
            return GpuFamilyFacts(
                absence="this macOS or this Mac has no Metal that PyTorch can use"
            )
        agreeing, failure = _try(torch.device("mps"))
        return GpuFamilyFacts((GpuFacts("Apple GPU", _memory_bytes(), agreeing, None, failure),))


def _cuda_absence() -> str:
    """Say why there is no CUDA; empty when there is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            torch.cuda.current_device()
    except (RuntimeError, AssertionError, AttributeError) as error:
        return cuda_absence_reason(str(error))
    return "" if torch.cuda.device_count() else "the driver shows no GPU"


def cuda_absence_reason(message: str) -> str:
    """Turn PyTorch's message on why CUDA does not start into a plain clause."""
    for part, reason in _CUDA_ABSENCES.items():
        if part in message:
            return reason
    return f"CUDA does not start ({message.partition(chr(10))[0]})"


def _cuda_gpu(index: int) -> GpuFacts:
    properties = torch.cuda.get_device_properties(index)
    capability = None if torch.version.hip else (properties.major, properties.minor)
    agreeing: tuple[Precision, ...] = ()
    failure = "" if capability is None else age_reason(capability, torch.cuda.get_arch_list())
    if not failure:
        agreeing, failure = _try(torch.device("cuda", index))
    return GpuFacts(properties.name, properties.total_memory, agreeing, capability, failure)


def age_reason(capability: tuple[int, int], architectures: Iterable[str]) -> str:
    """Say why a PyTorch built for these ("sm_86", "compute_90") cannot use a GPU, or nothing.

    Machine code runs on its own major version from its minor version on, intermediate code on
    everything newer.
    """
    built = [_architecture(name) for name in architectures]
    for is_intermediate, version in built:
        is_same_major = version[0] == capability[0]
        if version <= capability and (is_intermediate or is_same_major):
            return ""
    found = f"{capability[0]}.{capability[1]}"
    is_older = any(capability < version for _, version in built)
    age = "old" if is_older else "new"
    return f"its compute capability {found} is too {age} for this PyTorch"


def _architecture(name: str) -> tuple[bool, tuple[int, int]]:
    """'sm_120a' -> (False, (12, 0)); 'compute_90' -> (True, (9, 0))."""
    kind, _, digits = name.partition("_")
    number = int("".join(character for character in digits if character.isdigit()))
    return kind == "compute", divmod(number, 10)


def _try(device: torch.device) -> tuple[tuple[Precision, ...], str]:
    """Return the precisions that agree with fp32 on the processor, and why none does."""
    agreeing: list[Precision] = []
    try:
        for precision, limit in _LARGEST_RELATIVE_ERROR.items():
            if trial_error(device, precision) <= limit:
                agreeing.append(precision)
    except (RuntimeError, TypeError, NotImplementedError) as error:
        if not agreeing:
            return (), f"a trial failed ({str(error).partition(chr(10))[0]})"
    return tuple(agreeing), ""


def trial_error(device: torch.device, precision: Precision) -> float:
    """Return the relative error of a small computation against the processor's fp32.

    It convolves, attends and multiplies: what the network does, and where GPUs are known to fail.
    """
    generator = torch.Generator().manual_seed(0)
    mel = torch.randn(1, 80, 64, generator=generator)
    filters = torch.randn(64, 80, 3, generator=generator) / 240**0.5
    matrix = torch.randn(64, 64, generator=generator) / 8
    exact = _computed(mel, filters, matrix)
    dtype = torch_dtype(precision)
    found = _computed(*(tensor.to(device, dtype) for tensor in (mel, filters, matrix)))
    error = (found.to("cpu", torch.float32) - exact).norm() / exact.norm()
    return float(error) if error.isfinite() else float("inf")


@torch.inference_mode()
def _computed(mel: Tensor, filters: Tensor, matrix: Tensor) -> Tensor:
    x = functional.gelu(functional.conv1d(mel, filters, padding=1)).transpose(1, 2)
    heads = x.reshape(1, 64, 4, 16).transpose(1, 2)
    mixed = functional.scaled_dot_product_attention(heads, heads, heads)
    return functional.linear(mixed.transpose(1, 2).reshape(1, 64, 64), matrix)


def free_memory(gpu_count: int) -> tuple[tuple[str, int], ...]:
    """Return the free bytes of the first CUDA devices by name, of those that tell."""
    found: list[tuple[str, int]] = []
    for index in range(gpu_count):
        with suppress(RuntimeError):
            found.append((f"cuda:{index}", torch.cuda.mem_get_info(index)[0]))
    return tuple(found)


def _processor_name() -> str:
    if _CPUINFO.is_file():
        for line in _CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine() or "processor"


def _memory_bytes() -> int | None:
    """Return the machine's memory, or None where the system does not tell this way."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None
