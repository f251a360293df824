"""The list of the queue, with the keys that change it."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from whisper_desktop.app.queue import QueueEntry
from whisper_desktop.ui.models.queue_model import QueueColumn, QueueModel
from whisper_desktop.ui.views.row_list import list_beside_rows

_CONTROL = Qt.KeyboardModifier.ControlModifier
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class QueueList(QTableView):
    """Shows the entries; what is chosen stays chosen when they move."""

    chosen_changed = Signal()
    remove_requested = Signal()
    open_requested = Signal()
    move_requested = Signal(int)
    """The chosen entries shall go up (-1) or down (1)."""

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self._chosen: frozenset[str] = frozenset()
        self._current: str | None = None
        self.setModel(model)
        self.setAccessibleName(self.tr("Queue"))
        list_beside_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QueueColumn.RECORDING, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentRowChanged.connect(self._on_selection_changed)
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._choose_again)

    @property
    def chosen(self) -> tuple[QueueEntry, ...]:
        """The chosen entries, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._entries.entry(row) for row in rows)

    @property
    def current(self) -> QueueEntry | None:
        """The entry whose line is current."""
        index = self.currentIndex()
        return self._entries.entry(index.row()) if index.isValid() else None

    def choose(self, ids: Collection[str], current: str | None) -> None:
        """Choose entries, as far as there are any with these ids."""
        flags = QItemSelectionModel.SelectionFlag
        selection = self.selectionModel()
        selection.clearSelection()
        row = self._entries.row_of(current)
        if row is not None:
            selection.setCurrentIndex(self._entries.index(row, 0), flags.NoUpdate)
        for entry_id in ids:
            row = self._entries.row_of(entry_id)
            if row is not None:
                selection.select(self._entries.index(row, 0), flags.Select | flags.Rows)

    def _fit_columns(self) -> None:
        advance = self.fontMetrics().horizontalAdvance
        header = self.horizontalHeader()
        header.resizeSection(QueueColumn.RECIPE, advance("Find out · Write · base") + 16)
        header.resizeSection(QueueColumn.STATE, advance("Running, 99 %") + 30)

    @Slot()
    def _keep(self) -> None:
        self._chosen = frozenset(entry.id for entry in self.chosen)
        current = self.current
        self._current = None if current is None else current.id

    @Slot()
    def _choose_again(self) -> None:
        self.choose(self._chosen, self._current)
        self.chosen_changed.emit()

    @Slot()
    def _on_selection_changed(self) -> None:
        self.chosen_changed.emit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.open_requested.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that work the list from being taken for commands of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_step = event.modifiers() == _CONTROL and event.key() in _STEPS
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if is_step or (is_plain and event.key() in {*_ENTER, Qt.Key.Key_Delete}):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, remove and open by keys."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers == _CONTROL and key in _STEPS:
            self.move_requested.emit(_STEPS[key])
        elif key is Qt.Key.Key_Delete:
            self.remove_requested.emit()
        elif key in _ENTER:
            self.open_requested.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit the columns to another font."""
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()
        super().changeEvent(event)
