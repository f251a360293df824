"""What the models of lists have in common: flat rows, and columns that have names."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from whisper_desktop.ui.translation import translated

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class ListedModel(QAbstractTableModel):
    """A table without a tree below its rows; a class of its own says which rows."""

    headers: ClassVar[Mapping[int, str]]
    """The name of each column, marked for translation in the context of the class."""

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.headers)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the name of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return translated(type(self).__name__, self.headers[section])
        return None
