"""Rows as the text of a clipboard, and what such a text means when it is pasted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import format_time, parse_clock
from whisper_desktop.formats.srt import write_srt_cues
from whisper_desktop.formats.srt_reader import read_srt
from whisper_desktop.formats.subtitle_json import read_subtitle_json, write_subtitle_json

ROWS_TYPE = "application/x-whisper-desktop-rows+json"
"""How a clipboard names `copied_rows`, which are in it beside their text."""

_ARROW = "-->"
_TWO_TIMES = re.compile(r"\s*([\d:.,]+)\s*(?:\t|-->|;|\s)\s*([\d:.,]+)\s*")


@dataclass(frozen=True, slots=True)
class PastedCues:
    """Rows with times of their own; the uids are not those of any document."""

    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class PastedTimes:
    """Starts and ends in milliseconds, to be given to rows that are there."""

    spans_ms: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PastedTexts:
    """Texts without times, one for each paragraph, or for each line where there are none."""

    texts: tuple[str, ...]


Pasted = PastedCues | PastedTimes | PastedTexts


def copied_text(cues: Sequence[Cue]) -> str:
    """Return the texts; an empty line parts rows where one of them has several lines."""
    has_lines = any("\n" in cue.text for cue in cues)
    return ("\n\n" if has_lines else "\n").join(cue.text for cue in cues)


def copied_srt(cues: Sequence[Cue]) -> str:
    """Return the rows as SubRip, numbered from 1."""
    return write_srt_cues(cues)


def copied_rows(cues: Sequence[Cue]) -> bytes:
    """Return all that there is of the rows, for a window of this program."""
    return write_subtitle_json(cues).encode()


def pasted_rows(data: bytes) -> PastedCues | None:
    """Return the rows that `copied_rows` spelled, None for anything else."""
    cues = read_subtitle_json(data.decode(errors="replace")).cues
    return PastedCues(cues) if cues else None


def copied_times(cues: Sequence[Cue]) -> str:
    """Return a line with start and end for each row, parted by a tab as spreadsheets want it."""
    return "\n".join(f"{format_time(cue.start_ms)}\t{format_time(cue.end_ms)}" for cue in cues)


def pasted(text: str) -> Pasted | None:
    """Return what a text of the clipboard means, None when there is nothing in it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text.strip():
        return None
    if _ARROW in text:
        cues = read_srt(text).cues
        if cues and any(cue.text for cue in cues):
            return PastedCues(cues)
    spans_ms = _spans(text)
    return PastedTimes(spans_ms) if spans_ms else PastedTexts(_texts(text))


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the times of a text that holds nothing else."""
    spans_ms = []
    for line in filter(str.strip, text.split("\n")):
        match = _TWO_TIMES.fullmatch(line)
        if match is None:
            return ()
        try:
            start_ms, end_ms = parse_clock(match[1]), parse_clock(match[2])
        except ValueError:
            return ()
        if end_ms < start_ms:
            return ()
        spans_ms.append((start_ms, end_ms))
    return tuple(spans_ms)


def _texts(text: str) -> tuple[str, ...]:
    parts = re.split(r"\n[ \t]*\n", text) if re.search(r"\n[ \t]*\n", text) else text.split("\n")
    return tuple(stripped for part in parts if (stripped := part.strip()))
