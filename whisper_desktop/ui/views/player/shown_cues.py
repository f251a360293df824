"""Which subtitles are on the screen at a time, however many rows there are."""

import numpy as np
import numpy.typing as npt

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit

Times = npt.NDArray[np.int64]


class ShownCues:
    """Knows the times of all rows of a document, in whatever order they are.

    It is a `DocumentListener`; call `close` when done with it.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._start_ms, self._end_ms = _times(document, 0, len(document))
        document.listen(self)

    def close(self) -> None:
        """Hear no more of the document."""
        self._document.forget(self)

    def at(self, time_ms: int) -> tuple[Cue, ...]:
        """Return the cues that are shown at a time, in the order of their rows."""
        rows = np.flatnonzero((self._start_ms <= time_ms) & (time_ms < self._end_ms))
        return tuple(self._document[int(row)] for row in rows)

    def before_insert(self, row: int, count: int) -> None:
        """Wait for the rows to be there."""

    def after_insert(self, row: int, count: int) -> None:
        """Take in the times of new rows."""
        start_ms, end_ms = _times(self._document, row, count)
        self._start_ms = np.insert(self._start_ms, row, start_ms)
        self._end_ms = np.insert(self._end_ms, row, end_ms)

    def before_remove(self, row: int, count: int) -> None:
        """Wait for the rows to be gone."""

    def after_remove(self, row: int, count: int) -> None:
        """Forget the times of rows."""
        gone = slice(row, row + count)
        self._start_ms = np.delete(self._start_ms, gone)
        self._end_ms = np.delete(self._end_ms, gone)

    def after_replace(self, row: int, count: int) -> None:
        """Take in changed times."""
        changed = slice(row, row + count)
        self._start_ms[changed], self._end_ms[changed] = _times(self._document, row, count)

    def after_edit(self, edit: Edit) -> None:
        """Nothing is left to do once all rows were told of."""


def _times(document: Document, row: int, count: int) -> tuple[Times, Times]:
    cues = document[row : row + count]
    start_ms = np.fromiter((cue.start_ms for cue in cues), np.int64, count)
    return start_ms, np.fromiter((cue.end_ms for cue in cues), np.int64, count)
