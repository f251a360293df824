"""Lyrics (.lrc): one line a cue, each with its start; an empty one ends the cue before it."""

import re
from collections.abc import Mapping, Sequence

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import split_clock
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import normal_text, single_line
from whisper_desktop.formats.markup import plain_text
from whisper_desktop.formats.reading_time import ends_of
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadReason, Subtitles

HEADER = "lrc.header"
"""The lines that say title, artist and so on."""

_STAMP = re.compile(r"\[(\d{1,6}):(\d{1,2})(?:[.:](\d{1,3}))?\]", re.ASCII)
_STAMPS = re.compile(rf"\s*((?:{_STAMP.pattern}\s*)+)(.*)", re.ASCII)
_WORD_TIME = re.compile(r"<\d{1,6}:\d{1,2}(?:[.:]\d{1,3})?>", re.ASCII)
_LABEL = re.compile(r"\s*\[([A-Za-z#]{1,20}):([^\]]*)\]\s*")


def read_lrc(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return the lines in the order of their starts; each ends where the next begins."""
    gatherer = CueGatherer(cancel=cancel)
    labels: list[str] = []
    offset_ms = 0
    found: list[tuple[int, int, str]] = []
    for number, line in enumerate(normal_text(text).split("\n"), start=1):
        if match := _STAMPS.fullmatch(line):
            words = " ".join(_WORD_TIME.sub(" ", match[5]).split())
            found += [(_to_ms(*stamp), number, words) for stamp in _STAMP.findall(match[1])]
        elif label := _LABEL.fullmatch(line):
            if label[1].lower() == "offset":
                offset_ms = _offset(label[2])
            else:
                labels.append(line.strip())
        elif line.strip():
            gatherer.report(number, line, ReadReason.STRAY_TEXT)
    found.sort(key=lambda one: one[0])
    starts_ms = [start_ms for start_ms, _, _ in found]
    ends_ms = ends_of(starts_ms, [words for _, _, words in found])
    for (start_ms, number, words), end_ms in zip(found, ends_ms, strict=True):
        if words:
            gatherer.add(start_ms - offset_ms, end_ms - offset_ms, words, number)
    header = {HEADER: "\n".join(labels)} if labels else NO_EXTRAS
    return Subtitles(tuple(gatherer.cues), tuple(gatherer.problems), header)


def write_lrc(cues: Sequence[Cue], header: Mapping[str, str] = NO_EXTRAS) -> str:
    """Return the cues in the order of their starts; those without text are left out."""
    lines = [header[HEADER]] if header.get(HEADER) else []
    shown = [(cue, single_line(plain_text(cue.text))) for cue in cues]
    shown = sorted((one for one in shown if one[1]), key=lambda one: one[0].start_ms)
    for row, (cue, text) in enumerate(shown):
        lines.append(f"[{_time(cue.start_ms)}]{text}")
        is_last = row + 1 == len(shown)
        if is_last or _hundredths(shown[row + 1][0].start_ms) > _hundredths(cue.end_ms):
            lines.append(f"[{_time(cue.end_ms)}]")
    return "".join(f"{line}\n" for line in lines)


def _hundredths(time_ms: int) -> int:
    return (time_ms + 5) // 10


def _time(time_ms: int) -> str:
    hours, minutes, seconds, millis = split_clock(_hundredths(time_ms) * 10)
    return f"{hours * 60 + minutes:02d}:{seconds:02d}.{millis // 10:02d}"


def _to_ms(minutes: str, seconds: str, fraction: str) -> int:
    return (int(minutes) * 60 + int(seconds)) * 1_000 + int(f"{fraction or 0}00"[:3])


def _offset(text: str) -> int:
    """Return by how much the lines shall come earlier."""
    try:
        return int(text.strip()[:9])
    except ValueError:
        return 0
