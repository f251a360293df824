import pytest

from whisper_desktop.audio.damage import CUT_OFF, MISSING, UNDECODABLE, DamageLog
from whisper_desktop.core.events import AudioDamaged


class _Heard:
    """A log and what it tells."""

    def __init__(self, start_ms: int = 0, end_ms: int | None = None, *, flow: bool = False) -> None:
        self.told: list[AudioDamaged] = []
        self.log = DamageLog(self.told.append, start_ms, end_ms, is_unbroken_flow=flow)

    def lose(self, from_s: float, to_s: float) -> None:
        self.log.fail(to_s)
        self.log.resume(from_s, to_s)

    def all(self) -> list[AudioDamaged]:
        self.log.flush()
        return self.told


def test_failed_packets_are_a_stretch_up_to_where_audio_goes_on() -> None:
    heard = _Heard()
    heard.log.fail(5.02)
    heard.log.fail(5.04)

    heard.log.resume(5.0, 5.06)

    assert not heard.log.has_failures
    assert heard.all() == [AudioDamaged(5_000, 5_060, UNDECODABLE)]


def test_stretches_within_a_second_are_told_as_one() -> None:
    heard = _Heard()
    heard.lose(1.0, 1.1)
    heard.lose(1.9, 2.5)
    heard.lose(9.0, 9.1)

    assert heard.all() == [
        AudioDamaged(1_000, 2_500, UNDECODABLE),
        AudioDamaged(9_000, 9_100, UNDECODABLE),
    ]


def test_failures_that_cost_nothing_are_not_told() -> None:
    heard = _Heard()
    heard.lose(1.0, 1.0)

    assert heard.all() == []


@pytest.mark.parametrize(("flow", "gap_s"), [(False, 0.9), (True, 0.04)])
def test_a_gap_that_may_be_meant_is_not_told(flow: bool, gap_s: float) -> None:
    heard = _Heard(flow=flow)
    heard.log.resume(1.0, 1.0 + gap_s)

    assert heard.all() == []


@pytest.mark.parametrize(
    ("flow", "gap_ms", "reason"), [(False, 1_100, MISSING), (True, 60, UNDECODABLE)]
)
def test_a_gap_that_nobody_means_is_told(flow: bool, gap_ms: int, reason: str) -> None:
    heard = _Heard(flow=flow)
    heard.log.resume(1.0, 1.0 + gap_ms / 1000)

    assert heard.all() == [AudioDamaged(1_000, 1_000 + gap_ms, reason)]


def test_only_what_is_lost_within_the_range_is_told() -> None:
    heard = _Heard(start_ms=2_000, end_ms=4_000)
    heard.lose(0.5, 1.0)
    heard.lose(1.5, 2.5)
    heard.lose(3.6, 5.0)
    heard.lose(6.5, 7.0)

    assert heard.all() == [
        AudioDamaged(2_000, 2_500, UNDECODABLE),
        AudioDamaged(3_600, 4_000, UNDECODABLE),
    ]


def test_scraps_at_either_end_are_not_told() -> None:
    heard = _Heard()
    heard.log.fail(0.05)
    heard.log.resume(0.0, 0.05, is_first=True)
    heard.log.fail(9.05)
    heard.log.finish(9.0, promised_s=9.5)

    assert heard.all() == []


def test_a_late_start_is_no_damage_unless_something_failed_there() -> None:
    heard = _Heard(flow=True)
    heard.log.resume(0.0, 30.0, is_first=True)
    assert heard.all() == []

    heard.log.fail(2.0)
    heard.log.resume(0.0, 2.0, is_first=True)
    assert heard.all() == [AudioDamaged(0, 2_000, UNDECODABLE)]


def test_a_lost_or_missing_end_is_told() -> None:
    lost, missing = _Heard(), _Heard()
    lost.log.fail(None)
    lost.log.fail(12.0)
    lost.log.finish(9.0, promised_s=9.0)
    missing.log.finish(9.0, promised_s=60.0)

    assert lost.all() == [AudioDamaged(9_000, 12_000, UNDECODABLE)]
    assert missing.all() == [AudioDamaged(9_000, 60_000, CUT_OFF)]


def test_what_failed_and_what_is_missing_at_the_end_are_told_as_one() -> None:
    heard = _Heard()
    heard.log.fail(9.2)
    heard.log.finish(9.0, promised_s=60.0)

    assert heard.all() == [AudioDamaged(9_000, 60_000, CUT_OFF)]


def test_stretches_told_as_one_are_told_for_the_reason_of_the_longer() -> None:
    heard = _Heard(flow=True)
    heard.lose(1.0, 3.0)
    heard.log.resume(3.1, 3.2)

    assert heard.all() == [AudioDamaged(1_000, 3_200, UNDECODABLE)]


def test_a_log_without_a_listener_keeps_quiet() -> None:
    log = DamageLog(None, 0, None, is_unbroken_flow=False)
    log.fail(2.0)
    log.resume(1.0, 2.0)

    log.flush()

    assert not log.has_failures
