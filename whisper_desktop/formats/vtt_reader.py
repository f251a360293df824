"""WebVTT text (.vtt) to cues, with what their editor does not use kept for writing it back."""

import re
from collections.abc import Mapping

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.formats.cue_gatherer import CueGatherer, LineCounter
from whisper_desktop.formats.cue_text import NO_BREAK_SPACE, normal_text, read_lines
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadReason, Subtitles
from whisper_desktop.formats.timing_line import ARROW, timing_lines
from whisper_desktop.formats.vtt import (
    COMMENT,
    FOOTER,
    HEADER,
    IDENTIFIER,
    MAGIC,
    SETTINGS,
    unescape_around_tags,
)

_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_HEAD = re.compile(rf"(?![^\n]*{ARROW}){MAGIC}[^\n]*(?:\n(?![^\n]*{ARROW})[^\n]+)*")
_KEPT_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", re.MULTILINE)

_Times = tuple[int, int, int, str]
"""Where the timing line of a cue is, what it says in milliseconds, and its settings."""


def read_vtt(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return every cue that has two times, in the order of the file; raise `Cancelled`."""
    return _VttReader(normal_text(text)).read(cancel)


class _VttReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._gatherer = CueGatherer(LineCounter(text).line_at)
        self._comment, self._identifier = "", ""
        """What belongs to the next cue."""

    def read(self, cancel: CancelToken | None) -> Subtitles:
        cue: _Times | None = None
        header = ""
        body_start = 0
        for line_start, line_end, start_ms, end_ms, settings in timing_lines(self._text, cancel):
            if cue is None:
                header = self._read_header(line_start)
            else:
                self._take(cue, body_start, line_start)
            cue, body_start = (line_start, start_ms, end_ms, settings), line_end + 1
        if cue is None:
            header = self._read_header(len(self._text))
        else:
            self._take(cue, body_start, len(self._text))
        kept = {HEADER: header, FOOTER: self._comment}
        return Subtitles(
            tuple(self._gatherer.cues),
            tuple(self._gatherer.problems),
            {name: value for name, value in kept.items() if value},
        )

    def _read_header(self, end: int) -> str:
        """Return what stands before the first cue, without the cue's identifier."""
        first = _HEAD.match(self._text, 0, end)
        if first is None and self._text.strip():
            self._gatherer.report(0, self._text.partition("\n")[0], ReadReason.NO_HEADER)
        head = first[0] if first else MAGIC
        self._read_blocks(first.end() if first else 0, end)
        comment, self._comment = self._comment, ""
        return f"{head}\n\n{comment}" if comment else head

    def _read_blocks(self, start: int, end: int) -> None:
        """Sort what stands between two cues, or tell it; one line right above a cue names it."""
        self._identifier = ""
        kept = []
        for match in _BLOCK.finditer(self._text, start, end):
            block = match[0]
            if match.end() == end - 1 and end < len(self._text):
                block = self._without_identifier(block)
            if ARROW in block:
                self._gatherer.report(match.start(), block, ReadReason.BAD_TIME)
            elif _KEPT_BLOCK.match(block):
                kept.append(block)
            elif block.strip():
                self._gatherer.report(match.start(), block, ReadReason.STRAY_TEXT)
        self._comment = "\n\n".join(kept)

    def _without_identifier(self, block: str) -> str:
        *above, last = block.split("\n")
        if ARROW in last:
            return block
        self._identifier = last
        return "\n".join(above)

    def _take(self, cue: _Times, start: int, end: int) -> None:
        place, start_ms, end_ms, settings = cue
        extras = self._extras(settings)
        text, text_end = self._text_at(start, end)
        self._gatherer.add(start_ms, end_ms, text, place, extras)
        if text_end + 1 < end:
            self._read_blocks(text_end, end)
        else:
            self._comment, self._identifier = "", ""

    def _text_at(self, start: int, end: int) -> tuple[str, int]:
        """Return the lines below the times, and where they end: at a blank line, or the next."""
        if self._text.startswith("\n", start):
            return "", start
        text_end = self._text.find("\n\n", start, end)
        if text_end < 0:
            text_end = end - 1 if self._text.endswith("\n", start, end) else end
        text = self._text[start:text_end]
        if ARROW in text:
            text_end = self._text.rfind("\n", start, start + text.index(ARROW))
            text, text_end = self._text[start : max(text_end, start)], max(text_end, start)
        if NO_BREAK_SPACE in text:
            text = "\n".join(read_lines(text.split("\n")))
        return unescape_around_tags(text), text_end

    def _extras(self, settings: str) -> Mapping[str, str]:
        if not (settings or self._identifier or self._comment):
            return NO_EXTRAS
        found = {SETTINGS: settings, IDENTIFIER: self._identifier, COMMENT: self._comment}
        return {name: value for name, value in found.items() if value}
