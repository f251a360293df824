"""Find and replace, in the window and not in its way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.app.search import Match, Query, Search
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.errors import SearchPatternError, SearchTooLongError
from whisper_desktop.core.verbs.text import set_text, set_texts
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.models.cue_filter import CueFilter
from whisper_desktop.ui.views.elided_label import ElidedLabel
from whisper_desktop.ui.views.replace_preview import ReplacePreview

_COUNT_DELAY_MS = 120
"""After the last letter, before all rows are searched for the count."""

_FAULTS = (SearchPatternError, SearchTooLongError)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the search goes on from: a row and a character in it."""

    row: int
    index: int


class FindBar(QWidget):
    """Finds a text or a pattern, shows only the rows that hold it, and replaces it."""

    said = Signal(str)
    """A sentence that says what happened."""
    match_found = Signal(int, int)
    """The characters of the current row's text that were found, from and up to."""
    closed = Signal()

    def __init__(
        self, editing: EditingController, rows: CueFilter, parent: QWidget | None = None
    ) -> None:
        """`rows` is what the table shows."""
        super().__init__(parent)
        self._editing = editing
        self._rows = rows
        self._search = Search(Query(""))
        self._last: tuple[int, Match] | None = None
        """The uid of the row and the place that was shown last."""
        self.find_text = QLineEdit()
        self.replace_text = QLineEdit()
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
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(_COUNT_DELAY_MS)
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
        self.hide()
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
        self.setTabOrder(self.find_text, self.replace_text)
        self._draw_icons()

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
        self._count_soon.timeout.connect(self._on_count_due)
        self._editing.rows_changed.connect(self._count_soon.start)
        self._editing.replaced.connect(self.leave)

    def _scope(self) -> Sequence[int]:
        if self.selection_box.isChecked():
            return self._editing.selected_rows()
        return range(len(self._editing.document))

    def _find(self, *, is_forward: bool) -> None:
        rows, document = self._scope(), self._editing.document
        if not self.find_text.text() or not rows:
            return
        here = self._here(is_forward=is_forward)
        found = self._ahead(rows, here) if is_forward else self._behind(rows, here)
        try:
            match = next(found, None)
        except SearchTooLongError as error:
            self._say_fault(error)
            return
        if match is None:
            self.said.emit(self.tr("“{0}” was not found").format(self.find_text.text()))
            return
        is_round = (match.row, match.start_index) < (here.row, here.index)
        if is_round is is_forward:
            self.said.emit(
                self.tr("Went on from the first row")
                if is_forward
                else self.tr("Went on from the last row")
            )
        self._last = (document[match.row].uid, match)
        if self.selection_box.isChecked():
            self._editing.select(self._editing.selection, document[match.row].uid)
        else:
            self._editing.select_rows([match.row])
        self.match_found.emit(match.start_index, match.end_index)

    def _here(self, *, is_forward: bool) -> _Place:
        row = self._editing.current_row()
        if row is None:
            return _Place(0, 0) if is_forward else _Place(len(self._editing.document), 0)
        last = self._last
        if last is not None and last[0] == self._editing.current:
            return _Place(row, last[1].start_index + is_forward)
        return _Place(row, 0)

    def _ahead(self, rows: Sequence[int], here: _Place) -> Iterator[Match]:
        texts = self._editing.document
        behind = [row for row in rows if row < here.row]
        ahead = [row for row in rows if row >= here.row]
        for match in self._search.matches(texts, ahead):
            if match.row > here.row or match.start_index >= here.index:
                yield match
        yield from self._search.matches(texts, [*behind, *ahead[:1]])

    def _behind(self, rows: Sequence[int], here: _Place) -> Iterator[Match]:
        before = [row for row in rows if row <= here.row]
        for match in self._backwards(before):
            if match.row < here.row or match.start_index < here.index:
                yield match
        yield from self._backwards([row for row in rows if row >= here.row])

    def _backwards(self, rows: Sequence[int]) -> Iterator[Match]:
        """Yield the matches in these rows from the last place to the first."""
        found = self._search.matches(self._editing.document, reversed(rows))
        for _, matches in groupby(found, key=attrgetter("row")):
            yield from reversed(list(matches))

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
        self._last = None
        try:
            self._search = Search(query)
        except SearchPatternError as error:
            self._search = Search(Query(""))
            self._say_fault(error)
            return
        self._on_count_due()
        if self.filter_box.isChecked():
            self._on_filter_toggled()

    def _say_fault(self, error: SearchPatternError | SearchTooLongError) -> None:
        if isinstance(error, SearchTooLongError):
            # Else every letter that is typed somewhere would wait for it again.
            self._search = Search(Query(""))
            words = self.tr("This pattern takes too long to search for")
        elif error.position is None:
            words = self.tr("Not a pattern: {0}").format(error.reason)
        else:
            words = self.tr("Not a pattern: {0}, at character {1}").format(
                error.reason, error.position + 1
            )
        self._say_state(words, is_problem=True)

    @Slot()
    def _on_count_due(self) -> None:
        if not self.isVisible() or not self._search.query.text:
            self._say_state("")
            return
        try:
            matches = list(self._search.matches(self._editing.document, self._scope()))
        except SearchTooLongError as error:
            self._say_fault(error)
            return
        rows = len({match.row for match in matches})
        self._say_state(self.tr("Matches: {0} · rows: {1}").format(len(matches), rows))
        if self.preview.isVisible():
            self._show_preview()

    @Slot()
    def _on_replacement_changed(self) -> None:
        if self.preview.isVisible():
            self._count_soon.start()

    @Slot()
    def _on_filter_toggled(self) -> None:
        document = self._editing.document
        if self.filter_box.isChecked() and self._search.query.text:
            try:
                uids = {document[row].uid for row in self._search.rows_with(document)}
            except SearchTooLongError as error:
                self._say_fault(error)
                return
            self._rows.show_only(lambda row: document[row].uid in uids)
        elif self._rows.is_filtering:
            self._rows.show_only(None)

    @Slot()
    def _on_replace_clicked(self) -> None:
        row = self._editing.current_row()
        last = self._last
        if row is None or last is None or last[0] != self._editing.current:
            self.find_next()
            return
        text = self._editing.document[row].text
        new = self._replaced_at(text, last[1].start_index)
        if new is not None:
            self._editing.perform(set_text(self._editing.document, row, new))
            grown = max(0, len(new) - len(text) + last[1].end_index - 1)
            self._last = (last[0], Match(row, grown, grown))
            self.find_next()

    def _replaced_at(self, text: str, index: int) -> str | None:
        try:
            return self._search.replaced_at(text, self.replace_text.text(), index)
        except _FAULTS as error:
            self._say_fault(error)
            return None

    @Slot()
    def _on_replace_all_clicked(self) -> None:
        document = self._editing.document
        try:
            found = list(
                self._search.replacements(document, self.replace_text.text(), self._scope())
            )
        except _FAULTS as error:
            self._say_fault(error)
            return
        if self.preview.isVisible():
            unwanted = self.preview.unchecked_rows()
            found = [one for one in found if one.row not in unwanted]
        self._editing.perform(
            set_texts(Verb.REPLACE_ALL, document, {one.row: one.after for one in found})
        )
        self._last = None
        self.said.emit(self.tr("Rows in which it was replaced: {0}").format(len(found)))

    @Slot(bool)
    def _on_preview_toggled(self, is_shown: bool) -> None:
        self.preview.setVisible(is_shown)
        if is_shown:
            self._show_preview()

    def _show_preview(self) -> None:
        try:
            self.preview.show_replacements(
                self._search.replacements(
                    self._editing.document, self.replace_text.text(), self._scope()
                )
            )
        except _FAULTS as error:
            self._say_fault(error)

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
