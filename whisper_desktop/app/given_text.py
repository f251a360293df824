"""Text that somebody has already: rows with times, to be trusted or not, or none at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.row_cut import RowCut
from whisper_desktop.app.subtitle_files import ReadReason, SubtitleFile, read_subtitles
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue

_LONGEST_ROW = 200
"""More letters than this are no subtitle: such a line is a paragraph, and cut into sentences."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A text, and between which times it is shown if anybody said so."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class GivenText:
    """The cues of a file as they came, one for each row, and whether their times mean anything."""

    file: SubtitleFile
    cues: tuple[Cue, ...]
    has_times: bool

    @property
    def rows(self) -> tuple[GivenRow, ...]:
        """What is to be placed."""
        if not self.has_times:
            return tuple(GivenRow(cue.text) for cue in self.cues)
        return tuple(GivenRow(cue.text, cue.start_ms, cue.end_ms) for cue in self.cues)


def read_given(
    path: Path, cut: RowCut = RowCut.AUTO, cancel: CancelToken | None = None
) -> GivenText:
    """Read subtitles of any format, or plain text; rows with times in order of those.

    Raises `SubtitlesUnreadableError` and `Cancelled`.
    """
    file = read_subtitles(path, cancel=cancel)
    made_up = any(problem.reason is ReadReason.TIMES_MADE_UP for problem in file.problems)
    if not made_up:
        ordered = sorted(file.cues, key=lambda cue: (cue.start_ms, cue.end_ms))
        return GivenText(file, tuple(ordered), has_times=True)
    texts = _rows_of([cue.text for cue in file.cues], cut)
    cues = tuple(Cue(uid, 0, 0, text) for uid, text in enumerate(texts, start=1))
    return GivenText(file, cues, has_times=False)


def _rows_of(lines: list[str], cut: RowCut) -> Iterator[str]:
    if cut is RowCut.SENTENCES:
        yield from _sentences(" ".join(" ".join(line.split()) for line in lines))
        return
    for line in lines:
        if cut is RowCut.AUTO and len(line) > _LONGEST_ROW:
            yield from _sentences(line)
        else:
            yield line


def _sentences(text: str) -> Iterator[str]:
    first = 0
    for end in _SENTENCE_END.finditer(text):
        sentence = text[first : end.end()].strip()
        first = end.end()
        if sentence:
            yield sentence
    if text[first:].strip():
        yield text[first:].strip()
