"""Telling lost time from lost bytes, in streams that store no timestamps."""

from dataclasses import dataclass

# Tags in the middle come from files glued together, pictures and all; they are no lost sound.
_TAGS = (b"ID3", b"APETAGEX")


@dataclass(slots=True)
class Pace:
    """Counts the bytes of packets, to say how many of them the undecodable bytes once were.

    That is exact at a constant bit rate, and right on average at a variable one. Bytes that were
    cut out leave no trace.
    """

    _intact_bytes: int = 0
    _intact_packets: int = 0
    _failed_bytes: int = 0
    _failed_packets: int = 0
    _is_tag: bool = False

    def hear(self, size: int) -> None:
        """Note a packet that was decoded."""
        self._intact_bytes += size
        self._intact_packets += 1

    def fail(self, data: bytes) -> None:
        """Note a packet that was not."""
        if not self._failed_packets:
            self._is_tag = any(tag in data for tag in _TAGS)
        self._failed_bytes += len(data)
        self._failed_packets += 1

    def take_missed(self) -> int:
        """Return how many packets there were beyond those that failed since the last call."""
        failed_bytes, failed_packets = self._failed_bytes, self._failed_packets
        self._failed_bytes = self._failed_packets = 0
        if self._is_tag or not self._intact_bytes:
            return 0
        packets = round(failed_bytes * self._intact_packets / self._intact_bytes)
        return max(packets - failed_packets, 0)
