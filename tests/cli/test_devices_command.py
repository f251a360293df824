from typing import Any

import pytest

from whisper_desktop.asr.precision import DeviceKind, DeviceReport, Precision


def test_devices_and_absent_families_are_listed(
    studio: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = (
        DeviceReport(
            *("cuda", DeviceKind.CUDA, "", None, False, "no NVIDIA driver is installed"),
        ),
        DeviceReport(
            *("cpu", DeviceKind.CPU, "a processor", 33_500_000_000, True, "fp32 is exact"),
            (Precision.FP32, Precision.INT8),
        ),
    )
    studio.changes["list_devices"] = lambda: reports
    assert studio.run("devices") == 0
    assert capsys.readouterr().out.splitlines() == [
        "cuda: not usable, no NVIDIA driver is installed",
        "cpu: a processor, 33.5 GB; fp32, int8 (fp32 is exact)",
        "auto: cpu in fp32 (fp32 is exact)",
    ]
