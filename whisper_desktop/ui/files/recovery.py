"""Offers what a crash left behind."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.app.project_draft import Draft, DraftFolder
from whisper_desktop.core.errors import (
    OutputUnwritableError,
    ProjectInUseError,
    ProjectTooNewError,
    ProjectUnreadableError,
)
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.recovery_dialog import RecoveryDialog
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.files.opening import Opening
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar

_TOPIC = "recovery"
_OF_WHAT_IS_OPEN = "recovery-of-open"
"""The topic of newer work for the project that is open."""


class Recovery(QObject):
    """Looks for drafts that no window has open, and goes on with the one that is chosen."""

    failed = Signal(str)
    """A sentence that says why a draft was not opened."""

    def __init__(
        self, desk: Desk, drafts: DraftFolder, opening: Opening, notices: NoticeBar
    ) -> None:
        super().__init__(desk)
        self._desk, self._drafts, self._opening = desk, drafts, opening
        self._notices = notices
        self._dialog: RecoveryDialog | None = None
        self._newer: Draft | None = None
        """Work that the project lacks that was opened last."""
        opening.opened.connect(self._on_opened)

    def offer(self, *, is_quiet: bool) -> None:
        """Ask about the drafts there are; quietly where the person is busy with a file."""
        # What the project lacks that was opened is offered already.
        drafts = [draft for draft in self._drafts.left_behind() if draft != self._newer]
        if not drafts:
            return
        if is_quiet:
            sentence = self._sentence(drafts)
            self._notices.tell(Notice(_TOPIC, sentence, [(self.tr("Show…"), self.show)]))
        else:
            self.show()

    def show(self) -> None:
        """List the drafts there are, or say that there is none."""
        drafts = self._drafts.left_behind()
        if not drafts:
            self._desk.told.emit(self.tr("No work was left behind."))
            return
        self._dialog = RecoveryDialog(drafts, self._desk.window)
        self._dialog.accepted.connect(self._on_accepted)
        self._dialog.delete_requested.connect(self._on_delete)
        self._dialog.open()

    def _sentence(self, drafts: Sequence[Draft]) -> str:
        """Say what was left behind; of what a person saved, the name of the newest."""
        named = next((draft for draft in drafts if draft.stands_for is not None), None)
        if named is None or named.stands_for is None:
            return self.tr("There is work that was left behind when the program ended.")
        newer = self.tr("{name}: newer work than what was saved, {rows}")
        rows = self.tr("%Ln row(s)", "", named.cue_count)
        return newer.format(name=named.stands_for.name, rows=rows)

    def _go_on(self, draft: Draft) -> None:
        try:
            project = self._drafts.open(draft)
        except (
            OutputUnwritableError,
            ProjectInUseError,
            ProjectTooNewError,
            ProjectUnreadableError,
        ) as error:
            self.failed.emit(error_sentence(error))
        else:
            self._opening.go_on(project)

    @Slot(object)
    def _on_opened(self, path: Path) -> None:
        """Offer what the project lacks before anything else is done to its old rows."""
        self._notices.withdraw(_OF_WHAT_IS_OPEN)
        real = Path(os.path.realpath(path))
        drafts = (draft for draft in self._drafts.left_behind() if draft.stands_for == real)
        draft = self._newer = next(drafts, None)
        if draft is None:
            return
        answers = [(self.tr("Go on with it"), lambda: self._go_on(draft))]
        looks = [(self.tr("Show…"), self.show)]
        sentence = self._sentence([draft])
        self._notices.tell(Notice(_OF_WHAT_IS_OPEN, sentence, answers, looks=looks))

    @Slot()
    def _on_accepted(self) -> None:
        draft = self._dialog.chosen if self._dialog is not None else None
        if draft is not None:
            self._withdraw(draft)
            self._go_on(draft)

    def _withdraw(self, draft: Draft) -> None:
        """Offer it no longer, for it was chosen or deleted in the list."""
        if draft == self._newer:
            self._notices.withdraw(_OF_WHAT_IS_OPEN)

    @Slot(object)
    def _on_delete(self, draft: Draft) -> None:
        self._withdraw(draft)
        try:
            self._drafts.discard(draft)
        except (OutputUnwritableError, ProjectInUseError) as error:
            self.failed.emit(error_sentence(error))
