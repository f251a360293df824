"""Where nothing sounds in a window, or nobody speaks."""

from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.core.speech_map import HearsSpeech
from whisper_desktop.core.timecode import TimeSpan

_AROUND_FRAMES = 500
"""Five seconds to either side help to tell what is quiet."""
_LEAST_UNSPOKEN_MS = 200


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


def unspoken_in_window(
    speech: HearsSpeech | None, start_frame: int, n_frames: int
) -> tuple[TimeSpan, ...]:
    """Return where in a window surely nobody speaks, in milliseconds from its start.

    That is known, half a second less to either side, also where music or noise hides the pauses.
    """
    if speech is None or not n_frames:
        return ()
    start_ms, end_ms = start_frame * FRAME_MS, (start_frame + n_frames) * FRAME_MS
    found = speech.until(end_ms).pauses(start_ms, end_ms, _LEAST_UNSPOKEN_MS)
    return tuple(TimeSpan(one.start_ms - start_ms, one.end_ms - start_ms) for one in found)
