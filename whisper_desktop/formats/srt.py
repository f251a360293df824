"""SubRip text (.srt): numbered cues, times as hours:minutes:seconds,milliseconds."""

from collections.abc import Sequence

from whisper_desktop.core.segment import Segment
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.cue_text import cue_lines, without_arrows


def format_srt_time(time_ms: int) -> str:
    """1_234 -> '00:00:01,234'; hours go on beyond 99."""
    hours, minutes, seconds, millis = split_clock(time_ms)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{millis:03d}"


def write_srt(segments: Sequence[Segment]) -> str:
    """Return the segments as SubRip; those without text are left out."""
    with_lines = [(segment, cue_lines(segment.text)) for segment in segments]
    cues = [_cue(segment, lines) for segment, lines in with_lines if lines]
    return "\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, start=1))


def _cue(segment: Segment, lines: Sequence[str]) -> str:
    times = f"{format_srt_time(segment.start_ms)} --> {format_srt_time(segment.end_ms)}"
    return "\n".join((times, *map(without_arrows, lines))) + "\n"
