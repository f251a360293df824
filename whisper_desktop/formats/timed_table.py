"""Rows of times and texts (.csv, .tsv), as spreadsheets read and write them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import MAX_TIME_MS, parse_clock
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.reading_time import reading_ms
from whisper_desktop.formats.subtitles import ReadReason, Subtitles
from whisper_desktop.formats.vtt import format_vtt_time

_HEADING = ("number", "start", "end", "text")
_NAMES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "start": frozenset(
            {"start", "begin", "from", "in", "in time", "start time", "timecode in"}
        ),
        "end": frozenset({"end", "stop", "to", "out", "out time", "end time", "timecode out"}),
        "duration": frozenset({"duration", "length", "dur"}),
        "text": frozenset({"text", "subtitle", "subtitles", "caption", "transcript", "content"}),
    }
)
_UNITS = MappingProxyType({"ms": 1, "s": 1_000, "sec": 1_000, "seconds": 1_000})


def write_csv(cues: Sequence[Cue]) -> str:
    """Return a heading and one row a cue; a text may have several lines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_HEADING)
    for number, cue in enumerate(cues, start=1):
        times = (format_vtt_time(cue.start_ms), format_vtt_time(cue.end_ms))
        writer.writerow((number, *times, normal_text(cue.text)))
    return buffer.getvalue()


def read_csv(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return a cue for every row with times; columns parted by comma, semicolon or tab."""
    text = normal_text(text)
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    return _read_rows(csv.reader(io.StringIO(text), delimiter=delimiter), 1_000, cancel)


def read_tsv(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return a cue for every row with times; numbers without a unit are milliseconds."""
    rows = csv.reader(io.StringIO(normal_text(text)), delimiter="\t", quoting=csv.QUOTE_NONE)
    return _read_rows(rows, 1, cancel)


class _Columns:
    """Which column is what; without a heading: start, end, text."""

    def __init__(self, heading: Sequence[str], usual_unit_ms: int) -> None:
        self._usual_unit_ms = usual_unit_ms
        self._units: dict[int, int] = {}
        self._roles: dict[str, int] = {}
        for column, name in enumerate(heading):
            self._learn(column, name.strip().lower().replace("_", " "))
        # A text of one word may be the name of a column, too.
        self.has_heading = "start" in self._roles or len(self._roles) > 1
        if not self.has_heading:
            self._roles = {"start": 0, "end": 1, "text": 2}

    def text(self, row: Sequence[str]) -> str:
        """Return the text of a row."""
        return self._cell(row, "text")

    def times_ms(self, row: Sequence[str]) -> tuple[int, int]:
        """Return start and end; ValueError when the start is no time."""
        start_ms = self._time_ms(row, "start")
        if self._cell(row, "end"):
            return start_ms, self._time_ms(row, "end")
        if self._cell(row, "duration"):
            return start_ms, start_ms + self._time_ms(row, "duration")
        return start_ms, start_ms + reading_ms(self.text(row))

    def _learn(self, column: int, name: str) -> None:
        words = name.replace("(", " ").replace(")", " ").split()
        unit_ms = _UNITS.get(words[-1]) if words else None
        if unit_ms:
            self._units[column] = unit_ms
            words = words[:-1]
        for role, names in _NAMES.items():
            if " ".join(words) in names:
                self._roles.setdefault(role, column)

    def _cell(self, row: Sequence[str], role: str) -> str:
        column = self._roles.get(role, len(row))
        return row[column] if column < len(row) else ""

    def _time_ms(self, row: Sequence[str], role: str) -> int:
        column = self._roles.get(role)
        written = self._cell(row, role).strip()
        sign = -1 if written.startswith("-") else 1
        written = written.removeprefix("-")
        if column is None or len(written) > 20 or not written.isascii():
            raise ValueError(f"not a time: {written!r}")
        if ":" in written:
            time_ms = parse_clock(written)
        else:
            unit_ms = self._units.get(column, self._usual_unit_ms)
            time_ms = round(float(written.replace(",", ".")) * unit_ms)
        if time_ms > MAX_TIME_MS:
            raise ValueError(f"not a time: {written!r}")
        return sign * time_ms


def _read_rows(
    rows: Iterator[list[str]], usual_unit_ms: int, cancel: CancelToken | None
) -> Subtitles:
    gatherer = CueGatherer(cancel=cancel)
    columns: _Columns | None = None
    line = 0
    try:
        for row in rows:
            line += 1
            if columns is None:
                columns = _Columns(row, usual_unit_ms)
                if columns.has_heading:
                    continue
            _take(columns, row, line, gatherer)
    except csv.Error as error:
        gatherer.report(line + 1, str(error), ReadReason.DAMAGED)
    return Subtitles(tuple(gatherer.cues), tuple(gatherer.problems))


def _take(columns: _Columns, row: Sequence[str], line: int, gatherer: CueGatherer) -> None:
    if not any(_shown(row)):
        return
    try:
        start_ms, end_ms = columns.times_ms(row)
    except (ValueError, OverflowError):
        gatherer.report(line, " | ".join(row), ReadReason.BAD_TIME)
        return
    gatherer.add(start_ms, end_ms, columns.text(row), line)


def _shown(cells: Iterable[str]) -> Iterator[bool]:
    return (bool(cell.strip()) for cell in cells)
