"""What is open: the document, the project file that follows it, and the recording it belongs to."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.app.document_settings import NAME_SETTING
from whisper_desktop.app.media_identity import MediaReference
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import EditDone, ProjectContents, RowsArrived
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.project_writer import ProjectState
from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit
from whisper_desktop.ui.draft_maker import DraftMaker
from whisper_desktop.ui.editing import EditingController

_IS_CHANGED = "is_changed"
"""The setting that says whether the rows are others than in the file they were opened from, or
exported to last, or left with after a question: undo knows it only until the project is closed."""
_TRY_AGAIN_MS = 2_000
"""How long after a draft could not be made it is tried again."""
_LOOK_AGAIN_MS = 250
"""How often the project is asked whether everything is on the disk."""
_LOOK_RARELY_MS = 2_000
"""How often when it is: somebody may still move the file, or put another in its place."""


@dataclass(frozen=True, slots=True)
class NewWork:
    """A document that has no project file yet; `settings` go into it once there is one."""

    cues: Sequence[Cue] = ()
    media: MediaReference | None = None
    settings: Mapping[str, object] = field(default_factory=dict)


class Session(QObject):
    """Keeps the project file equal to the document; new work gets a draft with its first edit."""

    about_to_close = Signal()
    """What is open will be closed; what is remembered now is still kept."""
    opened = Signal()
    """Another document is open, or none."""
    changed = Signal()
    """The name, the recording or what is on the disk is another."""
    draft_failed = Signal(object)
    """The OutputUnwritableError that keeps new work from being saved."""
    written_anew = Signal(object)
    """The path of the project, whose file was missing there."""

    def __init__(
        self, editing: EditingController, drafts: DraftFolder, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._drafts = drafts
        self._maker = DraftMaker(drafts, self)
        self._maker.made.connect(self._settle)
        self._drafted: NewWork | None = None
        """The work as the draft, that is being made, will hold it."""
        self._waiting: list[EditDone | RowsArrived] = []
        """What happened to the rows since the draft, that is being made, was begun."""
        self._project: Project | None = None
        self._work: NewWork | None = None
        self._is_untouched = True
        """Whether the cues of the new work are those of the document."""
        self._draft_problem = ""
        self._is_elsewhere = True
        """Whether the rows, as they were opened, are also in another file than a draft."""
        self._shown_state: ProjectState | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_TRY_AGAIN_MS)
        self._later.timeout.connect(self._on_try_again)
        editing.edited.connect(self._on_edited)
        editing.arrived.connect(self._on_arrived)

    @property
    def is_open(self) -> bool:
        """Whether there is a document."""
        return self._project is not None or self._work is not None

    @property
    def project(self) -> Project | None:
        """The file that follows the document, if there is one; a draft is waited for."""
        self._settle()
        return self._project

    @property
    def is_named(self) -> bool:
        """Whether the person gave the work a project file."""
        return self._project is not None and not self._project.is_draft

    @property
    def stands_for(self) -> Path | None:
        """The project that the work, which is in a draft, belongs into."""
        return None if self._project is None else self._project.stands_for

    @property
    def is_read_only(self) -> bool:
        """Whether the project is only looked at, and nothing is written to it."""
        return self._project is not None and self._project.is_read_only

    @property
    def has_unsaved_work(self) -> bool:
        """Whether the project's file lacks rows, or a version that was asked for."""
        project, state = self.project, self.state
        if project is None or not (state.unsaved_count or state.problem):
            return False
        return project.lacks(self._editing.document)

    @property
    def is_drafted(self) -> bool:
        """Whether the work is in a draft that would survive a crash."""
        return self._project is not None and self._project.is_draft

    @property
    def is_worth_keeping(self) -> bool:
        """Whether there is work that is in no file but perhaps a draft."""
        is_same = self._is_elsewhere and self._editing.undo_stack.isClean()
        return self.is_open and not self.is_named and not is_same

    def mark_exported(self, *, is_whole: bool = True) -> None:
        """Hear that the rows are in another file now, whole or not."""
        # What lacks something is an export, too, but none that a draft may be thrown away for.
        stack = self._editing.undo_stack
        self._is_elsewhere = is_whole or (self._is_elsewhere and stack.isClean())
        stack.setClean()
        self.changed.emit()

    @property
    def name(self) -> str:
        """What the window calls the document."""
        if self._project is not None and self.is_named:
            return self._project.path.stem
        if self.stands_for is not None:
            return self.stands_for.stem
        return str(self.setting(NAME_SETTING) or "")

    @property
    def media(self) -> MediaReference | None:
        """The recording that belongs to the document."""
        if self._project is not None:
            return self._project.media
        return self._work.media if self._work else None

    @property
    def state(self) -> ProjectState:
        """How far the disk is behind the document."""
        if self._project is not None:
            return self._project.state
        if self._maker.is_busy:
            return ProjectState(len(self._waiting) or 1, problem=self._draft_problem)
        return ProjectState(problem=self._draft_problem)

    def setting(self, name: str) -> object:
        """Return what is remembered of this document under a name."""
        if self._project is not None:
            return self._project.setting(name)
        return self._work.settings.get(name) if self._work else None

    def read_project(self, path: Path, *, is_read_only: bool = False) -> Project:
        """Open a project to go on with; raises what `Project.open` raises."""
        return Project.open(path, self._drafts.options(is_read_only=is_read_only))

    def begin(self, work: NewWork) -> None:
        """Edit a document that has no project; the one before must have been left."""
        self._work, self._is_untouched, self._draft_problem = work, True, ""
        self._is_elsewhere = True
        self._load(Document(work.cues))

    def go_on(self, project: Project) -> None:
        """Edit what is in a project; the one before must have been left."""
        self._project = project
        self._is_elsewhere = not project.is_draft
        history = project.history
        document = Document(project.document_cues(), project.next_uid)
        self._load(document, history.done, history.undone)

    def remember(self, name: str, value: object) -> None:
        """Keep something about this document, a JSON value."""
        if self._project is not None:
            self._project.set_setting(name, value)
            self._timer.start(_LOOK_AGAIN_MS)
        elif self._work is not None:
            self._work = replace(self._work, settings={**self._work.settings, name: value})

    def begin_draft(self) -> None:
        """Give new work a draft before its first edit, for what is remembered is worth it."""
        if self._work is not None and not self._maker.is_busy:
            self._begin_draft([])

    def together(self) -> AbstractContextManager[None]:
        """Make what is done and remembered meanwhile durable at once, or nothing of it."""
        return nullcontext() if self._project is None else self._project.together()

    def set_media(self, media: MediaReference | None) -> None:
        """Let another recording belong to the document."""
        if self._project is not None:
            self._project.set_media(media)
            self._timer.start(_LOOK_AGAIN_MS)
        elif self._work is not None:
            self._work = replace(self._work, media=media)
        self.changed.emit()

    def save_as(self, path: Path, *, overwrite: bool) -> None:
        """Give the work a project file, or another one; raises what `Project.save_as` raises."""
        self._make_ready()
        if self._project is None and self._work is not None:
            self._project = Project.create(
                path, self._contents(), overwrite=overwrite, options=self._drafts.options()
            )
        elif self._project is not None:
            self._project.save_as(path, overwrite=overwrite)
        self._work, self._draft_problem = None, ""
        self.changed.emit()

    def save_back(self) -> None:
        """Go on in the project a draft stands in for; raises what `Project.save_back` raises."""
        self._make_ready()
        if self._project is not None:
            self._project.save_back()
        self.changed.emit()

    def leave(self, *, keep_draft: bool) -> None:
        """Close what is open; `keep_draft` keeps what only a draft has, to be offered again.

        What is neither in a draft nor in the project's file is lost: ask before.
        """
        self._editing.commit_typing()
        self._settle()
        self.about_to_close.emit()
        self._keep_mark()
        self._restate()
        is_needed = self.has_unsaved_work
        project, self._project, self._work = self._project, None, None
        self._timer.stop()
        self._later.stop()
        self._draft_problem = ""
        if project is not None:
            if project.is_draft and not keep_draft:
                project.discard()
            else:
                project.close(keep_rescue=keep_draft and is_needed)
        self._load(Document())

    def _load(
        self, document: Document, done: Sequence[Edit] = (), undone: Sequence[Edit] = ()
    ) -> None:
        self._shown_state = None
        self._editing.load(document, done, undone)
        if self.setting(_IS_CHANGED):
            self._editing.undo_stack.resetClean()
        self._timer.start(_LOOK_AGAIN_MS)
        self.opened.emit()
        self.changed.emit()

    def _contents(self) -> ProjectContents:
        work = self._work or NewWork()
        cues = work.cues if self._is_untouched else tuple(self._editing.document)
        return ProjectContents(cues, work.media, work.settings)

    @Slot(object)
    def _on_arrived(self, came: Arrival) -> None:
        if self._project is not None:
            self._project.record_arrival(came)
        elif self._maker.is_busy:
            self._waiting.append(RowsArrived(came))
        elif self._work is not None:
            # A draft failed before. The next gets the rows as they are, with what is remembered
            # of the run, which comes only now.
            self._is_untouched = False
            QTimer.singleShot(0, self, self.begin_draft)
        self._timer.start(_LOOK_AGAIN_MS)

    @Slot(object)
    def _on_edited(self, edit: Edit) -> None:
        done = EditDone(edit, self._editing.step)
        if self._project is not None:
            self._project.record(done.edit, done.step)
        elif self._maker.is_busy:
            self._waiting.append(done)
        elif self._work is not None:
            # Of rows that were touched before, the draft has this edit in it already.
            self._begin_draft([done] if self._is_untouched else [])
        self._timer.start(_LOOK_AGAIN_MS)

    def _make_ready(self) -> None:
        """Let the project have all there is before it is saved elsewhere."""
        self._settle()
        self._restate()
        self._remember_whether_changed()

    def _keep_mark(self) -> None:
        # A draft is asked about anyway.
        if self._project is not None and not (self._project.is_draft or self._project.is_read_only):
            self._remember_whether_changed()

    def _remember_whether_changed(self) -> None:
        is_changed = not self._editing.undo_stack.isClean()
        if bool(self.setting(_IS_CHANGED)) != is_changed:
            self.remember(_IS_CHANGED, is_changed)

    def _restate(self) -> None:
        """Give the project the rows as a whole, where it missed a change of them."""
        if self._project is not None and self._project.state.needs_rows:
            self._project.restate(self._editing.document)

    @Slot()
    def _on_try_again(self) -> None:
        if self._work is not None and self._draft_problem and not self._maker.is_busy:
            self._begin_draft([])

    def _begin_draft(self, waiting: list[EditDone | RowsArrived]) -> None:
        self._waiting, self._drafted = waiting, self._work
        self._maker.start(self._contents())
        self.changed.emit()

    @Slot()
    def _settle(self) -> None:
        """Wait for the draft that is being made, and go on in it."""
        outcome = self._maker.take()
        if isinstance(outcome, Project):
            self._adopt(outcome)
        elif outcome is not None:
            is_news = not self._draft_problem
            self._draft_problem, self._is_untouched = outcome.reason, False
            self._timer.start(_LOOK_AGAIN_MS)
            self._later.start()
            if is_news:
                self.draft_failed.emit(outcome)
            self.changed.emit()

    def _adopt(self, project: Project) -> None:
        work, drafted = self._work or NewWork(), self._drafted or NewWork()
        # Rows and how far the recogniser came belong together.
        with project.together():
            for name, value in work.settings.items():
                if drafted.settings.get(name) != value:
                    project.set_setting(name, value)
            if work.media is not drafted.media:
                project.set_media(work.media)
            for change in self._waiting:
                if isinstance(change, RowsArrived):
                    project.record_arrival(change.arrival)
                else:
                    project.record(change.edit, change.step)
        self._project, self._work, self._drafted = project, None, None
        self._waiting, self._draft_problem = [], ""
        self._timer.start(_LOOK_AGAIN_MS)
        self.changed.emit()

    @Slot()
    def _on_timeout(self) -> None:
        self._keep_mark()
        self._restate()
        state, shown = self.state, self._shown_state or ProjectState()
        if state != self._shown_state:
            self._shown_state = state
            self.changed.emit()
        if self._project is not None and state.anew_count > shown.anew_count:
            self.written_anew.emit(self._project.path)
        is_settled = not state.unsaved_count and not state.problem
        if is_settled and self._project is None:
            self._timer.stop()
        else:
            self._timer.start(_LOOK_RARELY_MS if is_settled else _LOOK_AGAIN_MS)
