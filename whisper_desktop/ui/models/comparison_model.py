"""The proposals beside the rows as they are, as a table that Qt can show."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.differences import Difference, word_differences
from whisper_desktop.core.proposal import Proposal
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.proposal_board import ProposalBoard, ProposalId
from whisper_desktop.ui.recognition.proposal_words import (
    change_words,
    detail_words,
    no_text_words,
    nothing_words,
    place_words,
    present_text,
    row_words,
    way_words,
)
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
DIFFERENCES = Qt.ItemDataRole.UserRole + 1
"""tuple of Difference: what is other in the proposed text."""


class ComparisonColumn(IntEnum):
    """The columns of the comparison."""

    ROW = 0
    NOW = 1
    PROPOSED = 2
    DETAILS = 3


_HEADERS = {
    ComparisonColumn.ROW: QT_TRANSLATE_NOOP("ComparisonModel", "Row"),
    ComparisonColumn.NOW: QT_TRANSLATE_NOOP("ComparisonModel", "Now"),
    ComparisonColumn.PROPOSED: QT_TRANSLATE_NOOP("ComparisonModel", "Proposed"),
    ComparisonColumn.DETAILS: QT_TRANSLATE_NOOP("ComparisonModel", "Language"),
}
_TEXTS = frozenset({ComparisonColumn.NOW, ComparisonColumn.PROPOSED})


class ComparisonModel(QAbstractTableModel):
    """Shows what is open on the board, each against the present text of its row."""

    def __init__(
        self, editing: EditingController, board: ProposalBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._editing, self._board = editing, board
        self._shown: list[ProposalId] = list(board.open)
        self.is_changing = False
        """Whether lines are coming and going just now."""
        board.changed.connect(self._on_changed)

    def shown(self, line: int) -> ProposalId:
        """Return whose proposal a line shows."""
        return self._shown[line]

    def line_of(self, wanted: ProposalId) -> int | None:
        """Return the line of a proposal."""
        return self._shown.index(wanted) if wanted in self._shown else None

    def differences(self, line: int) -> tuple[Difference, ...]:
        """Return what is other in the proposed text."""
        cue, proposal = self._parts(line)
        segments = proposal.candidate.segments
        language = segments[0].language if segments and not proposal.is_translation else None
        return word_differences(present_text(cue, proposal), proposal.text, language)

    def _parts(self, line: int) -> tuple[Cue, Proposal]:
        wanted = self._shown[line]
        row = self._board.row_of(wanted)
        assert row is not None
        return self._editing.document[row], self._board.proposal(wanted)

    @Slot()
    def _on_changed(self) -> None:
        self.is_changing = True
        self._follow(self._board.open)
        self.is_changing = False

    def _follow(self, wanted: Sequence[ProposalId]) -> None:
        self._remove_all_but(frozenset(wanted))
        if [one for one in wanted if one in set(self._shown)] != self._shown:
            # The rows changed places.
            self.beginResetModel()
            self._shown = list(wanted)
            self.endResetModel()
            return
        self._insert_missing(wanted)
        if self._shown:
            last = self.index(len(self._shown) - 1, len(ComparisonColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _remove_all_but(self, kept: frozenset[ProposalId]) -> None:
        for line in range(len(self._shown) - 1, -1, -1):
            if self._shown[line] not in kept:
                self.beginRemoveRows(_ROOT, line, line)
                del self._shown[line]
                self.endRemoveRows()

    def _insert_missing(self, wanted: Sequence[ProposalId]) -> None:
        for line, one in enumerate(wanted):
            if line >= len(self._shown) or self._shown[line] != one:
                self.beginInsertRows(_ROOT, line, line)
                self._shown.insert(line, one)
                self.endInsertRows()

    def _text(self, line: int, column: ComparisonColumn) -> str:
        cue, proposal = self._parts(line)
        match column:
            case ComparisonColumn.ROW:
                return row_words(self._number(line), cue)
            case ComparisonColumn.NOW:
                text = present_text(cue, proposal)
                return " ".join(text.split()) or no_text_words(proposal)
            case ComparisonColumn.PROPOSED:
                return proposal.text or nothing_words()
            case ComparisonColumn.DETAILS:
                return detail_words(proposal)

    def _long_text(self, line: int, column: ComparisonColumn) -> str:
        cue, proposal = self._parts(line)
        match column:
            case ComparisonColumn.ROW:
                return place_words(self._number(line), cue, proposal)
            case ComparisonColumn.DETAILS:
                return f"{detail_words(proposal)}\n{way_words(proposal)}"
            case _:
                return change_words(self.differences(line))

    def _number(self, line: int) -> int:
        return (self._board.row_of(self._shown[line]) or 0) + 1

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many proposals are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(ComparisonColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid() or self._board.row_of(self._shown[index.row()]) is None:
            # The row has gone just now; the line goes with the next change.
            return None
        column = ComparisonColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(index.row(), column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._long_text(index.row(), column)
            case _ if role == DIFFERENCES and column in _TEXTS:
                return self.differences(index.row())
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the name of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return translated("ComparisonModel", _HEADERS[ComparisonColumn(section)])
        return None
