from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from av.packet import Packet
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.audio.stray_stamps import StrayStamps

if TYPE_CHECKING:
    from av.audio.stream import AudioStream

LENGTH_MS = 21


def _packet(pts_ms: int | None, duration_ms: int = LENGTH_MS) -> "Packet[AudioStream]":
    packet: Packet[Any] = Packet(8)
    packet.pts = packet.dts = pts_ms
    packet.duration = duration_ms
    return packet


def _mended(stamps_ms: Sequence[int | None], duration_ms: int = LENGTH_MS) -> list[int | None]:
    packets = [_packet(pts_ms, duration_ms) for pts_ms in stamps_ms]
    mended = list(StrayStamps(0.001).mend(iter(packets)))
    assert mended == packets
    assert all(packet.pts == packet.dts for packet in packets)
    return [packet.pts for packet in packets]


def _line(count: int, at_ms: int = 0) -> list[int]:
    # Frames of 1 024 samples at 48 kHz, as Matroska rounds them.
    return [at_ms + round(number * 64 / 3) for number in range(count)]


@given(first=st.integers(1, 200), count=st.integers(1, 300), off_ms=st.integers(-60_000, 60_000))
def test_a_cluster_that_strays_is_brought_back(first: int, count: int, off_ms: int) -> None:
    true_ms = _line(600)
    strayed = [
        stamp + off_ms if first <= number < first + count else stamp
        for number, stamp in enumerate(true_ms)
    ]

    assert _mended(strayed) == pytest.approx(true_ms, abs=1 if abs(off_ms) > 22 else 22)


def test_every_cluster_that_strays_is_brought_back() -> None:
    true_ms = _line(900)
    strayed = list(true_ms)
    for first, off_ms in ((100, 4_096), (300, -8_192), (700, 32_768)):
        strayed[first : first + 100] = [stamp + off_ms for stamp in true_ms[first : first + 100]]

    assert _mended(strayed) == pytest.approx(true_ms, abs=1)


@pytest.mark.parametrize(
    "stamps_ms",
    [
        [*_line(100), *_line(100, 9_000)],  # A gap that is meant.
        [*_line(100), *_line(100), *_line(100)],  # Recordings glued together.
        [*_line(100), *_line(100, 9_000), *_line(100, 5_000)],
        [*_line(100), *_line(2_000, 9_000), *_line(100, 44_800)],  # Longer than any cluster.
        [*_line(50), None, *_line(50, 9_000), None, *_line(50, 2_300)],
    ],
)
def test_other_leaps_are_left_as_they_are(stamps_ms: list[int | None]) -> None:
    assert _mended(stamps_ms) == stamps_ms


def test_packets_of_unknown_length_are_left_as_they_are() -> None:
    stamps_ms = [0, 20, 5_000, 60, 80]

    assert _mended(stamps_ms, duration_ms=0) == stamps_ms


def test_nothing_is_decided_across_what_could_not_be_read() -> None:
    packets = [_packet(0), _packet(5_000), None, _packet(42), _packet(63)]

    mended = list(StrayStamps(0.001).mend(iter(packets)))

    assert mended == packets
    assert [packet and packet.pts for packet in mended] == [0, 5_000, None, 42, 63]


def test_a_leap_holds_back_no_more_than_a_cluster() -> None:
    read = 0

    def packets() -> "Iterator[Packet[AudioStream]]":
        nonlocal read
        for stamp in [*_line(10), *_line(10_000, 5_000)]:
            read += 1
            yield _packet(stamp)

    mended = StrayStamps(0.001).mend(packets())
    for _ in range(11):
        next(mended)

    assert read * LENGTH_MS < 34_000
