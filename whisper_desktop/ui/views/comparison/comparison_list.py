"""The list of proposals: the row as it is, and beside it what would take its place."""

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from whisper_desktop.ui.delegates.difference_delegate import PADDING_PX, DifferenceDelegate
from whisper_desktop.ui.models.comparison_model import ComparisonColumn, ComparisonModel
from whisper_desktop.ui.recognition.proposal_words import sure_words

_LEAST_LINES = 2
_PROPOSALS_IN_VIEW = 7
"""That there is room for; those of long texts are higher."""
_LEFT_RIGHT = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ComparisonList(QTableView):
    """Shows each proposal in as many lines as its texts need."""

    step_requested = Signal(int)
    """The hearing before (-1) or after (1) the chosen one is wanted."""

    def __init__(self, model: ComparisonModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = DifferenceDelegate(self)
        self._new = DifferenceDelegate(self, is_proposed=True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fit_lines)
        self.setModel(model)
        self.setAccessibleName(self.tr("Proposals"))
        self.setItemDelegate(self._plain)
        self.setItemDelegateForColumn(ComparisonColumn.PROPOSED, self._new)
        self._set_up()
        for changed in (model.dataChanged, model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._soon.start)
        self.verticalScrollBar().valueChanged.connect(self._soon.start)
        self._fit_columns()

    def go_to(self, line: int | None) -> None:
        """Make a line current, or none."""
        index = QModelIndex() if line is None else self.model().index(line, 0)
        self.setCurrentIndex(index)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(1)
        for column in (ComparisonColumn.NOW, ComparisonColumn.PROPOSED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _fit_columns(self) -> None:
        """Give the short columns what their words need, and the texts the rest."""
        advance = self.fontMetrics().horizontalAdvance
        room_px = 4 * PADDING_PX
        self.setColumnWidth(ComparisonColumn.ROW, advance("00000") + room_px)
        doubt = sure_words(0.0, is_doubtful=True)
        self.setColumnWidth(ComparisonColumn.DETAILS, advance(f"{doubt}0") + room_px)
        line_px = self.fontMetrics().lineSpacing()
        self.verticalHeader().setDefaultSectionSize(_LEAST_LINES * line_px + 2 * PADDING_PX)
        self.setMinimumHeight(2 * self.verticalHeader().defaultSectionSize())

    @Slot()
    def _fit_lines(self) -> None:
        """Make the lines in view as high as they need to be; there may be thousands of others."""
        line = self.rowAt(0)
        if line < 0:
            return
        bottom_px = self.viewport().height()
        while line < self.model().rowCount() and self.rowViewportPosition(line) < bottom_px:
            self.setRowHeight(line, self._height(line))
            line += 1

    def _height(self, line: int) -> int:
        font, model = self.font(), self.model()
        return max(
            (self._new if column is ComparisonColumn.PROPOSED else self._plain).height(
                model.index(line, column), font, self.columnWidth(column)
            )
            for column in ComparisonColumn
        )

    def sizeHint(self) -> QSize:
        """Return a height in which several proposals can be seen."""
        lines_px = _PROPOSALS_IN_VIEW * self.verticalHeader().defaultSectionSize()
        height = self.horizontalHeader().sizeHint().height() + lines_px + 2 * self.frameWidth()
        return QSize(super().sizeHint().width(), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let left and right go through the hearings of the row; the columns need no visit."""
        step = _LEFT_RIGHT.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.step_requested.emit(step)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Qt would take Enter for an activation with any other key, too.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the texts anew."""
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        """Fit everything to another font."""
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()
            self._soon.start()
        super().changeEvent(event)
