"""A recording that goes on being written after it was opened."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_LOOK_EVERY_MS = 2_000


class GrowthWatch(QObject):
    """Looks now and then how large a file is."""

    grown = Signal(object)
    """The path of the file, told once: it is larger than when the watch began."""

    def __init__(self, parent: QObject | None = None, every_ms: int = _LOOK_EVERY_MS) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._size_bytes: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self._on_timeout)

    def watch(self, path: Path) -> None:
        """Look at this file from now on, and at no other."""
        self._path, self._size_bytes = path, _size_of(path)
        self._timer.start()

    def stop(self) -> None:
        """Look at none."""
        self._timer.stop()

    @Slot()
    def _on_timeout(self) -> None:
        if self._path is None or self._size_bytes is None:
            return
        size_bytes = _size_of(self._path)
        if size_bytes is not None and size_bytes > self._size_bytes:
            self.stop()
            self.grown.emit(self._path)


def _size_of(path: Path) -> int | None:
    """Return how large a file is, None when nobody can tell."""
    try:
        return path.stat().st_size
    except OSError:
        return None
