"""Pause and Stop in the menu Recognise: they act on whatever the recogniser does here."""

from PySide6.QtCore import QObject, Slot

from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.recognition.rerecognition import Rerecognition


class RunningCommands(QObject):
    """Connects the actions; a transcription and rows that wait for it are held and end together."""

    def __init__(self, desk: Desk, actions: Actions, run: LiveRun, again: Rerecognition) -> None:
        super().__init__(desk)
        self._desk, self._run, self._again = desk, run, again
        self._pause = actions["pause-run"]
        # Not `toggled`: what shows that one of the two still waits is no wish.
        self._pause.triggered.connect(self._on_pause)
        actions["stop-run"].triggered.connect(self._on_stop)
        for work in (run, again):
            work.paused_changed.connect(self._show_paused)

    @Slot(bool)
    def _on_pause(self, is_wanted: bool) -> None:
        self._run.set_paused(is_wanted)
        self._again.set_paused(is_wanted)

    @Slot()
    def _show_paused(self) -> None:
        self._pause.setChecked(self._run.is_paused or self._again.is_paused)

    @Slot()
    def _on_stop(self) -> None:
        words = self.tr("Stopped. What was heard is kept.")
        if self._run.is_running:
            words = self.tr("Stopped. What was recognised is kept; you can go on later.")
        self._run.cancel()
        self._again.cancel()
        self._desk.told.emit(words)
