"""Makes the draft of new work in a thread: many rows take longer than a key press may."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.ui.workers.job_thread import JobThread

Outcome = Project | OutputUnwritableError


def draft_job(
    drafts: DraftFolder, contents: ProjectContents, outcomes: list[Outcome]
) -> Iterator[object]:
    """Make a draft and put it, or why there is none, into the list; there are no events.

    A bug, too, is a reason: the rows wait for the next attempt.
    """
    try:
        outcomes.append(drafts.create(contents))
    except OutputUnwritableError as error:
        outcomes.append(error)
    except Exception as error:  # noqa: BLE001 - the thread border
        outcomes.append(OutputUnwritableError(drafts.folder, f"{type(error).__name__}: {error}"))
    yield from ()


class DraftMaker(QObject):
    """Makes one draft at a time."""

    made = Signal()
    """There is an outcome to take."""

    def __init__(self, drafts: DraftFolder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._thread: JobThread | None = None
        self._outcomes: list[Outcome] = []

    @property
    def is_busy(self) -> bool:
        """Whether a draft is being made, or was made and not taken yet."""
        return self._thread is not None

    def start(self, contents: ProjectContents) -> None:
        """Begin to make a draft of these rows; `made` follows."""
        outcomes = self._outcomes = []

        self._thread = JobThread(lambda _cancel: draft_job(self._drafts, contents, outcomes), self)
        self._thread.finished.connect(self._on_finished)
        self._thread.start()

    def take(self) -> Outcome | None:
        """Wait for the draft and hand it over, once; None when none was begun."""
        thread, self._thread = self._thread, None
        if thread is None:
            return None
        thread.wait()
        thread.deleteLater()
        return self._outcomes.pop() if self._outcomes else None

    @Slot()
    def _on_finished(self) -> None:
        # It may be said of a thread whose draft was taken, while another one works already.
        if self._thread is not None and self._thread.isFinished():
            self.made.emit()
