import pickle
import subprocess
import sys

import pytest

from whisper_desktop.app.machine import (
    DevicesJob,
    MachineFacts,
    MachineFound,
    SpeedJob,
    SpeedMeasured,
)
from whisper_desktop.asr.device_speed import MatrixSpeed
from whisper_desktop.asr.precision import CpuFacts, GpuFacts, GpuFamilyFacts, Precision
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, DeviceUnavailableError

GPU = GpuFacts("RTX", 8_000_000_000, (Precision.FP16, Precision.FP32), (8, 6))
FACTS = MachineFacts(
    CpuFacts("EPYC", 64_000_000_000),
    GpuFamilyFacts((GPU,)),
    GpuFamilyFacts(absence="Apple's GPUs are found on macOS only"),
    (("cuda:0", 7_000_000_000),),
)


def test_facts_decide_without_torch_and_travel_between_processes() -> None:
    facts = pickle.loads(pickle.dumps(FACTS))
    assert facts.choose("auto", "auto").device == "cuda:0"
    assert facts.choose("auto", "auto", 9_000_000_000).device == "cpu"
    assert facts.choose("auto", "int8").device == "cpu"
    assert [report.name for report in facts.devices()] == ["cuda:0", "mps", "cpu"]


def test_what_is_not_there_is_refused_with_what_is() -> None:
    with pytest.raises(DeviceUnavailableError) as refused:
        FACTS.choose("mps", "auto")
    assert "macOS" in refused.value.reason
    with pytest.raises(DeviceUnavailableError) as refused:
        FACTS.choose("auto", "fp8")
    assert refused.value.reason == "there is no such precision"


def test_jobs_look_and_measure() -> None:
    token = CancelToken()
    (found,) = DevicesJob().events(None, token)
    assert isinstance(found, MachineFound)
    assert found.facts.cpu.name
    (measured,) = SpeedJob("cpu", "fp32").events(None, token)
    assert isinstance(measured, SpeedMeasured)
    assert measured.speed.wide_flops > 0
    assert pickle.loads(pickle.dumps((found, measured))) == (found, measured)


@pytest.mark.parametrize("job", [DevicesJob(), SpeedJob("cpu", "fp32")])
def test_jobs_can_be_stopped(job: DevicesJob | SpeedJob) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(job.events(None, token))


def test_a_process_that_reads_the_answers_needs_no_torch() -> None:
    answers = (
        MachineFound(FACTS),
        SpeedMeasured("cpu", "fp32", MatrixSpeed(1.0, 2.0, 3.0)),
        SpeedJob("cpu", "fp32"),
    )
    code = (
        "import pickle, sys; facts = pickle.loads(sys.stdin.buffer.read())[0].facts;"
        "facts.choose('auto', 'auto'); sys.exit('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(answers), check=False)
    assert done.returncode == 0
