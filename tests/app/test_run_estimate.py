from dataclasses import replace

import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.app.run_estimate import EstimateBasis, expected_time, window_s
from whisper_desktop.app.speed_memory import Pace, Way
from whisper_desktop.asr.device_speed import MatrixSpeed

CATALOGUE = official_catalogue()
SPEED = MatrixSpeed(4e10, 2e10, 2e-6)
WAY = Way("base", "cpu", "fp32", LongFormMode.SEQUENTIAL)
SMALL = replace(WAY, model="small")


def test_the_same_way_tells_best() -> None:
    paces = {WAY: Pace(0.1, 60_000), SMALL: Pace(0.4, 60_000)}
    found = expected_time(WAY, 3_600_000, paces, CATALOGUE, SPEED)
    assert found is not None
    assert found.basis is EstimateBasis.MEASURED
    assert found.seconds == pytest.approx(360)


def test_another_model_tells_by_its_size() -> None:
    found = expected_time(SMALL, 60_000, {WAY: Pace(0.1, 60_000)}, CATALOGUE, SPEED)
    assert found is not None
    assert found.basis is EstimateBasis.OTHER_MODEL
    assert 18 < found.seconds < 30


@pytest.mark.parametrize(
    "other", [replace(WAY, device="cuda:0"), replace(WAY, mode=LongFormMode.BATCHED)]
)
def test_other_ways_tell_nothing(other: Way) -> None:
    found = expected_time(WAY, 30_000, {other: Pace(0.1, 60_000)}, CATALOGUE, SPEED)
    assert found is not None
    assert found.basis is EstimateBasis.COMPUTED
    base = CATALOGUE.find("base")
    assert base is not None
    assert found.seconds == pytest.approx(window_s(base, SPEED))


def test_nothing_is_told_of_what_is_not_known() -> None:
    assert expected_time(WAY, 30_000, {}, CATALOGUE, None) is None
    assert expected_time(replace(WAY, model="mine"), 30_000, {}, CATALOGUE, SPEED) is None


def test_base_takes_what_was_measured_of_it() -> None:
    """The speed of one core of an AMD EPYC, where a window took 3.2 s of its work."""
    base = CATALOGUE.find("base")
    assert base is not None
    assert 2.5 < window_s(base, MatrixSpeed(9.9e10, 4.0e10, 1.1e-6)) < 4.5


def test_larger_models_take_longer() -> None:
    names = ("tiny", "base", "small", "medium", "large-v3")
    models = [CATALOGUE.find(name) for name in names]
    times = [window_s(model, SPEED) for model in models if model]
    assert times == sorted(times)
    turbo = CATALOGUE.find("turbo")
    assert turbo is not None
    assert times[-2] < window_s(turbo, SPEED) < times[-1]
