from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from whisper_desktop.asr.device_probe import (
    TorchProbe,
    age_reason,
    cuda_absence_reason,
    free_memory,
    trial_error,
)
from whisper_desktop.asr.precision import Precision, choose_device, list_devices


def test_this_machine_can_be_probed_and_something_on_it_is_usable() -> None:
    probe = TorchProbe()
    choice = choose_device(probe=probe)
    usable = {report.name: report for report in list_devices(probe) if report.is_usable}
    assert choice.precision in usable[choice.device].precisions
    assert usable["cpu"].description
    assert probe.cpu is probe.cpu


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_an_absent_gpu_has_a_reason() -> None:
    cuda = TorchProbe().cuda
    assert cuda.gpus == ()
    assert cuda.absence


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Torch not compiled with CUDA enabled", "this PyTorch was built without CUDA"),
        (
            "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU",
            "no NVIDIA driver is installed",
        ),
        (
            "The NVIDIA driver on your system is too old (found version 11040).",
            "the NVIDIA driver is too old for this PyTorch",
        ),
        ("No CUDA GPUs are available", "the driver shows no GPU"),
        ("CUDA unknown error\nsecond line", "CUDA does not start (CUDA unknown error)"),
    ],
)
def test_messages_of_pytorch_become_plain_reasons(message: str, reason: str) -> None:
    assert cuda_absence_reason(message) == reason


@pytest.mark.parametrize(
    ("capability", "architectures", "is_supported"),
    [
        ((8, 6), ["sm_75", "sm_80", "sm_90"], True),
        ((8, 9), ["sm_86"], True),
        ((7, 5), ["sm_75", "sm_80"], True),
        ((6, 1), ["sm_75", "sm_80"], False),
        ((7, 0), ["sm_75"], False),
        ((12, 0), ["sm_90"], False),
        ((12, 0), ["sm_90", "compute_90"], True),
        ((12, 0), ["sm_100", "sm_120a"], True),
        ((8, 0), ["compute_90"], False),
    ],
)
def test_a_gpu_is_supported_by_code_of_its_major_version_or_older_intermediate_code(
    capability: tuple[int, int], architectures: list[str], is_supported: bool
) -> None:
    assert (age_reason(capability, architectures) == "") == is_supported


def test_an_unsupported_gpu_is_said_to_be_too_old_or_too_new() -> None:
    assert "6.1 is too old for" in age_reason((6, 1), ["sm_75"])
    assert "12.0 is too new for" in age_reason((12, 0), ["sm_90"])


@pytest.fixture
def fake_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend to have two NVIDIA cards of different age."""
    capabilities = [(8, 6), (6, 1)]
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: len(capabilities))
    monkeypatch.setattr(torch.cuda, "get_arch_list", lambda: ["sm_75", "sm_86"])
    monkeypatch.setattr(
        torch.cuda,
        "get_device_properties",
        lambda index: SimpleNamespace(
            name=f"Card {index}",
            total_memory=8_000_000_000,
            major=capabilities[index][0],
            minor=capabilities[index][1],
        ),
    )


def set_trial(
    monkeypatch: pytest.MonkeyPatch, trial: Callable[[torch.device, Precision], float]
) -> None:
    monkeypatch.setattr("whisper_desktop.asr.device_probe.trial_error", trial)


@pytest.mark.usefixtures("fake_cuda")
def test_cards_are_tried_unless_they_are_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def trial(device: torch.device, precision: Precision) -> float:
        tried.append(f"{device} {precision}")
        return float("inf") if precision is Precision.FP16 else 1e-6

    set_trial(monkeypatch, trial)
    new, old = TorchProbe().cuda.gpus
    assert (new.name, new.capability, new.memory_bytes) == ("Card 0", (8, 6), 8_000_000_000)
    assert new.agreeing == (Precision.FP32, Precision.BF16)
    assert new.failure == ""
    assert old.failure == "its compute capability 6.1 is too old for this PyTorch"
    assert tried == ["cuda:0 fp32", "cuda:0 fp16", "cuda:0 bf16"]


@pytest.mark.usefixtures("fake_cuda")
def test_a_trial_that_fails_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def trial(device: torch.device, precision: Precision) -> float:
        raise RuntimeError("CUDA error: out of memory\nCompile with")

    set_trial(monkeypatch, trial)
    assert TorchProbe().cuda.gpus[0].failure == "a trial failed (CUDA error: out of memory)"


@pytest.mark.usefixtures("fake_cuda")
def test_a_driver_without_cards_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    assert TorchProbe().cuda.absence == "the driver shows no GPU"


@pytest.mark.parametrize(
    ("is_built", "is_available", "absence"),
    [
        (False, False, "this PyTorch was built without Metal"),
        (True, False, "this macOS or this Mac has no Metal that PyTorch can use"),
        (True, True, ""),
    ],
)
def test_a_mac_has_an_apple_gpu_or_a_reason_why_not(
    monkeypatch: pytest.MonkeyPatch, is_built: bool, is_available: bool, absence: str
) -> None:
    def trial(device: torch.device, precision: Precision) -> float:
        assert device.type == "mps"
        if precision is Precision.BF16:
            raise TypeError("BFloat16 is not supported on MPS")
        return 1e-6

    set_trial(monkeypatch, trial)
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    monkeypatch.setattr(torch.backends.mps, "is_built", lambda: is_built)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: is_available)
    mps = TorchProbe().mps
    assert mps.absence == absence
    assert [gpu.agreeing for gpu in mps.gpus] == [
        (Precision.FP32, Precision.FP16) for _ in range(int(is_available))
    ]


def test_elsewhere_than_on_a_mac_there_is_no_apple_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Windows")
    assert TorchProbe().mps.absence == "Apple's GPUs are found on macOS only"


def test_a_system_that_tells_neither_memory_nor_processor_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr("os.sysconf")
    monkeypatch.setattr("whisper_desktop.asr.device_probe._CPUINFO", tmp_path / "none")
    cpu = TorchProbe().cpu
    assert cpu.memory_bytes is None
    assert cpu.name


def test_the_processor_agrees_with_itself_and_half_precision_nearly() -> None:
    cpu = torch.device("cpu")
    assert trial_error(cpu, Precision.FP32) == 0
    assert 0 < trial_error(cpu, Precision.BF16) < 5e-2
    assert 0 < trial_error(cpu, Precision.FP16) < 1e-2


def test_a_result_that_is_no_number_counts_as_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    computed = iter([torch.ones(2), torch.tensor([1.0, float("nan")])])
    monkeypatch.setattr(
        "whisper_desktop.asr.device_probe._computed", lambda *tensors: next(computed)
    )
    assert trial_error(torch.device("cpu"), Precision.FP16) == float("inf")


def test_gpus_that_do_not_tell_their_free_memory_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def free(index: int) -> tuple[int, int]:
        if index:
            raise RuntimeError("not supported")
        return 7_000, 8_000

    monkeypatch.setattr(torch.cuda, "mem_get_info", free)
    assert free_memory(2) == (("cuda:0", 7_000),)
    assert free_memory(0) == ()
