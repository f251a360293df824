"""Subtitles whose encoding or frame rate the person chooses, and what could not be read of them."""

from collections.abc import Callable, Set
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from whisper_desktop.app.document_settings import NAME_SETTING
from whisper_desktop.app.export_choices import ExportChoices, choices_from, choices_of
from whisper_desktop.app.subtitle_files import (
    ReadReason,
    SubtitleFile,
    candidate_encodings,
    read_subtitles,
    subtitle_endings,
)
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.errors import SubtitlesUnreadableError
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.import_dialog import ImportDialog
from whisper_desktop.ui.dialogs.problems_dialog import ProblemsDialog
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.files.exporting import EXPORT_SETTING
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar

_TOPIC = "problems"
_CERTAIN = frozenset({"", "utf-8"})
"""Encodings that are hardly ever taken for others; a file that is no text has none."""


class Importing(QObject):
    """Puts the rows of a file into the document, as an edit that can be undone."""

    failed = Signal(str)
    """A sentence that says why nothing was imported."""

    def __init__(self, desk: Desk, session: Session, notices: NoticeBar) -> None:
        super().__init__(desk)
        self._desk, self._session, self._notices = desk, session, notices
        self._dialog: ImportDialog | None = None
        session.opened.connect(self._on_session_opened)

    def choose(self) -> None:
        """Ask the person for a file."""
        dialog = QFileDialog(self._desk.window, self.tr("Import subtitles"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = " ".join(f"*{ending}" for ending in subtitle_endings())
        dialog.setNameFilters(
            [self.tr("Subtitles ({0})").format(endings), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(self._on_file_chosen)
        self._desk.ask(dialog)

    def ask_how(self, path: Path) -> None:
        """Ask how a file is to be read."""
        try:
            encodings = candidate_encodings(path)
        except SubtitlesUnreadableError as error:
            self.failed.emit(error_sentence(error))
            return
        rate, rows = self._desk.frames_per_second, len(self._desk.editing.document)
        self._dialog = ImportDialog(path, encodings, rate, self._desk.window, row_count=rows)
        self._dialog.accepted.connect(self._on_accepted)
        self._desk.ask(self._dialog)

    def tell_of(self, path: Path, file: SubtitleFile) -> None:
        """Say what is not certain of a file as it was read, and offer to read it differently."""
        if file.problems or file.is_frame_rate_needed:
            self._tell_problems(path, file)
        elif _is_guessed(file):
            sentence = self.tr("{name} does not say its encoding, and was read as {encoding}.")
            answer = (self.tr("Read it differently…"), lambda: self.ask_how(path))
            sentence = sentence.format(name=path.name, encoding=file.encoding)
            self._notices.tell(Notice(_TOPIC, sentence, [answer]))

    def _tell_problems(self, path: Path, file: SubtitleFile) -> None:
        name = path.name
        reasons = {problem.reason for problem in file.problems}
        answers: list[tuple[str, Callable[[], None]]] = []
        if file.is_frame_rate_needed:
            answers.append((self.tr("Choose…"), lambda: self.ask_how(path)))
        if reasons - {ReadReason.EMPTY_FILE}:
            answers.append((self.tr("Show what"), lambda: self._show(name, file)))
        if ReadReason.UNDECODABLE in reasons or _is_guessed(file):
            answers.append((self.tr("Choose the encoding…"), lambda: self.ask_how(path)))
        sentence = self._sentence_of(file, reasons).format(name=name)
        self._notices.tell(Notice(_TOPIC, sentence, answers, is_problem=not file.cues))

    def _sentence_of(self, file: SubtitleFile, reasons: Set[ReadReason]) -> str:
        if ReadReason.EMPTY_FILE in reasons:
            return self.tr("{name} is empty.")
        if file.is_frame_rate_needed:
            return self.tr("{name} counts frames, and does not say how many make a second.")
        if not file.cues:
            return self.tr("{name} holds no subtitles that can be read.")
        if file.has_losses:
            return self.tr("Not everything in {name} could be read.")
        return self.tr("Some things in {name} were not right and were mended.")

    def _show(self, name: str, file: SubtitleFile) -> None:
        ProblemsDialog(name, file.problems, self._desk.window).open()

    @Slot()
    def _on_session_opened(self) -> None:
        self._notices.withdraw(_TOPIC)

    @Slot(str)
    def _on_file_chosen(self, name: str) -> None:
        self.ask_how(Path(name))

    @Slot()
    def _on_accepted(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        try:
            file = read_subtitles(dialog.path, dialog.encoding, dialog.frame_rate)
        except SubtitlesUnreadableError as error:
            self.failed.emit(error_sentence(error))
            return
        choices = choices_of(dialog.path, file, dialog.frame_rate)
        if self._session.is_open:
            document = self._desk.editing.document
            cues = tuple(replace(cue, uid=document.new_uid()) for cue in file.cues)
            first = tuple(cue.uid for cue in cues[:1])
            splice = Splice(0, tuple(document), cues)
            self._desk.perform(Edit(Verb.LOAD, (splice,), first, self._desk.editing.selection))
            self._remember(choices)
        else:
            settings = {NAME_SETTING: dialog.path.stem, EXPORT_SETTING: choices.to_data()}
            self._session.begin(NewWork(file.cues, settings=settings))
        self._notices.withdraw(_TOPIC)
        if file.problems:
            self._tell_problems(dialog.path, file)

    def _remember(self, choices: ExportChoices) -> None:
        """Write the file that is open as it was read now; what is imported is not to be written."""
        known = choices_from(self._session.setting(EXPORT_SETTING))
        if known is not None and known.path == choices.path:
            self._session.remember(EXPORT_SETTING, choices.to_data())


def _is_guessed(file: SubtitleFile) -> bool:
    """Return whether the text could be meant in another encoding than it was read in."""
    return file.encoding not in _CERTAIN and not file.had_bom
