"""Where nothing sounds in a window."""

from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.core.timecode import TimeSpan

_AROUND_FRAMES = 500
"""Five seconds to either side help to tell what is quiet."""


def pauses_of_window(
    engine: Engine, mel: LogMel | None, start_frame: int, n_frames: int
) -> tuple[TimeSpan, ...]:
    """Return the pauses in a window, in milliseconds from its start; none without a recording."""
    if mel is None:
        return ()
    first = max(0, start_frame - _AROUND_FRAMES)
    samples = mel.samples(first, start_frame + n_frames + _AROUND_FRAMES - first)
    before_ms, length_ms = (start_frame - first) * FRAME_MS, n_frames * FRAME_MS
    return tuple(
        TimeSpan(max(0, pause.start_ms - before_ms), min(pause.end_ms - before_ms, length_ms))
        for pause in engine.find_pauses(samples)
        if pause.end_ms > before_ms and pause.start_ms < before_ms + length_ms
    )
