"""The frames in which voice activity is measured."""

SAMPLE_RATE_HZ = 16_000
FRAME_SAMPLES = 512
FRAME_MS = 32
"""Exactly: so every frame begins at a whole millisecond."""
