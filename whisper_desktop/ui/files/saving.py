"""Giving the work a project file, and going back to earlier states of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from whisper_desktop.app.open_plan import project_path
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_schema import PROJECT_SUFFIX
from whisper_desktop.app.project_versions import Version
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import (
    OutputExistsError,
    OutputUnwritableError,
    ProjectInUseError,
    ProjectUnreadableError,
)
from whisper_desktop.ui.busy import busy
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.replace_box import ReplaceBox
from whisper_desktop.ui.dialogs.versions_dialog import VersionsDialog
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.session import Session


class Saving(QObject):
    """Saves on request what is not saved by itself."""

    failed = Signal(str)
    """A sentence that says why nothing was saved."""
    saved = Signal(object)
    """The path of the project."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._desk, self._session = desk, session
        self._versions: VersionsDialog | None = None

    def save(self) -> None:
        """Give a file to what has none that takes it; all other work is saved already."""
        project = self._session.project
        if self._session.stands_for is not None and self._save_back(self._session.stands_for):
            return
        if not self._session.is_named or project is None or not project.takes_changes:
            self.save_as()
            return
        self.finish()
        problem = self._session.state.problem
        if problem:
            self.failed.emit(self._not_saved(problem))
        else:
            self._desk.told.emit(self.tr("Every change is saved as you make it."))

    def save_as(self) -> None:
        """Ask for a place and go on there."""
        dialog = self._file_dialog()
        dialog.fileSelected.connect(self._on_file_chosen)
        self._desk.ask(dialog)

    def save_as_now(self) -> bool:
        """Save where the work belongs, or wait for a place to be chosen; tell whether it is."""
        if self._session.stands_for is not None and self._save_back(self._session.stands_for):
            return True
        dialog = self._file_dialog()
        return bool(self._desk.wait_for(dialog)) and self._save_chosen(
            Path(dialog.selectedFiles()[0])
        )

    def finish(self) -> None:
        """Wait until everything is on the disk, if the disk takes it."""
        if self._session.project is not None and not self._session.state.problem:
            self._session.project.flush()

    def show_versions(self) -> None:
        """Let the person look at earlier states and go back to one."""
        project = self._session.project
        if project is None:
            self._desk.told.emit(self.tr("There are no earlier versions yet."))
            return
        versions = self._versions_of(project)
        if versions is None:
            return
        self._versions = VersionsDialog(versions, self._cues_of, self._desk.window)
        self._versions.keep_requested.connect(self._on_keep)
        self._versions.accepted.connect(self._on_go_back)
        self._desk.ask(self._versions)

    def _file_dialog(self) -> QFileDialog:
        dialog = QFileDialog(self._desk.window, self.tr("Save project as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(PROJECT_SUFFIX.lstrip("."))
        dialog.setNameFilters([self.tr("Projects (*{0})").format(PROJECT_SUFFIX)])
        media = self._session.media
        if media is not None:
            dialog.setDirectory(str(media.path.parent))
        dialog.selectFile(Path(self._session.name or self.tr("project")).stem + PROJECT_SUFFIX)
        return dialog

    def _save_chosen(self, chosen: Path) -> bool:
        """Save under the name that was chosen, or what a project of that name is called."""
        # The file dialog has asked whether a file of the name that was chosen may be replaced.
        path = project_path(chosen)
        return self._save(path, may_replace=path == chosen)

    def _save(self, path: Path, *, may_replace: bool) -> bool:
        try:
            with busy():
                self._session.save_as(path, overwrite=may_replace)
        except OutputExistsError:
            return self._may_replace(path) and self._save(path, may_replace=True)
        except (
            OutputUnwritableError,
            ProjectInUseError,
            ProjectUnreadableError,
        ) as error:
            self.failed.emit(error_sentence(error))
            return False
        return self._tell_saved(path)

    def _save_back(self, path: Path) -> bool:
        """Save into the project that the draft stands in for; False, and why, where that fails."""
        try:
            with busy():
                self._session.save_back()
        except OutputExistsError:
            sentence = self.tr("{name} was changed since this work began. Save it elsewhere.")
            self.failed.emit(sentence.format(name=path.name))
            return False
        except (OutputUnwritableError, ProjectInUseError, ProjectUnreadableError) as error:
            self.failed.emit(error_sentence(error))
            return False
        return self._tell_saved(path)

    def _tell_saved(self, path: Path) -> bool:
        """Say whether the work is saved there, and return it."""
        project = self._session.project
        if project is not None and project.state.unsaved_count:
            self.failed.emit(self._not_saved(project.state.problem))
            return False
        self._desk.told.emit(self.tr("Saved {path}").format(path=path))
        self.saved.emit(path)
        return True

    def _may_replace(self, path: Path) -> bool:
        sentence = self.tr("{name} exists already. Shall it be replaced?").format(name=path.name)
        box = ReplaceBox(self.tr("Save project as"), sentence, self._desk.window)
        self._desk.wait_for(box)
        return box.is_agreed

    def _not_saved(self, problem: str) -> str:
        return self.tr("Not saved yet: {reason}. It is tried again and again.").format(
            reason=problem or self.tr("the disk is slow")
        )

    def _versions_of(self, project: Project) -> Sequence[Version] | None:
        """Return the earlier versions; None, and a sentence, when they cannot be read."""
        try:
            return project.versions()
        except ProjectUnreadableError as error:
            self._tell_unreadable(error)
            return None

    def _cues_of(self, version: Version) -> Sequence[Cue]:
        """Return the rows of a version for a look; none, and a sentence, when that fails."""
        project = self._session.project
        try:
            return () if project is None else project.version_cues(version)
        except (ProjectUnreadableError, LookupError) as error:
            self._tell_unreadable(error)
            return ()

    def _tell_unreadable(self, error: ProjectUnreadableError | LookupError) -> None:
        if isinstance(error, ProjectUnreadableError):
            self.failed.emit(error_sentence(error))
        else:
            # Of old automatic versions most are let go of, now and then.
            self.failed.emit(self.tr("This version is not kept any more."))

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self._save_chosen(Path(path))

    @Slot(str)
    def _on_keep(self, name: str) -> None:
        project = self._session.project
        if project is not None and self._versions is not None:
            project.keep_version(name)
            self._versions.show_versions(self._versions_of(project) or ())

    @Slot()
    def _on_go_back(self) -> None:
        project, dialog = self._session.project, self._versions
        version: Version | None = dialog.chosen if dialog is not None else None
        if project is None or version is None:
            return
        try:
            edit = project.restore(version, self._desk.editing.document)
        except (ProjectUnreadableError, LookupError) as error:
            self._tell_unreadable(error)
        else:
            self._desk.perform(edit)
