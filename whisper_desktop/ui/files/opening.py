"""Files that the person opens or drops become the document."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from whisper_desktop.app.document_settings import LANGUAGE_SETTING, NAME_SETTING
from whisper_desktop.app.export_choices import choices_of
from whisper_desktop.app.file_stamp import stamp_of
from whisper_desktop.app.open_plan import Work, completed, language_of, works
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_schema import may_write
from whisper_desktop.app.subtitle_files import SubtitleFile, read_subtitles
from whisper_desktop.core.cancel import CancelToken, MeasuredToken
from whisper_desktop.core.errors import (
    MediaUnreadableError,
    OutputUnwritableError,
    ProjectInUseError,
    ProjectTooNewError,
    ProjectUnreadableError,
)
from whisper_desktop.ui.busy import busy
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.choose_work_dialog import ChooseWorkDialog
from whisper_desktop.ui.dialogs.passing import open_once
from whisper_desktop.ui.error_sentences import error_sentence, expected_sentence
from whisper_desktop.ui.files.exporting import EXPORT_SETTING
from whisper_desktop.ui.files.recording import Recording
from whisper_desktop.ui.session import NewWork, Session
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar
from whisper_desktop.ui.workers.job_slot import JobSlot

OPENING = "opening"
"""The topic of what is said of a file that was opened."""
_NOT_OPENED = "not-opened"
"""The topic of what was not."""
_WATCH_MS = 100
"""How often it is shown how much of a file was read."""
_LOOK_AGAIN_MS = 50
"""How often it is seen, while a file waits for it, whether the person has answered."""


class MayLeave(Protocol):
    """Closes what is open; see `Leaving`."""

    def __call__(self, *, prepare: Callable[[], bool] = ...) -> bool:
        """Return whether it is closed, after the person agreed and `prepare` returned True."""


class _Reading:
    """A file that is read in a thread, and how much of it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._token = MeasuredToken(CancelToken())

    @property
    def percent(self) -> int | None:
        """How much was read, None while that is not known."""
        return self._token.percent

    def run(self, cancel: CancelToken) -> Iterator[SubtitleFile]:
        """Yield what was read."""
        self._token = MeasuredToken(cancel)
        yield read_subtitles(self.path, cancel=self._token)


