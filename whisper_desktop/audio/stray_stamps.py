"""Timestamps that leap away and come back by as much, as those of one damaged cluster do."""

from collections.abc import Iterator
from typing import TypeAlias

from av.audio.stream import AudioStream
from av.packet import Packet

# All stamps in a cluster of Matroska hang on one number, and reach this far from it.
_LONGEST_STRAY_S = 33.0
# Stamps and durations are rounded; a smaller step is nobody's leap.
_JITTER_S = 0.020

_Packet: TypeAlias = "Packet[AudioStream] | None"
"""None stands for data that nobody could read."""


class StrayStamps:
    """Holds packets back behind a leap until it is known whether the clock comes back.

    A leap that the next one undoes was a wrong timestamp: nothing is missing, and the packets
    between the two follow the one before them. Whatever else leaps is left as it is: a gap may be
    meant, and a recording may be glued to another.
    """

    def __init__(self, tick_s: float) -> None:
        self._tick_s = tick_s
        self._expected: int | None = None
        self._leap = 0
        self._held: list[Packet[AudioStream]] = []

    def mend(self, packets: Iterator[_Packet]) -> Iterator[_Packet]:
        """Yield the packets in their order, those that strayed with their true stamps."""
        for packet in packets:
            yield from self._take(packet)
        yield from self._release()

    def _take(self, packet: _Packet) -> list[_Packet]:
        """Return what can go on, now that this packet is known."""
        step = self._step_to(packet)
        if packet is None:
            return [*self._release(), None]
        if self._is_leap(step):
            if self._held and not self._is_leap(self._leap + step):
                return [*self._release(late_by=self._leap), packet]
            released = self._release()
            self._held, self._leap = [packet], step
            return released
        if not self._held:
            return [packet]
        self._held.append(packet)
        return self._release() if self._is_lasting else []

    def _step_to(self, packet: _Packet) -> int:
        """Return by how many ticks a packet is later than the end of the one before it."""
        before, self._expected = self._expected, None
        if packet is None or packet.pts is None or not packet.duration:
            return 0
        self._expected = packet.pts + packet.duration
        return 0 if before is None else packet.pts - before

    def _is_leap(self, ticks: int) -> bool:
        return abs(ticks) * self._tick_s > _JITTER_S

    @property
    def _is_lasting(self) -> bool:
        """Whether the clock is where it leapt to for too long to have strayed."""
        start = self._held[0].pts
        if self._expected is None or start is None:
            return True
        return (self._expected - start) * self._tick_s > _LONGEST_STRAY_S

    def _release(self, late_by: int = 0) -> list[_Packet]:
        released, self._held = self._held, []
        for packet in released if late_by else ():
            packet.pts = None if packet.pts is None else packet.pts - late_by
            packet.dts = None if packet.dts is None else packet.dts - late_by
        return [*released]
