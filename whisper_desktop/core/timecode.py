"""Time spans in whole milliseconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A half-open stretch of time, start_ms <= t < end_ms."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"bad span: {self.start_ms}..{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return self.end_ms - self.start_ms
