"""SubRip text (.srt): numbered cues, times as hours:minutes:seconds,milliseconds."""

import re
from collections.abc import Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.cue_text import cue_lines, kept_lines, without_arrows
from whisper_desktop.formats.timing_line import is_timing_line

SETTINGS = "srt.settings"
"""The extra that holds what stands behind the times, such as 'X1:100 X2:200 Y1:10 Y2:20'."""
SETTINGS_TEXT = re.compile(r"[A-Za-z]\w{0,20}:\S+(?:[ \t]+[A-Za-z]\w{0,20}:\S+)*")
WORD_JOINER = "\u2060"
"""It takes no room and shows nothing."""

_ANY_ARROW = re.compile(f"-({WORD_JOINER}*)>")
_JOINED_ARROW = re.compile(f"-{WORD_JOINER}({WORD_JOINER}*)>")


def format_srt_time(time_ms: int) -> str:
    """1_234 -> '00:00:01,234'; hours go on beyond 99."""
    hours, minutes, seconds, millis = split_clock(time_ms)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{millis:03d}"


def write_srt(segments: Sequence[Segment]) -> str:
    """Return the segments as SubRip; those without text are left out."""
    with_lines = [(segment, cue_lines(segment.text)) for segment in segments]
    cues = [
        _cue(segment, list(map(without_arrows, lines))) for segment, lines in with_lines if lines
    ]
    return _numbered(cues)


def write_srt_cues(cues: Sequence[Cue]) -> str:
    """Return the cues as SubRip that `read_srt` reads back exactly, whatever their text is."""
    return _numbered([_cue(cue, list(map(hidden_arrows, kept_lines(cue.text)))) for cue in cues])


def hidden_arrows(line: str) -> str:
    """Put a word joiner into the arrows of a text that would be taken for a timing line."""
    if ">" in line and is_timing_line(line.replace(WORD_JOINER, "")):
        return _ANY_ARROW.sub(rf"-\1{WORD_JOINER}>", line)
    return line


def shown_arrows(line: str) -> str:
    """Undo `hidden_arrows`."""
    if WORD_JOINER in line and is_timing_line(line.replace(WORD_JOINER, "")):
        return _JOINED_ARROW.sub(r"-\1>", line)
    return line


def _numbered(cues: Sequence[str]) -> str:
    return "\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, start=1))


def _cue(cue: Cue | Segment, lines: Sequence[str]) -> str:
    times = f"{format_srt_time(cue.start_ms)} --> {format_srt_time(cue.end_ms)}"
    settings = cue.extras.get(SETTINGS, "") if isinstance(cue, Cue) else ""
    is_fit = settings and SETTINGS_TEXT.fullmatch(settings)
    return "\n".join((f"{times}  {settings}" if is_fit else times, *lines)) + "\n"
