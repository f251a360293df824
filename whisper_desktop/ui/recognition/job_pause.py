"""One's own job on a recogniser is held, and goes on."""

from PySide6.QtCore import QObject, Signal

from whisper_desktop.app.recognition_jobs import JobHost


class JobPause(QObject):
    """Knows whether the person holds the job, and tells the host."""

    changed = Signal(bool)
    """It is held now, or goes on."""

    def __init__(self, host: JobHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether the job waits for the person."""
        return self._is_on

    def set_on(self, is_on: bool) -> None:
        """Let the job wait, or go on."""
        if is_on is not self._is_on:
            self._is_on = is_on
            self.apply()
            self.changed.emit(is_on)

    def apply(self) -> None:
        """Let the host know: also of a job that follows one that was held just when it was over."""
        if self._is_on:
            self._host.pause()
        else:
            self._host.go_on()
