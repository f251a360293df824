"""How fast a device is, as a value that a process without torch can read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatrixSpeed:
    """What a device does in a second, and what each step costs whatever its size."""

    wide_flops: float
    """Of products with many rows, as in the encoder."""
    thin_flops: float
    """Of products with one row, as in the decoder: mostly the reading of the weights."""
    step_s: float
    """The time of one operation on next to nothing."""
