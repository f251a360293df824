"""WebVTT text (.vtt), as the W3C describes it: https://www.w3.org/TR/webvtt1/."""

from collections.abc import Sequence

from whisper_desktop.core.segment import Segment
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.cue_text import cue_lines

_HEADER = "WEBVTT\n"


def format_vtt_time(time_ms: int) -> str:
    """1_234 -> '00:00:01.234'; hours go on beyond 99."""
    hours, minutes, seconds, millis = split_clock(time_ms)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{millis:03d}"


def write_vtt(segments: Sequence[Segment]) -> str:
    """Return the segments as WebVTT; those without text are left out."""
    cues = [_HEADER]
    for segment in segments:
        lines = cue_lines(_escape(segment.text))
        if lines:
            times = f"{format_vtt_time(segment.start_ms)} --> {format_vtt_time(segment.end_ms)}"
            cues.append("\n".join((times, *lines)) + "\n")
    return "\n".join(cues)


def _escape(text: str) -> str:
    """Escape what WebVTT reads as markup; without '>' no arrow is left either."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
