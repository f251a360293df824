"""Rows that come, go, part and join, and what is done to their text as a whole."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QInputDialog

from whisper_desktop.core.checks import Checker, Rules
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.fixes import wrap_rows
from whisper_desktop.core.verbs.case import change_case
from whisper_desktop.core.verbs.fillers import remove_fillers
from whisper_desktop.core.verbs.inserting import insert, insert_after, insert_before
from whisper_desktop.core.verbs.merge import merge
from whisper_desktop.core.verbs.reading import cut_for_reading, has_own_words
from whisper_desktop.core.verbs.rows import delete, duplicate, sort
from whisper_desktop.core.verbs.split import split
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.busy import busy
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.dialogs.case_dialog import CaseDialog
from whisper_desktop.ui.dialogs.row_scope import rows_of


class TextBox(Protocol):
    """The box that shows the text of the current row."""

    def cursor_index(self) -> int | None:
        """Return where in the text the cursor is."""

    def focus_text(self) -> None:
        """Put the cursor into the text."""


class RowCommands(QObject):
    """Connects the actions of the menu Subtitle, and those of Edit that are about rows."""

    def __init__(
        self, desk: Desk, actions: Actions, text_box: TextBox, rules: Callable[[], Rules]
    ) -> None:
        super().__init__(desk)
        self._desk, self._editing = desk, desk.editing
        self._text_box, self._rules = text_box, rules
        self._ask_language = actions["language"]
        self._case_dialog: CaseDialog | None = None
        self._waits_for_language = False
        """Whether filler words are to be removed once the language is known."""
        desk.language_asked.connect(self._on_language_asked)
        for name, slot in (
            ("insert-at-playhead", self._on_insert_at_playhead),
            ("insert-before", self._on_insert_before),
            ("insert-after", self._on_insert_after),
            ("split", self._on_split),
            ("split-at-playhead", self._on_split_at_playhead),
            ("merge", self._on_merge),
            ("merge-next", self._on_merge_next),
            ("wrap", self._on_wrap),
            ("cut-for-reading", self._on_cut_for_reading),
            ("change-case", self._on_change_case),
            ("remove-fillers", self._on_remove_fillers),
            ("sort", self._on_sort),
            ("delete", self._on_delete),
            ("duplicate", self._on_duplicate),
            ("go-to", self._on_go_to),
        ):
            actions[name].triggered.connect(slot)

    @property
    def _document(self) -> Document:
        return self._editing.document

    @property
    def _new_ms(self) -> int:
        return self._desk.preferences.editor.new_cue_duration_ms

    def _insert(self, edit: Edit) -> None:
        if edit.is_empty:
            self._desk.told.emit(self.tr("There is no room for a row there: make some first."))
        elif self._desk.perform(edit):
            self._text_box.focus_text()

    @Slot()
    def _on_insert_at_playhead(self) -> None:
        start_ms = self._editing.playhead_ms
        span_ms = (start_ms, start_ms + self._new_ms)
        self._insert(insert(self._document, span_ms, rules=self._desk.rules))

    @Slot()
    def _on_insert_before(self) -> None:
        row = self._editing.current_row()
        if row is None:
            self._on_insert_at_playhead()
        else:
            self._insert(insert_before(self._document, row, self._new_ms, rules=self._desk.rules))

    @Slot()
    def _on_insert_after(self) -> None:
        row = self._editing.current_row()
        if row is None:
            self._on_insert_at_playhead()
        else:
            self._insert(insert_after(self._document, row, self._new_ms, rules=self._desk.rules))

    @Slot()
    def _on_split(self) -> None:
        row = self._editing.current_row()
        if row is not None:
            self._split(row, None)

    @Slot()
    def _on_split_at_playhead(self) -> None:
        row = self._editing.current_row()
        if row is not None:
            self._split(row, self._editing.playhead_ms)

    def _split(self, row: int, at_ms: int | None) -> None:
        """Split a row with the gap between the two that the rules ask for."""
        gap_ms = Checker(self._rules()).limits_of(self._document[row]).min_gap_ms
        self._desk.perform(split(self._document, row, self._cursor(row), at_ms, gap_ms))

    def _cursor(self, row: int) -> int | None:
        """Return the place of the cursor if it parts the text of the row into two."""
        index = self._text_box.cursor_index()
        text = self._document[row].text
        if index is None or not text[:index].strip() or not text[index:].strip():
            return None
        return index

    @Slot()
    def _on_merge(self) -> None:
        rows = self._editing.selected_rows()
        edit = merge(self._document, rows)
        if len(rows) < 2:
            self._desk.told.emit(self.tr("Select the rows that shall become one."))
        elif edit.is_empty:
            self._desk.told.emit(self.tr("Rows can only become one that follow each other."))
        else:
            self._desk.perform(edit)

    @Slot()
    def _on_merge_next(self) -> None:
        row = self._editing.current_row()
        if row is None or row + 1 >= len(self._document):
            self._desk.told.emit(self.tr("There is no next row to merge with."))
        elif self._document[row + 1].uid in self._editing.hidden:
            self._desk.told.emit(self.tr("The next row is hidden: show all rows to merge with it."))
        else:
            self._desk.perform(merge(self._document, (row, row + 1)))

    @Slot()
    def _on_wrap(self) -> None:
        rows = self._editing.selected_rows()
        with busy():
            self._desk.perform(wrap_rows(self._document, rows, self._rules()))

    @Slot()
    def _on_cut_for_reading(self) -> None:
        """Cut the selected rows; where there are not several, all whose words are timed."""
        rows = self._editing.selected_rows()
        with busy():
            if len(rows) < 2:
                every = enumerate(self._document)
                rows = tuple(row for row, cue in every if has_own_words(cue))
            edit = cut_for_reading(self._document, rows, self._rules())
            if not rows:
                self._desk.told.emit(
                    self.tr("No row has times of its words: select the rows to cut.")
                )
            elif edit.is_empty:
                self._desk.told.emit(self.tr("The rows are cut for reading already."))
            else:
                self._desk.perform(edit)

    @Slot()
    def _on_change_case(self) -> None:
        self._case_dialog = CaseDialog(len(self._editing.selection), self._desk.window)
        self._case_dialog.accepted.connect(self._on_case_accepted)
        self._desk.ask(self._case_dialog)

    @Slot()
    def _on_case_accepted(self) -> None:
        dialog = self._case_dialog
        if dialog is not None:
            rows = rows_of(dialog.scope, self._editing.selected_rows(), len(self._document))
            with busy():
                edit = change_case(self._document, rows, dialog.case, self._desk.language)
                self._desk.perform(edit)

    @Slot()
    def _on_remove_fillers(self) -> None:
        custom = self._desk.preferences.editor.extra_fillers
        if self._desk.language is None and not custom:
            # Without a language nobody knows what is a filler word.
            self._waits_for_language = True
            self._ask_language.trigger()
            return
        with busy():
            edit = remove_fillers(
                self._document, self._editing.rows_meant(), self._desk.language, custom
            )
            self._desk.perform(edit)

    @Slot()
    def _on_language_asked(self) -> None:
        waits, self._waits_for_language = self._waits_for_language, False
        if waits and self._desk.language is not None:
            self._on_remove_fillers()
        elif waits:
            self._desk.told.emit(self.tr("Filler words are not known without the language."))

    @Slot()
    def _on_sort(self) -> None:
        self._desk.perform(sort(self._document, self._editing.rows_meant()))

    @Slot()
    def _on_delete(self) -> None:
        self._desk.perform(delete(self._document, self._editing.selected_rows()))

    @Slot()
    def _on_duplicate(self) -> None:
        self._desk.perform(duplicate(self._document, self._editing.selected_rows()))

    @Slot()
    def _on_go_to(self) -> None:
        dialog = QInputDialog(self._desk.window)
        dialog.setWindowTitle(self.tr("Go to row"))
        dialog.setLabelText(self.tr("Which row?"))
        dialog.setOkButtonText(self.tr("Go"))
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(1, max(len(self._document), 1))
        dialog.setIntValue((self._editing.current_row() or 0) + 1)
        dialog.intValueSelected.connect(self._on_row_chosen)
        self._desk.ask(dialog)

    @Slot(int)
    def _on_row_chosen(self, number: int) -> None:
        self._editing.select_rows([number - 1])
