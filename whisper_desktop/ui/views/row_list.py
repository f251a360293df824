"""How a table looks that is read row by row."""

from PySide6.QtWidgets import QAbstractItemView, QTableView

_ROW_PADDING_PX = 8


def list_rows(view: QTableView) -> None:
    """Let a table select whole rows of one line each, and Tab leave it; no grid, no numbers."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + _ROW_PADDING_PX)
