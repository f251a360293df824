"""Keeps title, actions, status line and arrangement of the window true to what is open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from whisper_desktop.app.project_trail import Step
from whisper_desktop.app.settings import LoadedSettings
from whisper_desktop.core.edit import Edit, Verb, row_count_of
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.files.opening import OPENING
from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.menus import Need
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.verb_names import verb_name
from whisper_desktop.ui.views.notice_bar import Notice

_SAVING = "saving"
"""The topic of what keeps the work from being saved."""

_MOVED = "moved"
"""The topic of a project's file that is missing where it was."""


class WindowState(QObject):
    """Listens to everybody and tells the window; decides nothing."""

    def __init__(
        self, window: MainWindow, desk: Desk, session: Session, board: FindingsBoard
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._session, self._board = window, desk, session, board
        self._editing, self._stack = desk.editing, desk.editing.undo_stack
        self._line = window.status_line
        self._edits: list[Edit] = []
        """What was applied since the last step was told of."""
        self._index = 0
        self._is_fresh = False
        """Whether the last edit was made just now."""
        self._present: frozenset[Need] = frozenset()
        self._problem = ""
        """What keeps the work from being saved, as far as it was told."""
        actions = window.actions_by_name
        self._undo, self._redo = actions["undo"], actions["redo"]
        self._undo.triggered.connect(self._stack.undo)
        self._redo.triggered.connect(self._stack.redo)
        self._line.undo_requested.connect(self._undo.trigger)
        self._line.findings_requested.connect(actions["findings"].trigger)
        self._stack.indexChanged.connect(self._on_index_changed)
        self._stack.cleanChanged.connect(self._on_session_changed)
        self._editing.edited.connect(self._on_edited)
        self._editing.selection_changed.connect(self._on_availability)
        desk.media_changed.connect(self._on_availability)
        desk.run_changed.connect(self._on_availability)
        desk.told.connect(self.tell)
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_session_changed)
        for failed in (session.draft_failed, desk.preferences.failed):
            failed.connect(self.complain_of)
        session.written_anew.connect(self._on_written_anew)
        board.changed.connect(self._on_findings_changed)
        self._on_opened()

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Show a sentence in the status line; it may speak of what was just edited."""
        self._line.tell(sentence, can_undo=self._is_fresh)

    @Slot(str)
    def complain(self, sentence: str) -> None:
        """Show a sentence in the status line, as a problem."""
        self._line.tell(sentence, is_problem=True)

    @Slot(object)
    def complain_of(self, error: BaseException) -> None:
        """Show what went wrong in the status line."""
        self.complain(error_sentence(error))

    def complain_of_settings(self, loaded: LoadedSettings) -> None:
        """Say what was not understood of the settings."""
        if loaded.problem:
            text = self.tr("The settings could not be read: {reason}. The usual ones are used.")
            self.complain(text.format(reason=loaded.problem))
        elif loaded.ignored:
            text = self.tr("Some settings make no sense and are not used: {names}")
            self.complain(text.format(names=", ".join(loaded.ignored)))

    @Slot(str, object)
    def show_reading(self, name: str, percent: int | None) -> None:
        """Show how far a file was read; percent None while that is not known."""
        self._line.show_progress(
            self.tr("Reading {name}…").format(name=name), percent, can_stop=True
        )

    @Slot(object)
    def _on_edited(self, edit: Edit) -> None:
        self._edits.append(edit)

    @Slot(int)
    def _on_index_changed(self, index: int) -> None:
        steps, self._index = index - self._index, index
        self._show_undo()
        edits, self._edits = self._edits, []
        if not edits or not self._session.is_open:
            return
        if edits[0].verb is Verb.TRANSCRIBE and self._editing.step is Step.DO:
            # Its first rows; how many there are is told at its end.
            return
        is_back = steps < 0
        text = self._steps_text(steps) if abs(steps) > 1 else self._edits_text(edits, is_back)
        self._line.tell(text, can_undo=not is_back)
        self._is_fresh = not is_back
        QTimer.singleShot(0, self, self._on_settled)
        self._on_availability()

    def _steps_text(self, steps: int) -> str:
        """Say that the person went so many steps through the history, back where it is negative."""
        if steps < 0:
            return self.tr("Undone: %Ln step(s)", "", -steps)
        return self.tr("Redone: %Ln step(s)", "", steps)

    def _edits_text(self, edits: Sequence[Edit], is_back: bool) -> str:
        """Say what was done to how many rows, or undone: an undo is told by what it takes back."""
        told = [edit.inverted() for edit in reversed(edits)] if is_back else edits
        verb, rows = verb_name(told[0].verb), self.tr("%Ln row(s)", "", row_count_of(told))
        text = self.tr("Undone: {verb}, {rows}") if is_back else self.tr("{verb}: {rows}")
        return text.format(verb=verb, rows=rows)

    @Slot()
    def _on_settled(self) -> None:
        self._is_fresh = False

    @Slot()
    def _on_opened(self) -> None:
        is_open = self._session.is_open
        self._edits, self._index = [], self._stack.index()
        self._window.notices.withdraw(_MOVED)
        if is_open is not self._window.is_editing:
            self._window.show_editor(is_editing=is_open)
        self._line.tell("")
        self._on_availability()
        self._on_findings_changed()
        self._show_undo()

    @Slot()
    def _on_availability(self) -> None:
        present = {Need.NOTHING, *self._desk.run_needs}
        if self._session.is_open:
            present.add(Need.DOCUMENT)
            facts = self._desk.facts
            if facts is not None and facts.is_readable:
                present.add(Need.MEDIA)
            if self._editing.selection:
                present.add(Need.SELECTION)
        if Need.MEDIA in present and Need.RUN not in present:
            present.add(Need.MEDIA_AT_REST)
        if {Need.MEDIA, Need.SELECTION} <= present:
            present.add(Need.MEDIA_AND_SELECTION)
        if frozenset(present) != self._present:
            self._present = frozenset(present)
            self._window.actions_by_name.allow(self._present)
            self._show_undo()

    @Slot()
    def _on_session_changed(self) -> None:
        name = self._session.name
        title = self.tr("{name}[*] — Whisper Desktop") if name else self.tr("Whisper Desktop")
        self._window.setWindowTitle(title.format(name=name))
        is_behind = bool(self._session.state.problem and self._session.state.unsaved_count)
        is_modified = self._session.is_worth_keeping or is_behind
        # The star stands in the title behind the name.
        self._window.setWindowModified(bool(name) and is_modified)
        self._line.show_saved(self._saved_text())
        self._tell_problem()

    def _tell_problem(self) -> None:
        state = self._session.state
        # Nothing is lost in a project that is only looked at.
        is_looking = self._session.is_read_only and not state.unsaved_count
        is_told = any(notice.topic == OPENING for notice in self._window.notices.notices)
        is_news = self._session.is_open and not is_looking and not is_told
        problem = state.problem if is_news else ""
        if problem == self._problem:
            return
        self._problem = problem
        if problem:
            elsewhere = (self.tr("Save as…"), self._window.actions_by_name["save-as"].trigger)
            notice = Notice(_SAVING, self._saved_text(), [elsewhere], is_problem=True)
            self._window.notices.tell(notice)
        else:
            self._window.notices.withdraw(_SAVING)

    @Slot(object)
    def _on_written_anew(self, path: Path) -> None:
        sentence = self.tr(
            "{name} was moved or deleted. It was written anew at {path}; what you do from now on is"
            " not in a file that was moved."
        )
        self._window.notices.tell(
            Notice(_MOVED, sentence.format(name=path.name, path=path), is_problem=True)
        )

    def _saved_text(self) -> str:
        state = self._session.state
        if not self._session.is_open:
            return ""
        if state.problem:
            return self.tr("Not saved: {reason}").format(reason=state.problem)
        if state.unsaved_count:
            return self.tr("Saving…")
        project = self._session.project if self._session.is_named else None
        if project is not None:
            return self.tr("Saved") if project.takes_changes else self.tr("Read only")
        return self.tr("Kept as a draft") if self._session.is_drafted else ""

    @Slot()
    def _on_findings_changed(self) -> None:
        self._line.show_findings(len(self._board) if self._session.is_open else None)

    def _show_undo(self) -> None:
        for action, can_do, text, done in (
            (self._undo, self._stack.canUndo(), self.tr("&Undo"), self._stack.undoText()),
            (self._redo, self._stack.canRedo(), self.tr("&Redo"), self._stack.redoText()),
        ):
            action.setEnabled(can_do)
            # In the text of an action & stands before its letter.
            what = done.replace("&", "&&")
            full = self.tr("{action}: {what}").format(action=text, what=what)
            action.setText(full if can_do else text)
