"""The rows that a filter lets through, in the document's order."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QStandardItemModel

from whisper_desktop.ui.models.cue_columns import Cell
from whisper_desktop.ui.models.cue_table_model import CueTableModel

Accepts = Callable[[int], bool]


class CueFilter(QSortFilterProxyModel):
    """Shows all rows, or those that a predicate on the row accepts."""

    def __init__(self, model: CueTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._nothing = QStandardItemModel(0, model.columnCount(), self)
        self._hidden: frozenset[int] | None = None
        """The uids that were not accepted. Rows made since then are shown, or nobody could edit
        them, and a row that is edited stays until the filter is set anew."""
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)
        model.modelAboutToBeReset.connect(self._on_rows_replaced)

    @property
    def is_filtering(self) -> bool:
        """Whether some rows may be hidden."""
        return self._hidden is not None

    @property
    def hidden(self) -> frozenset[int]:
        """The uids of the rows that are not shown."""
        return self._hidden or frozenset()

    def show_only(self, accepts: Accepts | None) -> None:
        """Show the rows that the predicate accepts, or all."""
        self._hidden = None
        if accepts is not None:
            rows = range(self._model.rowCount())
            self._hidden = frozenset([self._model.uid(row) for row in rows if not accepts(row)])
        # Qt would tell of every stretch of rows that goes or comes, minutes for 50 000 rows.
        self.setSourceModel(self._nothing)
        self.setSourceModel(self._model)

    def source_row(self, row: int) -> int:
        """Return the document's row of a shown row."""
        return self.mapToSource(self.index(row, 0)).row() if self.is_filtering else row

    def shown_row(self, row: int) -> int | None:
        """Return where a row of the document is shown, None when it is hidden."""
        # Another one for a moment, while another filter is set.
        if self.sourceModel() is not self._model:
            return None
        index = self.mapFromSource(self._model.index(row, 0))
        return index.row() if index.isValid() else None

    def shown_rows(self, rows: Iterable[int]) -> list[int]:
        """Return where rows of the document are shown, leaving out the hidden ones."""
        if not self.is_filtering:
            return list(rows)
        shown = map(self.shown_row, rows)
        return [row for row in shown if row is not None]

    def kept_of(self, rows: Iterable[int]) -> list[int]:
        """Return which of these rows of the document are shown; where none is, the first shown."""
        kept = [row for row in rows if self.shown_row(row) is not None]
        return kept or [self.source_row(row) for row in range(min(self.rowCount(), 1))]

    @Slot()
    def _on_rows_replaced(self) -> None:
        """Show all rows of another document."""
        self._hidden = None

    def cell(self, row: int, column: int) -> Cell:
        """Return what is painted in a cell."""
        return self._model.cell(self.source_row(row), column)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what a cell says in a role; Qt's way to the same row of the model is long."""
        if self._hidden is None:
            return self._model.data(index, role)
        return super().data(index, role)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Return what can be done with a cell, on the short way as well."""
        return self._model.flags(index) if self._hidden is None else super().flags(index)

    def filterAcceptsRow(
        self, source_row: int, _source_parent: QModelIndex | QPersistentModelIndex
    ) -> bool:
        """Tell Qt whether a row is shown."""
        return self._hidden is None or self._model.uid(source_row) not in self._hidden
