"""Which rows something shall be done to."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtWidgets import QComboBox, QWidget


class RowScope(Enum):
    """The rows a person can mean without counting them."""

    SELECTED = auto()
    FROM_HERE = auto()
    """The first selected row and all behind it."""
    ALL = auto()


def rows_of(scope: RowScope, selected: Sequence[int], row_count: int) -> Sequence[int]:
    """Return the rows that are meant."""
    if scope is RowScope.ALL or not selected:
        return range(row_count)
    return range(selected[0], row_count) if scope is RowScope.FROM_HERE else selected


class RowScopeBox(QComboBox):
    """Lets the person choose the rows; proposes the selection when there is more than one row."""

    def __init__(self, selected_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if selected_count:
            text = self.tr("%Ln selected row(s)", "", selected_count)
            self.addItem(text, RowScope.SELECTED)
            self.addItem(self.tr("The selected row and all that follow"), RowScope.FROM_HERE)
        self.addItem(self.tr("All rows"), RowScope.ALL)
        if selected_count == 1:
            self.setCurrentIndex(self.count() - 1)

    @property
    def scope(self) -> RowScope:
        """The rows that were chosen."""
        scope = self.currentData()
        return scope if isinstance(scope, RowScope) else RowScope.ALL

    def choose(self, scope: RowScope) -> None:
        """Choose rows, if they are offered."""
        index = self.findData(scope)
        if index >= 0:
            self.setCurrentIndex(index)
