"""The rows of the document as Qt's views want them."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Slot,
)

from whisper_desktop.app.search import Search
from whisper_desktop.core.bidi import is_right_to_left
from whisper_desktop.core.checks import FindingKind
from whisper_desktop.core.edit import Edit
from whisper_desktop.core.errors import SearchTooLongError
from whisper_desktop.core.reading import characters_per_second
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.timecode import format_clock, format_seconds, format_time
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.doubt_words import evidence_text
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.finding_words import finding_sentence, kind_name
from whisper_desktop.ui.models.cue_columns import (
    EDITABLE,
    OF_RECIPES,
    TEXTS,
    WORDY,
    Cell,
    Column,
    Role,
    blamed_column,
    header,
    long_header,
)
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.search_marks import Marks, finder_of_marks
from whisper_desktop.ui.one_line import LONGEST_LINE, in_one_line
from whisper_desktop.ui.recognition.recipe_words import (
    language_cell,
    recipe_cell,
    recipe_sentence,
    task_cell,
)
from whisper_desktop.ui.typed_times import TypedTimes

Index = QModelIndex | QPersistentModelIndex

LONGEST_EDITABLE = 10_000
"""Characters of a text that is still shown whole; Qt lays out longer lines for seconds."""
_ROOT = QModelIndex()
_LONG_GAP_MS = 1_000_000
"""From here on nobody asks for thousandths of a second, and the column has no room for them."""
_FEW_ROWS = 50
"""Rows that are shown anew one by one; with more all are."""
_READABLE = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_FLAGS = tuple(
    _READABLE | Qt.ItemFlag.ItemIsEditable if column in EDITABLE else _READABLE for column in Column
)
"""Of the cells of each column; Qt asks for them very often."""
_MIDDLE = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | _MIDDLE
_RIGHT = Qt.AlignmentFlag.AlignRight | _MIDDLE


class CueTableModel(QAbstractTableModel):
    """Translates the document of an EditingController; a change of a cell becomes an edit."""

    def __init__(
        self,
        editing: EditingController,
        findings: FindingsBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._findings = findings
        self._document = editing.document
        self._document.listen(self)
        self.typed = TypedTimes(editing, self)
        """Takes the times of cells."""
        self.is_changing = False
        """Whether an edit is half applied: rows come and go, the selection is not settled."""
        self._recipe = Recipe()
        """Of the document: rows tell what is other."""
        self._language: str | None = None
        self._find_marks: Callable[[str], Marks] | None = None
        """Finds what is marked in a text."""
        self._marked: frozenset[int] | None = None
        """The uids of the rows in which that is marked, the selected ones; None for all."""
        self._shown = self._columns()
        self._roles: Mapping[int, Callable[[int, Column], Any]] = {
            Qt.ItemDataRole.DisplayRole: self._display,
            Qt.ItemDataRole.EditRole: self._editable_text,
            Qt.ItemDataRole.ToolTipRole: self._tool_tip,
            Qt.ItemDataRole.TextAlignmentRole: self._alignment,
            Role.UID: self._uid,
            Role.FINDING_KINDS: self._kinds,
        }
        editing.replaced.connect(self._on_replaced)
        editing.selection_changed.connect(self._on_selection_changed)
        findings.changed.connect(self._on_findings_changed)

    def uid(self, row: int) -> int:
        """Return whose row it is."""
        return self._document[row].uid

    def set_recipe(self, recipe: Recipe, language: str | None = None) -> None:
        """Show what rows have other than the document by its recipe, and its text's language."""
        if (recipe, language) != (self._recipe, self._language):
            self._recipe, self._language = recipe, language
            if self._document is self._editing.document:
                self._tell(0, len(self._document) - 1)

    def cell(self, row: int, column: int) -> Cell:
        """Return what is painted in a cell; asking by roles takes three times as long."""
        found = self._findings.at(row)
        breaks_rule = any(blamed_column(finding) == column for finding in found)
        marks = self._marks_of(row) if column == Column.TEXT else ()
        return Cell(self._shown[column](row), self._is_right(row, column), breaks_rule, marks)

    @Slot(object, bool)
    def mark(self, search: Search | None, is_in_selection: bool = False) -> None:
        """Mark from now on what a search finds in the texts that are painted; None for nothing.

        With `is_in_selection` only in the rows that are selected then.
        """
        if search is None and self._find_marks is None:
            return
        self._find_marks = None if search is None else finder_of_marks(search)
        self._marked = frozenset(self._editing.selection) if is_in_selection else None
        self._show_marks()

    @Slot()
    def _on_selection_changed(self) -> None:
        # The views paint the rows anew, as selected ones or not.
        if self._marked is not None:
            self._marked = frozenset(self._editing.selection)

    def _marks_of(self, row: int) -> Marks:
        cue = self._document[row]
        if self._find_marks is None or (self._marked is not None and cue.uid not in self._marked):
            return ()
        try:
            return self._find_marks(cue.text)
        except SearchTooLongError:
            # Painting must not wait for it again and again; who searches says why.
            self._find_marks = None
            QTimer.singleShot(0, self, self._show_marks)
            return ()

    @Slot()
    def _show_marks(self) -> None:
        if self._document is self._editing.document:
            self._tell(0, len(self._document) - 1)

    def before_insert(self, row: int, count: int) -> None:
        """Hear it of the document."""
        self.is_changing = True
        self.beginInsertRows(_ROOT, row, row + count - 1)

    def after_insert(self, row: int, count: int) -> None:
        """Hear it of the document."""
        self.endInsertRows()
        self._tell(row - 1, row + count)

    def before_remove(self, row: int, count: int) -> None:
        """Hear it of the document."""
        self.is_changing = True
        self.beginRemoveRows(_ROOT, row, row + count - 1)

    def after_remove(self, row: int, _count: int) -> None:
        """Hear it of the document."""
        self.endRemoveRows()
        self._tell(row - 1, row)

    def after_replace(self, row: int, count: int) -> None:
        """Hear it of the document; the gap before the first row changes as well."""
        self._tell(row - 1, row + count)

    def after_edit(self, _edit: Edit) -> None:
        """Hear it of the document; where rows came or went, those below have other numbers."""
        if self.is_changing:
            self.is_changing = False
            self._tell(0, len(self._document) - 1, Column.NUMBER)

    @Slot()
    def _on_replaced(self) -> None:
        self.beginResetModel()
        self._document.forget(self)
        self._document = self._editing.document
        self._document.listen(self)
        self.endResetModel()

    @Slot(object)
    def _on_findings_changed(self, uids: frozenset[int] | None) -> None:
        if self._document is not self._editing.document:
            return  # All rows are about to be others.
        if uids is None or len(uids) > _FEW_ROWS:
            self._tell(0, len(self._document) - 1)
            return
        for uid in uids:
            row = self._document.row_of(uid)
            if row is not None:
                self._tell(row, row)

    def _tell(self, first: int, last: int, column: Column | None = None) -> None:
        """Tell that rows show something else, in all columns or in one."""
        first, last = max(first, 0), min(last, len(self._document) - 1)
        left, right = (0, len(Column) - 1) if column is None else (column, column)
        if first <= last:
            self.dataChanged.emit(self.index(first, left), self.index(last, right))

    def _columns(self) -> Mapping[int, Callable[[int], str]]:
        """Return for every column what gives its text for a row."""
        return {
            Column.NUMBER: lambda row: str(row + 1),
            Column.START: lambda row: format_time(self._document[row].start_ms),
            Column.END: lambda row: format_time(self._document[row].end_ms),
            Column.DURATION: lambda row: format_seconds(self._document[row].duration_ms),
            Column.TEXT: lambda row: in_one_line(self._document[row].text),
            Column.SPEED: self._speed,
            Column.GAP: self._gap,
            Column.FINDINGS: self._finding_words,
            Column.TRANSLATION: lambda row: in_one_line(self._document[row].translation),
            Column.LANGUAGE: self._language_of,
            Column.TASK: lambda row: task_cell(self._document[row], self._recipe),
            Column.RECIPE: lambda row: recipe_cell(self._document[row], self._recipe),
        }

    def _language_of(self, row: int) -> str:
        return language_cell(self._document[row], self._recipe, self._language)

    def _text(self, row: int, column: int) -> str:
        """Return the text of one of the columns of texts."""
        cue = self._document[row]
        return cue.text if column == Column.TEXT else cue.translation

    def _speed(self, row: int) -> str:
        cue = self._document[row]
        speed = characters_per_second(cue.text, cue.duration_ms)
        return f"{speed:.1f}" if math.isfinite(speed) else "\N{INFINITY}"

    def _gap(self, row: int) -> str:
        if row + 1 >= len(self._document):
            return ""
        gap_ms = self._document[row + 1].start_ms - self._document[row].end_ms
        if abs(gap_ms) < _LONG_GAP_MS:
            return format_seconds(gap_ms)
        # Of so many seconds without colons it looks as if the rest had been cut off.
        sign = "\N{MINUS SIGN}" if gap_ms < 0 else ""
        return sign + format_clock(abs(gap_ms))

    def _finding_words(self, row: int) -> str:
        return ", ".join(kind_name(finding.kind) for finding in self._findings.at(row))

    def _display(self, row: int, column: Column) -> str:
        return self._shown[column](row)

    def _editable_text(self, row: int, column: Column) -> str:
        return self._text(row, column) if column in TEXTS else self._display(row, column)

    def _tool_tip(self, row: int, column: Column) -> str | None:
        found = self._findings.at(row)
        wanted = [
            finding
            for finding in found
            if column is Column.FINDINGS or blamed_column(finding) is column
        ]
        if wanted:
            return "\n".join(map(finding_sentence, wanted))
        if column in TEXTS:
            return self._text(row, column)[:LONGEST_LINE] or None
        if column is Column.NUMBER:
            return evidence_text(self._document[row]) or None
        return recipe_sentence(self._document[row]) or None if column in OF_RECIPES else None

    def _uid(self, row: int, _column: Column) -> int:
        return self.uid(row)

    def _kinds(self, row: int, _column: Column) -> tuple[FindingKind, ...]:
        return tuple(finding.kind for finding in self._findings.at(row))

    def _alignment(self, row: int, column: Column) -> Qt.AlignmentFlag:
        return _RIGHT if self._is_right(row, column) else _LEFT

    def _is_right(self, row: int, column: int) -> bool:
        if column in TEXTS:
            return is_right_to_left(self._text(row, column)[:LONGEST_LINE])
        return column not in WORDY

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many cues there are."""
        return 0 if parent.isValid() else len(self._document)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says in a role."""
        if not index.isValid():
            return None
        read = self._roles.get(role)
        return None if read is None else read(index.row(), Column(index.column()))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Make an edit of what was typed: milliseconds (int) for times, else the text."""
        merge_key = None
        if role == Role.TYPED:
            value, merge_key = value
            role = Qt.ItemDataRole.EditRole
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, document = index.row(), self._document
        match Column(index.column()):
            case Column.START:
                return self.typed.set_start(row, value)
            case Column.END:
                return self.typed.set_end(row, value)
            case Column.DURATION:
                return self.typed.set_duration(row, value)
            case Column.TEXT:
                edit = set_text(document, row, value, merge_key)
            case Column.TRANSLATION:
                edit = set_translation(document, row, value, merge_key)
            case _:
                return False
        return self._editing.perform(edit)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        column = index.column()
        if column in TEXTS and len(self._text(index.row(), column)) > LONGEST_EDITABLE:
            return _READABLE
        return _FLAGS[column]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the name of a column; rows have their number in a column of its own."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return header(Column(section))
            case Qt.ItemDataRole.ToolTipRole:
                return long_header(Column(section))
            case Qt.ItemDataRole.TextAlignmentRole:
                is_right = section not in WORDY
                side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None
