from dataclasses import dataclass, field, replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.precision import (
    CpuFacts,
    DeviceKind,
    GpuFacts,
    GpuFamilyFacts,
    Precision,
    choose_device,
    list_devices,
    torch_dtype,
)
from whisper_desktop.core.errors import DeviceUnavailableError

ALL = (Precision.FP32, Precision.FP16, Precision.BF16)
CPU = CpuFacts("Abacus 9000", 16_000_000_000)
NO_CUDA = GpuFamilyFacts(absence="this PyTorch was built without CUDA")
NO_MPS = GpuFamilyFacts(absence="Apple's GPUs are found on macOS only")
AMPERE = GpuFacts("RTX 3060", 12_000_000_000, ALL, (8, 6))
APPLE = GpuFamilyFacts((GpuFacts("Apple GPU", 16_000_000_000, ALL),))


@dataclass(frozen=True)
class Machine:
    """A machine as the test wants it."""

    cuda: GpuFamilyFacts = NO_CUDA
    mps: GpuFamilyFacts = NO_MPS
    cpu: CpuFacts = CPU


def with_gpus(*gpus: GpuFacts) -> Machine:
    return Machine(cuda=GpuFamilyFacts(gpus))


def refusal(wanted: str, precision: str, machine: Machine) -> DeviceUnavailableError:
    with pytest.raises(DeviceUnavailableError) as caught:
        choose_device(wanted, precision, probe=machine)
    return caught.value


def test_without_a_gpu_the_processor_works_in_fp32_and_says_why() -> None:
    choice = choose_device(probe=Machine())
    assert (choice.device, choice.precision) == ("cpu", Precision.FP32)
    assert choice.reason == (
        "Abacus 9000; fp32 is exact; not used: cuda (this PyTorch was built without CUDA), "
        "mps (Apple's GPUs are found on macOS only)"
    )


def test_a_modern_gpu_works_in_fp16() -> None:
    choice = choose_device(probe=with_gpus(AMPERE))
    assert (choice.device, choice.precision) == ("cuda:0", Precision.FP16)
    assert choice.reason == "RTX 3060; fp16 is fast and agrees with fp32"


def test_cuda_comes_before_mps_before_the_processor() -> None:
    everything = Machine(GpuFamilyFacts((AMPERE,)), APPLE)
    assert [report.name for report in list_devices(everything)] == ["cuda:0", "mps", "cpu"]
    assert choose_device(probe=everything).device == "cuda:0"
    assert choose_device(probe=Machine(mps=APPLE)).device == "mps"


@pytest.mark.parametrize(
    ("gpu", "reason"),
    [
        (replace(AMPERE, agreeing=(Precision.FP32,)), "fp16 gave wrong results on it"),
        (replace(AMPERE, capability=(6, 1)), "fp16 is slow on a GPU of compute capability 6.1"),
        (replace(AMPERE, capability=(5, 2)), "fp16 is slow on a GPU of compute capability 5.2"),
        (
            GpuFacts("NVIDIA GeForce GTX 1660 Ti", 6_000_000_000, ALL, (7, 5)),
            "GTX 16 cards are known to compute fp16 wrongly",
        ),
    ],
)
def test_where_fp16_is_poor_fp32_is_the_default(gpu: GpuFacts, reason: str) -> None:
    choice = choose_device(probe=with_gpus(gpu))
    assert (choice.device, choice.precision) == ("cuda:0", Precision.FP32)
    assert reason in choice.reason


@pytest.mark.parametrize("capability", [(6, 0), (7, 0), (7, 5), (12, 0), None])
def test_where_fp16_is_fast_it_is_the_default(capability: tuple[int, int] | None) -> None:
    gpu = replace(AMPERE, capability=capability)
    assert choose_device(probe=with_gpus(gpu)).precision is Precision.FP16


def test_of_several_gpus_the_one_with_most_memory_is_taken() -> None:
    small, large = AMPERE, replace(AMPERE, memory_bytes=24_000_000_000)
    assert choose_device(probe=with_gpus(small, large, large)).device == "cuda:1"
    assert choose_device("cuda", probe=with_gpus(small, large)).device == "cuda:1"
    assert choose_device("cuda:0", probe=with_gpus(small, large)).device == "cuda:0"


def test_a_broken_gpu_is_passed_over_with_its_reason() -> None:
    broken = GpuFacts("Old GPU", 48_000_000_000, failure="its driver crashed")
    choice = choose_device(probe=with_gpus(broken, AMPERE))
    assert choice.device == "cuda:1"
    assert choice.reason.endswith("not used: cuda:0 (its driver crashed)")
    wrong = replace(AMPERE, agreeing=(Precision.FP16,))
    assert "cuda:0 (it computes wrong results)" in choose_device(probe=with_gpus(wrong)).reason


def test_a_gpu_with_too_little_memory_is_passed_over_unless_asked_for() -> None:
    machine = with_gpus(AMPERE)
    choice = choose_device(probe=machine, needed_bytes=15_000_000_000)
    assert choice.device == "cpu"
    assert "cuda:0 (it has 12.0 GB of memory, and 15.0 GB are needed)" in choice.reason
    assert choose_device("cuda", probe=machine, needed_bytes=15_000_000_000).device == "cuda:0"


def test_what_is_asked_for_is_used() -> None:
    machine = with_gpus(AMPERE)
    choice = choose_device("cuda", "bf16", probe=machine)
    assert (choice.device, choice.precision) == ("cuda:0", Precision.BF16)
    assert choice.reason == "RTX 3060; bf16 was asked for"
    assert choose_device("cpu", probe=machine).device == "cpu"
    assert choose_device("cpu", "int8", probe=machine).precision is Precision.INT8


