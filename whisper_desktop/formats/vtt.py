"""WebVTT text (.vtt), as the W3C describes it: https://www.w3.org/TR/webvtt1/."""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.cue_text import cue_lines, kept_lines
from whisper_desktop.formats.markup import TAG
from whisper_desktop.formats.subtitles import NO_EXTRAS
from whisper_desktop.formats.timing_line import ARROW

HEADER = "vtt.header"
"""What the file says before its first cue: its first line, styles, regions, comments."""
FOOTER = "vtt.footer"
"""The comments behind the last cue."""
COMMENT = "vtt.comment"
"""The extra of a cue that holds the comments above it."""
IDENTIFIER = "vtt.id"
SETTINGS = "vtt.settings"
MAGIC = "WEBVTT"

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def format_vtt_time(time_ms: int) -> str:
    """1_234 -> '00:00:01.234'; hours go on beyond 99."""
    hours, minutes, seconds, millis = split_clock(time_ms)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{millis:03d}"


def write_vtt(segments: Sequence[Segment]) -> str:
    """Return the segments as WebVTT; those without text are left out."""
    blocks = [f"{MAGIC}\n"]
    for segment in segments:
        lines = cue_lines(_escape(segment.text))
        if lines:
            blocks.append("\n".join((_times(segment), *lines)) + "\n")
    return "\n".join(blocks)


def write_vtt_cues(cues: Sequence[Cue], header: Mapping[str, str] = NO_EXTRAS) -> str:
    """Return the cues as WebVTT that `read_vtt` reads back exactly, whatever their text is."""
    blocks = [_safe_header(header.get(HEADER, MAGIC)) + "\n"]
    for cue in cues:
        lines = [escape_around_tags(line) for line in kept_lines(cue.text)]
        blocks.append("\n".join((*_above(cue), _times(cue) + _settings(cue), *lines)) + "\n")
    if _is_safe(header.get(FOOTER, "")):
        blocks.append(header[FOOTER] + "\n")
    return "\n".join(blocks)


def escape_around_tags(text: str) -> str:
    """Escape what WebVTT reads as markup, but for the tags that it knows."""
    return _around_tags(text, _escape) if "<" in text else _escape(text)


def unescape_around_tags(text: str) -> str:
    """Undo `escape_around_tags`; other entities become what they stand for as well."""
    if "&" not in text:
        return text
    return _around_tags(text, lambda part: _ENTITY.sub(lambda m: html.unescape(m[0]), part))


def _around_tags(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if is_tag else change(part) for is_tag, part in _parts(text))


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield (whether it is a tag, part); what would end in an arrow is none."""
    end = 0
    for match in TAG.finditer(text):
        if not match[0].endswith(ARROW):
            yield False, text[end : match.start()]
            yield True, match[0]
            end = match.end()
    yield False, text[end:]


def _times(cue: Cue | Segment) -> str:
    return f"{format_vtt_time(cue.start_ms)} {ARROW} {format_vtt_time(cue.end_ms)}"


def _above(cue: Cue) -> Iterator[str]:
    if _is_safe(cue.extras.get(COMMENT, "")):
        yield cue.extras[COMMENT] + "\n"
    identifier = cue.extras.get(IDENTIFIER, "")
    if _is_safe(identifier) and "\n" not in identifier:
        yield identifier


def _settings(cue: Cue) -> str:
    settings = cue.extras.get(SETTINGS, "")
    return f" {settings}" if _is_safe(settings) and "\n" not in settings else ""


def _safe_header(header: str) -> str:
    return header if header.startswith(MAGIC) and _is_safe(header) else MAGIC


def _is_safe(text: str) -> bool:
    """Return whether the text is there, and does not begin a cue."""
    return bool(text.strip()) and ARROW not in text


def _escape(text: str) -> str:
    """Escape what WebVTT reads as markup; without '>' no arrow is left either."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
