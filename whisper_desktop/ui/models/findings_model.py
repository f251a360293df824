"""The findings of a document as a list that Qt can show."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QObject,
    Qt,
    QTimer,
    Slot,
)

from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.finding_words import finding_sentence
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.models.listed_model import ROOT, Index, ListedModel
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP


class FindingColumn(IntEnum):
    """The columns of the list."""

    ROW = 0
    SENTENCE = 1


_HEADERS: Mapping[int, str] = {
    FindingColumn.ROW: QT_TRANSLATE_NOOP("FindingsModel", "Row"),
    FindingColumn.SENTENCE: QT_TRANSLATE_NOOP("FindingsModel", "What is wrong"),
}


class FindingsModel(ListedModel):
    """Shows all findings or those of one kind; it is brought up to date once an edit is over."""

    headers = _HEADERS

    def __init__(
        self, editing: EditingController, board: FindingsBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._board = board
        self._kind: FindingKind | None = None
        self._found: Sequence[Finding] = tuple(board.all())
        self.is_watched, self._is_stale = True, False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_due)
        board.changed.connect(self._on_board_changed)
        editing.rows_changed.connect(self._on_board_changed)

    def finding(self, row: int) -> Finding:
        """Return what a line of the list shows."""
        return self._found[row]

    def line_of(self, uid: int) -> int | None:
        """Return the first line about a cue, None where there is none."""
        lines = (line for line, finding in enumerate(self._found) if finding.uid == uid)
        return next(lines, None)

    def set_watched(self, *, is_watched: bool) -> None:
        """Say whether anybody looks; the list is not kept up to date for nobody."""
        self.is_watched = is_watched
        if is_watched and self._is_stale:
            self._on_due()

    def show_kind(self, kind: FindingKind | None) -> None:
        """Show the findings of one kind, or all."""
        self._kind = kind
        self._on_due()

    @Slot()
    def _on_board_changed(self) -> None:
        self._is_stale = True
        if self.is_watched:
            self._soon.start()

    @Slot()
    def _on_due(self) -> None:
        self._is_stale = False
        found = tuple(self._board.all(None if self._kind is None else {self._kind}))
        if len(found) != len(self._found):
            self.beginResetModel()
            self._found = found
            self.endResetModel()
        elif found:
            self._found = found
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(found) - 1, len(FindingColumn) - 1)
            )

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many findings are shown."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid():
            return None
        finding, column = self._found[index.row()], FindingColumn(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and column is FindingColumn.ROW:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if column is FindingColumn.ROW:
            row = self._editing.document.row_of(finding.uid)
            return "" if row is None else str(row + 1)
        return finding_sentence(finding)
