"""Counting the matches in all rows while the window goes on."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.app.search import Count
from whisper_desktop.core.errors import SearchTooLongError

_DELAY_MS = 120
"""After the last letter, before all rows are searched for the count."""


class MatchCounter(QObject):
    """Goes on counting, bit by bit, until it has all or something has changed."""

    due = Signal()
    """Nothing has changed for a moment, so it can be begun."""
    counted = Signal(object)
    """A Count: of what was counted so far, and of all at last."""
    failed = Signal(object)
    """The SearchTooLongError that has ended it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: Iterator[Count] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DELAY_MS)
        self._soon.timeout.connect(self.due)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._on_next)

    def begin(self, counts: Iterator[Count]) -> None:
        """Take the first bit at once and the others when the window has nothing to do."""
        self.stop()
        self._counts = counts
        self._on_next()

    def stop(self) -> None:
        """Count no more; what is counted would be wrong."""
        self._counts = None
        self._soon.stop()
        self._next.stop()

    @Slot()
    def begin_soon(self) -> None:
        """Stop, and tell when it is time to begin anew."""
        self.stop()
        self._soon.start()

    @Slot()
    def _on_next(self) -> None:
        try:
            count = next(self._counts) if self._counts is not None else None
        except SearchTooLongError as error:
            self.stop()
            self.failed.emit(error)
            return
        if count is None:
            return
        if count.is_whole:
            self._counts = None
        else:
            self._next.start()
        self.counted.emit(count)
