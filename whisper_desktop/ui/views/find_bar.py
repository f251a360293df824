"""Find and replace, in the window and not in its way."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.app.search import Count, Query, Search
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.errors import SearchPatternError, SearchTooLongError
from whisper_desktop.core.verbs.text import set_text, set_texts
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.models.cue_filter import CueFilter
from whisper_desktop.ui.search_words import fault_words, match_count_words, replaced_words
from whisper_desktop.ui.views.elided_label import ElidedLabel
from whisper_desktop.ui.views.match_counter import MatchCounter
from whisper_desktop.ui.views.match_walk import MatchWalk
from whisper_desktop.ui.views.replace_preview import ReplacePreview
from whisper_desktop.ui.views.typed_line import TypedLine

_FAULTS = (SearchPatternError, SearchTooLongError)


class FindBar(QWidget):
    """Finds a text or a pattern, shows only the rows that hold it, and replaces it."""

    said = Signal(str)
    """A sentence that says what happened."""
    match_found = Signal(int, int)
    """The characters of the current row's text that were found, from and up to."""
    searched = Signal(object, bool)
    """The Search whose matches shall be marked, None when there is none; in the selection only?"""
    closed = Signal()

    def __init__(
        self, editing: EditingController, rows: CueFilter, parent: QWidget | None = None
    ) -> None:
        """`rows` is what the table shows."""
        super().__init__(parent)
        self._editing = editing
        self._rows = rows
        self._walk = MatchWalk(editing)
        self._fault = ""
        """Why nothing can be found by what was typed; "" when it can."""
        self.find_text, self.replace_text = TypedLine(), TypedLine()
        self.case_box = QCheckBox(self.tr("&Match case"))
        self.words_box = QCheckBox(self.tr("&Whole words"))
        self.regex_box = QCheckBox(self.tr("Re&gular expression"))
        self.selection_box = QCheckBox(self.tr("In the selecti&on"))
        self.filter_box = QCheckBox(self.tr("Show onl&y these rows"))
        self.state = ElidedLabel()
        self.next_button = QPushButton(self.tr("Ne&xt"))
        self.previous_button = QPushButton(self.tr("Previous"))
        self.replace_button = QPushButton(self.tr("&Replace"))
        self.replace_all_button = QPushButton(self.tr("Rep&lace all"))
        self.preview_button = QPushButton(self.tr("Preview"))
        self.close_button = QToolButton()
        self.preview = ReplacePreview()
        self._counter = MatchCounter(self)
        self._lay_out()
        self._connect()
        self.hide()

    def open_find(self) -> None:
        """Show the bar for finding only."""
        self._open(is_replacing=False)

    def open_replace(self) -> None:
        """Show the bar for finding and replacing."""
        self._open(is_replacing=True)

    def leave(self) -> None:
        """Hide the bar and show all rows again."""
        self.filter_box.setChecked(False)
        self._counter.stop()
        self.hide()
        self.searched.emit(None, False)
        self.closed.emit()

    def find_next(self) -> None:
        """Make the next match current; begin at the top again after the last."""
        self._find(is_forward=True)

    def find_previous(self) -> None:
        """Make the match before current; begin at the bottom after the first."""
        self._find(is_forward=False)

    def _open(self, *, is_replacing: bool) -> None:
        for widget in self._replacing_widgets():
            widget.setVisible(is_replacing)
        self.preview.hide()
        self.show()
        self.find_text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_text.selectAll()
        self._on_query_changed()

    def _replacing_widgets(self) -> tuple[QWidget, ...]:
        return (
            self.replace_text,
            self._replace_label,
            self.replace_button,
            self.replace_all_button,
            self.preview_button,
        )

    def _lay_out(self) -> None:
        self.find_text.setAccessibleName(self.tr("Text to find"))
        self.replace_text.setAccessibleName(self.tr("Text to put in its place"))
        self.find_text.setClearButtonEnabled(True)
        for line in (self.find_text, self.replace_text):
            # Files that are dropped are for the window.
            line.setAcceptDrops(False)
        self.preview_button.setCheckable(True)
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        find_label, self._replace_label = QLabel(self.tr("Fin&d")), QLabel(self.tr("Replace &by"))
        find_label.setBuddy(self.find_text)
        self._replace_label.setBuddy(self.replace_text)
        lines = QGridLayout()
        lines.setHorizontalSpacing(8)
        lines.setVerticalSpacing(4)
        lines.addWidget(find_label, 0, 0)
        lines.addWidget(self.find_text, 0, 1)
        lines.addLayout(_row(self.previous_button, self.next_button), 0, 2)
        lines.addWidget(self.close_button, 0, 3)
        lines.addWidget(self._replace_label, 1, 0)
        lines.addWidget(self.replace_text, 1, 1)
        lines.addLayout(
            _row(self.replace_button, self.replace_all_button, self.preview_button), 1, 2
        )
        lines.setColumnStretch(1, 1)
        boxes = (self.case_box, self.words_box, self.regex_box, self.selection_box, self.filter_box)
        options = _row(*boxes)
        options.addStretch(1)
        options.addWidget(self.state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(lines)
        layout.addLayout(options)
        layout.addWidget(self.preview)
        self._order_tabs()
        self._draw_icons()

    def _order_tabs(self) -> None:
        """Let Tab go through what replaces before what only finds: the rows of buttons cross."""
        order = (self.find_text, *self._replacing_widgets(), self.previous_button)
        chain = [widget for widget in order if widget is not self._replace_label]
        for before, behind in pairwise(chain):
            self.setTabOrder(before, behind)

    def _draw_icons(self) -> None:
        self.close_button.setIcon(icon("close", self.palette()))

    def _connect(self) -> None:
        self.find_text.textChanged.connect(self._on_query_changed)
        self.find_text.returnPressed.connect(self.find_next)
        self.replace_text.textChanged.connect(self._on_replacement_changed)
        self.replace_text.returnPressed.connect(self._on_replace_clicked)
        for box in (self.case_box, self.words_box, self.regex_box, self.selection_box):
            box.toggled.connect(self._on_query_changed)
        self.filter_box.toggled.connect(self._on_filter_toggled)
        self.next_button.clicked.connect(self.find_next)
        self.previous_button.clicked.connect(self.find_previous)
        self.replace_button.clicked.connect(self._on_replace_clicked)
        self.replace_all_button.clicked.connect(self._on_replace_all_clicked)
        self.preview_button.toggled.connect(self._on_preview_toggled)
        self.close_button.clicked.connect(self.leave)
        self._counter.due.connect(self._on_count_due)
        self._counter.counted.connect(self._on_counted)
        self._counter.failed.connect(self._refuse)
        self._editing.rows_changed.connect(self._counter.begin_soon)
        self._editing.replaced.connect(self.leave)

    def _scope(self) -> Sequence[int]:
        if self.selection_box.isChecked():
            return self._editing.selected_rows()
        return range(len(self._editing.document))

    def _take_typed(self) -> None:
        """Let undo take back the step that both texts have led to, and not their letters."""
        for line in (self.find_text, self.replace_text):
            line.setModified(False)

    def _find(self, *, is_forward: bool) -> None:
        self._take_typed()
        rows, document = self._scope(), self._editing.document
        if self._fault:
            self.said.emit(self._fault)
        if self._fault or not self.find_text.text() or not rows:
            return
        try:
            step = self._walk.step(rows, is_forward=is_forward)
        except SearchTooLongError as error:
            self._refuse(error)
            return
        if step is None:
            self.said.emit(self.tr("“{0}” was not found").format(self.find_text.text()))
            return
        if step.is_round:
            self.said.emit(
                self.tr("Went on from the first row")
                if is_forward
                else self.tr("Went on from the last row")
            )
        match = step.match
        if self.selection_box.isChecked():
            self._editing.select(self._editing.selection, document[match.row].uid)
        else:
            self._editing.select_rows([match.row])
        self.match_found.emit(match.start_index, match.end_index)

    def _say_state(self, words: str, *, is_problem: bool = False) -> None:
        self.state.setText(words)
        self.state.setForegroundRole(
            QPalette.ColorRole.WindowText if is_problem else QPalette.ColorRole.PlaceholderText
        )

    @Slot()
    def _on_query_changed(self) -> None:
        query = Query(
            self.find_text.text(),
            self.case_box.isChecked(),
            self.words_box.isChecked(),
            self.regex_box.isChecked(),
        )
        self._walk.forget()
        self._fault = ""
        try:
            self._walk.search = Search(query)
        except SearchPatternError as error:
            self._refuse(error)
            return
        self.searched.emit(self._walk.search, self.selection_box.isChecked())
        self._on_count_due()
        if self.filter_box.isChecked():
            self._on_filter_toggled()

    @Slot(object)
    def _refuse(self, error: SearchPatternError | SearchTooLongError) -> None:
        """Say what is wrong with the text to find, and search no more before it is another."""
        # Else every letter that is typed somewhere would wait for it again.
        self._fault = fault_words(error)
        self._counter.stop()
        self.searched.emit(None, False)
        self._say_state(self._fault, is_problem=True)

    def _refuse_replacement(self, error: SearchPatternError | SearchTooLongError) -> None:
        """Say what is wrong with the text to put in; the other is still searched for."""
        if isinstance(error, SearchTooLongError):
            self._refuse(error)
        else:
            self._say_state(fault_words(error), is_problem=True)

    @Slot()
    def _on_count_due(self) -> None:
        self._counter.stop()
        if self._fault:
            return
        if not self.isVisible() or not self.find_text.text():
            self._say_state("")
            return
        self._counter.begin(self._walk.search.counts(self._editing.document, self._scope()))
        if self.preview.isVisible():
            self._show_preview()

    @Slot(object)
    def _on_counted(self, count: Count) -> None:
        self._say_state(match_count_words(count))

    @Slot()
    def _on_replacement_changed(self) -> None:
        if self.preview.isVisible():
            self._counter.begin_soon()

    @Slot()
    def _on_filter_toggled(self) -> None:
        document = self._editing.document
        if self.filter_box.isChecked() and self.find_text.text() and not self._fault:
            try:
                uids = {document[row].uid for row in self._walk.search.rows_with(document)}
            except SearchTooLongError as error:
                self._refuse(error)
                return
            self._rows.show_only(lambda row: document[row].uid in uids)
        elif self._rows.is_filtering:
            self._rows.show_only(None)

    @Slot()
    def _on_replace_clicked(self) -> None:
        self._take_typed()
        row, match = self._editing.current_row(), self._walk.shown
        if row is None or match is None or self._fault:
            self.find_next()
            return
        text = self._editing.document[row].text
        new = self._replaced_at(text, match.start_index)
        if new is not None:
            self._editing.perform(set_text(self._editing.document, row, new))
            self._walk.pass_replaced(replace(match, row=row), len(new) - len(text))
            self.find_next()

    def _replaced_at(self, text: str, index: int) -> str | None:
        try:
            return self._walk.search.replaced_at(text, self.replace_text.text(), index)
        except _FAULTS as error:
            self._refuse_replacement(error)
            return None

    @Slot()
    def _on_replace_all_clicked(self) -> None:
        self._take_typed()
        document = self._editing.document
        if self._fault:
            self.said.emit(self._fault)
            return
        try:
            found = list(
                self._walk.search.replacements(document, self.replace_text.text(), self._scope())
            )
            if self.preview.isVisible():
                unwanted = self.preview.unchecked_rows()
                found = [one for one in found if one.row not in unwanted]
        except _FAULTS as error:
            self._refuse_replacement(error)
            return
        self._editing.perform(
            set_texts(Verb.REPLACE_ALL, document, {one.row: one.after for one in found})
        )
        self._walk.forget()
        self.said.emit(replaced_words(found))

    @Slot(bool)
    def _on_preview_toggled(self, is_shown: bool) -> None:
        self.preview.setVisible(is_shown)
        if is_shown:
            self._show_preview()

    def _show_preview(self) -> None:
        if self._fault:
            self.preview.show_replacements([])
            return
        try:
            self.preview.show_replacements(
                self._walk.search.replacements(
                    self._editing.document, self.replace_text.text(), self._scope()
                )
            )
        except _FAULTS as error:
            self._refuse_replacement(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the bar on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icons()


def _row(*widgets: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
