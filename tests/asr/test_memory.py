"""Memory that runs out is recognised however it is said."""

import errno

import pytest
import torch

from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.core.errors import InsufficientMemoryError


@pytest.mark.parametrize(
    "error",
    [
        MemoryError("no"),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("unable to mmap 9 bytes from file <a.pt>: Cannot allocate memory (12)"),
        RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
    ],
)
def test_every_way_of_saying_it_becomes_one_error(error: Exception) -> None:
    with pytest.raises(InsufficientMemoryError) as caught, memory_errors(torch.device("cpu")):
        raise error
    assert caught.value.device == "cpu"
    assert str(error) in caught.value.reason


@pytest.mark.parametrize("error", [RuntimeError("shape mismatch"), OSError(errno.EIO, "no")])
def test_other_faults_pass_through(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, memory_errors(torch.device("cpu")):
        raise error
    assert caught.value is error


def test_a_real_allocation_that_cannot_succeed_is_recognised() -> None:
    with pytest.raises(InsufficientMemoryError), memory_errors(torch.device("cpu")):
        torch.empty(2**56)
