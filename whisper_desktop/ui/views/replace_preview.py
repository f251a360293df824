"""What replacing would change, row by row, to be let through or not."""

from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from whisper_desktop.app.search import Replacement
from whisper_desktop.ui.one_line import in_one_line
from whisper_desktop.ui.views.row_list import list_rows

MAX_ROWS = 500
"""Rows that are shown; who has more looks at the first of them."""
_ROW, _BEFORE, _AFTER = range(3)


class ReplacePreview(QTableWidget):
    """Lists rows before and after; a row whose mark is taken away stays as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setHorizontalHeaderLabels([self.tr("Row"), self.tr("Before"), self.tr("After")])
        self.setAccessibleName(self.tr("Preview of what is replaced"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        list_rows(self)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column in (_BEFORE, _AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.hide()

    def show_replacements(self, replacements: Iterable[Replacement]) -> None:
        """Show the first rows that would change; marks that were taken away stay away."""
        unwanted = self.unchecked_rows()
        shown = list(islice(replacements, MAX_ROWS))
        self.setRowCount(len(shown))
        for line, one in enumerate(shown):
            number = QTableWidgetItem(str(one.row + 1))
            number.setData(Qt.ItemDataRole.UserRole, one.row)
            is_unwanted = one.row in unwanted
            number.setCheckState(Qt.CheckState.Unchecked if is_unwanted else Qt.CheckState.Checked)
            self.setItem(line, _ROW, number)
            for column, text in ((_BEFORE, one.before), (_AFTER, one.after)):
                self.setItem(line, column, QTableWidgetItem(in_one_line(text)))

    def unchecked_rows(self) -> frozenset[int]:
        """Return the document's rows that shall stay as they are."""
        numbers = (self.item(line, _ROW) for line in range(self.rowCount()))
        return frozenset(
            number.data(Qt.ItemDataRole.UserRole)
            for number in numbers
            if number is not None and number.checkState() is Qt.CheckState.Unchecked
        )

    def sizeHint(self) -> QSize:
        """Return the height of a few rows."""
        return QSize(super().sizeHint().width(), 7 * self.verticalHeader().defaultSectionSize())
