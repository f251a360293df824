"""All models: installed, found in the caches of other programs, and to be downloaded."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from whisper_desktop.app.found_weights import FoundBy, FoundWeights
from whisper_desktop.app.model_store import ModelStatus
from whisper_desktop.ui.quantities import size_words
from whisper_desktop.ui.recognition.model_downloads import ModelWork
from whisper_desktop.ui.recognition.model_words import (
    ability_words,
    found_words,
    phase_words,
    state_words,
)

Entry = ModelStatus | FoundWeights
_NAME, _SIZE, _LANGUAGES, _STATE = range(4)
_ROW_PADDING_PX = 8
_INDENT = "    "
"""Below the title; a tree would have its titles visited by the arrow keys."""
_ROLE = Qt.ItemDataRole.UserRole


class ModelList(QTreeWidget):
    """Shows the models in three groups, and keeps the current one when they change."""

    entry_changed = Signal()
    """Another model is the current one, or the current one is another now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Models"))
        self.setHeaderLabels(
            [self.tr("Model"), self.tr("Size"), self.tr("Trained for"), self.tr("State")]
        )
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        header = self.header()
        header.setStretchLastSection(True)
        for column in (_NAME, _SIZE, _LANGUAGES):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self.entry_changed)

    @property
    def entry(self) -> Entry | None:
        """The current model."""
        item = self.currentItem()
        return None if item is None else _entry_of(item)

    def choose(self, name: str) -> None:
        """Make a model the current one; one that is here before others of its name."""
        self._make_current([item for item in self._items() if _entry_of(item).name == name])

    def choose_entry(self, entry: Entry) -> None:
        """Make exactly this the current one."""
        self._make_current([item for item in self._items() if _entry_of(item) == entry])

    def show_models(
        self, statuses: Sequence[ModelStatus], found: Sequence[FoundWeights], default: str
    ) -> None:
        """List them; weights are left out that are installed under their name."""
        kept = self.entry
        installed = {one.name for one in statuses if one.is_installed}
        self.blockSignals(True)
        self.clear()
        self._add(
            self.tr("Installed"),
            [self._status_item(one, default) for one in statuses if one.is_installed],
        )
        self._add(
            self.tr("Found on this computer, ready to import"),
            [
                self._found_item(one)
                for one in found
                if one.name not in installed or one.found_by is FoundBy.PERSON
            ],
        )
        self._add(
            self.tr("To download"),
            [self._status_item(one, default) for one in statuses if not one.is_installed],
        )
        self.blockSignals(False)
        self._restore(kept, default)
        self.entry_changed.emit()

    def show_work(self, name: str, work: ModelWork | None, default: str) -> None:
        """Say in the line of a model what is being done with it."""
        for item in self._items():
            entry = _entry_of(item)
            if isinstance(entry, ModelStatus) and entry.name == name:
                state = state_words(entry, is_default=name == default)
                item.setText(_STATE, phase_words(work) if work else state)

    def _restore(self, kept: Entry | None, default: str) -> None:
        """Go back to the same one, or one of its name, or else to the one that is in use."""
        items = list(self._items())
        same = [item for item in items if _entry_of(item) == kept]
        named = [item for item in items if kept and _entry_of(item).name == kept.name]
        usual = [item for item in items if _entry_of(item).name == default]
        self._make_current([*same, *named, *usual, *items])

    def _make_current(self, items: Sequence[QTreeWidgetItem]) -> None:
        for item in items[:1]:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def _items(self) -> Iterator[QTreeWidgetItem]:
        return (item for item in self._lines() if item.flags() & Qt.ItemFlag.ItemIsEnabled)

    def _lines(self) -> Iterator[QTreeWidgetItem]:
        lines = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return (line for line in lines if line is not None)

    def _add(self, title: str, items: Sequence[QTreeWidgetItem]) -> None:
        if not items:
            return
        line = QTreeWidgetItem([title])
        # All rows are as high as the first one.
        line.setSizeHint(_NAME, QSize(0, self.fontMetrics().height() + _ROW_PADDING_PX))
        font = self.font()
        font.setBold(True)
        line.setFont(_NAME, font)
        # Arrow keys pass over it.
        line.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addTopLevelItem(line)
        line.setFirstColumnSpanned(True)
        self.addTopLevelItems(list(items))
        self._paint_titles()

    def _paint_titles(self) -> None:
        """Titles are no less readable than models."""
        for line in self._lines():
            if not line.flags() & Qt.ItemFlag.ItemIsEnabled:
                line.setForeground(_NAME, self.palette().text())

    def _status_item(self, status: ModelStatus, default: str) -> QTreeWidgetItem:
        size = self.tr("Not known") if status.size_bytes is None else size_words(status.size_bytes)
        state = state_words(status, is_default=status.name == default)
        return _item(status, [status.name, size, ability_words(status), state])

    def _found_item(self, found: FoundWeights) -> QTreeWidgetItem:
        item = _item(found, [found.name, size_words(found.size_bytes), "", found_words(found)])
        item.setToolTip(_NAME, str(found.path))
        return item

    def changeEvent(self, event: QEvent) -> None:
        """Paint the titles in other colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_titles()
        super().changeEvent(event)


def _entry_of(item: QTreeWidgetItem) -> Entry:
    entry: Entry = item.data(_NAME, _ROLE)
    return entry


def _item(entry: Entry, texts: Sequence[str]) -> QTreeWidgetItem:
    name, *others = texts
    item = QTreeWidgetItem([f"{_INDENT}{name}", *others])
    item.setData(_NAME, _ROLE, entry)
    item.setTextAlignment(_SIZE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
