"""The queue as a table that Qt can show."""

from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import (
    QObject,
    Qt,
    Slot,
)
from PySide6.QtWidgets import QApplication

from whisper_desktop.app.queue import Entries, QueueEntry, QueueState
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.models.listed_model import ROOT, Index, ListedModel
from whisper_desktop.ui.recognition.queue_runner import QueueRunner
from whisper_desktop.ui.recognition.queue_words import (
    outcome_sentence,
    recipe_lines,
    recipe_words,
    state_words,
)
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP


class QueueColumn(IntEnum):
    """The columns of the list."""

    RECORDING = 0
    RECIPE = 1
    STATE = 2


_HEADERS: Mapping[int, str] = {
    QueueColumn.RECORDING: QT_TRANSLATE_NOOP("QueueModel", "Recording"),
    QueueColumn.RECIPE: QT_TRANSLATE_NOOP("QueueModel", "Recipe"),
    QueueColumn.STATE: QT_TRANSLATE_NOOP("QueueModel", "State"),
}
_ICONS: Mapping[QueueState, str] = MappingProxyType(
    {
        QueueState.WAITING: "clock-outline",
        QueueState.RUNNING: "play",
        QueueState.DONE: "check",
        QueueState.FAILED: "alert-circle-outline",
        QueueState.SKIPPED: "debug-step-over",
    }
)


class QueueModel(ListedModel):
    """Shows the entries of a runner."""

    headers = _HEADERS

    def __init__(self, runner: QueueRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._entries: Entries = runner.entries
        self._usual_model = runner.usual_model
        runner.changed.connect(self._on_changed)

    def entry(self, row: int) -> QueueEntry:
        """Return what a line shows."""
        return self._entries[row]

    def row_of(self, entry_id: str | None) -> int | None:
        """Return the line of an entry; None where it is gone."""
        ids = [entry.id for entry in self._entries]
        return ids.index(entry_id) if entry_id in ids else None

    @Slot()
    def _on_changed(self) -> None:
        before, entries = self._entries, self._runner.entries
        if [one.id for one in before] != [one.id for one in entries]:
            self.beginResetModel()
            self._entries, self._usual_model = entries, self._runner.usual_model
            self.endResetModel()
            return
        self._entries = entries
        is_model_new = self._usual_model != self._runner.usual_model
        self._usual_model = self._runner.usual_model
        for row, (old, new) in enumerate(zip(before, entries, strict=True)):
            if old != new or is_model_new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(QueueColumn) - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        entry, column = self._entries[index.row()], QueueColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(entry, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry, column)
        if role == Qt.ItemDataRole.DecorationRole and column is QueueColumn.STATE:
            return icon(_ICONS[entry.state], QApplication.palette())
        return None

    def _words(self, entry: QueueEntry, column: QueueColumn) -> str:
        match column:
            case QueueColumn.RECORDING:
                return self._name(entry.media)
            case QueueColumn.RECIPE:
                return recipe_words(entry.order.recipe, entry.model_or(self._usual_model))
            case QueueColumn.STATE:
                return state_words(entry)

    def _tip(self, entry: QueueEntry, column: QueueColumn) -> str:
        if column is QueueColumn.RECIPE:
            return recipe_lines(entry.order.recipe, entry.model_or(self._usual_model))
        is_here = entry.id == self._runner.current
        return f"{entry.media}\n{outcome_sentence(entry, is_here=is_here)}".rstrip()

    def _name(self, media: Path) -> str:
        """Return the name of a recording, with its folder where several have it."""
        alike = {one.media for one in self._entries if one.media.name == media.name}
        return media.name if len(alike) == 1 else f"{media.parent.name}/{media.name}"
