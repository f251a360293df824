"""SubRip text (.srt) to cues: what `write_srt_cues` wrote exactly, and all else as well as it goes.

A cue begins at its timing line; a number on the line above belongs to it when a blank line or the
count says so. What stands between two cues is text, blank lines inside it included; but a number
that the count of the file leaves out begins a cue that cannot be read.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.formats.cue_gatherer import CueGatherer, LineCounter
from whisper_desktop.formats.cue_text import (
    NO_BREAK_SPACE,
    is_separator,
    normal_text,
    read_lines,
    without_outer_separators,
)
from whisper_desktop.formats.srt import SETTINGS, SETTINGS_TEXT, WORD_JOINER, shown_arrows
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadReason, Subtitles
from whisper_desktop.formats.timing_line import ARROW, timing_lines

_SHORT_ARROW = "->"
_CLOCK_LIKE = re.compile(r"-?[\w:.,;]+")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[ \t]*\d{1,9}[ \t]*", re.ASCII)

_NO_NUMBER = 10**9
"""More than the number of any cue."""

_Times = tuple[int, int, int, str]
"""Where the timing line of a cue is, what it says in milliseconds, and what stands behind."""


def read_srt(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return every cue that has two times, in the order of the file; raise `Cancelled`."""
    return _SrtReader(normal_text(text)).read(cancel)


