"""WebVTT text (.vtt), as the W3C describes it: https://www.w3.org/TR/webvtt1/."""

from collections.abc import Iterator, Sequence

from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.cue_text import cue_lines

_HEADER = "WEBVTT\n"


def format_vtt_time(time_ms: int) -> str:
    """1_234 -> '00:00:01.234'; hours go on beyond 99."""
    hours, minutes, seconds, millis = split_clock(time_ms)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{millis:03d}"


def write_vtt(segments: Sequence[Segment], *, times_words: bool = False) -> str:
    """Return the segments as WebVTT; those without text are left out.

    With `times_words`, a segment that has words gets a time tag before each of them, so that
    players can light up the words as they are spoken.
    """
    cues = [_HEADER]
    for segment in segments:
        has_tags = times_words and bool(segment.words)
        text = _tagged_text(segment) if has_tags else _escape(segment.text)
        lines = cue_lines(text)
        if lines:
            times = f"{format_vtt_time(segment.start_ms)} --> {format_vtt_time(segment.end_ms)}"
            cues.append("\n".join((times, *lines)) + "\n")
    return "\n".join(cues)


def _escape(text: str) -> str:
    """Escape what WebVTT reads as markup; without '>' no arrow is left either."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tagged_text(segment: Segment) -> str:
    return "".join(_tag(time_ms) + _escape(word.text) for word, time_ms in _timed(segment))


def _timed(segment: Segment) -> Iterator[tuple[Word, int | None]]:
    """Pair each word with its tag's time: within the cue and later than all tags before it."""
    last_ms = segment.start_ms
    for word in segment.words:
        if last_ms < word.start_ms < segment.end_ms:
            last_ms = word.start_ms
            yield word, last_ms
        else:
            yield word, None


def _tag(time_ms: int | None) -> str:
    return "" if time_ms is None else f"<{format_vtt_time(time_ms)}>"
