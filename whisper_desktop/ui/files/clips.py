"""The audio of rows, each in a file of its own."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.segment_clips import ClipEvent, ClipsFinished, export_cue_clips
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.clips_dialog import ClipsDialog
from whisper_desktop.ui.error_sentences import expected_sentence
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.workers.job_slot import JobSlot


class Clips(QObject):
    """Asks how, and writes them in a thread."""

    progressed = Signal(str, object)
    """What is done, and how much of it in percent."""
    ended = Signal()
    """Nothing is being written any more."""
    failed = Signal(str)
    """A sentence that says why not everything was written."""

    def __init__(self, desk: Desk, media: MediaPanes) -> None:
        super().__init__(desk)
        self._desk, self._media = desk, media
        self._dialog: ClipsDialog | None = None
        self._jobs = JobSlot(self)
        self._jobs.event_ready.connect(self._on_event)
        self._jobs.failed.connect(self._on_failed)
        self._jobs.ended.connect(self.ended)

    def ask(self) -> None:
        """Ask where to and how."""
        facts = self._desk.facts
        if facts is None or not facts.has_audio:
            self._desk.told.emit(self.tr("There is no sound to export."))
            return
        rows = len(self._desk.editing.selection)
        folder = facts.path.with_suffix("")
        self._dialog = ClipsDialog(rows, folder, self._desk.window)
        self._dialog.accepted.connect(self._on_accepted)
        self._desk.ask(self._dialog)

    def stop(self) -> None:
        """Write no more, and wait until the thread has ended; nothing of it arrives any more."""
        self._jobs.stop()

    @Slot()
    def _on_accepted(self) -> None:
        facts, editing = self._desk.facts, self._desk.editing
        if self._dialog is None or facts is None:
            return
        rows = editing.selected_rows()
        numbers = tuple(row + 1 for row in rows)
        plan = replace(self._dialog.plan, track=self._media.track, numbers=numbers)
        cues = [editing.document[row] for row in rows]
        self._jobs.start(lambda cancel: export_cue_clips(facts.path, cues, plan, cancel=cancel))

    @Slot(object)
    def _on_event(self, event: ClipEvent) -> None:
        if isinstance(event, ClipsFinished):
            self._desk.told.emit(self.tr("Wrote %Ln audio file(s)", "", len(event.paths)))
        else:
            percent = 100 * event.number // event.total
            self.progressed.emit(self.tr("Writing audio…"), percent)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(expected_sentence(error))
