"""Closing what is open: asked once, and only when something would be lost."""

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QPushButton

from whisper_desktop.app.export_choices import ExportChoices, Replacing, choices_from
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.question import with_letters, without_icons
from whisper_desktop.ui.files.exporting import EXPORT_SETTING, Exporting
from whisper_desktop.ui.files.saving import Saving
from whisper_desktop.ui.session import Session


class Answer(Enum):
    """What the person wants to become of the work."""

    SAVE = auto()
    EXPORT = auto()
    LEAVE = auto()
    """There is nothing that would be lost."""
    DISCARD = auto()
    STAY = auto()


class Leaving(QObject):
    """Asks before work is left that is nowhere else."""

    def __init__(self, desk: Desk, session: Session, saving: Saving, exporting: Exporting) -> None:
        super().__init__(desk)
        self._desk, self._session = desk, session
        self._saving, self._exporting = saving, exporting
        self._is_leaving = False

    def may_leave(self, *, prepare: Callable[[], bool] = lambda: True) -> bool:
        """Close what is open, after a question if need be; False when it stays open.

        `prepare` is called once the person agreed; where it returns False, nothing is closed.
        Nothing is closed either while the person is being asked already.
        """
        if self._is_leaving:
            return False
        self._is_leaving = True
        try:
            return self._leave(prepare)
        finally:
            self._is_leaving = False

    def _leave(self, prepare: Callable[[], bool], *, is_exported: bool = False) -> bool:
        self._desk.editing.commit_typing()
        self._saving.finish()
        answer = self._answer(is_exported=is_exported)
        if answer is Answer.STAY:
            return False
        if answer is Answer.SAVE and not self._saving.save_as_now():
            return False
        is_agreed = answer is Answer.EXPORT and self._is_to_replace_what_was_opened
        if answer is Answer.EXPORT and not self._exporting.export_again(may_replace=is_agreed):
            return False
        if answer is Answer.EXPORT and self._session.is_worth_keeping:
            # What was written does not hold everything.
            return self._leave(prepare, is_exported=True)
        if not prepare():
            return False
        if answer is Answer.LEAVE:
            # Who let the export be as it is, is not asked again unless something changes.
            self._desk.editing.undo_stack.setClean()
        is_kept = answer is not Answer.DISCARD and self._session.is_named
        self._session.leave(keep_draft=is_kept)
        return True

    def _answer(self, *, is_exported: bool) -> Answer:
        session = self._session
        is_changed = not self._desk.editing.undo_stack.isClean()
        has_export = self._exported is not None
        if session.has_unsaved_work:
            return self._ask_about_problem()
        if session.is_worth_keeping:
            return self._ask_about_draft(has_export=has_export, is_exported=is_exported)
        if session.is_named and is_changed and has_export:
            return self._ask_about_export()
        return Answer.LEAVE

    @property
    def _exported(self) -> ExportChoices | None:
        """How the rows were exported, or read, the last time."""
        return choices_from(self._session.setting(EXPORT_SETTING))

    @property
    def _is_to_replace_what_was_opened(self) -> bool:
        exported = self._exported
        return exported is not None and exported.replacing is Replacing.OPENED

    def _export_words(self) -> str:
        """Say it with the name where that saves a question."""
        exported = self._exported
        if exported is None or not self._is_to_replace_what_was_opened:
            return self.tr("Export again")
        # In the text of a button & stands before its letter.
        return self.tr("Replace {name}").format(name=exported.path.name.replace("&", "&&"))

    def _ask_about_problem(self) -> Answer:
        sentence = self.tr("{name} has changes that could not be saved: {reason}.").format(
            name=self._session.name,
            reason=self._session.state.problem or self.tr("the disk is slow"),
        )
        return self._ask(
            sentence,
            {
                Answer.SAVE: self.tr("Save elsewhere…"),
                Answer.DISCARD: self.tr("Close and lose them"),
            },
        )

    def _ask_about_draft(self, *, has_export: bool, is_exported: bool) -> Answer:
        sentence = self.tr("{name} has changes that are in no file yet.")
        answers = {Answer.SAVE: self._save_words()}
        if is_exported:
            sentence = self.tr("What was exported does not hold everything of {name}.")
        elif has_export:
            answers[Answer.EXPORT] = self._export_words()
        answers[Answer.DISCARD] = self.tr("Discard them")
        return self._ask(sentence.format(name=self._session.name), answers)

    def _save_words(self) -> str:
        home = self._session.stands_for
        if home is None:
            return self.tr("Save as a project…")
        # In the text of a button & stands before its letter.
        return self.tr("Save into {name}").format(name=home.name.replace("&", "&&"))

    def _ask_about_export(self) -> Answer:
        sentence = self.tr("{name} is saved, but has changes that were not exported.")
        return self._ask(
            sentence.format(name=self._session.name),
            {Answer.LEAVE: self.tr("Close"), Answer.EXPORT: self._export_words()},
        )

    def _ask(self, sentence: str, answers: dict[Answer, str]) -> Answer:
        """Ask; Enter gives the first of the answers, by which nothing is lost."""
        box = QMessageBox(self._desk.window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Whisper Desktop"))
        box.setText(sentence)
        buttons: dict[QPushButton, Answer] = {}
        for answer, words in answers.items():
            role = (
                QMessageBox.ButtonRole.DestructiveRole
                if answer is Answer.DISCARD
                else QMessageBox.ButtonRole.AcceptRole
            )
            buttons[box.addButton(words, role)] = answer
        stay = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(next(iter(buttons)))
        box.setEscapeButton(stay)
        without_icons(box.buttons())
        with_letters(box.buttons())
        self._desk.wait_for(box)
        clicked = box.clickedButton()
        return next(
            (answer for button, answer in buttons.items() if button is clicked), Answer.STAY
        )
