"""The table of rows: the selection is the one that all panes share."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from whisper_desktop.ui.delegates.cell_delegate import CellDelegate
from whisper_desktop.ui.delegates.text_delegate import TextDelegate
from whisper_desktop.ui.delegates.time_delegate import TimeDelegate
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_columns import (
    EDITABLE,
    FIRST_ORDER,
    OF_RECIPES,
    TEXTS,
    WIDTH_SAMPLES,
    Column,
)
from whisper_desktop.ui.models.cue_filter import CueFilter
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.views.row_list import list_rows
from whisper_desktop.ui.views.table.row_selection import extended, selected_rows, selection_of

_HEADER_PADDING_PX = 8
_SELECT_ROWS = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)
_AS_IT_IS = QItemSelectionModel.SelectionFlag.NoUpdate
_TIME_COLUMNS = (Column.START, Column.END, Column.DURATION)
"""Columns that are edited as times."""
_ENTER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_END_KEYS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})
_MOVES: Mapping[int, QAbstractItemView.CursorAction] = {
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
}
"""Keys that select up to another row with Shift."""
_LOOK_CHANGES = frozenset(
    {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange}
)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_AT_TIMES = (Column.LANGUAGE, Column.TASK, Column.RECIPE, Column.TRANSLATION)
"""Columns that are hidden until a row has something in them, as they are shown at first."""
_FIRST_COUNT = 8
"""Of the columns that the oldest programs had, which kept no number of them."""


class CueTable(QTableView):
    """Shows the rows, takes edits in place and keeps its selection equal to the shared one."""

    row_activated = Signal(int)
    """Enter was pressed: go to the time of the row and into its text."""
    menu_requested = Signal(QPoint)
    """Somebody asks for the menu of the selected rows, at a place on the screen."""
    recipe_wanted = Signal()
    """A language or a task was double-clicked: it is to be another one."""
    refused = Signal(str)
    """A sentence that says why what was typed was not taken."""

    def __init__(
        self, editing: EditingController, model: CueTableModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._source = model
        self._is_following = False
        self._delegates: tuple[CellDelegate, ...] = ()
        self.filter = CueFilter(model, self)
        self.setModel(self.filter)
        self.column_menu = QMenu(self.tr("Co&lumns"), self)
        """Shows and hides columns."""
        self._set_up_columns()
        self._set_up_view()
        self._set_up_header()
        self._set_up_delegates()
        self.selectionModel().selectionChanged.connect(self._on_view_selection_changed)
        self.selectionModel().currentRowChanged.connect(self._on_view_selection_changed)
        editing.selection_changed.connect(self._on_selection_changed)
        editing.rows_changed.connect(self._follow)
        self.doubleClicked.connect(self._on_double_clicked)
        self.filter.modelReset.connect(self._on_filter_reset)
        self.filter.layoutChanged.connect(self._on_selection_changed)
        self.filter.rowsInserted.connect(self._on_rows_shown)
        self.filter.rowsRemoved.connect(self._on_rows_gone)

    def edit_current(self, column: Column) -> None:
        """Begin to edit a cell of the current row in place (F2), or go on where one is edited."""
        for delegate in self._delegates:
            if delegate.is_editing:
                # Qt opens no second editor; after an undo the first one is there without the focus.
                delegate.focus_editor()
                return
        index = self._view_index(self._editing.current_row())
        target = index.siblingAtColumn(column)
        if target.isValid() and not target.flags() & Qt.ItemFlag.ItemIsEditable:
            self.refused.emit(
                self.tr("The text is too long to be edited: only its beginning is shown. Split it.")
            )
        elif target.isValid():
            self.selectionModel().setCurrentIndex(target, _AS_IT_IS)
            self.edit(target)

    def step(self, by: int) -> None:
        """Make another shown row current and the only one selected."""
        current = self._view_index(self._editing.current_row())
        row = current.row() + by if current.isValid() else 0
        if 0 <= row < self.filter.rowCount():
            self._go_to(row, is_extending=False)

    def is_column_shown(self, column: Column) -> bool:
        """Tell whether a column is visible."""
        return not self.isColumnHidden(column)

    def show_column(self, column: Column, *, is_shown: bool) -> None:
        """Show or hide a column; the text stays."""
        self.setColumnHidden(column, not is_shown and column is not Column.TEXT)
        self._fit_texts()

    def column_state(self) -> bytes:
        """Return the order, widths and visibility of the columns, to be kept."""
        # Their number goes before what Qt says, which begins with zero.
        return bytes([len(Column)]) + bytes(self.horizontalHeader().saveState().data())

    def restore_columns(self, state: bytes) -> bool:
        """Put the columns as they were; False when the state is of another program."""
        is_oldest = state.startswith(b"\0")
        header = self.horizontalHeader()
        if not header.restoreState(QByteArray(state if is_oldest else state[1:])):
            return False
        known_count = _FIRST_COUNT if is_oldest else state[0]
        self._add_columns([column for column in _AT_TIMES if column >= known_count])
        self._fit_texts()
        return True

    def _add_columns(self, columns: Sequence[Column]) -> None:
        """Give columns their place that an older program did not have."""
        header = self.horizontalHeader()
        for column in columns:
            place = header.visualIndex(Column.TEXT) + (1 if column is Column.TRANSLATION else 0)
            header.moveSection(header.visualIndex(column), place)
        self._size_columns(columns)

    def _set_up_view(self) -> None:
        self.setObjectName("cue-table")
        self.setAccessibleName(self.tr("Subtitle rows"))
        list_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setAlternatingRowColors(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        for place, column in enumerate(FIRST_ORDER):
            header.moveSection(header.visualIndex(column), place)
        header.setHighlightSections(False)
        # An empty selection of its own: else Qt asks every selected row whether the column is.
        header.setSelectionModel(QItemSelectionModel(self.filter, header))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu_requested)
        self._size_columns(FIRST_ORDER)
        header.sectionResized.connect(self._on_column_resized)

    def _fit_texts(self) -> None:
        """Share out the room among the texts; they are left legible where there is too little."""
        header = self.horizontalHeader()
        texts = [column for column in TEXTS if self.is_column_shown(column)]
        others = [column for column in Column if column not in TEXTS]
        room = self.viewport().width() - sum(map(header.sectionSize, others))
        least = self.fontMetrics().horizontalAdvance(WIDTH_SAMPLES[Column.TEXT])
        is_narrow = room < least * len(texts)
        mode = QHeaderView.ResizeMode.Interactive if is_narrow else QHeaderView.ResizeMode.Stretch
        for column in TEXTS:
            if header.sectionResizeMode(column) is not mode:
                header.setSectionResizeMode(column, mode)
                header.resizeSection(column, least)

    @Slot(int)
    def _on_column_resized(self, column: int) -> None:
        if column not in TEXTS:
            self._fit_texts()

    def _size_columns(self, columns: Sequence[Column]) -> None:
        """Give columns the widths that they have at first, and hide those of rare use."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        for column in columns:
            name = str(self._source.headerData(column, Qt.Orientation.Horizontal))
            sample = metrics.horizontalAdvance(WIDTH_SAMPLES[column])
            width = max(sample, metrics.horizontalAdvance(name))
            header.resizeSection(column, width + 2 * _HEADER_PADDING_PX)
            self.show_column(column, is_shown=column not in _AT_TIMES)

    def _set_up_delegates(self) -> None:
        others = CellDelegate(self)
        self.setItemDelegate(others)
        times = TimeDelegate(self)
        times.refused.connect(self.refused)
        self._source.typed.said.connect(self.refused)
        for column in _TIME_COLUMNS:
            self.setItemDelegateForColumn(column, times)
        texts = TextDelegate(self)
        for column in TEXTS:
            self.setItemDelegateForColumn(column, texts)
        self._delegates = (others, times, texts)
        for delegate in self._delegates:
            self._editing.commit_requested.connect(delegate.commit_editor)

    def _view_index(self, row: int | None) -> QModelIndex:
        shown = None if row is None else self.filter.shown_row(row)
        return QModelIndex() if shown is None else self.filter.index(shown, 0)

    def _go_to_end(self, key: int, *, is_extending: bool) -> None:
        """Select the first or the last shown row, or all up to there."""
        last = self.filter.rowCount() - 1
        if last >= 0:
            self._go_to(0 if key == Qt.Key.Key_Home else last, is_extending=is_extending)

    def _go_to(self, shown_row: int, *, is_extending: bool) -> None:
        """Make a shown row current, and select it alone or all from where the selection began."""
        current, rows = self._view_index(self._editing.current_row()), [shown_row]
        if is_extending and current.isValid():
            rows = extended(selected_rows(self.selectionModel()), current.row(), shown_row)
        target = self.filter.source_row(shown_row)
        self._editing.select_rows(map(self.filter.source_row, rows), target)

    @Slot()
    def _on_view_selection_changed(self) -> None:
        """Tell the others what was selected here."""
        if self._is_following or self._source.is_changing:
            return
        shown = selected_rows(self.selectionModel())
        current = self.currentIndex()
        if shown and current.isValid() and current.row() not in shown:
            # Qt tells of the row that a selection grows to before that of the selection.
            return
        rows = [self.filter.source_row(row) for row in shown]
        self._editing.select_rows(
            rows, self.filter.source_row(current.row()) if current.isValid() else None
        )

    @Slot()
    def _on_selection_changed(self) -> None:
        """Select what the others selected, and show the current row."""
        self._follow()
        current = self._view_index(self._editing.current_row())
        if current.isValid():
            self.scrollTo(current.siblingAtColumn(Column.TEXT))

    @Slot()
    def _follow(self) -> None:
        """Select the rows in which the selected cues are now: Qt remembers rows, not cues."""
        rows = self.filter.shown_rows(self._editing.selected_rows())
        current = self._view_index(self._editing.current_row())
        self._is_following = True
        try:
            if current.isValid() and current.row() != self.currentIndex().row():
                known = self.currentIndex()
                column = known.column() if known.isValid() else Column.TEXT
                self.selectionModel().setCurrentIndex(current.siblingAtColumn(column), _AS_IT_IS)
            if rows != selected_rows(self.selectionModel()):
                self.selectionModel().select(selection_of(self.filter, rows), _SELECT_ROWS)
        finally:
            self._is_following = False

    @Slot()
    def _on_filter_reset(self) -> None:
        """Let go of the rows that are hidden now: nobody would see what becomes of them."""
        self._editing.hidden = self.filter.hidden
        if self.filter.is_filtering and self.filter.sourceModel() is self._source:
            kept = self.filter.kept_of(self._editing.selected_rows())
            self._editing.select_in_place(kept, self._editing.current_row())
        self._on_selection_changed()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() in OF_RECIPES:
            self.recipe_wanted.emit()

    @Slot()
    def _on_rows_gone(self) -> None:
        # Qt goes on as if it edited a cell, and opens no other editor, when it took one away.
        if not any(delegate.is_editing for delegate in self._delegates):
            self.setState(QAbstractItemView.State.NoState)

    @Slot()
    def _on_rows_shown(self) -> None:
        if not self._source.is_changing:
            self._on_selection_changed()

    def _set_up_columns(self) -> None:
        for column in FIRST_ORDER:
            name = self._source.headerData(
                column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
            )
            action = self.column_menu.addAction(str(name))
            action.setData(int(column))
            action.setCheckable(True)
            action.setEnabled(column is not Column.TEXT)
        self._on_columns_looked_at()
        self.column_menu.aboutToShow.connect(self._on_columns_looked_at)
        self.column_menu.triggered.connect(self._on_column_toggled)

    @Slot(QPoint)
    def _on_header_menu_requested(self, position: QPoint) -> None:
        self.column_menu.popup(self.horizontalHeader().mapToGlobal(position))

    @Slot()
    def _on_columns_looked_at(self) -> None:
        for action in self.column_menu.actions():
            action.setChecked(self.is_column_shown(Column(action.data())))

    @Slot(QAction)
    def _on_column_toggled(self, action: QAction) -> None:
        self.show_column(Column(action.data()), is_shown=action.isChecked())

    def selectAll(self) -> None:
        """Select all rows that are shown, for all panes."""
        rows = map(self.filter.source_row, range(self.filter.rowCount()))
        self._editing.select_rows(rows, self._editing.current_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the row on Enter, to the first and last with Ctrl, edit the cell or the text on F2.

        Qt would edit or only scroll, and edit only some cells; with Shift it would select from
        where the last click was.
        """
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self._editing.current_row()
        if event.key() in _ENTER_KEYS and not modifiers and row is not None:
            self.row_activated.emit(row)
        elif event.key() in _END_KEYS and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._go_to_end(event.key(), is_extending=bool(modifiers & _SHIFT))
        elif event.key() in _MOVES and modifiers == _SHIFT:
            target = self.moveCursor(_MOVES[event.key()], modifiers)
            if target.isValid():
                self._go_to(target.row(), is_extending=True)
        elif event.key() == Qt.Key.Key_F2 and not modifiers:
            column = self.currentIndex().column()
            self.edit_current(Column(column) if column in EDITABLE else Column.TEXT)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select up to here with Shift, from where the selection began; Qt: from the last click."""
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and event.modifiers() == _SHIFT and index.isValid():
            self._go_to(index.row(), is_extending=True)
        else:
            super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit texts into the cells in another font or direction."""
        if event.type() in _LOOK_CHANGES:
            for delegate in self._delegates:
                delegate.forget_texts()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return a width in which all columns are seen, the texts as narrow as they may be."""
        least = self.fontMetrics().horizontalAdvance(WIDTH_SAMPLES[Column.TEXT])
        sizes = (
            least if column in TEXTS else self.columnWidth(column)
            for column in Column
            if self.is_column_shown(column)
        )
        edges = 2 * self.frameWidth() + self.verticalScrollBar().sizeHint().width()
        return QSize(sum(sizes) + edges, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room anew."""
        super().resizeEvent(event)
        self._fit_texts()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selected rows."""
        self.menu_requested.emit(event.globalPos())
