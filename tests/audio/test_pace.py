import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.audio.pace import Pace


def _paced(size: int = 200, packets: int = 10) -> Pace:
    pace = Pace()
    for _ in range(packets):
        pace.hear(size)
    return pace


@given(st.integers(100, 1_500), st.lists(st.integers(1, 20), min_size=1, max_size=9))
def test_every_lost_packet_of_a_constant_rate_is_counted(size: int, spans: list[int]) -> None:
    pace = _paced(size)
    for span in spans:
        pace.fail(bytes(span * size))

    assert pace.take_missed() + len(spans) == sum(spans)
    assert pace.take_missed() == 0


@pytest.mark.parametrize("tag", [b"ID3", b"APETAGEX"])
def test_a_tag_between_two_recordings_is_no_lost_time(tag: bytes) -> None:
    pace = _paced()
    pace.fail(b"\xff" + tag + bytes(9_000))
    pace.fail(bytes(9_000))
    assert pace.take_missed() == 0

    pace.fail(bytes(1_000))
    assert pace.take_missed() == 4


def test_nothing_is_guessed_before_anything_was_heard() -> None:
    pace = Pace()
    pace.fail(bytes(9_000))

    assert pace.take_missed() == 0


def test_small_packets_that_fail_do_not_take_time_back() -> None:
    pace = _paced()
    for _ in range(3):
        pace.fail(bytes(20))

    assert pace.take_missed() == 0