class Opening(QObject):
    """Reads in a thread, and hands what was read to the session and the recording."""

    progressed = Signal(str, object)
    """The name of the file that is being read, and how many per cent were; None while that is not
    known."""
    ended = Signal()
    """Nothing is being read any more."""
    failed = Signal(object)
    """The Notice that says why a file was not opened, and what can be done."""
    opened = Signal(object)
    """The path of what is open now."""
    save_as_wanted = Signal()
    """The person wants to go on in a file elsewhere."""
    subtitles_read = Signal(object, object)
    """The path of a file that became the document, and the SubtitleFile."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        recording: Recording,
        notices: NoticeBar,
        may_leave: MayLeave,
    ) -> None:
        super().__init__(desk)
        self._desk, self._session, self._recording = desk, session, recording
        self._notices, self._may_leave = notices, may_leave
        self._jobs = JobSlot(self)
        self._jobs.event_ready.connect(self._on_read)
        self._jobs.failed.connect(self._on_failed)
        self._jobs.ended.connect(self.ended)
        self._work = Work()
        self._reading: _Reading | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._on_watch)
        self._jobs.ended.connect(self._watch.stop)
        self._arrived: SubtitleFile | None = None
        """What was read while the person is asked something about what is open."""
        self._again = QTimer(self)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._on_answer_due)
        self._dialog: ChooseWorkDialog | None = None
        session.opened.connect(self.withdraw_notice)

    def open(self, paths: Sequence[Path]) -> None:
        """Open files and folders; ask which, if they make several documents."""
        self._notices.withdraw(_NOT_OPENED)
        try:
            found = works([_as_named(path) for path in paths])
        except OSError as error:
            self._refuse(error_sentence(error))
            return
        if not found:
            self._refuse(self.tr("There is nothing to open in this folder."))
        elif len(found) == 1:
            self.open_work(found[0])
        else:
            self._dialog = ChooseWorkDialog(found, self._desk.window)
            self._dialog.accepted.connect(self._on_work_chosen)
            self._dialog.open()

    def open_work(self, work: Work) -> None:
        """Open what makes one document; media alone joins a document that has none."""
        is_media_alone = work.project is None and work.subtitles is None
        if work.media is not None and is_media_alone and stamp_of(work.media) is None:
            gone = MediaUnreadableError(work.media, "the file does not exist")
            self._refuse(error_sentence(gone))
            return
        if work.media is not None and is_media_alone and self._is_without_recording():
            self._recording.open(work.media)
            return
        self.stop()
        self._work = work = completed(work)
        if work.project is not None:
            self.open_project(work.project)
        elif work.subtitles is not None:
            self._read(work.subtitles)
        else:
            self._begin(NewWork(settings={NAME_SETTING: work.path.stem}))

    def open_project(self, path: Path, *, is_read_only: bool = False) -> None:
        """Open a project, and leave what was open."""
        before = self._session.project
        is_same = before is not None and before.path == Path(os.path.realpath(path))
        if is_same and (is_read_only or not self._session.is_read_only):
            self._desk.told.emit(self.tr("{name} is open already.").format(name=path.name))
            return
        found: list[Project] = []

        def prepare() -> bool:
            # Not before the person agreed: an older file is changed by being opened.
            project = self._read_project(path, is_read_only=is_read_only)
            found.extend([project] if project else [])
            return bool(found)

        if self._may_leave(prepare=prepare):
            self._show(found[0])

    def go_on(self, project: Project) -> None:
        """Edit a project that was opened, and leave what was."""
        if self._may_leave():
            self._show(project)
        else:
            project.close()

    def choose_files(self) -> None:
        """Ask the person for files."""
        dialog = QFileDialog(self._desk.window, self.tr("Open"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files_chosen)
        open_once(dialog)

    def choose_folder(self) -> None:
        """Ask the person for a folder."""
        dialog = QFileDialog(self._desk.window, self.tr("Open a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._on_files_chosen)
        open_once(dialog)

    def stop(self) -> None:
        """Read no more, and wait until the thread has ended; nothing of it arrives any more."""
        self._jobs.stop()
        self._again.stop()
        self._arrived = None

    @Slot()
    def cancel(self) -> None:
        """Read no further, because the person does not want it; what is open stays."""
        if self._reading is not None and self._jobs.is_running:
            self._jobs.cancel()
            name = self._reading.path.name
            self._desk.told.emit(self.tr("{name} was not opened.").format(name=name))

    @Slot()
    def withdraw_notice(self) -> None:
        """Take back what was said of what was opened."""
        self._notices.withdraw(OPENING)
        self._notices.withdraw(_NOT_OPENED)

    def _refuse(self, sentence: str, *answers: tuple[str, Callable[[], None]]) -> None:
        choose = (self.tr("Open another file…"), self.choose_files)
        notice = Notice(_NOT_OPENED, sentence, answers or (choose,), is_problem=True)
        self.failed.emit(notice)

    def _read_project(self, path: Path, *, is_read_only: bool) -> Project | None:
        try:
            with busy():
                return self._session.read_project(path, is_read_only=is_read_only)
        except ProjectInUseError as error:
            look = (self.tr("Open to look at"), lambda: self.open_project(path, is_read_only=True))
            self._refuse(error_sentence(error), look)
        except (ProjectUnreadableError, ProjectTooNewError, OutputUnwritableError) as error:
            self._refuse(error_sentence(error))
        return None

    def _show(self, project: Project) -> None:
        self.stop()
        with busy():
            self._session.go_on(project)
        if self._desk.editing.current is None:
            self._desk.editing.select_rows([0])
        if not project.is_draft:
            self._tell_of_place(project)
            self.opened.emit(project.path)
        if project.media is not None:
            self._recording.find(project.media)

    def _tell_of_place(self, project: Project) -> None:
        """Say it before the first change that the file will not take it."""
        if project.is_read_only or may_write(project.path):
            return
        sentence = self.tr(
            "{name} may only be read where it is. Your changes are kept as a draft until you save"
            " the project elsewhere."
        )
        answer = (self.tr("Save as…"), self.save_as_wanted.emit)
        self._notices.tell(
            Notice(OPENING, sentence.format(name=project.path.name), [answer], is_problem=True)
        )

    def _is_without_recording(self) -> bool:
        return self._session.is_open and self._session.media is None

    def _read(self, path: Path) -> None:
        reading = self._reading = _Reading(path)
        self._jobs.start(reading.run)
        self._watch.start()
        self._on_watch()

    @Slot()
    def _on_watch(self) -> None:
        if self._reading is not None:
            self.progressed.emit(self._reading.path.name, self._reading.percent)

    def _begin(self, work: NewWork) -> bool:
        if not self._may_leave():
            return False
        with busy():
            self._session.begin(work)
        self._desk.editing.select_rows([0])
        self.opened.emit(self._work.path)
        if self._work.media is not None:
            self._recording.open(self._work.media)
        return True

    @Slot(object)
    def _on_read(self, file: SubtitleFile) -> None:
        self._arrived = file
        self._again.start()
        self._on_answer_due()

    @Slot()
    def _on_answer_due(self) -> None:
        """Let what was read become the document, but never under a dialog about another."""
        if self._arrived is None or self._desk.is_asking:
            return
        file, self._arrived = self._arrived, None
        self._again.stop()
        self._show_subtitles(file)

    def _show_subtitles(self, file: SubtitleFile) -> None:
        path = self._work.path
        settings = {
            NAME_SETTING: path.stem,
            LANGUAGE_SETTING: language_of(path),
            EXPORT_SETTING: choices_of(path, file).to_data(),
        }
        if self._begin(NewWork(file.cues, settings=settings)):
            self.subtitles_read.emit(path, file)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._refuse(expected_sentence(error))

    @Slot(list)
    def _on_files_chosen(self, names: list[str]) -> None:
        self.open([Path(name) for name in names])

    @Slot()
    def _on_work_chosen(self) -> None:
        if self._dialog is not None and self._dialog.chosen is not None:
            self.open_work(self._dialog.chosen)


def _as_named(path: Path) -> Path:
    """Return the whole path of a file; a way that leads back up is followed to its end."""
    return path.resolve() if ".." in path.parts else path.absolute()
