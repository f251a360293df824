"""How a table looks that is read row by row."""

from PySide6.QtWidgets import (
    QAbstractItemView,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QTableView,
    QWidget,
)

_ROW_PADDING_PX = 8
_MIN_LINES = 5
"""Lines of a list beside the rows that are always in view, with that of the titles."""
_HEADER_MARGIN_PX = 6
"""So that a name at the right edge does not run into that of the next column."""


class _HeaderStyle(QProxyStyle):
    """The style of the application, with more room beside the names of columns."""

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Return how large a part of a control is."""
        if metric is QStyle.PixelMetric.PM_HeaderMargin:
            return _HEADER_MARGIN_PX
        return super().pixelMetric(metric, option, widget)


def list_rows(view: QTableView) -> None:
    """Let a table select whole rows of one line each, and Tab leave it; no grid, no numbers."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    style = _HeaderStyle()
    style.setParent(view)
    view.horizontalHeader().setStyle(style)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + _ROW_PADDING_PX)


def list_beside_rows(view: QTableView) -> None:
    """Let a table be a list of its own beside the rows: striped, and never too low to be read."""
    list_rows(view)
    view.setAlternatingRowColors(True)
    view.setMinimumHeight(_MIN_LINES * view.verticalHeader().defaultSectionSize())
    view.horizontalHeader().setHighlightSections(False)