class _SrtReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._gatherer = CueGatherer(LineCounter(text).line_at)
        self._number = "0"
        """Of the cue whose times were read last, as its file counts, or should."""
        self._left_out = range(0)
        """The numbers between that of the cue whose text is read and that of the next."""

    def read(self, cancel: CancelToken | None) -> Subtitles:
        cue: _Times | None = None
        body_start = 0
        for line_start, line_end, start_ms, end_ms, settings in timing_lines(self._text, cancel):
            first_left_out = int(self._number) + 1
            body = self._body_before(body_start, line_start)
            self._left_out = range(first_left_out, int(self._number))
            self._take(cue, body, body_start)
            cue, body_start = (line_start, start_ms, end_ms, settings), line_end + 1
        self._left_out = range(int(self._number) + 1, _NO_NUMBER)
        self._take(cue, self._last_body(body_start, has_cue=cue is not None), body_start)
        return Subtitles(tuple(self._gatherer.cues), tuple(self._gatherer.problems))

    def _body_before(self, start: int, timing_start: int) -> str:
        """Return what stands before a timing line, without the cue's number and its blank line."""
        text = self._text
        number_start = text.rfind("\n", start, max(timing_start - 1, start)) + 1 or start
        number = text[number_start : timing_start - 1] if timing_start else ""
        if number.isdecimal() and len(number) < 10 and text.endswith("\n\n", 0, number_start):
            self._number = number
            return text[start : max(number_start - 2, start)]
        lines = text[start : max(timing_start - 1, start)].split("\n")
        return "\n".join(self._without_number(lines, is_preamble=start == 0))

    def _without_number(self, lines: list[str], *, is_preamble: bool) -> list[str]:
        """Drop the number of the cue that follows, also where blank lines are not as they should.

        Without a blank line above it, or with one below, it must be the next in the count: it
        could be a text of digits.
        """
        above = len(lines) - 1
        while above > 0 and is_separator(lines[above]):
            above -= 1
        next_number = int(self._number) + 1
        self._number = str(next_number)
        if not _NUMBER.fullmatch(lines[above]):
            return lines
        touches_timing = above == len(lines) - 1
        has_blank_above = is_separator(lines[above - 1]) if above else is_preamble
        if int(lines[above]) == next_number or (touches_timing and has_blank_above):
            self._number = lines[above].strip()
            return lines[:above]
        return lines

    def _last_body(self, start: int, *, has_cue: bool) -> str:
        """Return what stands behind the last timing line; a number that lost its cue is told."""
        body = self._text[start:]
        if not has_cue:
            return body
        lines = without_outer_separators(body.split("\n"))
        is_dangling = len(lines) > 1 and is_separator(lines[-2]) and _NUMBER.fullmatch(lines[-1])
        if is_dangling and int(lines[-1]) == int(self._number) + 1:
            self._gatherer.report(start + body.rindex(lines[-1]), lines[-1], ReadReason.STRAY_TEXT)
            return "\n".join(lines[:-1])
        return body

    def _take(self, cue: _Times | None, body: str, body_start: int) -> None:
        if cue is None:
            self._report_preamble(body)
            return
        place, start_ms, end_ms, settings = cue
        is_text_alone = not self._left_out and _is_plain(body)
        text = body if is_text_alone else self._text_of(body, body_start)
        extras = NO_EXTRAS
        if settings and SETTINGS_TEXT.fullmatch(settings):
            extras = {SETTINGS: settings}
        elif settings:
            text = f"{settings}\n{text}" if text else settings
        self._gatherer.add(start_ms, end_ms, text, place, extras)

    def _report_preamble(self, body: str) -> None:
        lines = self._without_broken(body.split("\n"), 0)
        stray = "\n".join(lines).strip()
        if stray:
            self._gatherer.report(body.index(stray), stray, ReadReason.STRAY_TEXT)

    def _text_of(self, body: str, body_start: int) -> str:
        lines = body.split("\n")
        if self._left_out or _SHORT_ARROW in body:
            lines = self._without_broken(lines, body_start)
        kept = read_lines(without_outer_separators(lines))
        return "\n".join(shown_arrows(line) for line in kept)

    def _without_broken(self, lines: list[str], body_start: int) -> list[str]:
        """Report the cues whose times cannot be read; return the lines above the first."""
        rows = list(self._broken_rows(lines, is_preamble=body_start == 0))
        if not rows:
            return lines
        place, reported = body_start, 0
        for row, end in pairwise([*rows, len(lines)]):
            place += sum(len(line) + 1 for line in lines[reported:row])
            reported = row
            lost = "\n".join(without_outer_separators(lines[row:end]))
            self._gatherer.report(place, lost, ReadReason.BAD_TIME)
        return lines[: rows[0]]

    def _broken_rows(self, lines: Sequence[str], *, is_preamble: bool) -> Iterator[int]:
        """Find where cues begin whose times cannot be read.

        What stands right below the times of another is its text.
        """
        number = self._left_out.start
        for row, line in enumerate(lines):
            if not (is_separator(lines[row - 1]) if row else is_preamble):
                continue
            found = int(line) if _NUMBER.fullmatch(line) else None
            is_left_out = found == number and number in self._left_out
            if is_left_out or _has_broken_times(line, lines[row + 1 : row + 2]):
                yield row
                number = (number if found is None else found) + 1


def _is_plain(body: str) -> bool:
    """Return whether the body is the text as it is, as nearly every body is."""
    return (
        bool(body)
        and not body[0].isspace()
        and not body[-1].isspace()
        and NO_BREAK_SPACE not in body
        and WORD_JOINER not in body
        and _SHORT_ARROW not in body
    )


def _has_broken_times(line: str, below: Sequence[str]) -> bool:
    """Return whether times that cannot be read stand here, or below what is like a number.

    A damaged number is known by times that are hardly anything else.
    """
    next_line = below[0] if below else ""
    if _is_like_times(line) or _is_like_times(next_line):
        return True
    times = next_line if _NUMBER.fullmatch(line) else line
    return ARROW in times and _DIGIT.search(times) is not None


def _is_like_times(line: str) -> bool:
    """Return whether the line is made as that of two times, of which some figures are damaged."""
    start, arrow, end_and_settings = line.partition(_SHORT_ARROW)
    if not arrow:
        return False
    end, *_ = end_and_settings.split() or [""]
    return all(
        ":" in part and _DIGIT.search(part) and _CLOCK_LIKE.fullmatch(part)
        for part in (start.rstrip("- \t").lstrip(), end)
    )
