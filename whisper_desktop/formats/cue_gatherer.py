"""Cues as a reader finds them, set right where they must be, and the list of what was wrong."""

from collections.abc import Callable, Mapping

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import MAX_TIME_MS
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadProblem, ReadReason

MAX_PROBLEMS = 10_000
"""Of one file, before the last one, which says that there are more."""
MAX_PROBLEM_CHARACTERS = 2_000
"""Of one problem's text: enough to copy a cue from it."""


class CueGatherer:
    """Takes cues in the order of the file and numbers them from 1.

    A place is whatever the reader counts in; `line_at` makes a line number, counted from 1, of it.
    With each cue it asks whether the reading shall stop, and raises `Cancelled`.
    """

    def __init__(
        self, line_at: Callable[[int], int] = int, cancel: CancelToken | None = None
    ) -> None:
        self._line_at = line_at
        self._cancel = cancel or CancelToken()
        self.cues: list[Cue] = []
        self.problems: list[ReadProblem] = []

    def add(
        self,
        start_ms: int,
        end_ms: int,
        text: str,
        place: int,
        extras: Mapping[str, str] = NO_EXTRAS,
    ) -> None:
        """Take a cue; times below zero or crossing are set right and reported.

        One beyond all recordings is reported only.
        """
        self._cancel.raise_if_cancelled()
        if max(start_ms, end_ms) > MAX_TIME_MS:
            self.report(place, text, ReadReason.BAD_TIME)
            return
        if not 0 <= start_ms <= end_ms:
            start_ms, end_ms = self._righted(start_ms, end_ms, text, place)
        self.cues.append(Cue(len(self.cues) + 1, start_ms, end_ms, text, extras=extras))

    def report(self, place: int, text: str, reason: ReadReason) -> None:
        """Remember what could not be read as it stands, up to `MAX_PROBLEMS`."""
        if len(self.problems) > MAX_PROBLEMS:
            return
        if len(self.problems) == MAX_PROBLEMS:
            text, reason = "", ReadReason.TOO_MANY_PROBLEMS
        shown = text[:MAX_PROBLEM_CHARACTERS]
        self.problems.append(ReadProblem(self._line_at(place), shown, reason))

    def _righted(self, start_ms: int, end_ms: int, text: str, place: int) -> tuple[int, int]:
        if min(start_ms, end_ms) < 0:
            self.report(place, text, ReadReason.NEGATIVE_TIME)
        if end_ms < start_ms:
            self.report(place, text, ReadReason.CROSSING_TIMES)
        first_ms, last_ms = sorted((max(start_ms, 0), max(end_ms, 0)))
        return first_ms, last_ms


class LineCounter:
    """Line numbers, counted from 1, of offsets in a text, each counted from the one before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset, self._line = 0, 1

    def line_at(self, offset: int) -> int:
        """Return the line that holds the offset."""
        if offset < self._offset:
            self._line -= self._text.count("\n", offset, self._offset)
        else:
            self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line
