from typing import Any

from pytestqt.qtbot import QtBot

from whisper_desktop.app.machine import DevicesJob, SpeedJob
from whisper_desktop.ui.recognition.devices import Devices


def test_devices_are_looked_at_once(qtbot: QtBot, devices: Devices, recogniser: Any) -> None:
    assert devices.machine.facts is None
    devices.look()
    devices.look()
    qtbot.waitUntil(lambda: not devices.is_looking)
    devices.look()
    assert devices.machine.facts == recogniser.facts
    assert devices.machine.free_bytes == 2_000_000_000
    assert recogniser.jobs == [DevicesJob()]


def test_speeds_are_measured_after_another_and_each_once(
    qtbot: QtBot, devices: Devices, recogniser: Any
) -> None:
    devices.look()
    for precision in ("fp32", "int8", "fp32"):
        devices.measure("cpu", precision)
    qtbot.waitUntil(lambda: len(devices.machine.speeds) == 2)
    qtbot.waitUntil(lambda: not devices.is_looking)
    assert recogniser.jobs == [DevicesJob(), SpeedJob("cpu", "fp32"), SpeedJob("cpu", "int8")]
    assert ("cpu", "int8") in devices.machine.speeds


def test_a_look_in_vain_is_told_and_made_again_only_when_asked(
    qtbot: QtBot, devices: Devices, recogniser: Any
) -> None:
    recogniser.error = OSError("no process")
    devices.look()
    qtbot.waitUntil(lambda: devices.problem is recogniser.error)
    qtbot.waitUntil(lambda: not devices.is_looking)
    devices.look()
    assert len(recogniser.jobs) == 1
    recogniser.error = None
    devices.look_again()
    qtbot.waitUntil(lambda: devices.machine.facts is not None)
    assert devices.problem is None


def test_a_speed_that_cannot_be_measured_is_no_problem(
    qtbot: QtBot, devices: Devices, recogniser: Any
) -> None:
    recogniser.error = OSError("no memory")
    devices.measure("cpu", "fp32")
    qtbot.waitUntil(lambda: not devices.is_looking)
    assert devices.problem is None
    assert not devices.machine.speeds


def test_nothing_is_begun_after_the_end(devices: Devices, recogniser: Any) -> None:
    devices.look()
    devices.measure("cpu", "fp32")
    devices.stop()
    assert not devices.is_looking
    assert len(recogniser.jobs) <= 1