def test_int8_alone_leads_to_the_processor() -> None:
    choice = choose_device("auto", "int8", probe=with_gpus(AMPERE))
    assert (choice.device, choice.precision) == ("cpu", Precision.INT8)
    assert "cuda:0 (int8 is for the processor only)" in choice.reason


@pytest.mark.parametrize(
    ("wanted", "precision", "machine", "reason"),
    [
        ("cuda", "auto", Machine(), "this PyTorch was built without CUDA"),
        ("cuda:1", "auto", Machine(), "this PyTorch was built without CUDA"),
        ("mps", "auto", Machine(), "Apple's GPUs are found on macOS only"),
        ("cuda:1", "auto", with_gpus(AMPERE), "there is no such device"),
        ("tpu", "auto", Machine(), "there is no such device"),
        ("cpu:1", "auto", Machine(), "there is no such device"),
        ("cuda", "int8", with_gpus(AMPERE), "int8 is for the processor only"),
        (
            "cuda",
            "fp16",
            with_gpus(replace(AMPERE, agreeing=(Precision.FP32,))),
            "fp16 gave wrong results on it",
        ),
        (
            "cpu",
            "fp16",
            Machine(),
            "half precision is slower than fp32 on a processor; fp32 or int8 serve better",
        ),
        (
            "cpu",
            "int8",
            Machine(cpu=replace(CPU, int8_reason="there are no kernels")),
            "there are no kernels",
        ),
    ],
)
def test_what_cannot_be_had_is_refused_with_its_reason(
    wanted: str, precision: str, machine: Machine, reason: str
) -> None:
    error = refusal(wanted, precision, machine)
    assert error.reason == reason
    assert error.wanted == (wanted if precision == "auto" else f"{precision} on {wanted}")


def test_a_refusal_names_what_is_usable() -> None:
    error = refusal("cuda:7", "auto", with_gpus(AMPERE))
    assert error.found == ("cuda:0 (fp16, bf16, fp32)", "cpu (fp32, int8)")


def test_a_free_choice_that_fails_names_every_device() -> None:
    reason = refusal("auto", "bf16", Machine()).reason
    assert reason.startswith("cuda: this PyTorch was built without CUDA; mps: Apple's GPUs")
    assert "; cpu: half precision is slower" in reason


def test_an_unknown_precision_is_a_bug() -> None:
    with pytest.raises(ValueError, match="fp8"):
        choose_device("cpu", "fp8", probe=Machine())


def test_reports_say_which_precisions_are_refused_and_why() -> None:
    machine = Machine(cpu=replace(CPU, int8_reason="there are no kernels"))
    report = list_devices(machine)[-1]
    assert report.precisions == (Precision.FP32,)
    assert dict(report.refusals).keys() == set(Precision) - {Precision.FP32}
    assert dict(report.refusals)[Precision.INT8] == "there are no kernels"
    assert (report.memory_bytes, report.kind) == (16_000_000_000, DeviceKind.CPU)


@dataclass(frozen=True)
class ForgetfulMachine:
    """A machine that must not be asked about GPUs."""

    cpu: CpuFacts = CPU
    asked: list[str] = field(default_factory=list)

    @property
    def cuda(self) -> GpuFamilyFacts:
        self.asked.append("cuda")
        return GpuFamilyFacts((AMPERE,))

    @property
    def mps(self) -> GpuFamilyFacts:
        self.asked.append("mps")
        return NO_MPS


def test_only_what_is_needed_is_probed() -> None:
    machine = ForgetfulMachine()
    choose_device("cpu", probe=machine)
    assert machine.asked == []
    choose_device(probe=machine)
    assert machine.asked == ["cuda"]


gpus = st.builds(
    GpuFacts,
    name=st.sampled_from(["RTX 3060", "GTX 1660"]),
    memory_bytes=st.none() | st.integers(1, 10**11),
    agreeing=st.lists(st.sampled_from(ALL), unique=True).map(tuple),
    capability=st.none() | st.tuples(st.integers(3, 12), st.integers(0, 9)),
    failure=st.sampled_from(["", "it failed"]),
)
families = st.lists(gpus, max_size=3).map(
    lambda found: GpuFamilyFacts(tuple(found), "" if found else "there is none")
)
machines = st.builds(
    Machine,
    cuda=families,
    mps=families,
    cpu=st.builds(CpuFacts, st.just("cpu"), st.none(), st.sampled_from(["", "no kernels"])),
)
wishes = st.sampled_from(["auto", "cpu", "cuda", "cuda:0", "cuda:2", "mps"])


@given(machines, wishes, st.sampled_from(["auto", *Precision]), st.integers(0, 10**11))
def test_a_choice_is_always_a_usable_device_in_an_offered_precision(
    machine: Machine, wanted: str, precision: str, needed_bytes: int
) -> None:
    usable = {report.name: report for report in list_devices(machine) if report.is_usable}
    for report in usable.values():
        refused = {refused for refused, _ in report.refusals}
        assert refused.isdisjoint(report.precisions)
        assert refused.union(report.precisions) == set(Precision)
    try:
        choice = choose_device(wanted, precision, probe=machine, needed_bytes=needed_bytes)
    except DeviceUnavailableError as error:
        assert error.reason  # noqa: PT017 - both outcomes are looked at
        assert wanted != "auto" or precision != "auto"
    else:
        assert choice.precision in usable[choice.device].precisions
        assert wanted in ("auto", choice.device, choice.device.partition(":")[0])
        assert precision in ("auto", choice.precision)


def test_every_precision_has_its_tensor_type() -> None:
    assert [torch_dtype(precision) for precision in Precision] == [
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float32,
    ]
