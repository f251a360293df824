"""Writing the rows as subtitles, in the way that was chosen the last time or another."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from whisper_desktop.app.export_choices import ExportChoices, Replacing, choices_from
from whisper_desktop.app.subtitle_files import Track, reads_back, write_subtitles
from whisper_desktop.core.errors import EncodingUnfitError, OutputExistsError, OutputUnwritableError
from whisper_desktop.ui.busy import busy
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.dialogs.replace_box import ReplaceBox
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.session import Session

EXPORT_SETTING = "export"
"""Under which the session remembers the choices."""


class Exporting(QObject):
    """Exports, and remembers how."""

    failed = Signal(str)
    """A sentence that says why nothing was written."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._desk, self._session = desk, session
        self._dialog: ExportDialog | None = None

    def ask(self) -> None:
        """Ask where to and how."""
        counts = (len(self._desk.editing.document), self._untranslated_count)
        self._dialog = ExportDialog(self._proposed(), counts, self._desk.window)
        self._dialog.agreed.connect(self._on_agreed)
        self._desk.ask(self._dialog)

    def export_again(self, *, may_replace: bool = False) -> bool:
        """Write to the same file in the same way; ask when there is no such; tell if written.

        With `may_replace` the person agreed to replace the file already.
        """
        choices = choices_from(self._session.setting(EXPORT_SETTING))
        if choices is None:
            self.ask()
            return False
        try:
            return self._write(choices, self._desk.window, may_replace=may_replace)
        except (OutputUnwritableError, EncodingUnfitError) as error:
            self.failed.emit(error_sentence(error))
            return False

    def _proposed(self) -> ExportChoices:
        known = choices_from(self._session.setting(EXPORT_SETTING))
        if known is not None:
            return known
        media, project = self._session.media, self._session.project
        folder = self._desk.preferences.editor.export_folder
        if media is not None:
            path = media.path
        elif project is not None and self._session.is_named:
            path = project.path
        else:
            path = Path.home() / (self._session.name or self.tr("subtitles"))
        path = Path(folder) / path.name if folder else path
        return ExportChoices(path.with_suffix(".srt"), fps=self._desk.frames_per_second)

    @Slot()
    def _on_agreed(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        # Until it is written, nothing of what was chosen is to be chosen again.
        try:
            if self._write(dialog.choices, dialog):
                dialog.done(ExportDialog.DialogCode.Accepted)
        except (OutputUnwritableError, EncodingUnfitError) as error:
            dialog.tell(error_sentence(error))

    def _write(self, choices: ExportChoices, asker: QWidget, *, may_replace: bool = False) -> bool:
        """Write, after a question before the asker if need be; tell if it was written."""
        is_agreed = may_replace or choices.replacing is Replacing.NOTHING_LOST
        try:
            self._write_file(choices, overwrite=is_agreed)
        except OutputExistsError:
            if not self._may_replace(choices, asker):
                return False
            self._write_file(choices, overwrite=True)
        self._hear_of(choices)
        return True

    def _write_file(self, choices: ExportChoices, *, overwrite: bool) -> None:
        cues = self._desk.editing.document
        with busy():
            write_subtitles(
                choices.path, cues, choices.format, choices.options, overwrite=overwrite
            )

    def _hear_of(self, choices: ExportChoices) -> None:
        """Remember what was written, and say it."""
        cues = self._desk.editing.document
        self._session.remember(EXPORT_SETTING, choices.written().to_data())
        # Work with a project of its own needs no other file to be whole.
        is_whole = self._session.is_named or reads_back(choices.path, cues, choices.options)
        self._session.mark_exported(is_whole=is_whole)
        self._desk.told.emit(self._written_words(choices))

    @property
    def _untranslated_count(self) -> int:
        return sum(1 for cue in self._desk.editing.document if not cue.translation.strip())

    def _written_words(self, choices: ExportChoices) -> str:
        """Say what was written, and how much of a translation is missing there."""
        missing, count = self._untranslated_count, len(self._desk.editing.document)
        sentence = self.tr("Wrote {path}")
        if missing and choices.track is not Track.TEXT:
            sentence = self.tr("Wrote {path}; rows without a translation: {missing} of {count}")
        return sentence.format(path=choices.path, missing=missing, count=count)

    def _may_replace(self, choices: ExportChoices, asker: QWidget) -> bool:
        match choices.replacing:
            case Replacing.CHANGED:
                sentence = self.tr(
                    "{name} was changed by another program. If you replace it, that is lost."
                )
            case Replacing.UNREAD:
                sentence = self.tr(
                    "Not everything in {name} could be read. If you replace it, the rest is lost."
                )
            case Replacing.OPENED:
                sentence = self.tr("{name} is the file that you opened. Shall it be replaced?")
            case _:
                sentence = self.tr("{name} exists already. Shall it be replaced?")
        sentence = sentence.format(name=choices.path.name)
        box = ReplaceBox(self.tr("Export"), sentence, asker)
        self._desk.wait_for(box)
        return box.is_agreed
