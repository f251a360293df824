"""Telling which stretches of a stream could not be decoded."""

from collections.abc import Callable
from dataclasses import dataclass

from whisper_desktop.core.events import AudioDamaged

UNDECODABLE = "the data could not be decoded"
UNCOUNTED = "the data could not be decoded, so later times may be off"
MISSING = "the file holds no audio here"
CUT_OFF = "the file ends too early"

# Stretches that are closer than this are told as one.
_MERGE_MS = 1_000
# Tags and half a frame at either end of a stream are no loss that anybody could hear.
_SHORTEST_AT_ENDS_S = 0.1
# Without an error a gap may be meant (a paused recording, a codec that skips silence), except in
# formats that are one unbroken flow, where only a data loss leaves one.
_SHORTEST_MEANT_S = 1.0
_SHORTEST_IN_FLOW_S = 0.05


@dataclass(slots=True)
class DamageLog:
    """Turns failed packets and gaps into stretches of lost audio, merged and in order."""

    tell: Callable[[AudioDamaged], None] | None
    start_ms: int
    """Only what is lost between this and `end_ms` is told."""
    end_ms: int | None
    is_unbroken_flow: bool
    """Whether the container stores the stream without ever leaving a gap."""
    is_counted: bool = False
    """Whether nothing but a count of packets tells the time, and lost bytes leave it behind."""
    has_failures: bool = False
    """Whether something failed to decode since the last frame."""
    _failed_until_s: float = 0.0
    _held: AudioDamaged | None = None

    def fail(self, until_s: float | None) -> None:
        """Note that data up to this time did not decode (None: nobody knows up to when)."""
        self.has_failures = True
        self._failed_until_s = max(self._failed_until_s, until_s or 0.0)

    def resume(self, lost_from_s: float, start_s: float, *, is_first: bool = False) -> None:
        """Note that audio goes on at `start_s` after it ended at `lost_from_s`."""
        gap_s = start_s - lost_from_s
        if self.has_failures:
            if gap_s > (_SHORTEST_AT_ENDS_S if is_first else 0):
                self._note(lost_from_s, start_s, UNCOUNTED if self.is_counted else UNDECODABLE)
        elif not is_first and gap_s > self._shortest_gap_s:
            self._note(lost_from_s, start_s, UNDECODABLE if self.is_unbroken_flow else MISSING)
        self.has_failures = False

    def finish(self, end_s: float, promised_s: float) -> None:
        """Note that the stream is over at `end_s`, although the file promised more."""
        if self.has_failures and self._failed_until_s - end_s > _SHORTEST_AT_ENDS_S:
            self._note(end_s, self._failed_until_s, UNDECODABLE)
            end_s = self._failed_until_s
        if promised_s - end_s > _SHORTEST_MEANT_S:
            self._note(end_s, promised_s, CUT_OFF)

    def flush(self) -> None:
        """Tell the last stretch."""
        if self._held is not None and self.tell is not None:
            self.tell(self._held)
        self._held = None

    @property
    def _shortest_gap_s(self) -> float:
        return _SHORTEST_IN_FLOW_S if self.is_unbroken_flow else _SHORTEST_MEANT_S

    def _note(self, from_s: float, to_s: float, reason: str) -> None:
        start_ms = max(round(from_s * 1000), self.start_ms)
        end_ms = round(to_s * 1000)
        if self.end_ms is not None:
            end_ms = min(end_ms, self.end_ms)
        if end_ms <= start_ms:
            return
        if self._held is not None and start_ms - self._held.end_ms <= _MERGE_MS:
            self._held = _merged(self._held, AudioDamaged(start_ms, end_ms, reason))
            return
        self.flush()
        self._held = AudioDamaged(start_ms, end_ms, reason)


def _merged(first: AudioDamaged, second: AudioDamaged) -> AudioDamaged:
    """Tell two stretches as one, for the reason of the longer."""
    longer = max(first, second, key=lambda lost: lost.end_ms - lost.start_ms)
    return AudioDamaged(first.start_ms, max(first.end_ms, second.end_ms), longer.reason)
